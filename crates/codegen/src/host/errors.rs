// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How a template says that it can't go on.

use minijinja::{Error, ErrorKind, Value};

use super::args::function;

/// `fail`, `raise`, `TemplateError`, `Exception` and `assert`.
pub(crate) fn functions() -> [(&'static str, Value); 5] {
    let failing = |name: &'static str| {
        function(name, &["message"], |_, args| Err(failure(&args.required("message")?.to_string())))
    };
    // An exception in the reference carries the place as a second argument; the diagnostic knows it anyway.
    let exception = |name: &'static str| {
        function(name, &["message", "entity"], |_, args| Ok(Value::from(args.required("message")?.to_string())))
    };
    [
        failing("fail"),
        failing("raise"),
        exception("TemplateError"),
        exception("Exception"),
        function("assert", &["condition", "message"], |_, args| {
            if args.required("condition")?.is_true() {
                return Ok(Value::from(""));
            }
            let message = args.optional("message")?.map_or_else(|| "assertion failed".to_owned(), Value::to_string);
            Err(failure(&message))
        }),
    ]
}

fn failure(message: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.to_owned())
}

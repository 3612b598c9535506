// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Python's methods on strings, lists and dicts, as far as they only read.

use minijinja::{Error, ErrorKind, State, Value, value::ValueKind};

use super::args::{Args, Signature};

/// Called for every method that the value itself does not have.
pub(super) fn unknown(state: &mut State<'_, '_>, value: &Value, method: &str, args: &[Value]) -> Result<Value, Error> {
    if method == "index" && matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable) {
        let args = Args::new(Signature { name: "index", parameters: &["item"] }, args)?;
        let item = args.required("item")?;
        let place = value.try_iter()?.position(|other| other == *item);
        return place
            .map(Value::from)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("{item} is not in the list")));
    }
    minijinja_contrib::pycompat::unknown_method_callback(state, value, method, args)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A number that can be changed inside a loop.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use minijinja::{
    Error, ErrorKind, State, Value,
    value::{Enumerator, Object},
};

use crate::host::args::{Args, Signature};

/// A number that can be changed inside a loop, where an assignment would be forgotten at its end.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicI64);

impl Object for Counter {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "value").then(|| Value::from(self.0.load(Ordering::Relaxed)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["value"])
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match method {
            "set" => {
                let args = Args::new(Signature { name: "set", parameters: &["value"] }, args)?;
                self.0.store(args.number("value")?, Ordering::Relaxed);
            }
            "increment" | "decrement" => {
                let args = Args::new(Signature { name: "increment", parameters: &["offset"] }, args)?;
                let offset: i64 = args.optional_number("offset")?.unwrap_or(1);
                let now = self.0.load(Ordering::Relaxed);
                let next = if method == "increment" { now.wrapping_add(offset) } else { now.wrapping_sub(offset) };
                self.0.store(next, Ordering::Relaxed);
            }
            _ => return Err(Error::from(ErrorKind::UnknownMethod)),
        }
        Ok(Value::from(()))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.load(Ordering::Relaxed))
    }
}

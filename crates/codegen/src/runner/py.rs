// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What every entity answers in the same way, and the reading of arguments.

use std::sync::Arc;

use camkes_jinja::{Args, Cx, Host, Py, PyResult, error, operations as ops};

use crate::ast::{Text, Value};

/// The methods behind Python's statements, which templates call to change what they hold.
pub(super) fn dunder(host: &dyn Host, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    match (name, args.positional) {
        ("__setattr__", [attribute, value]) => {
            host.set_attribute(cx, &ops::str(attribute)?, value.clone())?;
            Ok(Some(Py::None))
        }
        ("__setitem__", [key, value]) => {
            host.set_item(cx, key, value.clone())?;
            Ok(Some(Py::None))
        }
        ("__getitem__", [key]) => host.item(cx, key),
        ("__contains__", [key]) => Ok(host.contains(cx, key)?.map(Py::Bool)),
        ("__str__", []) => Ok(Some(Py::from(host.str()))),
        ("__repr__", []) => Ok(Some(Py::from(host.repr()))),
        ("__len__", []) => Ok(host.length().map(Py::from)),
        _ => Ok(None),
    }
}

/// A function of the host that needs nothing of the running template.
pub(super) fn function<F>(name: &'static str, call: F) -> (&'static str, Py)
where
    F: Fn(&Args<'_>) -> PyResult + Send + Sync + 'static,
{
    (name, Py::function(name, move |_, args| call(args)))
}

/// A whole number.
pub(super) fn number(value: &Py) -> PyResult<i64> {
    value.as_i64().ok_or_else(|| error::type_error(format!("expected a whole number, found {}", value.type_name())))
}

/// A size or address: a whole number that is not negative; text is read as `int()` does.
pub(super) fn size(value: &Py) -> PyResult<u64> {
    let number = match value {
        Py::Str(text) => text.trim().parse().ok(),
        // `int()` cuts fractions off.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
        Py::Float(x) if (0.0..9e18).contains(x) => Some(*x as u64),
        _ => value.as_big().and_then(|number| u64::try_from(number).ok()),
    };
    number.ok_or_else(|| {
        let shown = ops::repr(value).unwrap_or_default();
        error::value_error(format!("{shown} is not a size"))
    })
}

/// Text.
pub(super) fn text(value: &Py) -> PyResult<&str> {
    value.as_str().ok_or_else(|| error::type_error(format!("expected text, found {}", value.type_name())))
}

/// What `str()` makes of a value, shared where it is text already.
pub(super) fn shown(value: &Py) -> PyResult<Text> {
    match value {
        Py::Str(text) => Ok(Arc::clone(text)),
        _ => ops::str(value),
    }
}

/// A value of the system.
pub(super) fn value(value: &Value) -> Py {
    match value {
        Value::Int(n) => i64::try_from(*n).map_or_else(|_| Py::from(*n), Py::Int),
        Value::Float(x) => Py::Float(*x),
        Value::Str(text) => Py::Str(Arc::clone(text)),
        Value::List(items) => Py::list(items.iter().map(self::value).collect()),
        Value::Dict(entries) => Py::dict(entries.iter().map(|(key, item)| (self::value(key), self::value(item)))),
    }
}

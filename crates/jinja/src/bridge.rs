// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values of Python as values of the engine, and back.

use std::{fmt, sync::Arc};

use minijinja::{
    Value,
    value::{Object, ObjectRepr, ValueKind},
};

use crate::{
    Py,
    class::{self, Class},
    trash::Held,
};

/// A value of Python that the engine only carries about.
pub(crate) struct Boxed(pub(crate) Held);

impl fmt::Debug for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.0, f)
    }
}

impl Object for Boxed {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match crate::text::str(&self.0.0) {
            Ok(text) => f.write_str(&text),
            Err(_) => Err(fmt::Error),
        }
    }
}

pub(crate) fn to_value(value: Py) -> Value {
    match value {
        Py::None => Value::from(()),
        Py::Bool(value) => Value::from(value),
        Py::Int(value) => Value::from(value),
        Py::Float(value) => Value::from(value),
        Py::Str(text) => Value::from(text),
        Py::Engine(value) => value,
        other => Value::from_object(Boxed(Held(other))),
    }
}

/// A value of the engine; one that is undefined gets the name by which it was looked up.
pub(crate) fn from_value(value: &Value, name: &str) -> Py {
    match value.kind() {
        ValueKind::String => value.to_str().map_or(Py::None, Py::Str),
        ValueKind::None => Py::None,
        ValueKind::Bool => Py::Bool(value.is_true()),
        ValueKind::Undefined => Py::Undefined(Arc::from(format!("'{name}' is undefined"))),
        ValueKind::Number => if value.is_integer() {
            value.as_i64().map(Py::Int).or_else(|| i128::try_from(value.clone()).ok().map(Py::from))
        } else {
            f64::try_from(value.clone()).ok().map(Py::Float)
        }
        .unwrap_or(Py::None),
        _ => match value.downcast_object_ref::<Boxed>() {
            Some(boxed) => boxed.0.0.clone(),
            None => Py::Engine(value.clone()),
        },
    }
}

pub(crate) fn class_of(value: &Value) -> &'static Class {
    match value.kind() {
        ValueKind::Map => &class::MODULE,
        ValueKind::Seq | ValueKind::Iterable => &class::GENERATOR,
        _ => &class::MACRO,
    }
}

pub(crate) fn length(value: &Value) -> Option<usize> {
    value.len()
}

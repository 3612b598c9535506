// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Exceptions as values.

use std::sync::Arc;

use crate::{
    Py, PyError, PyResult,
    args::Args,
    class::{self, Class},
    collections::Tuple,
    cx::Cx,
    error::type_error,
    text,
};

/// An exception as a value: its class and its arguments.
pub struct Exception {
    class: &'static Class,
    args: Tuple,
}

impl Exception {
    /// Its class.
    #[must_use]
    pub fn class(&self) -> &'static Class {
        self.class
    }

    /// Its arguments.
    #[must_use]
    pub fn args(&self) -> &[Py] {
        self.args.items()
    }

    /// What `str()` of it gives.
    pub(crate) fn message(&self) -> PyResult<String> {
        match self.args() {
            [] => Ok(String::new()),
            // As in Python: the key that is missing is shown as it is written.
            [one] if self.class.is_subclass(&class::KEY_ERROR) => text::repr(one),
            [one] => Ok(text::str(one)?.to_string()),
            _ => text::repr(&Py::tuple(self.args().to_vec())),
        }
    }
}

/// Makes an exception.
pub(crate) fn construct(_: &mut Cx<'_>, class: &'static Class, args: &Args<'_>) -> PyResult {
    if !args.named.is_empty() {
        return Err(type_error(format!("{}() takes no keyword arguments", class.name())));
    }
    Ok(Py::Exception(Arc::new(Exception { class, args: Tuple::new(args.positional.to_vec()) })))
}

/// The error that raising a value gives: an exception, or a class or function that makes one.
pub(crate) fn raise(cx: &mut Cx<'_>, value: &Py) -> PyError {
    let made;
    let exception = match value {
        Py::Exception(exception) => exception,
        Py::Undefined(message) => return PyError::undefined(&**message),
        _ => {
            made = match crate::call::call(cx, value, &Args::default()) {
                Ok(Py::Exception(exception)) => exception,
                Ok(_) => return type_error("exceptions must derive from BaseException"),
                Err(error) => return error,
            };
            &made
        }
    };
    match exception.message() {
        Ok(message) => PyError::new(exception.class, message),
        Err(error) => error,
    }
}

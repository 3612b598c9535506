// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Whether a value counts as true.

use num_traits::Zero;

use crate::{Py, PyError, PyResult};

/// Python's truth of a value.
///
/// # Errors
/// An error if the value is undefined.
pub fn truth(value: &Py) -> PyResult<bool> {
    Ok(match value {
        Py::None | Py::Nothing => false,
        Py::Undefined(message) => return Err(PyError::undefined(&**message)),
        Py::Bool(value) => *value,
        Py::Int(value) => *value != 0,
        Py::Big(value) => !value.is_zero(),
        Py::Float(value) => *value != 0.0,
        Py::Host(host) => host.truth(),
        _ => length(value).is_none_or(|length| length != 0),
    })
}

/// How many items a value has; `None` if it has no length.
pub(crate) fn length(value: &Py) -> Option<usize> {
    Some(match value {
        Py::Str(text) if text.is_ascii() => text.len(),
        Py::Str(text) => text.chars().count(),
        Py::Nothing => 0,
        Py::Bytes(bytes) => bytes.len(),
        Py::List(list) => list.len(),
        Py::Tuple(tuple) => tuple.items().len(),
        Py::Dict(dict) => dict.len(),
        Py::Set(set) => set.len(),
        Py::Range(range) => usize::try_from(range.len()).unwrap_or(usize::MAX),
        Py::View(view) => view.dict.len(),
        Py::Host(host) => return host.length(),
        _ => return None,
    })
}

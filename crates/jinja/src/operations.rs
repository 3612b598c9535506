// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What functions and entities of the host may do with values.

use crate::{Args, Class, Cx, Py, PyResult, class, percent};
pub use crate::{
    attr::{contains, get_attr, get_item, set_attr, set_item},
    call::{call, call_method},
    compare::{compare, equals, is},
    iter::iterate,
    ops::add,
    text::{float, repr, str},
    truth::truth,
};

/// `int(value)`.
///
/// # Errors
/// `ValueError` or `TypeError` if it stands for no integer.
pub fn to_int(cx: &mut Cx<'_>, value: &Py) -> PyResult {
    call(cx, &Py::Class(&class::INT), &Args::of(std::slice::from_ref(value)))
}

/// `isinstance(value, class)`.
#[must_use]
pub fn is_instance(value: &Py, class: &'static Class) -> bool {
    class::derives(value.class(), class)
}

/// `format % operand`.
///
/// # Errors
/// `TypeError` or `ValueError` if the format does not fit the operand.
pub fn percent_format(format: &str, operand: &Py) -> PyResult {
    percent::format(format, operand)
}

/// The number of items of a value; `None` if it has no length.
#[must_use]
pub fn length(value: &Py) -> Option<usize> {
    crate::truth::length(value)
}

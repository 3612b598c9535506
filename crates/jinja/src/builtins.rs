// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The names that every template, and every Python text, finds.

mod functions;
pub(crate) mod make;
mod numeric;
mod refused;
mod small;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub(crate) use self::{
    functions::is_callable,
    numeric::{gcd, integer_root, truncate, whole},
    refused::{may_be_refused, refusal, refused_members},
    small::{PartialFunction, forget_identities},
};
use crate::{Py, PyResult, class, class::Class, modules, text};

type Table = FxHashMap<&'static str, Py>;

/// A name of Python text: Python's built-ins, and what the reference's functions see of the library.
pub(crate) fn python_global(name: &str) -> Option<Py> {
    PYTHON.get(name).or_else(|| LIBRARY.get(name)).cloned()
}

/// A name of a template that its context does not have.
pub(crate) fn template_global(name: &str) -> Option<Py> {
    TEMPLATE.get(name).or_else(|| PYTHON.get(name)).or_else(|| LIBRARY.get(name)).cloned()
}

/// `ascii()` of a value.
pub(crate) fn ascii(value: &Py) -> PyResult<String> {
    let mut out = String::new();
    for c in text::repr(value)?.chars() {
        match u32::from(c) {
            0..=0x7f => out.push(c),
            code @ ..=0xff => out.push_str(&format!("\\x{code:02x}")),
            code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
            code => out.push_str(&format!("\\U{code:08x}")),
        }
    }
    Ok(out)
}

const CLASSES: [&Class; 42] = [
    &class::OBJECT,
    &class::INT,
    &class::BOOL,
    &class::FLOAT,
    &class::STR,
    &class::BYTES,
    &class::LIST,
    &class::TUPLE,
    &class::DICT,
    &class::SET,
    &class::FROZEN_SET,
    &class::RANGE,
    &class::MAP,
    &class::FILTER,
    &class::ZIP,
    &class::ENUMERATE,
    &class::REVERSED,
    &class::BASE_EXCEPTION,
    &class::EXCEPTION,
    &class::TYPE_ERROR,
    &class::VALUE_ERROR,
    &class::LOOKUP_ERROR,
    &class::KEY_ERROR,
    &class::INDEX_ERROR,
    &class::ATTRIBUTE_ERROR,
    &class::NAME_ERROR,
    &class::ASSERTION_ERROR,
    &class::RUNTIME_ERROR,
    &class::NOT_IMPLEMENTED_ERROR,
    &class::RECURSION_ERROR,
    &class::STOP_ITERATION,
    &class::ARITHMETIC_ERROR,
    &class::ZERO_DIVISION_ERROR,
    &class::OVERFLOW_ERROR,
    &class::OS_ERROR,
    &class::SYNTAX_ERROR,
    &class::ORDERED_DICT,
    &class::ORDERED_SET,
    &class::DEFAULT_DICT,
    &class::NAMESPACE,
    &class::JOINER,
    &class::CYCLER,
];

/// How many of the classes are Python's built-ins.
const BUILT_IN: usize = 36;

static PYTHON: LazyLock<Table> = LazyLock::new(|| {
    let mut table: Table = CLASSES.iter().take(BUILT_IN).map(|class| (class.name(), Py::Class(class))).collect();
    table.extend(functions::table());
    table.extend(numeric::table());
    table.extend(refused::table());
    table.insert("NotImplemented", Py::None);
    table.insert("IOError", Py::Class(&class::OS_ERROR));
    table
});

static LIBRARY: LazyLock<Table> = LazyLock::new(modules::table);

static TEMPLATE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = functions::template_table();
    table.insert("set", Py::Class(&class::ORDERED_SET));
    table.insert("namespace", Py::Class(&class::NAMESPACE));
    table.insert("joiner", Py::Class(&class::JOINER));
    table.insert("cycler", Py::Class(&class::CYCLER));
    table.insert("Counter", Py::Class(&class::CELL_COUNTER));
    table.insert("OrderedDict", Py::Class(&class::ORDERED_DICT));
    table.insert("OrderedSet", Py::Class(&class::ORDERED_SET));
    table
});

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of Python's own types.

mod dict;
mod list;
mod number;
mod set;
mod special;
mod str;
mod str_tests;

use crate::{Py, PyResult, args::Args, ast::Binary, collections::SetKind, cx::Cx};

pub(crate) use self::{
    dict::{tally, update},
    list::sort,
    str::{is_space, split_lines, strip},
};

/// Calls a method of a value; `None` if its type has none of this name.
pub(crate) fn call(cx: &mut Cx<'_>, of: &Py, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    let found = match of.defined()? {
        Py::Host(host) => host.call_method(cx, name, args)?,
        Py::Str(text) => match str::call(cx, text, name, args)? {
            None => str_tests::call(text, name, args)?,
            found => found,
        },
        Py::Dict(dict) => dict::call(cx, dict, name, args)?,
        Py::List(list) => list::call(cx, list, name, args)?,
        Py::Tuple(tuple) => list::call_tuple(tuple.items(), name, args)?,
        Py::Set(set) => set::call(cx, set, name, args)?,
        Py::Bool(_) | Py::Int(_) | Py::Big(_) | Py::Float(_) => number::call(of, name, args)?,
        Py::Bytes(bytes) if name == "decode" => Some(str::decode(bytes, args)?),
        Py::Bytes(bytes) if name == "hex" => {
            args.none("hex")?;
            Some(Py::from(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
        }
        Py::Iter(iter) if name == "__next__" => {
            return match iter.next(cx)? {
                Some(item) => Ok(Some(item)),
                None => Err(crate::PyError::new(&crate::class::STOP_ITERATION, "")),
            };
        }
        // The names of a namespace and of a module are its own.
        Py::Namespace(_) | Py::Module(_) => return Ok(None),
        _ => None,
    };
    match found {
        None if name.starts_with("__") => special::call(cx, of, name, args),
        found => Ok(found),
    }
}

/// Whether a value has a method of this name.
pub(crate) fn has(of: &Py, name: &str) -> bool {
    let known = match of {
        Py::Host(host) => host.has_method(name),
        Py::Str(_) => str::NAMES.contains(&name) || str_tests::NAMES.contains(&name),
        Py::Dict(dict) => {
            dict::NAMES.contains(&name)
                || (dict.class() == &crate::class::COUNTER_DICT && dict::COUNTER_NAMES.contains(&name))
        }
        Py::List(_) => list::NAMES.contains(&name),
        Py::Tuple(_) => list::TUPLE_NAMES.contains(&name),
        Py::Set(set) => {
            set::NAMES.contains(&name) || (set.kind() == SetKind::Ordered && set::ORDERED_NAMES.contains(&name))
        }
        Py::Bool(_) | Py::Int(_) | Py::Big(_) => number::INT_NAMES.contains(&name),
        Py::Float(_) => number::FLOAT_NAMES.contains(&name),
        Py::Bytes(_) => matches!(name, "decode" | "hex"),
        Py::Namespace(_) | Py::Undefined(_) => return false,
        _ => false,
    };
    known || special::has(of, name)
}

/// The name of the method that an operator calls.
pub(crate) fn dunder(operator: Binary) -> Option<&'static str> {
    Some(match operator {
        Binary::Add => "__add__",
        Binary::Sub => "__sub__",
        Binary::Mul => "__mul__",
        Binary::Div => "__truediv__",
        Binary::FloorDiv => "__floordiv__",
        Binary::Mod => "__mod__",
        Binary::Pow => "__pow__",
        Binary::LeftShift => "__lshift__",
        Binary::RightShift => "__rshift__",
        Binary::BitAnd => "__and__",
        Binary::BitOr => "__or__",
        Binary::BitXor => "__xor__",
    })
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods with underscores that stand for operators.

use crate::{
    Py, PyResult,
    args::Args,
    ast::{Binary, Compare, Unary},
    attr, class, compare,
    cx::Cx,
    error::type_error,
    eval, iter, ops, text, truth,
};

const BINARY: [(&str, Binary); 12] = [
    ("__add__", Binary::Add),
    ("__sub__", Binary::Sub),
    ("__mul__", Binary::Mul),
    ("__truediv__", Binary::Div),
    ("__floordiv__", Binary::FloorDiv),
    ("__mod__", Binary::Mod),
    ("__pow__", Binary::Pow),
    ("__lshift__", Binary::LeftShift),
    ("__rshift__", Binary::RightShift),
    ("__and__", Binary::BitAnd),
    ("__or__", Binary::BitOr),
    ("__xor__", Binary::BitXor),
];

const COMPARE: [(&str, Compare); 6] = [
    ("__eq__", Compare::Eq),
    ("__ne__", Compare::Ne),
    ("__lt__", Compare::Lt),
    ("__le__", Compare::Le),
    ("__gt__", Compare::Gt),
    ("__ge__", Compare::Ge),
];

const UNARY: [(&str, Unary); 3] = [("__neg__", Unary::Minus), ("__pos__", Unary::Plus), ("__invert__", Unary::Invert)];

/// Whether a value has the method of this name.
pub(super) fn has(of: &Py, name: &str) -> bool {
    if !name.starts_with("__") {
        return false;
    }
    let number = matches!(of, Py::Bool(_) | Py::Int(_) | Py::Big(_) | Py::Float(_));
    let sequence = matches!(of, Py::Str(_) | Py::List(_) | Py::Tuple(_) | Py::Bytes(_));
    let whole = number && !matches!(of, Py::Float(_));
    let set = matches!(of, Py::Set(_) | Py::View(_));
    if COMPARE.iter().any(|(known, _)| *known == name) {
        return true;
    }
    if UNARY.iter().any(|(known, _)| *known == name) {
        return number && (whole || name != "__invert__");
    }
    if let Some((_, operator)) = BINARY.iter().find(|(known, _)| *known == name) {
        return match operator {
            Binary::Add | Binary::Mul => number || sequence,
            Binary::Mod => number || matches!(of, Py::Str(_)),
            Binary::Sub => number || set,
            Binary::BitAnd | Binary::BitOr | Binary::BitXor => whole || set,
            Binary::LeftShift | Binary::RightShift => whole,
            _ => number,
        };
    }
    match name {
        "__str__" | "__repr__" | "__hash__" | "__setattr__" | "__getattribute__" => true,
        "__len__" => truth::length(of).is_some(),
        "__iter__" | "__contains__" => {
            sequence
                || set
                || matches!(of, Py::Dict(_) | Py::Range(_))
                || matches!(of, Py::Iter(_)) && name == "__iter__"
        }
        "__getitem__" => sequence || matches!(of, Py::Dict(_) | Py::Range(_) | Py::Host(_)),
        "__setitem__" | "__delitem__" => matches!(of, Py::Dict(_) | Py::List(_) | Py::Host(_)),
        "__call__" => crate::builtins::is_callable(of),
        "__bool__" => number,
        "__next__" => matches!(of, Py::Iter(_)),
        _ => false,
    }
}

/// Calls such a method; `None` if there is none.
pub(super) fn call(cx: &mut Cx<'_>, of: &Py, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    if !has(of, name) {
        return Ok(None);
    }
    if name == "__call__" {
        return crate::call::call(cx, of, args).map(Some);
    }
    if !args.named.is_empty() {
        return Err(type_error(format!("wrapper {name}() takes no keyword arguments")));
    }
    let args = args.positional;
    let wrong = |expected: usize| {
        let s = if expected == 1 { "" } else { "s" };
        type_error(format!("expected {expected} argument{s}, got {}", args.len()))
    };
    if let Some((_, operator)) = BINARY.iter().find(|(known, _)| *known == name) {
        let [other] = args else { return Err(wrong(1)) };
        return ops::binary(*operator, of, other).map(Some);
    }
    if let Some((_, operator)) = COMPARE.iter().find(|(known, _)| *known == name) {
        let [other] = args else { return Err(wrong(1)) };
        return eval::compare_two(cx, *operator, of, other).map(|found| Some(Py::Bool(found)));
    }
    if let Some((_, operator)) = UNARY.iter().find(|(known, _)| *known == name) {
        let [] = args else { return Err(wrong(0)) };
        return ops::unary(*operator, of).map(Some);
    }
    Ok(Some(match (name, args) {
        ("__str__", []) => Py::Str(text::str(of)?),
        ("__repr__", []) => Py::from(text::repr(of)?),
        ("__hash__", []) => match compare::hash(of) {
            #[allow(clippy::cast_possible_wrap)] // any number will do
            Some(hash) => Py::Int(hash as i64),
            None => return Err(type_error(format!("unhashable type: '{}'", of.type_name()))),
        },
        ("__setattr__", [name, value]) => {
            attr::set_attr(cx, of, name.expect_str("attribute name")?, value.clone())?;
            Py::None
        }
        ("__getattribute__", [name]) => attr::get_attr(cx, of, name.expect_str("attribute name")?)?,
        ("__len__", []) => Py::from(truth::length(of).unwrap_or_default()),
        ("__iter__", []) => Py::Iter(iter::iter(cx, of)?),
        ("__contains__", [item]) => Py::Bool(attr::contains(cx, of, item)?),
        ("__getitem__", [key]) => attr::get_item(cx, of, key)?,
        ("__setitem__", [key, value]) => {
            attr::set_item(cx, of, key, value.clone())?;
            Py::None
        }
        ("__delitem__", [key]) => {
            attr::delete_item(of, key)?;
            Py::None
        }
        ("__bool__", []) => Py::Bool(truth::truth(of)?),
        _ => return Err(crate::PyError::new(&class::TYPE_ERROR, format!("{name}() got the wrong arguments"))),
    }))
}

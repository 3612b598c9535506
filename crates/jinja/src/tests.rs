// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tests of Jinja2: what stands behind `is`.

use crate::{
    Py, PyError, PyResult,
    args::Args,
    ast::{Binary, Compare},
    builtins, compare,
    cx::Cx,
    eval, filters, iter, ops, text,
};

const NAMES: [&str; 39] = [
    "boolean",
    "callable",
    "defined",
    "divisibleby",
    "eq",
    "equalto",
    "escaped",
    "even",
    "false",
    "filter",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "sameas",
    "sequence",
    "string",
    "test",
    "true",
    "undefined",
    "upper",
    "==",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
];

/// Whether there is a test of this name.
pub(crate) fn known(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether a value passes a test.
pub(crate) fn apply(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult<bool> {
    let alone = |found: bool| -> PyResult<bool> {
        args.none("test")?;
        Ok(found)
    };
    let compared = |cx: &mut Cx<'_>, operator: Compare| eval::compare_two(cx, operator, of, args.one("test")?);
    match name {
        "defined" => return alone(!of.is_undefined()),
        "undefined" => return alone(of.is_undefined()),
        "none" => return alone(of.is_none()),
        "boolean" => return alone(matches!(of, Py::Bool(_))),
        "true" => return alone(matches!(of, Py::Bool(true))),
        "false" => return alone(matches!(of, Py::Bool(false))),
        "integer" => return alone(matches!(of, Py::Int(_) | Py::Big(_))),
        "float" => return alone(matches!(of, Py::Float(_))),
        "number" => return alone(matches!(of, Py::Bool(_) | Py::Int(_) | Py::Big(_) | Py::Float(_))),
        "string" => return alone(matches!(of, Py::Str(_))),
        "mapping" => return alone(matches!(of, Py::Dict(_))),
        "callable" => return alone(builtins::is_callable(of)),
        "sameas" => return Ok(compare::is(of, args.one("sameas")?)),
        "escaped" => return alone(false),
        _ => {}
    }
    of.defined()?;
    match name {
        "even" | "odd" => {
            let rest = ops::binary(Binary::Mod, of, &Py::Int(2))?;
            alone(compare::equals(&rest, &Py::Int(i64::from(name == "odd"))))
        }
        "divisibleby" => {
            let rest = ops::binary(Binary::Mod, of, args.one("divisibleby")?)?;
            Ok(compare::equals(&rest, &Py::Int(0)))
        }
        "eq" | "equalto" | "==" => compared(cx, Compare::Eq),
        "ne" | "!=" => compared(cx, Compare::Ne),
        "lt" | "lessthan" | "<" => compared(cx, Compare::Lt),
        "le" | "<=" => compared(cx, Compare::Le),
        "gt" | "greaterthan" | ">" => compared(cx, Compare::Gt),
        "ge" | ">=" => compared(cx, Compare::Ge),
        "in" => compared(cx, Compare::In),
        "iterable" => match iter::iter(cx, of) {
            Ok(_) => alone(true),
            Err(error) if error.is(&crate::class::TYPE_ERROR) => alone(false),
            Err(error) => Err(error),
        },
        "sequence" => {
            let sized = crate::truth::length(of).is_some();
            alone(sized && crate::methods::has(of, "__getitem__"))
        }
        "lower" | "upper" => {
            let text = Py::Str(text::str(of)?);
            let test = if name == "lower" { "islower" } else { "isupper" };
            let found = crate::methods::call(cx, &text, test, &Args::default())?;
            alone(matches!(found, Some(Py::Bool(true))))
        }
        "filter" => alone(of.as_str().is_some_and(filters::known)),
        "test" => alone(of.as_str().is_some_and(known)),
        _ => Err(PyError::unsupported(format!("the test '{name}' is not supported"))),
    }
}

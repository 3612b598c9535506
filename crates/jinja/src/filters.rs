// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The filters of Jinja2.

mod html;
mod numbers;
mod sequences;
mod strings;

use std::sync::Arc;

use crate::{Py, PyError, PyResult, args::Args, attr, cx::Cx, truth::truth};

const NAMES: [&str; 53] = [
    "abs",
    "attr",
    "batch",
    "capitalize",
    "center",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "filesizeformat",
    "first",
    "float",
    "forceescape",
    "format",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "pprint",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "string",
    "striptags",
    "sum",
    "title",
    "tojson",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
    "urlize",
    "wordcount",
    "wordwrap",
    "xmlattr",
];

/// Whether there is a filter of this name.
pub(crate) fn known(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Why a filter of Jinja2 is not there.
pub(crate) fn refused(name: &str) -> Option<&'static str> {
    (name == "random").then_some("a build must give the same output each time")
}

/// Applies a filter.
pub(crate) fn apply(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult {
    if matches!(name, "d" | "default") {
        return default(of, args);
    }
    if !matches!(of, Py::Nothing) {
        of.defined()?;
    }
    if let Some(found) = strings::apply(cx, name, of, args)? {
        return Ok(found);
    }
    if let Some(found) = html::apply(cx, name, of, args)? {
        return Ok(found);
    }
    if let Some(found) = numbers::apply(cx, name, of, args)? {
        return Ok(found);
    }
    if let Some(found) = sequences::apply(cx, name, of, args)? {
        return Ok(found);
    }
    Err(PyError::unsupported(format!("the filter '{name}' is not supported")))
}

fn default(of: &Py, args: &Args<'_>) -> PyResult {
    let bound = args.bind("default", &["default_value", "boolean"])?;
    let boolean = bound.get("boolean").map_or(Ok(false), truth)?;
    let missing = of.is_undefined() || (boolean && !truth(of)?);
    if !missing {
        return Ok(of.clone());
    }
    Ok(bound.get("default_value").cloned().unwrap_or_else(|| Py::from("")))
}

/// What a filter's `attribute` names: parts with dots between them, numbers are items.
pub(crate) fn by_path(cx: &mut Cx<'_>, of: &Py, path: &Py) -> PyResult {
    let Py::Str(path) = path else { return attr::jinja_item(cx, of, path) };
    let mut value = of.clone();
    for part in path.split('.') {
        let key = if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) {
            part.parse::<i64>().map_or_else(|_| Py::from(part), Py::Int)
        } else {
            Py::Str(Arc::from(part))
        };
        value = attr::jinja_item(cx, value.defined()?, &key)?;
    }
    Ok(value)
}

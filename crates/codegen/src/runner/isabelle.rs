// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of Isabelle definitions.

use camkes_jinja::{Py, PyResult, error};

use super::py;

/// The functions that make a name of a kind of thing: `component__a'b`.
pub(super) fn functions() -> Vec<(&'static str, Py)> {
    let mut found = vec![
        py::function("isabelle_identifier", |args| {
            identifier(py::text(args.one("isabelle_identifier")?)?).map(Py::from)
        }),
        py::function("isabelle_capdl_identifier", |args| {
            identifier(py::text(args.one("isabelle_capdl_identifier")?)?).map(Py::from)
        }),
        py::function("isabelle_dataport", |args| {
            let name = py::text(args.one("isabelle_dataport")?)?;
            // `Buf(4096)` has a name without parentheses: what is in the outermost pair stands behind a `_`.
            let plain = match (name.find('('), name.rfind(')')) {
                (Some(open), Some(close)) if open < close => {
                    let [before, inside, after] = [name.get(..open), name.get(open + 1..close), name.get(close + 1..)]
                        .map(Option::unwrap_or_default);
                    format!("{before}_{inside}{after}")
                }
                _ => name.to_owned(),
            };
            Ok(Py::from(format!("dataport__{}", identifier(&plain)?)))
        }),
    ];
    for (function, kind) in [
        ("isabelle_component", "component"),
        ("isabelle_instance", "instance"),
        ("isabelle_connector", "connector"),
        ("isabelle_connection", "connection"),
        ("isabelle_procedure", "procedure"),
        ("isabelle_event", "event"),
    ] {
        found.push(py::function(function, move |args| {
            Ok(Py::from(format!("{kind}__{}", identifier(py::text(args.one(function)?)?)?)))
        }));
    }
    found
}

/// The identifier for a name: the dots of a hierarchy become apostrophes.
pub(super) fn identifier(name: &str) -> PyResult<String> {
    if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        Ok(name.replace('.', "'"))
    } else {
        Err(error::assertion_error(format!("'{name}' can't be the name of a definition")))
    }
}

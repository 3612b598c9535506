// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Integrity labels, and names of Isabelle theories.

use std::collections::BTreeSet;

use camkes_jinja::{Args, Cx, Py, PyError, PyResult, error, operations as ops};
use indexmap::IndexMap;

use super::{entity, get, settings};
use crate::runner::{isabelle, py, types::TEMPLATE_ERROR};

/// Functions for the templates of proofs.
pub(super) fn functions() -> Vec<(&'static str, Py)> {
    vec![
        ("integrity_group_labels", Py::function("integrity_group_labels", group_labels)),
        py::function("isabelle_ident", |args| {
            isabelle::identifier(py::text(args.one("isabelle_ident")?)?).map(Py::from)
        }),
        py::function("isabelle_ADL_ident", |args| {
            let kind = py::shown(args.one("isabelle_ADL_ident")?)?;
            Ok(Py::function("isabelle_ADL_ident", move |_, args| {
                let name = isabelle::identifier(py::text(args.one("isabelle_ADL_ident")?)?)?;
                Ok(Py::from(format!("{kind}__{name}")))
            }))
        }),
        py::function("check_isabelle_outfile", |args| {
            let bound = args.bind("check_isabelle_outfile", &["thy_name", "outfile_name"])?;
            let (theory, file) = (py::text(bound.required("thy_name")?)?, py::text(bound.required("outfile_name")?)?);
            let name = file.rsplit('/').next().unwrap_or(file);
            let name = name.strip_suffix(".thy").unwrap_or(name);
            if name == theory {
                Ok(Py::from(""))
            } else {
                Err(error::assertion_error(format!("the theory {theory} can't be in the file {file}")))
            }
        }),
    ]
}

/// The label of each instance and connection that does not stand for itself: of its group, of its setting, or of the one instance that it
/// connects with itself.
fn group_labels(cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
    let bound = args.bind("integrity_group_labels", &["composition", "configuration"])?;
    let ast = &entity(bound.required("composition")?)?.system.ast;
    let configuration = bound.required("configuration")?;
    let mut labels: IndexMap<String, String> = IndexMap::new();
    for instance in ast.instances.iter().filter(|it| it.address_space != it.name) {
        let label = canonical(&labels, &instance.address_space)?;
        labels.insert(instance.name.to_string(), label);
    }
    for instance in &ast.instances {
        let own = settings(cx, configuration, &instance.name)?;
        if let Some(label) = get(cx, &own, "integrity_label")?.filter(|label| !label.is_none()) {
            let label = canonical(&labels, &ops::str(&label)?)?;
            labels.insert(instance.name.to_string(), label);
        }
    }
    for connection in &ast.connections {
        let ends = connection.from.iter().chain(&connection.to);
        let mut found = BTreeSet::new();
        for instance in ends.filter_map(|end| ast.instances.get(end.instance as usize)) {
            found.insert(canonical(&labels, &instance.name)?);
        }
        if let (Some(label), 1) = (found.first(), found.len()) {
            labels.insert(connection.name.to_string(), label.clone());
        }
    }
    let mut pairs = Vec::with_capacity(labels.len());
    for (name, label) in &labels {
        pairs.push((Py::from(name.as_str()), Py::from(canonical(&labels, label)?)));
    }
    Ok(Py::dict(pairs))
}

/// The label at the end of a chain of labels.
fn canonical(labels: &IndexMap<String, String>, label: &str) -> PyResult<String> {
    let mut seen = vec![label.to_owned()];
    let mut last = label.to_owned();
    while let Some(next) = labels.get(&last) {
        if seen.contains(next) {
            let message = format!("cycle in group labelling: {}", seen.join(", "));
            return Err(PyError::new(&TEMPLATE_ERROR, message));
        }
        seen.push(next.clone());
        last.clone_from(next);
    }
    Ok(last)
}

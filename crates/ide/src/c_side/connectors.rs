// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connectors of a project: what the templates that CMake declares for them make in C.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use camkes_csource::cmake::End;
use camkes_csource::template::{Made, Template, read};
use camkes_hir::{Db, File, System, salsa};

use super::files::{declared, is_there};

/// Largest template that is read, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// Most templates that one includes, with what those include.
const MOST_INCLUDED: usize = 16;

/// What a template makes.
#[salsa::tracked(returns(ref))]
fn template(db: &dyn Db, file: File) -> Arc<Template> {
    let text = file.contents(db).as_str();
    Arc::new(if text.len() > MOST_BYTES { Template::default() } else { read(text) })
}

/// The templates that are declared for a connector, in the order of their declaration.
pub(crate) fn templates(db: &dyn Db, system: System, connector: &str) -> Vec<Utf8PathBuf> {
    let of_it = declared(db, system).templates.iter().filter(|it| it.connector == connector);
    of_it.map(|it| it.path.clone()).collect()
}

/// The functions that a component gets for an interface at an end of a connector.
pub(super) fn made(db: &dyn Db, system: System, connector: &str, end: End) -> Vec<Made> {
    let mut out: Vec<Made> = Vec::new();
    for (template, is_header) in read_templates(db, system, connector, end) {
        for function in template.functions.iter().filter(|it| is_header || !it.is_static) {
            if !out.iter().any(|it| it.suffix == function.suffix) {
                out.push(function.clone());
            }
        }
    }
    out
}

/// Whether what is generated at the `to` end of a project's own connector calls the methods of the interface there.
pub(super) fn calls_methods(db: &dyn Db, system: System, connector: &str) -> bool {
    read_templates(db, system, connector, End::To).iter().any(|(template, _)| template.calls_methods)
}

/// The templates that are declared for an end of a connector, with those that they include, and whether each is for a header.
fn read_templates<'db>(db: &'db dyn Db, system: System, connector: &str, end: End) -> Vec<(&'db Template, bool)> {
    let mut out = Vec::new();
    for declared in declared(db, system).templates.iter().filter(|it| it.connector == connector && it.end == end) {
        let mut todo = vec![declared.path.clone()];
        let mut seen = BTreeSet::new();
        while let Some(path) = todo.pop().filter(|_| seen.len() < MOST_INCLUDED) {
            if !is_there(db, &path) || !seen.insert(path.clone()) {
                continue;
            }
            let template = template(db, db.file(&path));
            out.push((&**template, declared.is_header));
            let folder = path.parent().unwrap_or(&path);
            todo.extend(template.includes.iter().map(|name| camkes_hir::db::normalize(&folder.join(name))));
        }
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A name that means two things at one place. A setting `x.a` is for the instance and for the connection `x`; `outer.x` is an
//! interface of `outer` and an instance inside of it.

use rustc_hash::FxHashMap;

use super::bodies::file_compositions;
use super::{Check, Lint};
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule};
use crate::input::{File, System};
use crate::item_tree::CompositionDecl;
use crate::loc::{ItemLoc, LocalId};

pub(super) const LINT: Lint =
    Lint { rule: Rule::ShadowedName, tag: None, holds: Holds::InAny, check: Check::Compositions(check) };

fn check(db: &dyn Db, system: System, file: File) -> Vec<Finding> {
    let all = file_compositions(db, system, file).iter().inspect(|_| db.unwind_if_revision_cancelled());
    all.flat_map(|body| of_body(file, body)).collect()
}

fn of_body(file: File, composition: &CompositionDecl) -> Vec<Finding> {
    let grouped = composition.groups.iter().flat_map(|group| &group.instances);
    // Of several instances with one name, the first counts.
    let mut instances: FxHashMap<&str, LocalId> = FxHashMap::default();
    for it in composition.instances.iter().chain(grouped) {
        instances.entry(&it.name.text).or_insert(it.id);
    }
    let mut findings = Vec::new();
    for connection in &composition.connections {
        let name = connection.name.text.as_str();
        if let Some(first) = instances.get(name) {
            let message = format!("connection `{name}` has the name of the instance `{name}`");
            let finding = Finding::new(Rule::ShadowedName, ItemLoc::new(file, connection.id), message);
            let finding = finding.label(ItemLoc::new(file, *first), "the instance");
            findings.push(finding.note("a setting for one of them is a setting for both"));
        }
    }
    findings
}

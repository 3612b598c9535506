// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A name that means two things at one place. A setting `x.a` is for the instance and for the connection `x`; `outer.x` is an
//! interface of `outer` and an instance inside of it.

use rustc_hash::FxHashMap;

use super::{Check, Lint, New, OfComposition};
use crate::assembly::stop_if_overtaken;
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule};
use crate::input::File;
use crate::item_tree::CompositionDecl;
use crate::loc::{ItemLoc, LocalId};

pub(super) const LINT: Lint = Lint {
    rule: Rule::ShadowedName,
    tag: None,
    holds: Holds::InAny,
    check: Check::Composition(OfComposition { find, is_sound }),
};

fn is_sound(composition: &CompositionDecl, new: &New<'_>) -> bool {
    let grouped = composition.groups.iter().flat_map(|group| &group.instances);
    let is_instance = |name: &str| {
        let mut all = composition.instances.iter().chain(grouped.clone());
        all.any(|it| it.name.text == name)
    };
    let is_connection = |name: &str| composition.connections.iter().any(|it| it.name.text == name);
    !new.connections.iter().any(|it| is_instance(&it.name.text))
        && !new.instances.iter().any(|it| is_connection(&it.name.text))
}

fn find(db: &dyn Db, file: File, composition: &CompositionDecl) -> Vec<Finding> {
    let grouped = composition.groups.iter().flat_map(|group| &group.instances);
    // Of several instances with one name, the first counts.
    let mut instances: FxHashMap<&str, LocalId> = FxHashMap::default();
    for it in composition.instances.iter().chain(grouped) {
        instances.entry(&it.name.text).or_insert(it.id);
    }
    let mut findings = Vec::new();
    for (number, connection) in composition.connections.iter().enumerate() {
        stop_if_overtaken(db, number);
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

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A file that lies with an assembly and that none reaches: what it declares is in no system. Which files those are is known to
//! whoever knows all systems of the folder ([`crate::reach::unreached`]).

use super::{Check, Lint};
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule};
use crate::input::{File, System};
use crate::item_tree::Item;
use crate::loc::{ItemLoc, LocalId};
use crate::parse::item_tree;

pub(super) const LINT: Lint =
    Lint { rule: Rule::UnreachableFile, tag: None, holds: Holds::InAny, check: Check::File(check) };

fn check(db: &dyn Db, system: System, file: File) -> Vec<Finding> {
    if !system.unreached(db).contains(&file) {
        return Vec::new();
    }
    // A file that declares nothing has nothing that could be missing elsewhere.
    let first = item_tree(db, system, file).items.iter().find_map(place);
    let finding = |id: LocalId| {
        let name = file.path(db).file_name().unwrap_or_default();
        let message = format!("no assembly reaches `{name}`");
        let finding = Finding::new(Rule::UnreachableFile, ItemLoc::new(file, id), message);
        finding.note("an assembly reaches what it imports or includes, itself or through other files")
    };
    first.map(finding).into_iter().collect()
}

/// The place of a declaration's name.
fn place(item: &Item) -> Option<LocalId> {
    match item {
        Item::Import(_) => None,
        Item::Assembly(it) => Some(it.id),
        Item::Component(it) => Some(it.id),
        Item::Composition(it) => Some(it.id),
        Item::Configuration(it) => Some(it.id),
        Item::Connector(it) => Some(it.id),
        Item::Procedure(it) => Some(it.id),
        Item::Struct(it) => Some(it.id),
    }
}

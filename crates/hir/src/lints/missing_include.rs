// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A procedure with a C type for which nobody includes a header. Generated code has the headers that the procedure includes, and
//! those of the component; the basic types of C and of seL4 come with the library.

use rustc_hash::FxHashSet;

use super::{Check, Lint, is_own};
use crate::db::Db;
use crate::declarations::all_components;
use crate::diagnostic::{Finding, Holds, Rule};
use crate::imports::import_graph;
use crate::input::System;
use crate::item_tree::{Item, ProcedureDecl, TypeDecl};
use crate::loc::{ItemLoc, LocalId};
use crate::model::BasicType;
use crate::parse::item_tree;
use crate::types::is_known_to_c;

pub(super) const LINT: Lint =
    Lint { rule: Rule::MissingInclude, tag: None, holds: Holds::InAny, check: Check::System(check) };

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let needy = without_headers(db, system);
    let mut findings = Vec::new();
    for &(file, index) in &import_graph(db, system).items {
        let Some(Item::Procedure(decl)) = item_tree(db, system, file).items.get(index) else { continue };
        if !is_own(db, system, file) || !decl.includes.is_empty() || !needy.contains(&ItemLoc::new(file, decl.id)) {
            continue;
        }
        let mut seen = FxHashSet::default();
        for (name, at) in c_types(decl).filter(|(name, _)| !is_known_to_c(name)) {
            if seen.insert(name) {
                let message = format!("no header is included that could declare the C type `{name}`");
                let finding = Finding::new(Rule::MissingInclude, ItemLoc::new(file, at), message);
                findings.push(finding.note("a procedure names the header of its types: `include <types.h>;`"));
            }
        }
    }
    findings
}

/// Procedures that a component without any header uses or provides.
fn without_headers(db: &dyn Db, system: System) -> FxHashSet<ItemLoc> {
    let bare = all_components(db, system).into_iter().filter(|it| it.includes.is_empty());
    bare.flat_map(|it| it.interfaces.iter().filter_map(|it| it.ty.procedure()).map(|it| it.origin).collect::<Vec<_>>())
        .collect()
}

/// The types of a procedure that C has to know, with their places.
fn c_types(decl: &ProcedureDecl) -> impl Iterator<Item = (&str, LocalId)> {
    let types = decl.methods.iter().flat_map(|method| {
        let parameters = method.parameters.iter().map(|it| (it.ty.as_ref(), it.id));
        std::iter::once((method.return_type.as_ref(), method.id)).chain(parameters)
    });
    types.filter_map(|(ty, id)| match ty? {
        TypeDecl::Named(path) => match path.parts.as_slice() {
            [one] => Some((one.text.as_str(), path.id)),
            _ => None,
        },
        TypeDecl::Basic(BasicType::CStruct(name)) => Some((name.as_str(), id)),
        _ => None,
    })
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Structs of a system. They may contain each other across files, so that they are resolved together.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Use;
use super::context::Context;
use crate::db::Db;
use crate::diagnostic::{Finding, Rule};
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::item_tree::{AttributeDecl, Item, StructDecl, TypeDecl};
use crate::loc::ItemLoc;
use crate::model::Struct;
use crate::parse::item_tree;
use crate::scope::{Def, DefKind, Scope, scope};

/// Resolved structs by declaration.
pub(crate) type StructTable = FxHashMap<Def, Arc<Struct>>;

/// All structs of a system, with what is wrong with them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Structs {
    pub(crate) table: StructTable,
    pub(crate) findings: Vec<Finding>,
    pub(crate) uses: Vec<Use>,
}

/// Structs of a file by position, so that an edit to anything else there does not reach further.
#[salsa::tracked(returns(deref))]
fn file_structs(db: &dyn Db, system: System, file: File) -> Arc<[(usize, Arc<StructDecl>)]> {
    let structs = item_tree(db, system, file).items.iter().enumerate().filter_map(|(index, item)| match item {
        Item::Struct(decl) => Some((index, Arc::clone(decl))),
        _ => None,
    });
    structs.collect()
}

/// Resolves the structs of a system, those first that others contain.
#[salsa::tracked(returns(deref))]
pub(crate) fn structs(db: &dyn Db, system: System) -> Arc<Structs> {
    let mut decls = Vec::new();
    for &file in &import_graph(db, system).files {
        let found = file_structs(db, system, file).iter();
        decls.extend(found.map(|(index, decl)| (Def { file, index: *index }, Arc::clone(decl))));
    }
    let by_def: FxHashMap<Def, &StructDecl> = decls.iter().map(|(def, decl)| (*def, &**decl)).collect();
    let mut out = Structs::default();
    let mut order = Order {
        scope: scope(db, system),
        by_def: &by_def,
        done: FxHashSet::default(),
        sorted: Vec::new(),
        findings: Vec::new(),
    };
    for (def, _) in &decls {
        order.visit(*def);
    }
    let (sorted, findings) = (order.sorted, order.findings);
    out.findings = findings;
    for def in sorted {
        let Some(decl) = by_def.get(&def) else { continue };
        let mut cx = Context::new(db, system, def);
        if let Some(name) = &decl.name {
            cx.warn_of_c_name("struct", name);
        }
        let members = cx.attributes(&decl.members, &out.table);
        let name = decl.name.as_ref().map(|name| name.text.clone());
        let origin = ItemLoc::new(def.file, decl.id);
        out.table.insert(def, Arc::new(Struct { name, members, origin }));
        out.findings.append(&mut cx.findings);
        out.uses.append(&mut cx.uses);
    }
    Arc::new(out)
}

/// Orders structs so that each comes after those that it contains; a struct that contains itself is reported.
struct Order<'a> {
    scope: &'a Scope,
    by_def: &'a FxHashMap<Def, &'a StructDecl>,
    done: FxHashSet<Def>,
    sorted: Vec<Def>,
    findings: Vec<Finding>,
}

impl Order<'_> {
    /// Depth-first with a stack of our own: a chain of structs may be longer than the machine's.
    fn visit(&mut self, root: Def) {
        let mut stack: Vec<(Def, Vec<(Def, ItemLoc)>)> = Vec::new();
        if self.done.insert(root) {
            stack.push((root, self.contained(root)));
        }
        while let Some((def, pending)) = stack.last_mut() {
            let def = *def;
            match pending.pop() {
                None => {
                    self.sorted.push(def);
                    stack.pop();
                }
                Some((inner, at)) if stack.iter().any(|(open, _)| *open == inner) => {
                    let name =
                        self.by_def.get(&inner).and_then(|decl| decl.name.as_ref()).map_or("", |n| n.text.as_str());
                    let finding = Finding::new(Rule::RecursiveStruct, at, format!("struct `{name}` contains itself"));
                    self.findings.push(finding.note("a value of it would have no end"));
                }
                Some((inner, _)) => {
                    if self.done.insert(inner) {
                        stack.push((inner, self.contained(inner)));
                    }
                }
            }
        }
    }

    fn contained(&self, def: Def) -> Vec<(Def, ItemLoc)> {
        let mut out = Vec::new();
        if let Some(decl) = self.by_def.get(&def) {
            self.contained_in(def, &decl.members, &mut out);
        }
        out
    }

    fn contained_in(&self, def: Def, members: &[AttributeDecl], out: &mut Vec<(Def, ItemLoc)>) {
        for member in members {
            match &member.ty {
                Some(TypeDecl::Named(path)) => {
                    if let Some(named) = self.scope.get(DefKind::Struct, &path.text()) {
                        out.push((named.def, ItemLoc::new(def.file, path.id)));
                    }
                }
                Some(TypeDecl::Inline(inner)) => self.contained_in(def, &inner.members, out),
                _ => {}
            }
        }
    }
}

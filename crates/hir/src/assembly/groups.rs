// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Numbers of groups without a name. Their names end up in those of files and symbols, so that they are the reference's: one
//! number a declaration, however often its component is instantiated, in the order in which the reference walks the
//! declarations (its stage 5): what a composition's instances are made of comes before its groups.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::expand::MAX_DEPTH;
use crate::db::Db;
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::item_tree::{ComponentDecl, CompositionDecl, Given, InstanceDecl, Item};
use crate::loc::ItemLoc;
use crate::parse::item_tree;
use crate::scope::{Def, DefKind, scope};

/// The number of each group without a name, by its place.
#[salsa::tracked(returns(deref))]
pub(super) fn group_numbers(db: &dyn Db, system: System) -> Arc<FxHashMap<ItemLoc, usize>> {
    let mut walk = Walk { db, system, done: FxHashSet::default(), depth: 0, numbers: FxHashMap::default() };
    for &(file, index) in &import_graph(db, system).items {
        walk.item(Def { file, index });
    }
    Arc::new(walk.numbers)
}

struct Walk<'db> {
    db: &'db dyn Db,
    system: System,
    /// Compositions that have been walked.
    done: FxHashSet<ItemLoc>,
    depth: usize,
    numbers: FxHashMap<ItemLoc, usize>,
}

impl Walk<'_> {
    fn item(&mut self, def: Def) {
        // What is nested deeper is reached as a declaration of its own.
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        match item_tree(self.db, self.system, def.file).items.get(def.index) {
            Some(Item::Assembly(decl)) => self.given(def.file, &decl.compositions),
            Some(Item::Component(decl)) => self.component(def.file, decl),
            Some(Item::Composition(decl)) => self.composition(def.file, decl),
            _ => {}
        }
        self.depth -= 1;
    }

    fn named(&mut self, kind: DefKind, name: &str) {
        if let Some(named) = scope(self.db, self.system).get(kind, name) {
            self.item(named.def);
        }
    }

    fn given(&mut self, file: File, compositions: &[Given<CompositionDecl>]) {
        for composition in compositions {
            match composition {
                Given::Here(decl) => self.composition(file, decl),
                Given::Use(path) => self.named(DefKind::Composition, &path.text()),
            }
        }
    }

    fn component(&mut self, file: File, decl: &ComponentDecl) {
        self.given(file, &decl.compositions);
    }

    fn composition(&mut self, file: File, decl: &CompositionDecl) {
        if !self.done.insert(ItemLoc::new(file, decl.id)) {
            return;
        }
        for instance in &decl.instances {
            self.instance(file, instance);
        }
        for group in &decl.groups {
            for instance in &group.instances {
                self.instance(file, instance);
            }
            if group.name.is_none() {
                let number = self.numbers.len();
                self.numbers.insert(ItemLoc::new(file, group.id), number);
            }
        }
    }

    fn instance(&mut self, file: File, decl: &InstanceDecl) {
        match &decl.component {
            Given::Here(component) => self.component(file, component),
            Given::Use(path) => self.named(DefKind::Component, &path.text()),
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of a system's top-level declarations. Each kind has names of its own: a component and a procedure may share one.

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use smol_str::SmolStr;

use crate::db::Db;
use crate::diagnostic::{Finding, Rule};
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::item_tree::{Item, Name};
use crate::loc::{ItemLoc, LocalId};
use crate::parse::item_tree;

pub use crate::names::is_c_keyword;

/// Kinds of top-level declarations that can be referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DefKind {
    /// `assembly`
    Assembly,
    /// `component`
    Component,
    /// `composition`
    Composition,
    /// `configuration`
    Configuration,
    /// `connector`
    Connector,
    /// `procedure`
    Procedure,
    /// `struct`
    Struct,
}

impl DefKind {
    /// The keyword.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Assembly => "assembly",
            Self::Component => "component",
            Self::Composition => "composition",
            Self::Configuration => "configuration",
            Self::Connector => "connector",
            Self::Procedure => "procedure",
            Self::Struct => "struct",
        }
    }
}

/// A top-level declaration: the file and its position among that file's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Def {
    /// The file.
    pub file: File,
    /// Index into its item tree.
    pub index: usize,
}

/// A name's declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The declaration.
    pub def: Def,
    /// Its place, focus on the name.
    pub loc: ItemLoc,
    /// Position in the order in which the system's declarations count.
    pub ordinal: usize,
}

/// All names of a system.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scope {
    names: FxHashMap<DefKind, IndexMap<SmolStr, Named, FxBuildHasher>>,
    ordinals: FxHashMap<Def, usize>,
    /// Assemblies in order, named or not.
    pub assemblies: Vec<Def>,
    pub(crate) findings: Vec<Finding>,
}

impl Scope {
    /// The declaration of a name.
    #[must_use]
    pub fn get(&self, kind: DefKind, name: &str) -> Option<Named> {
        self.names.get(&kind)?.get(name).copied()
    }

    /// Every declared name of a kind, in order of declaration.
    pub fn all(&self, kind: DefKind) -> impl Iterator<Item = (&SmolStr, Named)> {
        self.names.get(&kind).into_iter().flatten().map(|(name, named)| (name, *named))
    }

    /// Position of a declaration in the system's order.
    #[must_use]
    pub fn ordinal(&self, def: Def) -> usize {
        self.ordinals.get(&def).copied().unwrap_or(usize::MAX)
    }
}

/// Kind and name of an item; nothing for an import.
type FileName = Option<(DefKind, Option<Name>)>;

/// Kind, name and place of each item of a file; imports have none.
#[salsa::tracked(returns(deref))]
fn file_names(db: &dyn Db, system: System, file: File) -> Arc<[FileName]> {
    db.step();
    item_tree(db, system, file).items.iter().map(kind_and_name).collect()
}

fn kind_and_name(item: &Item) -> Option<(DefKind, Option<Name>)> {
    Some(match item {
        Item::Import(_) => return None,
        Item::Assembly(it) => (DefKind::Assembly, declared(it.name.as_ref(), it.id)),
        Item::Component(it) => (DefKind::Component, declared(it.name.as_ref(), it.id)),
        Item::Composition(it) => (DefKind::Composition, declared(it.name.as_ref(), it.id)),
        Item::Configuration(it) => (DefKind::Configuration, declared(it.name.as_ref(), it.id)),
        Item::Connector(it) => (DefKind::Connector, declared(it.name.as_ref(), it.id)),
        Item::Procedure(it) => (DefKind::Procedure, declared(it.name.as_ref(), it.id)),
        Item::Struct(it) => (DefKind::Struct, declared(it.name.as_ref(), it.id)),
    })
}

/// The name, at the place of its declaration.
fn declared(name: Option<&Name>, id: LocalId) -> Option<Name> {
    name.map(|name| Name { text: name.text.clone(), id })
}

/// Collects the names of all files of a system.
#[salsa::tracked(returns(deref))]
pub fn scope(db: &dyn Db, system: System) -> Arc<Scope> {
    db.step();
    let mut scope = Scope::default();
    for (ordinal, &(file, index)) in import_graph(db, system).items.iter().enumerate() {
        let def = Def { file, index };
        scope.ordinals.insert(def, ordinal);
        let Some(Some((kind, name))) = file_names(db, system, file).get(index) else { continue };
        if *kind == DefKind::Assembly {
            scope.assemblies.push(def);
        }
        let Some(name) = name else { continue };
        let loc = ItemLoc::new(file, name.id);
        let names = scope.names.entry(*kind).or_default();
        match names.get(&name.text) {
            Some(first) => scope.findings.push(duplicate(kind.keyword(), &name.text, loc, first.loc)),
            None => {
                names.insert(name.text.clone(), Named { def, loc, ordinal });
            }
        }
    }
    Arc::new(scope)
}

/// The declaration of a name. What depends on it does not depend on the other names of the system.
#[salsa::tracked(returns(copy))]
pub(crate) fn named(db: &dyn Db, system: System, kind: DefKind, name: SmolStr) -> Option<Named> {
    scope(db, system).get(kind, &name)
}

/// As [`Scope::ordinal`], for what does not depend on the names.
#[salsa::tracked(returns(copy))]
pub(crate) fn ordinal(db: &dyn Db, system: System, file: File, index: usize) -> usize {
    scope(db, system).ordinal(Def { file, index })
}

/// Two declarations of one kind and name.
pub(crate) fn duplicate(kind: &str, name: &str, second: ItemLoc, first: ItemLoc) -> Finding {
    let message = format!("{kind} `{name}` is declared more than once");
    Finding::new(Rule::DuplicateDefinition, second, message).label(first, "first declared here")
}

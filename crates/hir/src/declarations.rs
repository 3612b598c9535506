// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Meaning of each declaration by itself: structs, procedures, connectors and components with their names resolved.
//! One query a kind and file; a kind only ever needs kinds before it, so that no query can wait for itself.

mod attributes;
mod components;
mod connectors;
mod context;
mod procedures;
mod struct_table;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::db::Db;
use crate::diagnostic::Finding;
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::item_tree::{ComponentDecl, CompositionDecl, ConfigurationDecl, ConnectorDecl, Given, Item, ProcedureDecl};
use crate::loc::ItemLoc;
use crate::model::{Component, Connector, Procedure, Struct};
use crate::parse::item_tree;
use crate::scope::Def;

pub(crate) use self::components::component;
pub(crate) use self::connectors::connector;
pub(crate) use self::context::Context;
pub(crate) use self::struct_table::structs;

/// A reference and the declaration that it means.
pub type Use = (ItemLoc, ItemLoc);

/// A list that stands in a certain file, at a certain point of the system's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    /// The top-level declaration in which it stands.
    pub(crate) def: Def,
    /// What stands there.
    pub(crate) decl: T,
}

/// A component with what only the assembly needs: what it is composed of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ComponentDef {
    pub(crate) model: Arc<Component>,
    pub(crate) compositions: Vec<Given<CompositionDecl>>,
    pub(crate) configurations: Vec<Given<ConfigurationDecl>>,
    /// Interfaces left out of the model because their type can't be resolved; a use of one is no second mistake.
    pub(crate) broken: Vec<SmolStr>,
    /// The top-level declaration in which it stands.
    pub(crate) def: Def,
}

impl ComponentDef {
    /// Whether it may be composed of others, or set something in them.
    pub(crate) fn is_compound(&self) -> bool {
        !(self.compositions.is_empty() && self.configurations.is_empty())
    }
}

/// Resolved declarations of one kind in one file, by position in the item tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved<T> {
    pub(crate) by_index: FxHashMap<usize, Arc<T>>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) uses: Vec<Use>,
}

/// The declarations of a file that stand by themselves, each with its position. An edit of anything else in the file, such as an
/// assembly of a great many settings, leaves them alone, and with them what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FileDecls {
    pub(crate) procedures: Vec<(usize, Arc<ProcedureDecl>)>,
    connectors: Vec<(usize, Arc<ConnectorDecl>)>,
    components: Vec<(usize, Arc<ComponentDecl>)>,
}

/// The declarations of a file.
#[salsa::tracked(returns(deref))]
pub(crate) fn file_decls(db: &dyn Db, system: System, file: File) -> Arc<FileDecls> {
    let mut out = FileDecls::default();
    for (index, item) in item_tree(db, system, file).items.iter().enumerate() {
        match item {
            Item::Procedure(decl) => out.procedures.push((index, Arc::clone(decl))),
            Item::Connector(decl) => out.connectors.push((index, Arc::clone(decl))),
            Item::Component(decl) => out.components.push((index, Arc::clone(decl))),
            _ => {}
        }
    }
    Arc::new(out)
}

/// Procedures of a file.
#[salsa::tracked(returns(deref))]
pub(crate) fn file_procedures(db: &dyn Db, system: System, file: File) -> Arc<Resolved<Procedure>> {
    Arc::new(procedures::resolve(db, system, file))
}

/// Connectors of a file.
#[salsa::tracked(returns(deref))]
pub(crate) fn file_connectors(db: &dyn Db, system: System, file: File) -> Arc<Resolved<Connector>> {
    Arc::new(connectors::resolve(db, system, file))
}

/// Components of a file.
#[salsa::tracked(returns(deref))]
pub(crate) fn file_components(db: &dyn Db, system: System, file: File) -> Arc<Resolved<ComponentDef>> {
    Arc::new(components::resolve(db, system, file))
}

/// The component that a top-level declaration is, without those of its interfaces that can't be resolved.
pub fn component_of(db: &dyn Db, system: System, def: Def) -> Option<Arc<Component>> {
    file_components(db, system, def.file).by_index.get(&def.index).map(|c| Arc::clone(&c.model))
}

/// The connector that a top-level declaration is.
pub fn connector_of(db: &dyn Db, system: System, def: Def) -> Option<Arc<Connector>> {
    file_connectors(db, system, def.file).by_index.get(&def.index).map(Arc::clone)
}

/// The procedure that a top-level declaration is.
pub fn procedure_of(db: &dyn Db, system: System, def: Def) -> Option<Arc<Procedure>> {
    file_procedures(db, system, def.file).by_index.get(&def.index).map(Arc::clone)
}

/// Every component of a system, in order of declaration.
pub fn all_components(db: &dyn Db, system: System) -> Vec<Arc<Component>> {
    let graph = import_graph(db, system);
    let found = graph.items.iter().filter_map(|&(file, index)| {
        file_components(db, system, file).by_index.get(&index).map(|c| Arc::clone(&c.model))
    });
    found.collect()
}

/// Every connector of a system, in order of declaration.
pub fn all_connectors(db: &dyn Db, system: System) -> Vec<Arc<Connector>> {
    let graph = import_graph(db, system);
    let found = graph
        .items
        .iter()
        .filter_map(|&(file, index)| file_connectors(db, system, file).by_index.get(&index).map(Arc::clone));
    found.collect()
}

/// Every procedure of a system, in order of declaration.
pub fn all_procedures(db: &dyn Db, system: System) -> Vec<Arc<Procedure>> {
    let graph = import_graph(db, system);
    let found = graph
        .items
        .iter()
        .filter_map(|&(file, index)| file_procedures(db, system, file).by_index.get(&index).map(Arc::clone));
    found.collect()
}

/// Numbers of the structs of a system that are written in place: one counter runs over every struct of every file, with
/// or without a name, as in the reference tool (`camkes_anon_struct_N`).
pub fn anonymous_structs(db: &dyn Db, system: System) -> FxHashMap<ItemLoc, usize> {
    let structs = import_graph(db, system).items.iter().flat_map(|&(file, index)| {
        let all = &item_tree(db, system, file).structs;
        let first = all.partition_point(|(item, _)| *item < index);
        let own = all.iter().skip(first).take_while(move |(item, _)| *item == index);
        own.map(move |(_, id)| ItemLoc::new(file, *id))
    });
    structs.enumerate().map(|(number, loc)| (loc, number)).collect()
}

/// Every struct of a system that has a name, in order of declaration.
pub fn all_structs(db: &dyn Db, system: System) -> Vec<Arc<Struct>> {
    let table = &structs(db, system).table;
    let found = import_graph(db, system).items.iter().filter_map(|&(file, index)| table.get(&Def { file, index }));
    found.map(Arc::clone).collect()
}

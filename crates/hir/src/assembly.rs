// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved assembly: compositions with their hierarchy flattened, connections merged, settings followed to their
//! values, and the checks that only a whole system allows.

mod body;
mod checks;
mod ends;
mod expand;
mod flat;
mod groups;
mod inner;
mod merge;
mod parts;
mod schedule;
mod settings;
mod unconnected;
mod uninstantiated;
mod view;

use std::mem::take;
use std::sync::Arc;

use smol_str::SmolStr;

pub(crate) use self::body::stop_if_overtaken;
use crate::db::Db;
use crate::declarations::Use;
use crate::diagnostic::{Finding, Rule};
use crate::imports::import_graph;
use crate::input::System;
use crate::item_tree::{AssemblyDecl, Given, Item, Name};
use crate::later;
use crate::loc::ItemLoc;
use crate::model::{Assembly, Instance};
use crate::parse::item_tree;
use crate::scope::{Def, scope};

pub use self::body::{EarlierLevel, EarlierSettings};
pub use self::inner::{InnerComposition, InnerConnection, InnerEnd, InnerExport, InnerInstance, inner_compositions};
pub(crate) use self::settings::SettingSource;
pub(crate) use self::uninstantiated::detached;
pub use self::view::{View, is_flat, view_around, view_of};

/// A resolved system and what was found while resolving it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolution {
    /// The system; `None` when there is no assembly. With mistakes in the sources it holds what could be resolved.
    pub assembly: Option<Arc<Assembly>>,
    pub(crate) findings: Vec<Finding>,
    /// References inside compositions and configurations, and what they mean.
    pub uses: Vec<Use>,
    /// Every setting as it is written, also those that got no value.
    pub written: Vec<Written>,
    /// Where each setting of the assembly comes from.
    pub(crate) sources: Vec<SettingSource>,
    /// Connections that became part of another one: the name of each, and of what it is part of.
    pub(crate) parts: Vec<(SmolStr, SmolStr)>,
    /// Something could not be resolved, so that what seems to be missing may only be unknown.
    pub(crate) incomplete: bool,
}

impl Drop for Resolution {
    fn drop(&mut self) {
        if let Some(mut assembly) = self.assembly.take().and_then(Arc::into_inner) {
            later::give_up_list(take(&mut assembly.instances));
            later::give_up_list(take(&mut assembly.connections));
            later::give_up_list(take(&mut assembly.settings));
            later::give_up(assembly);
        }
        later::give_up_list(take(&mut self.findings));
        later::give_up_list(take(&mut self.uses));
        later::give_up_list(take(&mut self.written));
        later::give_up_list(take(&mut self.sources));
        later::give_up_list(take(&mut self.parts));
    }
}

/// Where a setting is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Full name of what it is for.
    pub entity: SmolStr,
    /// The attribute.
    pub attribute: SmolStr,
    /// The statement, focus on all that stands before the value.
    pub origin: ItemLoc,
    /// The word that names the attribute.
    pub word: ItemLoc,
    /// The value or reference; the statement when nothing readable stands there.
    pub value: ItemLoc,
    /// The value stands here, and not only a reference to it.
    pub(crate) literal: bool,
}

/// Resolves a system.
#[salsa::tracked(returns(deref))]
pub fn resolution(db: &dyn Db, system: System) -> Arc<Resolution> {
    let decls = assemblies(db, system);
    if decls.is_empty() {
        return Arc::default();
    }
    let flat = expand::expand_assemblies(db, system);
    let mut findings: Vec<Finding> = flat.findings.clone();
    findings.extend(flat.bodies.iter().flat_map(|it| it.findings()).cloned());
    // What follows asks no queries, which would notice that nobody wants the answer any more.
    let step = || db.step();
    step();
    let merged = merge::merge(db, &flat, &mut findings);
    step();
    findings.extend(checks::check_connections(&flat, &merged));
    step();
    findings.extend(checks::check_system(&flat, &merged, &decls, scope(db, system)));
    step();
    // What settings seem to lack may stand in a file that is missing.
    let incomplete = flat.incomplete || !import_graph(db, system).findings.is_empty();
    let mut resolved = settings::resolve(db, system, &flat, &merged, incomplete);
    findings.append(&mut resolved.findings);
    let schedule = schedule::resolve(db, system, &decls, &mut findings);
    step();
    let instance = |it: &flat::FlatInstance<'_>| Instance {
        name: it.name.clone(),
        component: Arc::clone(&it.def.model),
        address_space: it.address_space.clone(),
        origin: it.origin,
    };
    let mut connections = Vec::with_capacity(merged.len());
    for (index, it) in merged.iter().enumerate() {
        stop_if_overtaken(db, index);
        connections.push(it.to_model(&flat));
    }
    step();
    let instances = flat.instances.iter().map(instance).collect();
    let assembly = Assembly::new(instances, connections, resolved.settings, schedule);
    step();
    let parts = merged.iter().flat_map(|it| it.parts().iter().map(|part| (part.clone(), it.name().clone())));
    let mut uses: Vec<Use> = flat.bodies.iter().flat_map(|it| it.uses()).copied().collect();
    uses.append(&mut resolved.uses);
    step();
    let mut written = Vec::with_capacity(flat.settings.len());
    for (index, it) in flat.settings.iter().enumerate() {
        stop_if_overtaken(db, index);
        written.push(flat.written(it));
    }
    Arc::new(Resolution {
        assembly: Some(Arc::new(assembly)),
        findings,
        uses,
        written,
        sources: resolved.sources,
        parts: parts.collect(),
        incomplete,
    })
}

/// The resolved assembly of a system; `None` when it declares none.
pub fn assembly(db: &dyn Db, system: System) -> Option<Arc<Assembly>> {
    resolution(db, system).assembly.clone()
}

/// The names of an assembly and of its parts, where they have one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Of the assembly.
    pub assembly: Option<SmolStr>,
    /// Of its composition.
    pub composition: Option<SmolStr>,
    /// Of its configuration.
    pub configuration: Option<SmolStr>,
}

/// The names of a system's assembly. Where several make one system, the reference tool keeps those of the first.
#[must_use]
pub fn names(db: &dyn Db, system: System) -> Names {
    let decls = assemblies(db, system);
    let Some((_, first)) = decls.first() else { return Names::default() };
    let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone());
    let composition = first.compositions.iter().find_map(|it| match it {
        Given::Here(decl) => text(&decl.name),
        Given::Use(_) => None,
    });
    let configuration = first.configurations.iter().find_map(|it| match it {
        Given::Here(decl) => text(&decl.name),
        Given::Use(_) => None,
    });
    Names { assembly: text(&first.name), composition, configuration }
}

/// The assembly declarations of a system, in order.
fn assemblies(db: &dyn Db, system: System) -> Vec<(Def, Arc<AssemblyDecl>)> {
    let decl = |def: &Def| match item_tree(db, system, def.file).items.get(def.index) {
        Some(Item::Assembly(decl)) => Some((*def, Arc::clone(decl))),
        _ => None,
    };
    scope(db, system).assemblies.iter().filter_map(decl).collect()
}

/// A finding at an assembly as a whole.
fn at_assembly(rule: Rule, def: Def, decl: &AssemblyDecl, message: &str) -> Finding {
    Finding::new(rule, ItemLoc::new(def.file, decl.id), message)
}

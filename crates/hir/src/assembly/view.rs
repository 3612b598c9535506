// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The part of an assembly that can be seen from inside of a component. It is there without the rest of the system, which takes
//! longer the larger that is, so that somebody who types there need not wait for it.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::body::{Body, Inside, assembly_body, assembly_composed, declared_body, joined};
use super::expand::{MAX_DEPTH, expand_around, expand_component, expand_way};
use super::flat::{Flat, FlatInstance};
use super::merge;
use super::parts::parts;
use crate::db::Db;
use crate::declarations::{Context, file_components};
use crate::input::System;
use crate::loc::ItemLoc;
use crate::model::{Assembly, Instance};
use crate::scope::Def;

/// What can be seen from inside of a component, in its first instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What is beside and inside of the instances around, without what is inside of others, and without values.
    pub assembly: Assembly,
    /// The entity and the attribute of every setting that is written there.
    pub written: Vec<(SmolStr, SmolStr)>,
}

/// What can be seen from inside of a declared component: in its first instance, as the assembly names it; by itself, as if it had an
/// instance of its own name, where it has none. Nothing where the place declares no component.
#[must_use]
pub fn view_of(db: &dyn Db, system: System, component: ItemLoc) -> Option<View> {
    let mut search = Search { db, system, component, seen: FxHashSet::default() };
    if let Some(mut way) = search.way(assembly_body(db, system), 0) {
        way.reverse();
        return Some(view(db, &expand_way(db, system, &way)));
    }
    let declared = &file_components(db, system, component.file).by_index;
    let def = declared.values().find(|it| it.model.origin == component)?;
    Some(view(db, &expand_component(db, system, def)))
}

/// Whether all instances of a system stand in its assembly: nothing is inside of them.
#[must_use]
pub fn is_flat(db: &dyn Db, system: System) -> bool {
    assembly_composed(db, system).instances.iter().all(|it| matches!(it.inside, Inside::Nothing))
}

/// What can be seen from an instance of the assembly: itself, and what it is joined with. Settings are those of itself and of its
/// interfaces. Nothing where the assembly has no such instance, and where something is inside of its instances, which could be
/// joined with it through exports.
#[must_use]
pub fn view_around(db: &dyn Db, system: System, name: &str) -> Option<View> {
    let flat = expand_around(db, system, assembly_composed(db, system), name).filter(|_| is_flat(db, system))?;
    let mut view = view(db, &flat);
    for (def, decl) in super::assemblies(db, system) {
        let lists = parts(&mut Context::new(db, system, def), &decl.configurations);
        for setting in lists.iter().take(1).flat_map(|it| &it.decl.settings) {
            let Some((attribute, owner)) = setting.target.parts.split_last() else { continue };
            if owner.first().is_some_and(|it| it.text == name) {
                view.written.push((joined(owner), attribute.text.clone()));
            }
        }
    }
    Some(view)
}

fn view(db: &dyn Db, flat: &Flat<'_>) -> View {
    let instance = |it: &FlatInstance<'_>| Instance {
        name: it.name.clone(),
        component: Arc::clone(&it.def.model),
        address_space: it.address_space.clone(),
        origin: it.origin,
    };
    let merged = merge::merge(db, flat, &mut Vec::new());
    let connections = merged.iter().map(|it| it.to_model(flat)).collect();
    let assembly = Assembly::without_values(flat.instances.iter().map(instance).collect(), connections);
    let written = flat.settings.iter().map(|it| (flat.entity(it), it.local.attribute.clone())).collect();
    View { assembly, written }
}

/// Looks for the first instance of a component, in the order of the flattened system.
struct Search<'db> {
    db: &'db dyn Db,
    system: System,
    component: ItemLoc,
    /// Components in which there is none.
    seen: FxHashSet<Def>,
}

impl Search<'_> {
    /// The way to it from a level, innermost step first.
    fn way(&mut self, body: &Body, depth: usize) -> Option<Vec<usize>> {
        if let Some(at) = body.instances.iter().position(|it| it.def.model.origin == self.component) {
            return Some(vec![at]);
        }
        if depth >= MAX_DEPTH {
            return None;
        }
        for (index, member) in body.instances.iter().enumerate() {
            let inside = match &member.inside {
                Inside::Nothing => continue,
                Inside::Here(body) => body,
                Inside::Declared if self.seen.insert(member.def.def) => {
                    declared_body(self.db, self.system, member.def.def.file, member.def.def.index)
                }
                Inside::Declared => continue,
            };
            if let Some(mut way) = self.way(inside, depth + 1) {
                way.push(index);
                return Some(way);
            }
        }
        None
    }
}

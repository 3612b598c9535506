// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Flattening: groups give their instances an address space, compound components give theirs to the level above, each
//! under its full dotted name.
//!
//! The order is the reference's: the instances of a composition, those of its groups behind them, then what is nested in
//! each; a composition's own connections and settings before those nested in it.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::body::{Body, Composed, Inside, Joint, Member, Target, assembly_body, declared_body};
use super::flat::{Flat, FlatConnection, FlatInstance, FlatSetting, FlatTarget, qualify};
use super::inner::InnerEnd;
use crate::db::Db;
use crate::declarations::ComponentDef;
use crate::diagnostic::{Finding, Rule};
use crate::input::System;
use crate::loc::ItemLoc;
use crate::model::End;
use crate::scope::Def;

/// More instances than any real system has; a hierarchy that doubles at each level would not end before memory does.
const MAX_INSTANCES: usize = 200_000;

/// Deepest nesting of compound components.
pub(super) const MAX_DEPTH: usize = 128;

/// Flattens the assemblies of a system into one.
pub(super) fn expand_assemblies(db: &dyn Db, system: System) -> Flat<'_> {
    let mut expansion = Expansion::new(db, system);
    expansion.level(assembly_body(db, system), None, &[]);
    expansion.finish()
}

/// Flattens the levels around one instance, and all that is inside of it. `way` leads to it: its number in the outermost level, or
/// that of the instance around it, and so on inwards; it must not be empty.
pub(super) fn expand_way<'db>(db: &'db dyn Db, system: System, way: &[usize]) -> Flat<'db> {
    let mut expansion = Expansion::new(db, system);
    expansion.level(assembly_body(db, system), None, way);
    expansion.finish()
}

/// An instance of the assembly's level, with what it is joined with. Nothing where none has this name.
pub(super) fn expand_around<'db>(
    db: &'db dyn Db,
    system: System,
    composed: &'db Composed,
    name: &str,
) -> Option<Flat<'db>> {
    let mut expansion = Expansion::new(db, system);
    let own = composed.instances.iter().position(|it| it.name == name)?;
    let mut numbers = vec![own];
    let is_wanted = |it: &&Joint| it.ends.iter().any(|end| end.end.instance == Some(own));
    for joint in composed.connections.iter().filter(is_wanted) {
        let first = expansion.flat.ends.len();
        for end in &joint.ends {
            let number = end.end.instance.unwrap_or_default();
            let instance = numbers.iter().position(|it| *it == number).unwrap_or(numbers.len());
            if instance == numbers.len() {
                numbers.push(number);
            }
            expansion.flat.ends.push(End { instance, interface: end.end.interface });
        }
        expansion.flat.connections.push(FlatConnection { name: joint.name.clone(), joint, first, exported: false });
    }
    expansion.flat.instances.extend(numbers.into_iter().filter_map(|number| {
        let Member { name, space, def, origin, .. } = composed.instances.get(number)?;
        Some(FlatInstance { name: name.clone(), address_space: space.clone(), def, origin: *origin })
    }));
    Some(expansion.finish())
}

/// Flattens what is inside a component, as if it had one instance of its own name.
pub(super) fn expand_component<'db>(db: &'db dyn Db, system: System, def: &'db Arc<ComponentDef>) -> Flat<'db> {
    let mut expansion = Expansion::new(db, system);
    expansion.flat.instances.push(FlatInstance {
        name: def.model.name.clone(),
        address_space: def.model.name.clone(),
        def,
        origin: def.model.origin,
    });
    expansion.inside(0, def, &Inside::Declared, &[]);
    expansion.finish()
}

struct Expansion<'db> {
    db: &'db dyn Db,
    system: System,
    flat: Flat<'db>,
    /// Exported interfaces, and the inner ones behind them.
    aliases: FxHashMap<End, End>,
    /// Bodies of components that are declared in a file.
    declared: FxHashMap<Def, &'db Body>,
    /// Bodies that have been noted down.
    seen: FxHashSet<*const Body>,
    /// Components whose insides are being expanded, outermost first.
    open: Vec<ItemLoc>,
}

impl<'db> Expansion<'db> {
    fn new(db: &'db dyn Db, system: System) -> Self {
        Self {
            db,
            system,
            flat: Flat::default(),
            aliases: FxHashMap::default(),
            declared: FxHashMap::default(),
            seen: FxHashSet::default(),
            open: Vec::new(),
        }
    }

    /// Expands one level: that of the assembly (`around` is `None`) or the inside of an instance. Of what is inside of its instances
    /// only that along the way, where one is given.
    fn level(&mut self, body: &'db Body, around: Option<usize>, way: &[usize]) {
        if self.seen.insert(body) {
            self.flat.bodies.push(body);
            self.flat.incomplete |= body.incomplete;
        }
        self.db.step();
        let first = self.flat.instances.len();
        let end = |it: InnerEnd| {
            let instance = it.instance.map(|index| first + index).or(around);
            End { instance: instance.unwrap_or_default(), interface: it.interface }
        };
        let prefix = around.and_then(|it| self.flat.instances.get(it)).map(|it| it.name.clone()).unwrap_or_default();
        self.flat.instances.reserve(body.instances.len());
        for member in &body.instances {
            let name = qualify(&prefix, &member.name);
            let alone = member.space == member.name;
            let address_space = if alone { name.clone() } else { qualify(&prefix, &member.space) };
            self.flat.instances.push(FlatInstance { name, address_space, def: &member.def, origin: member.origin });
        }
        let first_connection = self.flat.connections.len();
        self.flat.connections.reserve(body.connections.len());
        for joint in &body.connections {
            let (name, first) = (qualify(&prefix, &joint.name), self.flat.ends.len());
            self.flat.ends.extend(joint.ends.iter().map(|it| end(it.end)));
            self.flat.connections.push(FlatConnection { name, joint, first, exported: false });
        }
        for &(interface, inner) in &body.exports {
            self.aliases.insert(end(InnerEnd { instance: None, interface }), end(inner));
        }
        self.flat.settings.extend(body.settings.iter().map(|local| {
            let target = match local.target {
                Target::Instance(index) => FlatTarget::Instance(first + index),
                Target::Connection(index) => FlatTarget::Connection(first_connection + index),
                Target::Other | Target::Unknown | Target::Nested => FlatTarget::Named,
            };
            FlatSetting { local, around, target }
        }));
        for (index, member) in body.instances.iter().enumerate() {
            let rest = match way.split_first() {
                None => &[],
                Some((next, rest)) if *next == index => rest,
                Some(_) => continue,
            };
            self.inside(first + index, &member.def, &member.inside, rest);
        }
    }

    /// Expands what an instance's component is composed of.
    fn inside(&mut self, index: usize, def: &'db ComponentDef, inside: &'db Inside, way: &[usize]) {
        if *inside == Inside::Nothing {
            return;
        }
        let component = def.model.origin;
        let problem = if self.open.contains(&component) {
            Some((Rule::RecursiveComponent, format!("component `{}` contains an instance of itself", def.model.name)))
        } else if self.open.len() >= MAX_DEPTH {
            Some((Rule::RecursiveComponent, format!("components are nested more than {MAX_DEPTH} levels deep")))
        } else if self.flat.instances.len() >= MAX_INSTANCES {
            Some((Rule::TooManyInstances, format!("the hierarchy has more than {MAX_INSTANCES} instances")))
        } else {
            None
        };
        if let Some((rule, message)) = problem {
            self.flat.incomplete = true;
            let origin = self.flat.instances.get(index).map_or(component, |it| it.origin);
            self.flat.findings.push(Finding::new(rule, origin, message).label(component, "the component"));
            return;
        }
        let body = match inside {
            Inside::Here(body) => body,
            _ => *self
                .declared
                .entry(def.def)
                .or_insert_with(|| declared_body(self.db, self.system, def.def.file, def.def.index)),
        };
        self.open.push(component);
        self.level(body, Some(index), way);
        self.open.pop();
    }

    /// Numbers the interfaces, and puts ends on those that are behind exports.
    fn finish(mut self) -> Flat<'db> {
        let mut next = 0;
        self.flat.interfaces.reserve(self.flat.instances.len() + 1);
        for instance in &self.flat.instances {
            self.flat.interfaces.push(next);
            next += instance.def.model.interfaces.len();
        }
        self.flat.interfaces.push(next);
        if self.aliases.is_empty() {
            return self.flat;
        }
        for connection in &mut self.flat.connections {
            let ends = connection.first..connection.first + connection.joint.ends.len();
            for end in self.flat.ends.get_mut(ends).unwrap_or_default() {
                // An export leads one level inwards, so that the chain ends.
                while let Some(inner) = self.aliases.get(end) {
                    *end = *inner;
                    connection.exported = true;
                }
            }
        }
        self.flat
    }
}

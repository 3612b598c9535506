// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Call hierarchy: instances call each other along the connections of procedures.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Assembly, Connection, End, Instance, Medium};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use crate::c_side;
use crate::declared::{self, Kind};
use crate::resolve::{self, Target};
use crate::systems::Systems;

/// An instance that calls or is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallItem {
    /// Root file of its system.
    pub system: Utf8PathBuf,
    /// Its full name.
    pub name: String,
    /// Its component.
    pub component: String,
    /// File in which it is declared.
    pub path: Utf8PathBuf,
    /// The declaration.
    pub full_range: TextRange,
    /// Its name there.
    pub focus_range: TextRange,
}

/// Calls between two instances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The other instance.
    pub other: CallItem,
    /// Where the calls are, in the caller's file: the ends of connections.
    pub ranges: Vec<TextRange>,
}

/// Which way calls are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To those who call.
    Incoming,
    /// To those who are called.
    Outgoing,
}

/// The instances that what stands at an offset is about: the instance itself, those of a component, those with an interface,
/// those that provide a procedure or its method, and those at the ends of a connection. In C, those that a function is called in.
pub(crate) fn prepare(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<CallItem> {
    let mut out: Vec<CallItem> = Vec::new();
    let mut add = |system: System, instance: &Instance| {
        if let Some(item) = item(db, system, instance).filter(|item| !out.contains(item)) {
            out.push(item);
        }
    };
    if c_side::owns(db, systems, file) {
        for found in c_side::at(db, systems, file, offset) {
            let Some(assembly) = camkes_hir::assembly(db, found.system) else { continue };
            called_by(&assembly, &found).into_iter().for_each(|it| add(found.system, it));
        }
        return out;
    }
    for system in systems.of(db, file) {
        let Some((_, Target::Item(loc))) = resolve::at(db, system, file, offset) else { continue };
        let Some(assembly) = camkes_hir::assembly(db, system) else { continue };
        if let Some(connection) = assembly.connections.iter().find(|it| it.origins().any(|it| it == loc)) {
            let part = connection.parts.iter().find(|part| part.origin == loc);
            let (from, to) = part.map_or((&connection.from, &connection.to), |it| (&it.from, &it.to));
            let ends = from.iter().chain(to).filter_map(|end| assembly.resolve(*end));
            ends.for_each(|(instance, _)| add(system, instance));
            continue;
        }
        let loc = procedure_of(db, system, loc).unwrap_or(loc);
        assembly.instances.iter().filter(|it| is_about(it, loc)).for_each(|it| add(system, it));
    }
    out
}

/// The procedure of a method.
fn procedure_of(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<ItemLoc> {
    let declared = declared::find(item_tree(db, system, loc.file), loc.id).filter(|it| it.kind == Kind::Method)?;
    Some(ItemLoc::new(loc.file, declared.container?))
}

/// The instances in which a function of C is called: those of the component that defines it, and for a method of an interface that
/// the component uses those that are joined with it.
fn called_by<'a>(assembly: &'a Assembly, found: &c_side::Found<'_>) -> Vec<&'a Instance> {
    if !found.symbol.is_function() {
        return Vec::new();
    }
    let own = found.owned.component.origin;
    if let Some(interface) = found.symbol.calls() {
        let is_it = |end: &End| {
            let end = assembly.resolve(*end);
            end.is_some_and(|(instance, it)| it.origin == interface && instance.component.origin == own)
        };
        let joined = assembly.connections.iter().filter(|it| it.from.iter().any(is_it));
        return joined.flat_map(|it| &it.to).filter_map(|end| assembly.resolve(*end)).map(|(it, _)| it).collect();
    }
    assembly.instances.iter().filter(|it| it.component.origin == own).collect()
}

fn is_about(instance: &Instance, loc: ItemLoc) -> bool {
    let component = &instance.component;
    let provides = |it: &camkes_hir::model::Interface| {
        it.origin == loc || (it.ty.kind().may_be_to() && it.ty.procedure().is_some_and(|it| it.origin == loc))
    };
    instance.origin == loc || component.origin == loc || component.interfaces.iter().any(provides)
}

fn item(db: &RootDatabase, system: System, instance: &Instance) -> Option<CallItem> {
    let spot = source_map(db, system, instance.origin.file).get(instance.origin.id)?;
    Some(CallItem {
        system: system.root(db).path(db).to_owned(),
        name: instance.name.to_string(),
        component: instance.component.name.to_string(),
        path: spot.file.path(db).to_owned(),
        full_range: spot.full,
        focus_range: spot.focus,
    })
}

/// The calls of an instance, one for each other instance, in the order of the connections.
pub(crate) fn calls(db: &RootDatabase, systems: &Systems, root: &Utf8Path, name: &str, way: Way) -> Vec<Call> {
    let Some(system) = systems.active().find(|system| system.root(db).path(db) == root) else { return Vec::new() };
    let Some(assembly) = camkes_hir::assembly(db, system) else { return Vec::new() };
    let Some(own) = assembly.instance(name).and_then(|it| item(db, system, it)) else { return Vec::new() };
    let mut search = Search { db, system, assembly: &assembly, own, way, out: Vec::new() };
    for connection in assembly.connections.iter().filter(|it| it.connector.from.medium == Medium::Procedure) {
        let is_own = |end: &&End| assembly.resolve(**end).is_some_and(|(instance, _)| instance.name == name);
        let (own, others) = match way {
            Way::Incoming => (&connection.to, &connection.from),
            Way::Outgoing => (&connection.from, &connection.to),
        };
        for end in own.iter().filter(is_own) {
            others.iter().for_each(|other| search.add(connection, *end, *other));
        }
    }
    search.out
}

/// Calls of one instance.
struct Search<'a> {
    db: &'a RootDatabase,
    system: System,
    assembly: &'a Assembly,
    own: CallItem,
    way: Way,
    out: Vec<Call>,
}

impl Search<'_> {
    fn add(&mut self, connection: &Connection, own: End, end: End) {
        let other = self.assembly.resolve(end).and_then(|(instance, _)| item(self.db, self.system, instance));
        let Some(other) = other else { return };
        let (caller, from, to) = match self.way {
            Way::Incoming => (&other, end, own),
            Way::Outgoing => (&self.own, own, end),
        };
        // Of several connections that became one, no single one may join the two: each calls whom all together reach.
        let mut joining: Vec<_> = connection.origins_between(from, to).collect();
        if joining.is_empty() {
            joining.extend(connection.origins_at(from));
        }
        // The protocol wants ranges in the caller's file; its connection may stand in another.
        let range = |origin: ItemLoc| {
            let spot = source_map(self.db, self.system, origin.file).get(origin.id);
            let in_file = spot.filter(|it| *it.file.path(self.db) == *caller.path);
            in_file.map_or(caller.focus_range, |it| it.focus)
        };
        let ranges: Vec<_> = joining.into_iter().map(range).collect();
        let at = self.out.iter().position(|call| call.other == other).unwrap_or_else(|| {
            self.out.push(Call { other, ranges: Vec::new() });
            self.out.len() - 1
        });
        let Some(call) = self.out.get_mut(at) else { return };
        for range in ranges {
            if !call.ranges.contains(&range) {
                call.ranges.push(range);
            }
        }
        call.ranges.sort_by_key(|range| range.start());
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Call hierarchy: instances call each other along the connections of procedures.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Assembly, Connection, End, Instance, Medium};
use camkes_hir::parse::source_map;
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

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

/// The instances that what stands at an offset is about: the instance itself, those of a component, those with an interface
/// or those that provide a procedure.
pub(crate) fn prepare(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<CallItem> {
    let mut out: Vec<CallItem> = Vec::new();
    for system in systems.of(db, file) {
        let Some((_, Target::Item(loc))) = resolve::at(db, system, file, offset) else { continue };
        let Some(assembly) = camkes_hir::assembly(db, system) else { continue };
        for instance in assembly.instances.iter().filter(|it| is_about(it, loc)) {
            if let Some(item) = item(db, system, instance).filter(|item| !out.contains(item)) {
                out.push(item);
            }
        }
    }
    out
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
    }
}

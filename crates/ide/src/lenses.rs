// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Code lenses: how often a declaration is used in the system, and the ways to what is generated from it.

use camkes_hir::item_tree::{Given, Item};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::model::{Assembly, Connection};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::scope::DefKind;
use camkes_hir::source_map::Writing;
use camkes_hir::{File, RootDatabase, System};
use rustc_hash::FxHashSet;
use text_size::{TextRange, TextSize};

use crate::declared::{Kind, declared};
use crate::diagnostics::FileRange;
use crate::resolve;
use crate::systems::Systems;

/// A line above a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The name of the declaration.
    pub range: TextRange,
    /// What it tells.
    pub kind: LensKind,
}

/// What a lens tells or leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LensKind {
    /// Instances of a component.
    Instances,
    /// Connections of an interface, or of a connector.
    Connections,
    /// The files that are generated for an instance or a component.
    Generated,
    /// The picture of the system.
    Graph,
}

/// The lenses of a file, in order, without what they count.
pub(crate) fn lenses(db: &RootDatabase, systems: &Systems, file: File) -> Vec<Lens> {
    let mut out: Vec<Lens> = Vec::new();
    for system in systems.of(db, file) {
        let Some(assembly) = camkes_hir::assembly(db, system) else { continue };
        let devices = assembly.instances.iter().filter(|it| it.component.hardware);
        let devices: FxHashSet<ItemLoc> = devices.map(|it| it.origin).collect();
        for owner in resolve::owners(db, system, file) {
            let map = source_map(db, system, owner);
            for it in declared(item_tree(db, system, owner)) {
                let spot = map.get(it.id).filter(|spot| spot.file == file && spot.writing == Writing::Source);
                // Nothing is generated for a device.
                let is_device = it.kind == Kind::Instance && devices.contains(&ItemLoc::new(owner, it.id));
                let Some(spot) = spot.filter(|_| !is_device) else { continue };
                for kind in kinds(it.kind) {
                    let lens = Lens { range: spot.focus, kind: *kind };
                    if !out.contains(&lens) {
                        out.push(lens);
                    }
                }
            }
        }
    }
    out.sort_by_key(|lens| lens.range.start());
    out
}

fn kinds(kind: Kind) -> &'static [LensKind] {
    match kind {
        Kind::Top(DefKind::Assembly) => &[LensKind::Graph],
        Kind::Top(DefKind::Component) => &[LensKind::Instances],
        Kind::Top(DefKind::Connector) | Kind::Interface => &[LensKind::Connections],
        Kind::Instance => &[LensKind::Generated],
        _ => &[],
    }
}

/// What the lens of a kind over the name at an offset counts, in all systems of its file.
pub(crate) fn places(
    db: &RootDatabase,
    systems: &Systems,
    file: File,
    offset: TextSize,
    kind: LensKind,
) -> Vec<FileRange> {
    let mut places = Vec::new();
    for system in systems.of(db, file) {
        let Some(assembly) = camkes_hir::assembly(db, system) else { continue };
        for owner in resolve::owners(db, system, file) {
            let here = source_map(db, system, owner).at(file, offset).map(|(id, _)| ItemLoc::new(owner, id));
            for loc in here.collect::<Vec<_>>() {
                for found in counted(db, system, &assembly, loc, kind) {
                    let Some(spot) = source_map(db, system, found.file).get(found.id) else { continue };
                    let place = FileRange { path: spot.file.path(db).to_owned(), range: spot.focus };
                    if !places.contains(&place) {
                        places.push(place);
                    }
                }
            }
        }
    }
    places
}

fn counted(db: &RootDatabase, system: System, assembly: &Assembly, loc: ItemLoc, kind: LensKind) -> Vec<ItemLoc> {
    match kind {
        LensKind::Instances => {
            assembly.instances.iter().filter(|it| it.component.origin == loc).map(|it| it.origin).collect()
        }
        LensKind::Connections => {
            let of_connector = assembly.connections.iter().filter(|it| it.connector.origin == loc);
            let mut out: Vec<_> = of_connector.flat_map(Connection::origins).collect();
            for connection in &assembly.connections {
                let ends = connection.from.iter().chain(&connection.to);
                let own =
                    ends.filter(|end| assembly.resolve(**end).is_some_and(|(_, interface)| interface.origin == loc));
                out.extend(own.flat_map(|end| connection.origins_at(*end)));
            }
            out.extend(exported_from(db, system, loc));
            out
        }
        LensKind::Generated | LensKind::Graph => Vec::new(),
    }
}

/// Exports that stand behind an interface of a component: its connections go to what they name.
fn exported_from(db: &RootDatabase, system: System, loc: ItemLoc) -> Vec<ItemLoc> {
    let mut out = Vec::new();
    for item in &item_tree(db, system, loc.file).items {
        let Item::Component(component) = item else { continue };
        let Some(interface) = component.interfaces.iter().find(|it| it.id == loc.id) else { continue };
        for composition in &component.compositions {
            let Given::Here(composition) = composition else { continue };
            let named = |id: &&camkes_hir::item_tree::ExportDecl| id.target.text() == interface.name.text;
            let ids: Vec<LocalId> = composition.exports.iter().filter(named).map(|it| it.id).collect();
            out.extend(ids.into_iter().map(|id| ItemLoc::new(loc.file, id)));
        }
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From a declaration to its type, and from a procedure to the components that provide it.

use camkes_hir::declarations::all_components;
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Component, InterfaceType};
use camkes_hir::parse::{item_tree, parse, source_map};
use camkes_hir::scope::DefKind;
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::SyntaxKind;
use text_size::{TextRange, TextSize};

use crate::c_side;
use crate::declared::{self, Kind, Typed};
use crate::definition::{NavTarget, of_link};
use crate::resolve::{self, Target};
use crate::systems::Systems;

/// The type of what stands at an offset: of an instance its component, of a connection its connector, of an interface its
/// procedure, of an attribute its struct. What is a type leads to itself.
pub(crate) fn type_definition(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    collect(db, systems, file, offset, |system, loc| type_of(db, system, loc).into_iter().collect())
}

/// Interfaces by which components provide the procedure at an offset; for a component its instances and the C function that its thread
/// enters, without one its C files; for a method and for `control` the C functions that implement it; for a connector its templates; for the path of an `include` the header.
pub(crate) fn implementation(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    if c_side::owns(db, systems, file) {
        return c_side::implementation(db, systems, file, offset);
    }
    let mut functions = in_c(db, systems, file, offset);
    functions.extend(run_of(db, systems, file, offset));
    if !functions.is_empty() {
        return functions;
    }
    let mut found = implementations(db, systems, file, offset);
    found.extend(component_in_c(db, systems, file, offset));
    found.extend(templates(db, systems, file, offset));
    // A header has what an `include` stands for.
    if found.is_empty() { of_link(db, systems, file, offset) } else { found }
}

/// What the component at an offset is in C.
fn component_in_c(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let mut out: Vec<NavTarget> = Vec::new();
    for system in systems.preferred(db, file) {
        let Some((origin, Target::Item(loc))) = resolve::at(db, system, file, offset) else { continue };
        let Some(component) = type_of(db, system, loc) else { continue };
        for (path, full_range, focus_range) in c_side::places_of_component(db, system, component) {
            let target = NavTarget { path, full_range, focus_range, origin };
            if !out.contains(&target) {
                out.push(target);
            }
        }
    }
    out
}

/// The templates that are declared for the connector at an offset.
fn templates(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let mut out: Vec<NavTarget> = Vec::new();
    let start = TextRange::empty(TextSize::new(0));
    for system in systems.preferred(db, file) {
        let Some((origin, Target::Item(loc))) = resolve::at(db, system, file, offset) else { continue };
        let declared = type_of(db, system, loc).and_then(|it| declared::find(item_tree(db, system, it.file), it.id));
        let connector = declared.filter(|it| it.kind == Kind::Top(DefKind::Connector)).and_then(|it| it.name);
        for path in connector.into_iter().flat_map(|name| c_side::templates_of_connector(db, system, name)) {
            let target = NavTarget { path, full_range: start, focus_range: start, origin };
            if !out.contains(&target) {
                out.push(target);
            }
        }
    }
    out
}

fn implementations(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    collect(db, systems, file, offset, |system, loc| {
        let Some(target) = type_of(db, system, loc) else { return Vec::new() };
        let assembly = camkes_hir::assembly(db, system);
        let instances = || assembly.iter().flat_map(|assembly| &assembly.instances);
        let mut found: Vec<_> =
            instances().filter(|it| it.component.origin == target).map(|instance| instance.origin).collect();
        for component in all_components(db, system) {
            found.extend(provided(&component, target));
        }
        for instance in instances().filter(|it| it.component.name.is_empty()) {
            found.extend(provided(&instance.component, target));
        }
        found
    })
}

/// The function that the thread of a component enters, for the `control` at an offset.
fn run_of(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let root = parse(db, file).syntax_node();
    let control = camkes_syntax::tokens_at(&root, offset).find(|token| token.kind() == SyntaxKind::CONTROL_KW);
    let Some(origin) = control.map(|token| token.text_range()) else { return Vec::new() };
    let mut out: Vec<NavTarget> = Vec::new();
    for system in systems.preferred(db, file) {
        for (path, full_range, focus_range) in c_side::functions_of_control(db, system, file, offset) {
            let target = NavTarget { path, full_range, focus_range, origin };
            if !out.contains(&target) {
                out.push(target);
            }
        }
    }
    out
}

/// The C functions that implement the method at an offset, in the components that provide its procedure.
fn in_c(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let mut out: Vec<NavTarget> = Vec::new();
    for system in systems.of(db, file) {
        let Some((origin, Target::Item(loc))) = resolve::at(db, system, file, offset) else { continue };
        let declared = declared::find(item_tree(db, system, loc.file), loc.id);
        if declared.is_none_or(|it| it.kind != Kind::Method) {
            continue;
        }
        for (path, full_range, focus_range) in c_side::functions_of_method(db, system, loc) {
            let target = NavTarget { path, full_range, focus_range, origin };
            if !out.contains(&target) {
                out.push(target);
            }
        }
    }
    out
}

/// The interfaces by which a component provides a procedure.
fn provided(component: &Component, procedure: ItemLoc) -> impl Iterator<Item = ItemLoc> {
    let provides = move |ty: &InterfaceType| matches!(ty, InterfaceType::Provides(it) if it.origin == procedure);
    component.interfaces.iter().filter(move |it| provides(&it.ty)).map(|it| it.origin)
}

/// The declaration of the type of a declaration.
fn type_of(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<ItemLoc> {
    let declared = declared::find(item_tree(db, system, loc.file), loc.id)?;
    match (declared.kind, declared.ty) {
        (_, Some(Typed::Here(id))) => Some(ItemLoc::new(loc.file, id)),
        (_, Some(Typed::Use(id) | Typed::Event(id) | Typed::Dataport(id))) => {
            resolve::target_of(db, system, ItemLoc::new(loc.file, id))
        }
        (Kind::Top(DefKind::Component | DefKind::Connector | DefKind::Procedure | DefKind::Struct), None) => Some(loc),
        _ => None,
    }
}

fn collect(
    db: &RootDatabase,
    systems: &Systems,
    file: File,
    offset: TextSize,
    find: impl Fn(System, ItemLoc) -> Vec<ItemLoc>,
) -> Vec<NavTarget> {
    let mut out = Vec::new();
    for system in systems.preferred(db, file) {
        let Some((origin, Target::Item(loc))) = resolve::at(db, system, file, offset) else { continue };
        for target in find(system, loc) {
            let target = place(db, system, target, origin);
            out.extend(target.filter(|target| !out.contains(target)));
        }
    }
    out
}

fn place(db: &RootDatabase, system: System, loc: ItemLoc, origin: TextRange) -> Option<NavTarget> {
    let spot = source_map(db, system, loc.file).get(loc.id)?;
    Some(NavTarget { path: spot.file.path(db).to_owned(), full_range: spot.full, focus_range: spot.focus, origin })
}

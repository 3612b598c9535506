// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Find references: every place that means the same declaration, in all systems in use.

use camkes_hir::check::uses;
use camkes_hir::diagnostic::Span;
use camkes_hir::imports::import_graph;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::{item_tree, parse, source_map};
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::ast::{self, AstNode};
use text_size::{TextRange, TextSize};

use crate::bodies;
use crate::c_side;
use crate::declared::{self, Kind};
use crate::diagnostics::FileRange;
use crate::macros;
use crate::members;
use crate::named_after;
use crate::named_in_text;
use crate::resolve::{self, Target};
use crate::systems::Systems;
use crate::type_words;

/// A place where something is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name; for a name that a macro made, the use of the macro.
    pub at: FileRange,
    /// What is done with it there.
    pub access: Access,
}

/// What a mention does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// Declares.
    Declaration,
    /// Gives a value, as the attribute in `instance.attribute = 1`.
    Write,
    /// Refers.
    Read,
}

/// As [`Mention`], for our own use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: File,
    pub(crate) range: TextRange,
    pub(crate) how: How,
    pub(crate) access: Access,
}

/// How a name comes to be in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// A macro that is used there makes it of parts.
    Made,
    /// A macro is used there in whose body the name stands: that is a place of its own.
    Used,
    /// It stands in the body of a macro.
    Body,
    /// A person wrote it there.
    Written,
}

impl How {
    /// Whether an edit in the place changes the name.
    pub(crate) fn can_be_edited(self) -> bool {
        matches!(self, Self::Written | Self::Body)
    }
}

/// Every mention of what stands at an offset, declarations included, sorted by file and place.
pub(crate) fn references(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Mention> {
    if c_side::owns(db, systems, file) {
        return c_side::references(db, systems, file, offset);
    }
    let macros = of_macro(db, systems, file, offset);
    shown(db, if macros.is_empty() { everywhere(db, systems, file, offset) } else { macros })
}

/// The places of the macro at an offset.
fn of_macro(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Place> {
    let found = systems.of(db, file).into_iter().flat_map(|system| macros::places(db, system, file, offset));
    sorted(db, found.collect())
}

fn shown(db: &RootDatabase, places: Vec<Place>) -> Vec<Mention> {
    let mut out = Vec::new();
    for place in places {
        let at = FileRange { path: place.file.path(db).to_owned(), range: place.range };
        let mention = Mention { at, access: place.access };
        // A macro may make several names; its use is one place.
        if !out.iter().any(|other: &Mention| other.at == mention.at) {
            out.push(mention);
        }
    }
    out
}

/// The mentions in one file alone.
pub(crate) fn highlights(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Mention> {
    if c_side::owns(db, systems, file) {
        return c_side::highlights(db, systems, file, offset);
    }
    let macros = of_macro(db, systems, file, offset);
    let found = if macros.is_empty() { places(db, systems, file, offset) } else { macros };
    let mut mentions = shown(db, found);
    mentions.retain(|mention| mention.at.path == *file.path(db));
    mentions
}

/// The places of all mentions in ADL of what stands at an offset, sorted by path, range and access.
pub(crate) fn places(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    for system in systems.of(db, file) {
        for (_, target) in resolve::all_at(db, system, file, offset) {
            match target {
                Target::Item(loc) => of_item(db, systems, system, loc, Reach::Adl, &mut out),
                Target::File(target) => imports_of(db, systems, target, &mut out),
            }
        }
    }
    if out.is_empty() {
        out = type_words::places(db, systems, file, offset);
    }
    sorted(db, out)
}

/// As [`places`], with those in C files of components.
pub(crate) fn everywhere(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Place> {
    let mut out = places(db, systems, file, offset);
    for system in systems.of(db, file) {
        for (_, target) in resolve::all_at(db, system, file, offset) {
            if let Target::Item(loc) = target {
                of_item(db, systems, system, loc, Reach::C, &mut out);
            }
        }
    }
    sorted(db, out)
}

/// As [`places`], with those in C files of components, of a declaration.
pub(crate) fn places_of(db: &RootDatabase, systems: &Systems, system: System, loc: ItemLoc) -> Vec<Place> {
    let mut out = Vec::new();
    of_item(db, systems, system, loc, Reach::Adl, &mut out);
    of_item(db, systems, system, loc, Reach::C, &mut out);
    sorted(db, out)
}

/// Which files are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Adl,
    C,
}

fn of_item(db: &RootDatabase, systems: &Systems, system: System, loc: ItemLoc, reach: Reach, out: &mut Vec<Place>) {
    let Some(declaration) = Declaration::of(db, system, loc) else { return };
    for other in systems.of(db, declaration.spot.file) {
        match reach {
            Reach::Adl => mentions_in(db, other, declaration, out),
            Reach::C => c_side::mentions(db, other, &items_at(db, other, declaration), out),
        }
    }
}

fn sorted(db: &RootDatabase, mut out: Vec<Place>) -> Vec<Place> {
    out.sort_by(|a, b| {
        // What can't be edited there must be seen.
        let key = |place: &Place| (place.range.start(), place.range.end(), place.how, place.access);
        a.file.path(db).cmp(b.file.path(db)).then_with(|| key(a).cmp(&key(b)))
    });
    out.dedup_by_key(|place| (place.file, place.range));
    out
}

/// Where a declaration stands: what is the same for all systems that have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) spot: Spot,
    /// Its name in the body of the macro that makes it: one use of a macro may make several.
    word: Option<Span>,
}

impl Declaration {
    pub(crate) fn of(db: &RootDatabase, system: System, loc: ItemLoc) -> Option<Self> {
        let map = source_map(db, system, loc.file);
        Some(Self { spot: map.get(loc.id)?, word: map.in_body(loc.id) })
    }
}

/// The places of the name of an item.
fn places_of_name(db: &RootDatabase, system: System, at: ItemLoc, access: Access, out: &mut Vec<Place>) {
    let Some((file, range, how)) = bodies::word_of(db, system, at) else { return };
    out.push(Place { file, range, how, access });
    out.extend(bodies::used(db, system, at, how, access));
}

/// Mentions of a declaration in one system.
fn mentions_in(db: &RootDatabase, system: System, declaration: Declaration, out: &mut Vec<Place>) {
    let targets = items_at(db, system, declaration);
    let Some(first) = targets.first() else { return };
    places_of_name(db, system, *first, Access::Declaration, out);
    for (at, _) in uses(db, system).iter().filter(|(_, target)| targets.contains(target)) {
        let Some(spot) = source_map(db, system, at.file).get(at.id) else { continue };
        let access = if writes(db, spot) { Access::Write } else { Access::Read };
        places_of_name(db, system, *at, access, out);
    }
    for target in targets {
        let declared = declared::find(item_tree(db, system, target.file), target.id);
        if declared.as_ref().is_some_and(|it| it.kind == Kind::Member) {
            out.extend(members::of_member(db, system, target));
        }
        if declared.as_ref().is_some_and(|it| matches!(it.kind, Kind::Connection | Kind::Instance | Kind::Interface)) {
            out.extend(named_in_text::of_item(db, system, target));
        }
        if let Some(name) = declared.filter(|it| it.kind == Kind::Interface).and_then(|it| it.name) {
            out.extend(named_after::of_interface(db, system, target, name));
        }
    }
}

/// The items of a system that stand in a certain place. A declaration in a header is an item of every file that
/// includes it.
pub(crate) fn items_at(db: &RootDatabase, system: System, declaration: Declaration) -> Vec<ItemLoc> {
    let Declaration { spot, word } = declaration;
    let mut out = Vec::new();
    for owner in resolve::owners(db, system, spot.file) {
        let map = source_map(db, system, owner);
        let hits = map.at(spot.file, spot.focus.start());
        let same = hits.filter(|(id, other)| *other == spot && map.in_body(*id) == word);
        out.extend(same.map(|(id, _)| ItemLoc::new(owner, id)));
    }
    out
}

/// Whether an attribute is given a value there.
fn writes(db: &RootDatabase, spot: Spot) -> bool {
    let root = parse(db, spot.file).syntax_node();
    if spot.writing == Writing::Macro || !root.text_range().contains_range(spot.focus) {
        return false;
    }
    let Some(token) = camkes_syntax::tokens_at(&root, spot.focus.start()).right_biased() else { return false };
    let Some(name) = token.parent() else { return false };
    let Some(path) = name.parent().and_then(ast::Reference::cast) else { return false };
    let is_last = path.name_refs().last().is_some_and(|last| *last.syntax() == name);
    let setting = path.syntax().parent().and_then(ast::Setting::cast);
    is_last && setting.and_then(|setting| setting.target()).is_some_and(|target| target == path)
}

/// The imports of a file.
fn imports_of(db: &RootDatabase, systems: &Systems, target: File, out: &mut Vec<Place>) {
    for system in systems.of(db, target) {
        let targets = &import_graph(db, system).targets;
        for (by, _) in targets.iter().filter(|(_, imported)| **imported == target) {
            places_of_name(db, system, *by, Access::Read, out);
        }
    }
}

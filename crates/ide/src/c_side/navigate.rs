// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From a name in a C file to the ADL.

use camkes_csource::c;
use camkes_hir::parse::source_map;
use camkes_hir::{File, RootDatabase, System};
use indexmap::IndexSet;
use text_size::{TextRange, TextSize};

use super::files::{Owned, sources};
use super::mentions::{scope_of, uses_in};
use super::symbols::{By, CSymbol, Shape, symbols};
use crate::definition::NavTarget;
use crate::diagnostics::FileRange;
use crate::hover::{self, Hover, Language, Viewpoint};
use crate::references::{self, Access, Mention};
use crate::systems::Systems;

/// A name of the ADL in a C file.
pub(crate) struct Found<'db> {
    pub(crate) system: System,
    pub(crate) owned: &'db Owned,
    pub(crate) symbol: &'db CSymbol,
    /// The name.
    pub(crate) word: TextRange,
    /// Where in it we stand.
    offset: TextSize,
}

impl Found<'_> {
    /// The part of the name at the cursor, as a range of the file, with the declaration that it is the name of. Without a
    /// part, all of it, and the component.
    pub(crate) fn part(&self) -> (TextRange, camkes_hir::loc::ItemLoc) {
        match self.symbol.part(self.offset) {
            Some((range, loc)) => (range + self.word.start(), loc),
            None => (self.word, self.symbol.component),
        }
    }
}

/// What the ADL knows of the name at an offset of a C file, in each system and component that has the file.
pub(crate) fn at<'db>(db: &'db RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Found<'db>> {
    let text = file.contents(db).as_str();
    let Some(word) = c::name_at(text, offset) else { return Vec::new() };
    let name = text.get(std::ops::Range::<usize>::from(word)).unwrap_or_default();
    let mut out = Vec::new();
    for system in systems.active() {
        for owned in sources(db, system).owners(file.path(db)) {
            let table = symbols(db, system, owned.component.origin);
            let Some(symbol) = table.iter().find(|it| it.name == name) else { continue };
            // A variable or member of that name is none of ours.
            if c::uses(text, name, scope_of(symbol)).contains(&word) {
                out.push(Found { system, owned, symbol, word, offset: offset - word.start() });
            }
        }
    }
    out
}

/// The declaration in the ADL of the part of a name at an offset: of `bowl_take` the interface or the method.
pub(crate) fn definition(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let mut out = Vec::new();
    for found in at(db, systems, file, offset) {
        let (origin, loc) = found.part();
        let Some(spot) = source_map(db, found.system, loc.file).get(loc.id) else { continue };
        let path = spot.file.path(db).to_owned();
        let target = NavTarget { path, full_range: spot.full, focus_range: spot.focus, origin };
        if !out.contains(&target) {
            out.push(target);
        }
    }
    out
}

/// The C functions that a name stands for: of a method that the component calls, those of the components that provide it.
pub(crate) fn implementation(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let mut out = Vec::new();
    for found in at(db, systems, file, offset) {
        let (Some((_, method)), Shape::Function) = (found.symbol.parts.get(1), found.symbol.shape) else { continue };
        let targets = super::implemented::of_method(db, found.system, *method);
        out.extend(targets.into_iter().map(|(path, full, focus)| NavTarget {
            path,
            full_range: full,
            focus_range: focus,
            origin: found.word,
        }));
    }
    out.dedup();
    out
}

/// What a name is: its declaration in C, what it does, and what the ADL says of what it is about.
pub(crate) fn hover(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<Hover> {
    let found = at(db, systems, file, offset);
    let first = found.first()?;
    let mut markdown = explained(first.symbol);
    // Several systems may have one component.
    let names: IndexSet<_> = found.iter().map(|it| format!("`{}`", it.owned.component.name)).collect();
    if names.len() > 1 {
        let list = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        markdown.push_str(&format!("\n\nIn each of {} components: {list}", names.len()));
    }
    let method = first.symbol.parts.get(1);
    let comment = method.and_then(|(_, loc)| hover::comment_of(db, first.system, *loc));
    let from = Viewpoint { file, offset, language: Language::C };
    let adl = hover::item(db, first.system, from, first.symbol.target());
    for part in comment.iter().chain(&adl) {
        markdown.push_str("\n\n---\n\n");
        markdown.push_str(part);
    }
    Some(Hover::new(first.word, markdown))
}

/// The declaration of a symbol in C and what it does, as Markdown.
pub(crate) fn explained(symbol: &CSymbol) -> String {
    let end = if symbol.shape == Shape::Macro { "" } else { ";" };
    let by = match symbol.by {
        By::Generator => "",
        By::Component => " The component implements it.",
        By::Choice => " The component may implement it.",
    };
    format!("```c\n{}{end}\n```\n\n{}{by}", symbol.signature, symbol.docs)
}

/// Every place that means what a name in C does, or the part of it at an offset: in the ADL, and in the C files of all
/// components.
pub(crate) fn references(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut add = |file: File, range, access| {
        let at = FileRange { path: file.path(db).to_owned(), range };
        if !out.iter().any(|it| it.at == at) {
            out.push(Mention { at, access });
        }
    };
    for found in at(db, systems, file, offset) {
        let Some((_, loc)) = found.symbol.part(found.offset) else {
            of_component(db, file, &found, &mut add);
            continue;
        };
        for place in references::places_of(db, systems, found.system, loc) {
            add(place.file, place.range, place.access);
        }
        // Not every header of a component is searched.
        if let Some((part, _)) = found.symbol.part(found.offset) {
            uses_in(db, file, found.symbol).into_iter().for_each(|it| add(file, part + it.start(), Access::Read));
        }
    }
    out.sort_by(|a, b| (&a.at.path, a.at.range.start()).cmp(&(&b.at.path, b.at.range.start())));
    out
}

/// The places of a name that no declaration of the ADL gives but the component itself, such as `run`.
fn of_component(db: &RootDatabase, file: File, found: &Found<'_>, add: &mut impl FnMut(File, TextRange, Access)) {
    let loc = found.symbol.component;
    if let Some(spot) = source_map(db, found.system, loc.file).get(loc.id) {
        add(spot.file, spot.focus, Access::Declaration);
    }
    for file in std::iter::once(file).chain(super::mentions::files(db, found.owned)) {
        uses_in(db, file, found.symbol).into_iter().for_each(|range| add(file, range, Access::Read));
    }
}

/// The places of a name in its own file.
pub(crate) fn highlights(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Mention> {
    let found = at(db, systems, file, offset);
    let Some(first) = found.first() else { return Vec::new() };
    let path = file.path(db);
    let ranges = uses_in(db, file, first.symbol).into_iter();
    ranges.map(|range| Mention { at: FileRange { path: path.to_owned(), range }, access: Access::Read }).collect()
}

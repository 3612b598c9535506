// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From a name in generated C back to the ADL that it comes from.

use camino::Utf8Path;
use camkes_csource::c;
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::Assembly;
use camkes_hir::parse::source_map;
use camkes_hir::{RootDatabase, System};
use rustc_hash::FxHashSet;
use text_size::{TextRange, TextSize};

use super::mentions::scope_of;
use super::navigate::explained;
use super::symbols::{CSymbol, symbols};
use crate::definition::NavTarget;

/// Largest generated file in which names are looked for, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// A name in a generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedName {
    /// The declaration that it comes from; its `origin` is a range of the generated text.
    pub declared: NavTarget,
    /// What it is in C, as Markdown; none for a name that only has one of the ADL in it.
    pub explained: Option<String>,
}

/// The name at an offset of a generated file. The file is one of the address space whose name is nearest to the end among the folders
/// of its path, as both layouts of generated files have it.
pub(crate) fn name_at(
    db: &RootDatabase,
    system: System,
    path: &Utf8Path,
    text: &str,
    offset: TextSize,
) -> Option<GeneratedName> {
    let assembly = camkes_hir::assembly(db, system)?;
    let in_space = |folder: &str| assembly.instances.iter().any(|it| it.address_space == folder);
    let space = path.ancestors().skip(1).filter_map(Utf8Path::file_name).find(|folder| in_space(folder))?;
    let word = c::name_at(text, offset).filter(|_| text.len() <= MOST_BYTES)?;
    let name = text.get(std::ops::Range::<usize>::from(word))?;
    let tables = tables(db, system, &assembly, space);
    let known = || tables.iter().copied().flatten();
    if let Some(symbol) = known().find(|it| it.name == name && c::uses(text, name, scope_of(it)).contains(&word)) {
        let (origin, loc) = match symbol.part(offset - word.start()) {
            Some((part, loc)) => (part + word.start(), loc),
            None => (word, symbol.component),
        };
        return Some(GeneratedName { declared: target(db, system, loc, origin)?, explained: Some(explained(symbol)) });
    }
    let parts = known().flat_map(|symbol| symbol.parts.iter().map(|(part, loc)| (&symbol.name[*part], *loc)));
    let instances = assembly.instances.iter().filter(|it| it.address_space == space);
    let instances = instances.filter_map(|it| Some((it.name.rsplit('.').next()?, it.origin)));
    let connections = assembly.connections.iter().map(|it| (it.name.as_str(), it.origin));
    let (part, loc) = nearest(name, offset - word.start(), parts.chain(instances).chain(connections))?;
    Some(GeneratedName { declared: target(db, system, loc, part + word.start())?, explained: None })
}

/// The names of the components in an address space.
fn tables<'db>(db: &'db RootDatabase, system: System, assembly: &Assembly, space: &str) -> Vec<&'db [CSymbol]> {
    let mut seen = FxHashSet::default();
    let components = assembly.instances.iter().filter(|it| it.address_space == space).map(|it| it.component.origin);
    components.filter(|it| seen.insert(*it)).map(|it| &**symbols(db, system, it)).collect()
}

/// Generated names are put together from those of the ADL with `_` between them: the one at the offset, else the longest.
fn nearest<'a>(
    name: &str,
    offset: TextSize,
    known: impl Iterator<Item = (&'a str, ItemLoc)>,
) -> Option<(TextRange, ItemLoc)> {
    let places = known.flat_map(|(part, loc)| {
        let is_whole = |at: usize| {
            let (before, behind) = (&name[..at], &name[at + part.len()..]);
            (before.is_empty() || before.ends_with('_')) && (behind.is_empty() || behind.starts_with('_'))
        };
        let found: Vec<_> = name.match_indices(part).map(|(at, _)| at).filter(|at| is_whole(*at)).collect();
        let range = move |at: usize| Some(TextRange::at(TextSize::try_from(at).ok()?, TextSize::of(part)));
        found.into_iter().filter_map(range).map(move |range| (range, loc))
    });
    let mut best: Option<(TextRange, ItemLoc)> = None;
    let rank = |range: TextRange| (range.contains_inclusive(offset), range.len());
    for (range, loc) in places.filter(|(range, _)| !range.is_empty()) {
        if best.is_none_or(|(other, _)| rank(range) > rank(other)) {
            best = Some((range, loc));
        }
    }
    best
}

fn target(db: &RootDatabase, system: System, loc: ItemLoc, origin: TextRange) -> Option<NavTarget> {
    let spot = source_map(db, system, loc.file).get(loc.id)?;
    let path = spot.file.path(db).to_owned();
    Some(NavTarget { path, full_range: spot.full, focus_range: spot.focus, origin })
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where C files name what the ADL declares.

use camkes_csource::c;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::item_tree;
use camkes_hir::scope::DefKind;
use camkes_hir::{Db as _, File, RootDatabase, System};
use smol_str::SmolStr;
use text_size::TextRange;

use super::files::{Owned, sources};
use super::is_header;
use super::symbols::{CSymbol, Shape, symbols};
use crate::declared::{self, Kind};
use crate::members;
use crate::references::{Access, How, Place};

/// Largest C file that is searched, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// Most headers of one folder that are searched.
const MOST_HEADERS: usize = 64;

/// What else the name of a symbol may mean in C: a pointer or an attribute has the bare word of the ADL, `run` is one.
pub(super) fn scope_of(symbol: &CSymbol) -> c::Scope {
    match symbol.shape {
        Shape::Variable => c::Scope::Plain,
        Shape::Function | Shape::Macro => c::Scope::Distinct,
    }
}

/// The places of a symbol in a file.
pub(super) fn uses_in(db: &RootDatabase, file: File, symbol: &CSymbol) -> Vec<TextRange> {
    let text = file.contents(db).as_str();
    if text.len() > MOST_BYTES { Vec::new() } else { c::uses(text, &symbol.name, scope_of(symbol)) }
}

/// The C files of a component: its sources, and headers in its folders of headers.
pub(super) fn files(db: &RootDatabase, owned: &Owned) -> Vec<File> {
    let listed = |folder: &camino::Utf8PathBuf| db.folder(folder).files(db).to_vec();
    let headers = owned.includes.iter().flat_map(|folder| {
        listed(folder).into_iter().filter(|it| is_header(it)).take(MOST_HEADERS).collect::<Vec<_>>()
    });
    owned.sources.iter().cloned().chain(headers).map(|path| db.file(&path)).collect()
}

/// The C files of all components of a system.
pub(crate) fn all_files(db: &RootDatabase, system: System) -> Vec<File> {
    sources(db, system).components.iter().flat_map(|owned| files(db, owned)).collect()
}

/// Members of structs that C files reach through attributes of their component: the files, and the places there.
fn of_members(db: &RootDatabase, system: System, members: &[ItemLoc]) -> Vec<(File, Vec<TextRange>)> {
    let mut out = Vec::new();
    for owned in &sources(db, system).components {
        let table = symbols(db, system, owned.component.origin);
        let attributes = table.iter().filter(|it| it.shape == Shape::Variable).filter_map(|symbol| {
            let ways = symbol.parts.iter().find_map(|(_, loc)| {
                let ways = members::ways(db, system, *loc, members);
                (!ways.is_empty()).then_some(ways)
            })?;
            Some((symbol, ways))
        });
        let attributes: Vec<_> = attributes.collect();
        if attributes.is_empty() {
            continue;
        }
        for file in files(db, owned) {
            let text = file.contents(db).as_str();
            let mut places = Vec::new();
            for (symbol, ways) in &attributes {
                let word = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
                for behind in c::members_behind(text, &uses_in(db, file, symbol)) {
                    let names: Vec<_> = behind.iter().map(|it| word(*it)).collect();
                    let reached = ways
                        .iter()
                        .filter(|way| names.starts_with(&way.iter().map(SmolStr::as_str).collect::<Vec<_>>()));
                    places.extend(reached.filter_map(|way| behind.get(way.len().checked_sub(1)?)).copied());
                }
            }
            out.push((file, places));
        }
    }
    out
}

/// Places in C files of components with an attribute of a struct that may name a member of it, because they say the same word, and the
/// type of what stands before it is not known.
pub(crate) fn doubtful(db: &RootDatabase, system: System, member: ItemLoc, name: &str) -> Vec<(File, TextRange)> {
    let mut out = Vec::new();
    for (file, places) in of_members(db, system, &[member]) {
        let text = file.contents(db).as_str();
        if text.len() <= MOST_BYTES && text.contains(name) {
            let others = c::names(text, |it| it == name).into_iter().filter(|it| !places.contains(it));
            out.extend(others.map(|range| (file, range)).filter(|it| !out.contains(it)).collect::<Vec<_>>());
        }
    }
    out
}

/// The places where C files of components with an attribute of a struct say `struct` and its name.
fn of_structs(db: &RootDatabase, system: System, structs: &[ItemLoc], out: &mut Vec<Place>) {
    let Some(first) = structs.first() else { return };
    let declared = declared::find(item_tree(db, system, first.file), first.id);
    let Some(name) = declared.and_then(|it| it.name) else { return };
    for owned in &sources(db, system).components {
        let table = symbols(db, system, owned.component.origin);
        let mut attributes = table.iter().filter(|it| it.shape == Shape::Variable).flat_map(|it| &it.parts);
        if attributes.any(|(_, loc)| members::is_of(db, system, *loc, structs)) {
            for file in files(db, owned) {
                let text = file.contents(db).as_str();
                let tags = if text.len() > MOST_BYTES { Vec::new() } else { c::tags(text, name) };
                let place = |range| Place { file, range, how: How::Written, access: Access::Read };
                out.extend(tags.into_iter().map(place));
            }
        }
    }
}

/// The places in C where declarations of the ADL are named, each by the part of the C name that is theirs.
pub(crate) fn mentions(db: &RootDatabase, system: System, targets: &[ItemLoc], out: &mut Vec<Place>) {
    let kind = |loc: &ItemLoc| declared::find(item_tree(db, system, loc.file), loc.id).map(|it| it.kind);
    if targets.first().and_then(kind) == Some(Kind::Member) {
        for (file, places) in of_members(db, system, targets) {
            let place = |range| Place { file, range, how: How::Written, access: Access::Read };
            out.extend(places.into_iter().map(place));
        }
        return;
    }
    if targets.first().and_then(kind) == Some(Kind::Top(DefKind::Struct)) {
        return of_structs(db, system, targets, out);
    }
    for owned in &sources(db, system).components {
        let table = symbols(db, system, owned.component.origin);
        let parts = table.iter().flat_map(|it| it.parts.iter().map(move |(part, loc)| (it, *part, loc)));
        let named: Vec<_> = parts.filter(|(.., loc)| targets.contains(loc)).collect();
        if named.is_empty() {
            continue;
        }
        for file in files(db, owned) {
            for (symbol, part, _) in &named {
                for word in uses_in(db, file, symbol) {
                    let range = *part + word.start();
                    out.push(Place { file, range, how: How::Written, access: Access::Read });
                }
            }
        }
    }
}

/// Whether a C file of a component that has these declarations names one of the symbols that they would have under a new
/// name: the first such name.
pub(crate) fn uses_of_names(db: &RootDatabase, system: System, targets: &[ItemLoc], new: &str) -> Option<String> {
    for owned in &sources(db, system).components {
        let table = symbols(db, system, owned.component.origin);
        let renamed = table.iter().filter_map(|symbol| {
            let (part, _) = symbol.parts.iter().find(|(_, loc)| targets.contains(loc))?;
            let mut name = symbol.name.clone();
            name.replace_range(std::ops::Range::<usize>::from(*part), new);
            Some((CSymbol { name, ..symbol.clone() }, symbol))
        });
        let renamed: Vec<_> = renamed.collect();
        if renamed.is_empty() {
            continue;
        }
        let files = files(db, owned);
        for (new, old) in &renamed {
            let is_used = || files.iter().any(|file| !uses_in(db, *file, old).is_empty());
            if files.iter().any(|file| !uses_in(db, *file, new).is_empty()) && is_used() {
                return Some(new.name.clone());
            }
        }
    }
    None
}

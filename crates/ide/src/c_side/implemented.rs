// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C functions that components define.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use camkes_csource::c::{self, Function, Outline};
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::source_map;
use camkes_hir::{Db, File, RootDatabase, System, salsa};
use text_size::{TextRange, TextSize};

use super::files::{Owned, Way, is_there, sources};
use super::symbols::{By, symbols};

/// Largest C file that is read, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// Most files that one source includes, with what those include.
const MOST_INCLUDED: usize = 64;

/// What stands in a C file.
#[salsa::tracked]
pub(super) fn outline(db: &dyn Db, file: File) -> Arc<Outline> {
    let text = file.contents(db).as_str();
    Arc::new(if text.len() > MOST_BYTES { Outline::default() } else { c::outline(text) })
}

/// A function without its places: what depends on it does not change while its body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Defined {
    pub(super) name: String,
    pub(super) parameters: Option<usize>,
    pub(super) is_static: bool,
}

/// As [`outline`], without places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) functions: Vec<Defined>,
    includes: Vec<c::Include>,
    pub(super) pastes: bool,
    /// The file was read.
    pub(super) readable: bool,
}

/// What a C file defines.
#[salsa::tracked]
pub(super) fn summary(db: &dyn Db, file: File) -> Arc<Summary> {
    let outline = outline(db, file);
    let defined = |it: &Function| Defined { name: it.name.clone(), parameters: it.parameters, is_static: it.is_static };
    let text = file.contents(db);
    Arc::new(Summary {
        functions: outline.functions.iter().map(defined).collect(),
        includes: outline.includes.clone(),
        pastes: outline.pastes,
        readable: matches!(text, camkes_hir::FileContents::Text { .. }) && text.as_str().len() <= MOST_BYTES,
    })
}

/// The sources of a component and the files of it that they include.
pub(super) fn with_included(db: &dyn Db, owned: &Owned) -> Vec<File> {
    let mut out: Vec<File> = owned.sources.iter().map(|path| db.file(path)).collect();
    let mut seen: BTreeSet<Utf8PathBuf> = owned.sources.iter().cloned().collect();
    let most = out.len() + MOST_INCLUDED;
    let mut next = 0;
    while let Some(&file) = out.get(next).filter(|_| out.len() < most) {
        next += 1;
        for include in &summary(db, file).includes {
            let folder = file.path(db).parent().filter(|_| include.quoted);
            let folders = folder.into_iter().chain(owned.includes.iter().map(Utf8PathBuf::as_path));
            let found =
                folders.map(|it| camkes_hir::db::normalize(&it.join(&include.name))).find(|it| is_there(db, it));
            out.extend(found.filter(|it| seen.insert(it.clone())).map(|it| db.file(&it)));
        }
    }
    out
}

/// Path, whole definition and name of each function of this name that a component defines.
fn definitions(db: &RootDatabase, owned: &Owned, name: &str) -> Vec<(Utf8PathBuf, TextRange, TextRange)> {
    let mut out = Vec::new();
    for file in with_included(db, owned) {
        let outline = outline(db, file);
        let found = outline.functions.iter().filter(|it| it.name == name && !it.is_static);
        out.extend(found.map(|it| (file.path(db).to_owned(), it.full, it.range)));
    }
    out
}

/// As [`definitions`], of the function that the thread of a component enters which stands around an offset.
pub(crate) fn of_control(
    db: &RootDatabase,
    system: System,
    file: File,
    offset: TextSize,
) -> Vec<(Utf8PathBuf, TextRange, TextRange)> {
    let sources = sources(db, system);
    let around = sources.components.iter().filter_map(|owned| {
        let origin = owned.component.origin;
        let spot = source_map(db, system, origin.file).get(origin.id)?;
        (spot.file == file && spot.full.contains_inclusive(offset)).then_some((spot.full.len(), owned))
    });
    let innermost = around.min_by_key(|(length, _)| *length);
    innermost.map(|(_, owned)| definitions(db, owned, "run")).unwrap_or_default()
}

/// What a component is in C: the function that its thread enters, as [`definitions`] has it; without one its sources, each from its
/// start, where they are known to be its own.
pub(crate) fn of_component(
    db: &RootDatabase,
    system: System,
    component: ItemLoc,
) -> Vec<(Utf8PathBuf, TextRange, TextRange)> {
    let all = &sources(db, system).components;
    let Some(owned) = all.iter().find(|it| it.component.origin == component) else { return Vec::new() };
    let entered = if owned.component.control { definitions(db, owned, "run") } else { Vec::new() };
    if !entered.is_empty() || owned.way == Way::Beside {
        return entered;
    }
    let start = TextRange::empty(TextSize::new(0));
    let there = owned.sources.iter().filter(|path| is_there(db, path));
    there.map(|path| (path.clone(), start, start)).collect()
}

/// As [`definitions`], of the functions by which components implement a method.
pub(crate) fn of_method(
    db: &RootDatabase,
    system: System,
    method: ItemLoc,
) -> Vec<(Utf8PathBuf, TextRange, TextRange)> {
    let mut out = Vec::new();
    for owned in &sources(db, system).components {
        for symbol in symbols(db, system, owned.component.origin).iter() {
            let is_it = symbol.by == By::Component && symbol.parts.get(1).is_some_and(|(_, loc)| *loc == method);
            if is_it {
                out.extend(definitions(db, owned, &symbol.name));
            }
        }
    }
    out
}

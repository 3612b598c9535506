// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files that lie with an assembly and that none reaches. It takes all systems of a folder to tell, so that whoever knows them
//! asks here and tells the system in which such a file is checked.

use camino::Utf8Path;
use camkes_syntax::{SyntaxKind, lex};
use rustc_hash::FxHashSet;
use text_size::{TextRange, TextSize};

use crate::builtin;
use crate::db::Db;
use crate::imports::import_graph;
use crate::input::{File, System};
use crate::preprocess::preprocessed;
use crate::scope::scope;

/// Those of the files that no assembly of the systems reaches by imports and includes, in their order.
///
/// A file counts when it lies beside an assembly or in a folder below it: elsewhere it may be there for systems that are not known
/// here. So may one in an import path outside of that folder. Where a name depends on macros, or a build chooses the folder,
/// the name alone counts as a use.
#[must_use]
pub fn unreached(db: &dyn Db, systems: &[System], files: &[File]) -> Vec<File> {
    let with_assembly: Vec<System> =
        systems.iter().copied().filter(|system| !scope(db, *system).assemblies.is_empty()).collect();
    let reached = all_files(db, &with_assembly);
    let is_judged = |file: &&File| {
        let lies_with = |system: &System| {
            let folder = system.root(db).path(db).parent();
            folder.is_some_and(|folder| file.path(db).starts_with(folder))
        };
        !reached.contains(file)
            && !builtin::is_builtin(file.path(db))
            && with_assembly.iter().any(lies_with)
            && !with_assembly.iter().any(|system| is_in_library(db, *system, file.path(db)))
    };
    let candidates: Vec<File> = files.iter().filter(is_judged).copied().collect();
    let is_named = |file: &File| {
        file.path(db).file_name().is_some_and(|name| reached.iter().any(|by| mentions(by.contents(db).as_str(), name)))
    };
    candidates.into_iter().filter(|file| !is_named(file)).collect()
}

/// Every file that is part of one of the systems: imported, or included by a file that is.
#[must_use]
pub fn all_files(db: &dyn Db, systems: &[System]) -> FxHashSet<File> {
    let mut out = FxHashSet::default();
    for &system in systems {
        for &file in &import_graph(db, system).files {
            out.insert(file);
            let expanded = preprocessed(db, system, file).into_iter();
            out.extend(expanded.flat_map(|it| it.headers()).map(|(_, header)| header));
        }
    }
    out
}

/// Whether a path lies in an import path that the system's root does not lie in.
#[must_use]
pub fn is_in_library(db: &dyn Db, system: System, path: &Utf8Path) -> bool {
    let root = system.root(db).path(db);
    system.import_paths(db).iter().any(|it| path.starts_with(it) && !root.starts_with(it))
}

/// Whether a text has a name outside of comments.
fn mentions(text: &str, name: &str) -> bool {
    if !text.contains(name) {
        return false;
    }
    let mut at = TextSize::new(0);
    lex(text).into_iter().any(|lexeme| {
        let range = TextRange::at(at, TextSize::new(lexeme.len));
        at = range.end();
        let counts = lexeme.kind == SyntaxKind::PREPROCESSOR || !lexeme.kind.is_trivia();
        counts && text.get(std::ops::Range::<usize>::from(range)).is_some_and(|written| written.contains(name))
    })
}

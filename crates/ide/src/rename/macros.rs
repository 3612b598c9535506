// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of macros. Where a condition takes text out, or another definition counts, a word is known by its letters alone: so each word
//! of these letters must be one that is known to mean the macro.

use camkes_csource::c;
use camkes_hir::imports::import_graph;
use camkes_hir::preprocess::preprocessed;
use camkes_hir::{Db as _, File, RootDatabase, System, builtin};
use text_size::{TextRange, TextSize};

use super::{Refusal, place_of};
use crate::c_side;
use crate::macros;
use crate::references::Place;
use crate::systems::Systems;

/// A macro whose name can be changed.
pub(super) struct MacroName {
    /// The word at the cursor.
    pub(super) word: TextRange,
    pub(super) name: String,
    pub(super) places: Vec<Place>,
    /// All files that may use it.
    files: Vec<File>,
}

impl MacroName {
    /// The macro that is used or defined at an offset, if one is.
    pub(super) fn at(
        db: &RootDatabase,
        systems: &Systems,
        file: File,
        offset: TextSize,
    ) -> Result<Option<Self>, Refusal> {
        let mut found = systems.of(db, file).into_iter().map(|system| macros::definition(db, system, file, offset));
        let Some(definition) = found.find_map(|it| it) else { return Ok(None) };
        let defined_in = db.file(&definition.path);
        let text = defined_in.contents(db).as_str();
        let name = text.get(std::ops::Range::<usize>::from(definition.focus_range)).ok_or(Refusal::NoName)?.to_owned();
        let (mut places, mut files) = (Vec::new(), Vec::new());
        for system in systems.of(db, defined_in) {
            places.extend(macros::places(db, system, defined_in, definition.focus_range.start()));
            files.extend(files_of(db, system));
        }
        places.sort_by_key(|it| (it.file, it.range.start(), it.access));
        places.dedup_by_key(|it| (it.file, it.range));
        files.sort();
        files.dedup();
        for file in &files {
            let is_known = |range: &TextRange| places.iter().any(|it| it.file == *file && it.range == *range);
            let words = c::names(file.contents(db).as_str(), |word| word == name);
            if let Some(range) = words.into_iter().find(|range| !is_known(range)) {
                return Err(Refusal::Unresolved(place_of(db, *file, range)));
            }
        }
        Ok(Some(Self { word: definition.origin, name, places, files }))
    }

    /// Refuses a word that stands somewhere already: it would become a use of the macro.
    pub(super) fn check_free(&self, db: &RootDatabase, new: &str) -> Result<(), Refusal> {
        let first = |file: &File| c::names(file.contents(db).as_str(), |word| word == new).into_iter().next();
        match self.files.iter().find_map(|file| Some((*file, first(file)?))) {
            Some((file, at)) => Err(Refusal::Taken { name: new.to_owned(), by: "word", line: place_of(db, file, at) }),
            None => Ok(()),
        }
    }
}

/// The files of a system, the headers that they include, and the C files of its components, which may include those.
fn files_of(db: &RootDatabase, system: System) -> Vec<File> {
    let graph = import_graph(db, system);
    let own = graph.files.iter().copied().filter(|file| !builtin::is_builtin(file.path(db)));
    let expanded = graph.files.iter().filter_map(|owner| preprocessed(db, system, *owner));
    let headers = expanded.flat_map(|it| it.headers().map(|(_, file)| file));
    own.chain(headers).chain(c_side::all_files(db, system)).collect()
}

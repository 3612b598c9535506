// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macros of the preprocessor: where they are defined and used.

use camkes_hir::imports::import_graph;
use camkes_hir::preprocess::{MacroPlace, preprocessed};
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use crate::definition::NavTarget;
use crate::references::{Access, How, Place};
use crate::resolve;

/// The macro whose name stands at an offset, as its definition or where it is used, with the range of the word.
fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<(TextRange, MacroPlace)> {
    let owners = resolve::owners(db, system, file).into_iter();
    owners.filter_map(|owner| preprocessed(db, system, owner)).find_map(|it| it.macro_at(db, file, offset))
}

/// The definition of the macro at an offset.
pub(crate) fn definition(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<NavTarget> {
    let (origin, found) = at(db, system, file, offset)?;
    let path = found.whole.file.path(db).to_owned();
    Some(NavTarget { path, full_range: found.whole.range, focus_range: found.name.range, origin })
}

/// The definition of the macro at an offset, and where the files of the system use it.
pub(crate) fn places(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Vec<Place> {
    let Some((_, found)) = at(db, system, file, offset) else { return Vec::new() };
    let files = import_graph(db, system).files.iter();
    let uses = files.filter_map(|file| preprocessed(db, system, *file)).flat_map(|it| it.uses_of_macro(db, found.name));
    let uses = uses.map(|it| (it, Access::Read));
    let all = std::iter::once((found.name, Access::Declaration)).chain(uses);
    all.map(|(it, access)| Place { file: it.file, range: it.range, how: How::Written, access }).collect()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the edits of a rename are in, and what a person should know of one.

use camkes_hir::preprocess::{DirectiveKind, directives};
use camkes_hir::{Db as _, File, RootDatabase};
use text_size::TextSize;

use super::{in_adl, place_of};
use crate::c_side;
use crate::declared::{self, Kind};
use crate::diagnostics::Edit;
use crate::systems::Systems;

/// What an edit is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EditKind {
    /// A file of ADL.
    Adl,
    /// A header that ADL includes.
    Header,
    /// The body of a macro.
    Body,
    /// A C file of a component.
    C,
    /// A CMake file, or the project's settings.
    Build,
}

/// What each edit of a rename is in.
pub(crate) fn kinds(db: &RootDatabase, systems: &Systems, edits: &[Edit]) -> Vec<EditKind> {
    edits.iter().map(|edit| kind(db, systems, edit)).collect()
}

fn kind(db: &RootDatabase, systems: &Systems, edit: &Edit) -> EditKind {
    let path = &edit.at.path;
    if path.file_name() == Some("CMakeLists.txt") || matches!(path.extension(), Some("cmake" | "toml")) {
        return EditKind::Build;
    }
    let file = db.file(path);
    if c_side::owns(db, systems, file) {
        return EditKind::C;
    }
    let text = file.contents(db).as_str();
    let mut definitions = directives(text).into_iter().filter(|it| it.kind == DirectiveKind::Define);
    if text.contains("define") && definitions.any(|it| it.range.contains_range(edit.at.range)) {
        return EditKind::Body;
    }
    if c_side::is_c(path) { EditKind::Header } else { EditKind::Adl }
}

/// What is left to a person when the name at an offset is changed: uses of a member in C that only types would tell.
pub(crate) fn remark(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<String> {
    if c_side::owns(db, systems, file) {
        return None;
    }
    let (system, _, loc) = in_adl(db, systems, file, offset)?;
    let declared = declared::find(camkes_hir::parse::item_tree(db, system, loc.file), loc.id)?;
    let name = declared.name.filter(|_| declared.kind == Kind::Member)?;
    let places = c_side::doubtful(db, system, loc, name);
    let (first, at) = places.first()?;
    let (place, more) = (place_of(db, *first, *at), places.len() - 1);
    let more = if more > 0 { format!(" and {more} more places") } else { String::new() };
    Some(format!("`{name}` in {place}{more} may be this member: only the types of C tell, so it stays as it is"))
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The canonical layout, as edits of a file or of a part of it.

use camkes_hir::parse::parse;
use camkes_hir::{File, FileContents, RootDatabase, builtin};
use camkes_syntax::TextEdit;
use text_size::TextRange;

use crate::diagnostics::{Edit, FileRange};

/// The edits that give a file its canonical layout; none for a file of the built-in library, and none where bytes that are
/// no text would be lost.
pub(crate) fn formatting(db: &RootDatabase, file: File) -> Vec<Edit> {
    edits(db, file).into_iter().map(|edit| convert(db, file, edit)).collect()
}

/// The edits among them that lie in a range. None when the part by itself would lead to another layout than the whole.
pub(crate) fn range_formatting(db: &RootDatabase, file: File, range: TextRange) -> Vec<Edit> {
    let all = edits(db, file);
    let text = file.contents(db).as_str();
    let inside: Vec<_> = all.iter().filter(|edit| range.contains_range(edit.range)).cloned().collect();
    if inside.is_empty() {
        return Vec::new();
    }
    let partly = camkes_syntax::apply(text, &inside);
    if camkes_syntax::formatted(&partly) != camkes_syntax::apply(text, &all) {
        return Vec::new();
    }
    inside.into_iter().map(|edit| convert(db, file, edit)).collect()
}

fn edits(db: &RootDatabase, file: File) -> Vec<TextEdit> {
    match file.contents(db) {
        FileContents::Text { text, invalid } if invalid.is_empty() && !builtin::is_builtin(file.path(db)) => {
            camkes_syntax::format(text, parse(db, file))
        }
        _ => Vec::new(),
    }
}

fn convert(db: &RootDatabase, file: File, edit: TextEdit) -> Edit {
    Edit { at: FileRange { path: file.path(db).to_owned(), range: edit.range }, text: edit.text }
}

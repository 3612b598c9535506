// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Linked editing: a name that is known in one file alone can be typed anew everywhere at once.

use camkes_hir::{File, RootDatabase};
use text_size::{TextRange, TextSize};

use crate::references::{How, places};
use crate::systems::Systems;

/// Every place of the name at an offset, in order; none when it stands once, in other files too, or was made by a macro.
pub(crate) fn linked_ranges(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<TextRange> {
    let found = places(db, systems, file, offset);
    let text = file.contents(db).as_str();
    let word = |range: TextRange| text.get(usize::from(range.start())..usize::from(range.end()));
    let Some(name) =
        found.iter().find(|it| it.file == file && it.range.contains_inclusive(offset)).and_then(|it| word(it.range))
    else {
        return Vec::new();
    };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let same = found.iter().all(|it| it.file == file && it.how == How::Written && word(it.range) == Some(name));
    // Settings that are named after an interface would be left behind.
    let prefix = format!("{name}_");
    let derived = camkes_syntax::lex(text).iter().fold((0usize, false), |(at, found), token| {
        let end = at + token.len as usize;
        (end, found || text.get(at..end).is_some_and(|it| it.starts_with(&prefix)))
    });
    if found.len() < 2 || !is_name || !same || derived.1 {
        return Vec::new();
    }
    found.into_iter().map(|it| it.range).collect()
}

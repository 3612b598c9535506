// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The explanation of an item, for the one item that somebody looks at.

use camkes_hir::{Db as _, File, RootDatabase};
use text_size::{TextRange, TextSize};

use super::item::CompletionDocs;
use super::keywords;
use crate::systems::Systems;

/// The explanation of an item as Markdown.
pub(crate) fn documentation(db: &RootDatabase, systems: &Systems, docs: &CompletionDocs) -> Option<String> {
    match docs {
        CompletionDocs::None => None,
        CompletionDocs::Keyword(word) => keywords::meaning(word).map(str::to_owned),
        CompletionDocs::Text(text) => Some(text.clone()),
        CompletionDocs::Declaration { path, at, name } => declaration(db, systems, db.file(path), *at, name),
    }
}

/// The hover of a declaration; the text may have changed since, so the name is compared.
fn declaration(db: &RootDatabase, systems: &Systems, file: File, at: TextSize, name: &str) -> Option<String> {
    let text = file.contents(db).as_str();
    let range = TextRange::at(at, TextSize::of(name));
    if text.get(usize::from(range.start())..usize::from(range.end())) != Some(name) {
        return None;
    }
    crate::hover::hover(db, systems, file, at).map(|it| it.markdown).or_else(|| crate::hover::as_written(db, file, at))
}

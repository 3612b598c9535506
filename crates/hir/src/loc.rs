// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Places that survive edits: an item's number inside its file instead of a text range.

use crate::input::File;

/// Number of a declaration, reference or value inside one file's [`ItemTree`](crate::item_tree::ItemTree). What an edit leaves
/// alone keeps it, so that it tells nothing about the order of the text. Its text range is in the file's
/// [`SourceMap`](crate::source_map::SourceMap).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalId(pub(crate) u32);

/// A declaration, reference or value in the system's sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemLoc {
    /// The file.
    pub file: File,
    /// The item in it.
    pub id: LocalId,
}

impl ItemLoc {
    /// Pairs a file with an item of it.
    #[must_use]
    pub fn new(file: File, id: LocalId) -> Self {
        Self { file, id }
    }

    /// The first item of the same file: a place that no edit moves.
    #[must_use]
    pub fn file_start(self) -> Self {
        Self { id: LocalId(0), ..self }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which inlay hints the user wants: the setting `inlayHints`, an object with a boolean for each kind.

use camkes_ide::HintKind;

/// Kinds of inlay hints that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// Values that are worked out.
    pub values: bool,
    /// Directions that are implied.
    pub directions: bool,
    /// Threads that a connector makes.
    pub threads: bool,
}

impl Hints {
    /// Whether a kind is shown.
    #[must_use]
    pub fn wants(self, kind: HintKind) -> bool {
        match kind {
            HintKind::Value => self.values,
            HintKind::Direction => self.directions,
            HintKind::Threads => self.threads,
        }
    }
}

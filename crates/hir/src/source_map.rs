// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Text ranges of a file's items, kept apart from their meaning: only what is shown to a person depends on it.

use text_size::{TextRange, TextSize};

use crate::loc::LocalId;

/// Where the items of one file stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    spots: Vec<Spot>,
}

/// The ranges of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The whole declaration, reference or value.
    pub full: TextRange,
    /// The part to point at: a declaration's name, else all of it.
    pub focus: TextRange,
}

impl SourceMap {
    /// Ranges of an item. Asking with the id of another file's item gives the empty range at the start.
    #[must_use]
    pub fn spot(&self, id: LocalId) -> Spot {
        let nowhere = TextRange::empty(TextSize::new(0));
        self.spots.get(id.0 as usize).copied().unwrap_or(Spot { full: nowhere, focus: nowhere })
    }

    /// Items whose focus contains the offset, outermost first.
    pub fn at(&self, offset: TextSize) -> impl Iterator<Item = LocalId> {
        let hits = self.spots.iter().enumerate();
        hits.filter(move |(_, spot)| spot.focus.contains_inclusive(offset)).map(|(i, _)| LocalId(i as u32))
    }

    pub(crate) fn push(&mut self, spot: Spot) -> LocalId {
        let id = LocalId(u32::try_from(self.spots.len()).unwrap_or(u32::MAX));
        self.spots.push(spot);
        id
    }

    pub(crate) fn set_focus(&mut self, id: LocalId, focus: TextRange) {
        if let Some(spot) = self.spots.get_mut(id.0 as usize) {
            spot.focus = focus;
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the parser says about the tokens: a flat list from which the tree is built.

use crate::error::{RelatedText, SyntaxErrorKind};
use crate::kind::SyntaxKind;

/// A step in building the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A node begins. `outer` is the distance to a later `Start` whose node encloses this one, 0 for none: the parser
    /// learns of `a` only at the `+` that it is the left side of `a + b`.
    Start { kind: SyntaxKind, outer: u32 },
    /// The node that began last ends.
    Finish,
    /// The next token belongs to the current node.
    Token,
    /// Nothing: a node that was begun and given up, or one that was already built through its inner node's `outer`.
    Nothing,
}

/// Where an error is, in numbers of tokens without trivia.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// From the first token to the last one, both included.
    Tokens { first: usize, last: usize },
    /// The empty range behind a token: something is missing there.
    After { token: usize },
    /// The empty range at the start of the text.
    Start,
}

impl Place {
    pub(crate) fn token(token: usize) -> Self {
        Self::Tokens { first: token, last: token }
    }

    /// Behind the token before this one.
    pub(crate) fn before(token: usize) -> Self {
        token.checked_sub(1).map_or(Self::Start, |token| Self::After { token })
    }
}

/// An error whose place still counts in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedError {
    pub(crate) place: Place,
    pub(crate) kind: SyntaxErrorKind,
    pub(crate) related: Option<(Place, RelatedText)>,
}

/// What the parser has found out.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) events: Vec<Event>,
    pub(crate) errors: Vec<PlacedError>,
    /// How often the parser looked at a token; read by the tests, which hold it to a multiple of the text's length.
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) steps: u64,
}

impl Output {
    /// How many tokens the parser took.
    pub(crate) fn tokens(&self) -> usize {
        self.events.iter().filter(|it| **it == Event::Token).count()
    }
}

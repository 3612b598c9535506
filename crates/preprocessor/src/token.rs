// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Preprocessing tokens (C11 6.4), as small copies that point at their spelling.

use crate::names::Symbol;
use crate::place::{BufferId, Span};
use crate::trace::OriginId;

/// What a preprocessing token is. Punctuators that the preprocessor itself reads have a kind of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    Number,
    Char,
    String,
    /// `<…>` or `"…"` after `#include`.
    HeaderName,
    Hash,
    /// `##`
    Paste,
    LeftParen,
    RightParen,
    Comma,
    Ellipsis,
    Punctuator,
    /// A character that starts no token of C, or an unterminated literal.
    Other,
    /// No text: a place where a macro's expansion or an argument began or ended. It decides about a space.
    Padding,
    /// An empty argument beside `##` (C11 6.10.3.3).
    Placemarker,
    /// The end of the file, of the directive's line, or of the argument being expanded.
    End,
}

/// Marks of a token, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u8);

impl Marks {
    pub(crate) const NONE: Self = Self(0);
    /// White space or a comment stands before the token.
    pub(crate) const SPACE: Self = Self(1);
    /// Painted blue: this name is never expanded again (C11 6.10.3.4).
    pub(crate) const PAINTED: Self = Self(2);
    /// A line splice is inside the spelling, which must be cleaned before use.
    pub(crate) const SPLICED: Self = Self(4);
    /// The first token of a line.
    pub(crate) const LINE_START: Self = Self(8);
    /// A padding that speaks for a token of the source: its `SPACE` is that token's.
    pub(crate) const INHERIT: Self = Self(16);
    /// `##` stands between this token and the next; only inside a substitution.
    pub(crate) const PASTE_NEXT: Self = Self(32);

    pub(crate) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub(crate) fn with(self, mark: Self) -> Self {
        Self(self.0 | mark.0)
    }

    pub(crate) fn without(self, mark: Self) -> Self {
        Self(self.0 & !mark.0)
    }

    /// This set with `mark` present exactly if `other` has it.
    pub(crate) fn copying(self, mark: Self, other: Self) -> Self {
        self.without(mark).with(Self(other.0 & mark.0))
    }
}

/// One preprocessing token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) marks: Marks,
    /// The name, for [`Kind::Name`]; else [`Symbol::NONE`].
    pub(crate) symbol: Symbol,
    pub(crate) span: Span,
    pub(crate) origin: OriginId,
}

impl Token {
    /// A padding without a source of its own: the next token's own white space decides.
    pub(crate) fn neutral_padding() -> Self {
        Self {
            kind: Kind::Padding,
            marks: Marks::NONE,
            symbol: Symbol::NONE,
            span: Span::new(BufferId::MADE, 0, 0),
            origin: OriginId::SOURCE,
        }
    }

    /// A padding that carries the white space before this token to whatever takes its place.
    pub(crate) fn padding_for(self) -> Self {
        let marks = Marks::INHERIT.copying(Marks::SPACE, self.marks);
        Self { kind: Kind::Padding, marks, ..self }
    }

    pub(crate) fn end(span: Span) -> Self {
        Self { kind: Kind::End, marks: Marks::NONE, symbol: Symbol::NONE, span, origin: OriginId::SOURCE }
    }

    pub(crate) fn has_space(self) -> bool {
        self.marks.has(Marks::SPACE)
    }
}

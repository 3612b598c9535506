// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the parser sees: the kinds of the tokens that matter, and how they stand on their lines.

use crate::kind::SyntaxKind::{self, EOF, L_BRACE, R_BRACE};

/// Columns between tab stops, as far as indentation is compared.
const TAB: u32 = 8;

/// The tokens of a text without the trivia between them.
#[derive(Debug, Default)]
pub(crate) struct Input {
    kinds: Vec<SyntaxKind>,
    /// For each token, the column of the first token of its line, and in the lowest bit whether it is that one.
    lines: Vec<u32>,
    opened: u32,
    closed: u32,
}

/// Which of the two braces a text has more of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BraceBalance {
    /// As many `{` as `}`.
    Even,
    /// More `{`: somewhere a `}` is missing.
    Unclosed,
    /// More `}`: somewhere a `{` is missing, or a `}` is too much.
    Unopened,
}

impl Input {
    /// The kind of the token with this number, `EOF` behind the last one.
    pub(crate) fn kind(&self, token: usize) -> SyntaxKind {
        self.kinds.get(token).copied().unwrap_or(EOF)
    }

    /// Whether no other token stands before it on its line.
    pub(crate) fn is_first_on_line(&self, token: usize) -> bool {
        self.lines.get(token).is_none_or(|it| it & 1 == 1)
    }

    /// The column of the first token of the line of this token; a tab goes on to the next multiple of eight.
    pub(crate) fn indentation(&self, token: usize) -> u32 {
        self.lines.get(token).map_or(0, |it| it >> 1)
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The same tokens as a part of a text that has as many `{` as `}`.
    pub(crate) fn with_even_braces(self) -> Self {
        Self { opened: 0, closed: 0, ..self }
    }

    /// Compares the number of opening and closing braces of the whole text.
    pub(crate) fn brace_balance(&self) -> BraceBalance {
        match self.opened.cmp(&self.closed) {
            std::cmp::Ordering::Equal => BraceBalance::Even,
            std::cmp::Ordering::Greater => BraceBalance::Unclosed,
            std::cmp::Ordering::Less => BraceBalance::Unopened,
        }
    }
}

/// Builds an [`Input`] from the tokens of a text, trivia included.
#[derive(Debug)]
pub(crate) struct InputBuilder {
    input: Input,
    /// The column behind the trivia so far, while the line has no token yet.
    column: u32,
    line_is_empty: bool,
    indentation: u32,
}

impl InputBuilder {
    pub(crate) fn new(tokens: usize) -> Self {
        let input =
            Input { kinds: Vec::with_capacity(tokens), lines: Vec::with_capacity(tokens), opened: 0, closed: 0 };
        Self { input, column: 0, line_is_empty: true, indentation: 0 }
    }

    /// Adds the next token.
    pub(crate) fn push(&mut self, kind: SyntaxKind, text: &str) {
        if kind.is_skipped() {
            self.trivia(text);
            return;
        }
        if self.line_is_empty {
            // One bit is needed for the mark; no screen is two milliards of columns wide.
            self.indentation = self.column.min(u32::MAX >> 1);
        }
        self.input.kinds.push(kind);
        self.input.lines.push((self.indentation << 1) | u32::from(self.line_is_empty));
        self.line_is_empty = false;
        match kind {
            L_BRACE => self.input.opened += 1,
            R_BRACE => self.input.closed += 1,
            _ => {}
        }
    }

    pub(crate) fn finish(self) -> Input {
        self.input
    }

    fn trivia(&mut self, text: &str) {
        let last_line = match text.rfind('\n') {
            Some(at) => {
                self.line_is_empty = true;
                self.column = 0;
                &text[at + 1..]
            }
            None => text,
        };
        if self.line_is_empty {
            for byte in last_line.bytes() {
                let step = if byte == b'\t' { TAB - self.column % TAB } else { 1 };
                self.column = self.column.saturating_add(step);
            }
        }
    }
}

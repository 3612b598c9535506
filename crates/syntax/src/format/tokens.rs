// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tokens of a file in a row, with what stands before each, and sums over them, so that the width of any part of
//! the text is known at once.

use std::ops::RangeInclusive;

use crate::kind::SyntaxKind::{self, *};
use crate::parse::Parse;

use super::pieces::{Piece, Pieces};
use super::spacing::{self, Flat};

/// A token of the grammar, or the end of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: SyntaxKind,
    /// The kind of the node that the token is a child of.
    pub(super) parent: SyntaxKind,
    /// Where it is, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its comments and preprocessor lines begin in [`Tokens::trivia`]. They end where those of the next begin.
    first_trivia: usize,
    /// Line breaks between the token, or the last of its comments, and what is before that.
    pub(super) newlines: usize,
    /// Line breaks in everything between this token and the one before.
    pub(super) all_newlines: usize,
    /// What the gap before the token looks like on one line.
    pub(super) flat: Flat,
    /// Its characters.
    width: usize,
}

/// A comment or a preprocessor line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trivia {
    pub(super) kind: SyntaxKind,
    /// Where it is, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Line breaks directly before it.
    pub(super) newlines: usize,
}

/// All tokens of a file; the last one is the end of the file.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
    trivia: Vec<Trivia>,
    /// For each token, the characters of all before it, and of itself, if all of it stood on one line.
    widths: Vec<usize>,
    /// For each token, how many gaps up to it, the one before it included, have a line break that stays.
    breaks: Vec<usize>,
}

impl Tokens {
    pub(super) fn of(text: &str, parse: &Parse) -> Self {
        let mut tokens = Self::default();
        let mut gap = Gap::default();
        let mut parents = Vec::new();
        let mut end = 0;
        for piece in Pieces::of(parse) {
            let (kind, content) = match piece {
                Piece::Start(kind) => {
                    parents.push(kind);
                    continue;
                }
                Piece::End => {
                    parents.pop();
                    continue;
                }
                Piece::Token(kind, content) => (kind, content),
            };
            let start = end;
            end += content.len();
            if kind == WHITESPACE {
                gap.whitespace(count_newlines(content));
            } else if kind.is_trivia() {
                // The lexer gives the first half of a `\r\n` to a `//` comment; here it is a part of the line break.
                let has_return = kind == LINE_COMMENT && content.ends_with('\r');
                let end = end - usize::from(has_return);
                tokens.trivia.push(Trivia { kind, start, end, newlines: gap.newlines });
                gap.newlines = 0;
                gap.all_newlines += count_newlines(content);
            } else {
                let parent = parents.last().copied().unwrap_or(SOURCE_FILE);
                tokens.push(text, kind, parent, start..end, &mut gap);
            }
        }
        tokens.push(text, EOF, SOURCE_FILE, text.len()..text.len(), &mut gap);
        tokens
    }

    fn push(&mut self, text: &str, kind: SyntaxKind, parent: SyntaxKind, range: std::ops::Range<usize>, gap: &mut Gap) {
        let (start, end) = (range.start, range.end);
        let first_trivia = gap.first_trivia;
        let mut token = Token {
            kind,
            parent,
            start,
            end,
            first_trivia,
            newlines: gap.newlines,
            all_newlines: gap.all_newlines,
            flat: Flat::Tight,
            width: characters(text, start, end),
        };
        *gap = Gap { first_trivia: self.trivia.len(), ..Gap::default() };
        let before = self.tokens.last().copied();
        let trivia = self.trivia.get(first_trivia..).unwrap_or_default();
        token.flat = spacing::flat(before.as_ref(), &token, trivia);
        let stays = spacing::has_lasting_break(before.as_ref(), &token, trivia);
        let gap_start = before.map_or(0, |it| it.end);
        let comments: usize = trivia.iter().map(|it| characters(text, it.start, it.end) + 1).sum();
        let gap_width = match token.flat {
            Flat::Tight => comments,
            Flat::Space => comments + 1,
            Flat::Verbatim => characters(text, gap_start, start),
        };
        self.widths.push(self.widths.last().copied().unwrap_or(0) + gap_width + token.width);
        self.breaks.push(self.breaks.last().copied().unwrap_or(0) + usize::from(stays));
        self.tokens.push(token);
    }

    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The token before the one with this index.
    pub(super) fn before(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index.checked_sub(1)?)
    }

    /// The comments and preprocessor lines before a token.
    pub(super) fn trivia(&self, index: usize) -> &[Trivia] {
        let Some(token) = self.tokens.get(index) else { return &[] };
        let end = self.tokens.get(index + 1).map_or(self.trivia.len(), |it| it.first_trivia);
        self.trivia.get(token.first_trivia..end).unwrap_or_default()
    }

    /// The number of the last token that begins before this byte.
    pub(super) fn last_before(&self, end: usize) -> usize {
        self.tokens.partition_point(|it| it.start < end).saturating_sub(1)
    }

    /// Characters of these tokens on one line, without the gap before the first.
    pub(super) fn width(&self, range: RangeInclusive<usize>) -> usize {
        let sum = |index: usize| self.widths.get(index).copied().unwrap_or(0);
        let first = self.tokens.get(*range.start()).map_or(0, |it| it.width);
        first + sum(*range.end()).saturating_sub(sum(*range.start()))
    }

    /// Whether a gap before any of these tokens has a line break that stays.
    pub(super) fn has_breaks(&self, range: RangeInclusive<usize>) -> bool {
        let sum = |index: Option<usize>| index.and_then(|it| self.breaks.get(it)).copied().unwrap_or(0);
        sum(Some(*range.end())) > sum(range.start().checked_sub(1))
    }
}

/// What was seen since the last token.
#[derive(Debug, Default)]
struct Gap {
    first_trivia: usize,
    newlines: usize,
    all_newlines: usize,
}

impl Gap {
    fn whitespace(&mut self, newlines: usize) {
        self.newlines += newlines;
        self.all_newlines += newlines;
    }
}

fn count_newlines(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

fn characters(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(0, |it| it.chars().count())
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Writes what stands between tokens: blanks, line breaks, comments and preprocessor lines.

use std::borrow::Cow;

use crate::kind::SyntaxKind::*;

use super::spacing::Flat;
use super::tokens::{Token, Tokens, Trivia};
use super::{TextEdit, comment, edit_between};

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    /// What the token has on one line; a comment may make more lines of it, which begin at this column.
    Flat(usize),
    /// What the user wrote.
    Verbatim,
    /// Nothing.
    Tight,
    /// A new line.
    Line(Line),
}

/// A new line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// The column of the token.
    pub(super) column: usize,
    /// The column of the comments above it.
    pub(super) comments: usize,
    /// Whether an empty line of the user stays.
    pub(super) empty: EmptyLines,
}

/// Which empty lines above a token stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EmptyLines {
    /// One in a row, but not behind what opens a body.
    Keep,
    /// As above, and none directly above the token, which closes a body.
    KeepAboveComments,
    /// None.
    Drop,
}

/// The formatted text so far.
#[derive(Debug)]
pub(super) struct Writer<'t> {
    text: &'t str,
    newline: &'static str,
    formatted: String,
    edits: Vec<TextEdit>,
    /// How far the old text is written.
    at: usize,
    /// Characters in the last line of the formatted text.
    column: usize,
}

impl<'t> Writer<'t> {
    /// Lines end as the first line of the text does.
    pub(super) fn new(text: &'t str) -> Self {
        let first = text.find('\n').and_then(|at| text.get(..at));
        let newline = if first.is_some_and(|it| it.ends_with('\r')) { "\r\n" } else { "\n" };
        let formatted = String::with_capacity(text.len() + text.len() / 8);
        Self { text, newline, formatted, edits: Vec::new(), at: 0, column: 0 }
    }

    /// The formatted text, and the edits that make it of the old one.
    pub(super) fn finish(self) -> (String, Vec<TextEdit>) {
        (self.formatted, self.edits)
    }

    /// Characters in the last line of the formatted text.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Writes a token with the gap before it.
    pub(super) fn token(&mut self, tokens: &Tokens, index: usize, wanted: Break) {
        let Some(token) = tokens.get(index) else { return };
        let is_verbatim = token.flat == Flat::Verbatim || wanted == Break::Verbatim;
        if !is_verbatim {
            let gap = Gap { before: tokens.before(index), token, trivia: tokens.trivia(index), wanted };
            self.gap(&gap);
        }
        self.keep(token.end);
    }

    /// Writes the end of the file.
    pub(super) fn end(&mut self, tokens: &Tokens, index: usize) {
        let Some(token) = tokens.get(index) else { return };
        let trivia = tokens.trivia(index);
        let is_open = trivia.last().is_some_and(|it| swallows_text_behind(self.slice(it)));
        if token.flat == Flat::Verbatim || is_open {
            self.keep(token.end);
            return;
        }
        let line = Line { column: 0, comments: 0, empty: EmptyLines::KeepAboveComments };
        let gap = Gap { before: tokens.before(index), token, trivia, wanted: Break::Line(line) };
        if gap.before.is_some() || !trivia.is_empty() {
            self.gap(&gap);
        } else {
            self.put(token.end, "");
        }
    }

    fn gap(&mut self, gap: &Gap<'_>) {
        let mut is_first_line = gap.opens();
        let mut is_led = false;
        for (index, trivia) in gap.trivia.iter().enumerate() {
            let ends_line = index.checked_sub(1).and_then(|it| gap.trivia.get(it)).is_some_and(is_whole_line);
            let leads = gap.leads(index);
            if trivia.newlines > 0 || ends_line || gap.before.is_none() && index == 0 || leads && !is_led {
                let empty = trivia.newlines > 1 && !is_first_line && gap.keeps_empty_lines();
                let column = if trivia.kind == PREPROCESSOR { 0 } else { gap.comment_column() };
                let moved_from = if trivia.newlines > 0 { self.old_column(trivia.start) } else { column };
                self.new_line(trivia.start, column, empty);
                let text = self.moved(trivia, moved_from, column);
                self.put(trivia.end, &text);
                is_first_line = false;
            } else {
                let is_tight = gap.hugs(index, trivia);
                self.put(trivia.start, if is_tight { "" } else { " " });
                let text = self.slice(trivia);
                self.put(trivia.end, if trivia.kind == LINE_COMMENT { comment::line(text) } else { text });
            }
            is_led |= leads;
        }
        self.last_piece(gap, is_first_line, is_led);
    }

    /// What is directly before the token.
    fn last_piece(&mut self, gap: &Gap<'_>, is_first_line: bool, is_led: bool) {
        let start = gap.token.start;
        let last = gap.trivia.last();
        match gap.wanted {
            Break::Line(line) if !is_led || line.empty == EmptyLines::KeepAboveComments => {
                let empty = gap.token.newlines > 1 && !is_first_line && line.empty == EmptyLines::Keep;
                self.new_line(start, line.column, empty);
            }
            Break::Flat(column)
                if last.is_some_and(|it| is_whole_line(it) || it.newlines > 0 && gap.token.newlines > 0) =>
            {
                self.new_line(start, column, false);
            }
            Break::Tight => self.put(start, ""),
            _ if last.is_none() => self.put(start, if gap.token.flat == Flat::Space { " " } else { "" }),
            _ => self.put(start, if is_closing(gap.token) { "" } else { " " }),
        }
    }

    /// Goes on at a column of a new line; at the very start of the text, of the first line.
    fn new_line(&mut self, end: usize, column: usize, has_empty_line: bool) {
        let is_end = end == self.text.len();
        let mut piece = String::new();
        if self.at > 0 {
            piece.push_str(self.newline);
            if has_empty_line && !is_end {
                piece.push_str(self.newline);
            }
        }
        piece.extend(std::iter::repeat_n(' ', column));
        self.put(end, &piece);
    }

    /// Takes the old text up to here as it is.
    fn keep(&mut self, end: usize) {
        let kept = self.text.get(self.at..end).unwrap_or_default();
        self.put(end, kept);
    }

    /// Writes `new` for the old text up to here.
    fn put(&mut self, end: usize, new: &str) {
        let old = self.text.get(self.at..end).unwrap_or_default();
        if old != new {
            self.edits.push(edit_between(self.at, old, new));
        }
        self.formatted.push_str(new);
        self.column = match new.rfind('\n') {
            Some(at) => new.get(at + 1..).unwrap_or_default().chars().count(),
            None => self.column + new.chars().count(),
        };
        self.at = end;
    }

    fn slice(&self, trivia: &Trivia) -> &'t str {
        self.text.get(trivia.start..trivia.end).unwrap_or_default()
    }

    /// The text of a comment or preprocessor line at another column.
    fn moved(&self, trivia: &Trivia, from: usize, to: usize) -> Cow<'t, str> {
        let text = self.slice(trivia);
        match trivia.kind {
            LINE_COMMENT => Cow::Borrowed(comment::line(text)),
            BLOCK_COMMENT if !swallows_text_behind(text) => comment::block(text, from, to),
            _ => Cow::Borrowed(text),
        }
    }

    /// The column at which the old text has what begins here and is the first of its line.
    fn old_column(&self, start: usize) -> usize {
        let before = self.text.get(self.at..start).unwrap_or_default();
        let line = before.rfind('\n').map_or(before, |at| before.get(at + 1..).unwrap_or_default());
        comment::column(line)
    }
}

/// A gap between two tokens.
struct Gap<'a> {
    before: Option<&'a Token>,
    token: &'a Token,
    trivia: &'a [Trivia],
    wanted: Break,
}

impl Gap<'_> {
    /// Whether something opens before the gap, so that no empty line follows.
    fn opens(&self) -> bool {
        self.before.is_none_or(|it| matches!(it.kind, L_BRACE | L_BRACK))
    }

    /// Whether this comment and all behind it stand on the line of a token that gets a new line: they go with it.
    fn leads(&self, index: usize) -> bool {
        let Break::Line(line) = self.wanted else { return false };
        let behind = self.trivia.get(index + 1..).unwrap_or_default();
        (line.empty != EmptyLines::KeepAboveComments || self.opens())
            && self.token.newlines == 0
            && behind.iter().all(|it| it.newlines == 0)
            && !self.trivia.get(index..).unwrap_or_default().iter().any(is_whole_line)
    }

    /// Whether a comment stands directly behind an opening bracket, as what is in the brackets does.
    fn hugs(&self, index: usize, trivia: &Trivia) -> bool {
        let is_behind_bracket = index == 0 && self.before.is_some_and(is_opening);
        is_behind_bracket && trivia.kind == BLOCK_COMMENT && matches!(self.wanted, Break::Flat(_))
    }

    fn keeps_empty_lines(&self) -> bool {
        match self.wanted {
            Break::Line(line) => line.empty != EmptyLines::Drop,
            _ => false,
        }
    }

    fn comment_column(&self) -> usize {
        match self.wanted {
            Break::Line(line) => line.comments,
            Break::Flat(column) => column,
            Break::Tight | Break::Verbatim => 0,
        }
    }
}

/// Whether nothing can follow on the same line.
fn is_whole_line(trivia: &Trivia) -> bool {
    trivia.kind != BLOCK_COMMENT
}

/// Whether what is put behind would become a part of it: a comment without its end, a preprocessor line that ends in a
/// backslash.
fn swallows_text_behind(trivia: &str) -> bool {
    match trivia.strip_prefix("/*") {
        Some(comment) => !comment.ends_with("*/"),
        None => trivia.starts_with('#') && trivia.trim_end_matches(['\r', '\n']).ends_with('\\'),
    }
}

fn is_opening(token: &Token) -> bool {
    matches!(token.kind, L_PAREN | L_BRACK) || token.kind == L_BRACE && token.parent == DICT
}

fn is_closing(token: &Token) -> bool {
    token.flat == Flat::Tight && matches!(token.kind, R_PAREN | R_BRACK | R_BRACE | SEMICOLON | COMMA)
}

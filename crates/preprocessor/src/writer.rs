// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The output: text, and for each token where it came from. White space is what GNU cpp writes: one space where
//! there was any, one where two tokens would otherwise become another one, and the lines of the source.

use crate::place::Span;
use crate::token::{Kind, Marks, Token};
use crate::trace::OriginId;

/// A token of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MappedToken {
    /// Where it stands in the output.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Where it is spelled.
    pub(crate) span: Span,
    pub(crate) origin: OriginId,
}

/// GNU cpp writes at most so many line ends in a row (and then a line marker).
const LINE_ENDS_AT_MOST: u32 = 8;
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    tokens: Vec<MappedToken>,
    /// The last token written on this line.
    previous: Option<Kind>,
    /// An expansion began or ended since the last token.
    boundary: bool,
    /// The white space before the macro name or parameter whose place the next token takes.
    inherited: Option<bool>,
}

impl Writer {
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn finish(self) -> (String, Vec<MappedToken>) {
        (self.text, self.tokens)
    }

    /// Starts the line of the next source token.
    pub(crate) fn begin_line(&mut self, newlines: u32, indentation: usize) {
        if !self.text.is_empty() {
            for _ in 0..newlines.clamp(1, LINE_ENDS_AT_MOST) {
                self.text.push('\n');
            }
        }
        // The token's own white space is one column.
        for _ in 1..indentation {
            self.text.push(' ');
        }
        self.previous = None;
        self.inherited = None;
    }

    /// Goes on with a line that began before an invocation or a comment of several lines.
    pub(crate) fn resume_line(&mut self, newlines: u32, indentation: usize) {
        // There is white space even if the source has none, as with GNU cpp.
        self.begin_line(newlines, indentation.max(1) + 1);
    }

    pub(crate) fn padding(&mut self, padding: Token) {
        self.boundary = true;
        let neutral = !padding.marks.has(Marks::INHERIT);
        match self.inherited {
            None if !neutral => self.inherited = Some(padding.has_space()),
            Some(false) if neutral => self.inherited = None,
            _ => {}
        }
    }

    pub(crate) fn token(&mut self, token: Token, spelling: &str) {
        let space = if self.boundary {
            self.inherited.unwrap_or(token.has_space()) || self.would_paste(token.kind, spelling)
        } else {
            token.has_space()
        };
        if space {
            self.text.push(' ');
        }
        let start = to_u32(self.text.len());
        self.text.push_str(spelling);
        self.tokens.push(MappedToken { start, end: to_u32(self.text.len()), span: token.span, origin: token.origin });
        self.previous = Some(token.kind);
        self.boundary = false;
        self.inherited = None;
    }

    fn would_paste(&self, kind: Kind, spelling: &str) -> bool {
        let (Some(previous), Some(last)) = (self.previous, self.tokens.last()) else {
            // A `#` that an expansion puts first on a line must not look like a directive.
            return self.previous.is_none() && kind == Kind::Hash;
        };
        let left = self.text.get(last.start as usize..last.end as usize).unwrap_or("");
        must_separate(previous, left, kind, spelling)
    }
}

/// Whether `left` and `right`, written without a space, could be read as other tokens (GNU cpp's choice, which is
/// on the safe side).
pub(crate) fn must_separate(left_kind: Kind, left: &str, right_kind: Kind, right: &str) -> bool {
    let is_operator = !matches!(right_kind, Kind::Name | Kind::Number | Kind::Char | Kind::String | Kind::Other);
    let first = if is_operator { right.bytes().next().unwrap_or(0) } else { 0 };
    if first == b'=' && takes_equals(left) {
        return true;
    }
    match left_kind {
        Kind::Name => match right_kind {
            Kind::Number => right.bytes().all(crate::chars::continues_name),
            Kind::Name | Kind::Char | Kind::String => true,
            _ => false,
        },
        Kind::Number => {
            matches!(right_kind, Kind::Number | Kind::Name | Kind::Char) || matches!(first, b'.' | b'+' | b'-')
        }
        Kind::Other => left == "\\" && right_kind == Kind::Name,
        Kind::Hash => matches!(first, b'#' | b'%'),
        _ => match left {
            ">" => first == b'>',
            "<" => matches!(first, b'<' | b'%' | b':'),
            "+" => first == b'+',
            "-" => matches!(first, b'-' | b'>'),
            "/" => matches!(first, b'/' | b'*'),
            "%" => matches!(first, b':' | b'%' | b'>'),
            "&" => first == b'&',
            "|" => first == b'|',
            ":" => matches!(first, b':' | b'>'),
            "." => matches!(first, b'.' | b'%') || right_kind == Kind::Number,
            _ => false,
        },
    }
}

fn takes_equals(left: &str) -> bool {
    matches!(left, "=" | "!" | ">" | "<" | "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | ">>" | "<<")
}

fn to_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A place in CapDL text that moves from word to word.

use super::{CdlError, ast::Span};

/// Result of reading something.
pub(super) type Read<T> = Result<T, CdlError>;

pub(super) struct Cursor<'a> {
    text: &'a str,
    /// The start of the next word.
    at: usize,
    /// The end of the last one.
    end: usize,
    /// How deep braces are nested.
    pub(super) depth: u32,
}

/// Braces can't be nested deeper.
const MAX_DEPTH: u32 = 128;

fn in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | '.')
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Read<Self> {
        let mut cursor = Self { text, at: 0, end: 0, depth: 0 };
        cursor.skip_space()?;
        Ok(cursor)
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// From `start` to the end of the last word.
    pub(super) fn since(&self, start: usize) -> Span {
        start..self.end.max(start)
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn advance(&mut self, bytes: usize) -> Read<()> {
        self.at += bytes;
        self.end = self.at;
        self.skip_space()
    }

    /// Space, `-- comment` and `/* comment */`, which may be nested.
    fn skip_space(&mut self) -> Read<()> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("--") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += comment_length(trimmed)
                    .ok_or_else(|| CdlError::new(&(self.at..self.at + 2), "this comment has no end"))?;
            } else {
                return Ok(());
            }
        }
    }

    /// What stands here is not what was expected.
    pub(super) fn expected(&self, what: &str) -> CdlError {
        let rest = self.rest();
        let length = match rest.chars().next() {
            None => 0,
            Some(c) if in_name(c) => rest.find(|c| !in_name(c)).unwrap_or(rest.len()),
            Some(c) => c.len_utf8(),
        };
        let found = match rest.get(..length).unwrap_or_default() {
            "" => "the end of the text".to_owned(),
            word if word.chars().count() > 40 => "a long word".to_owned(),
            word => format!("'{word}'"),
        };
        CdlError::new(&(self.at..self.at + length), format!("expected {what}, found {found}"))
    }

    /// Whether the text goes on with these characters, which are then passed over.
    pub(super) fn eat(&mut self, symbol: &str) -> Read<bool> {
        let is_next = self.rest().starts_with(symbol);
        if is_next {
            self.advance(symbol.len())?;
        }
        Ok(is_next)
    }

    pub(super) fn expect(&mut self, symbol: &str) -> Read<()> {
        if self.eat(symbol)? { Ok(()) } else { Err(self.expected(&format!("'{symbol}'"))) }
    }

    /// Whether the next word is this one, which is then passed over.
    pub(super) fn eat_word(&mut self, word: &str) -> Read<bool> {
        let is_next = self.rest().strip_prefix(word).is_some_and(|rest| !rest.starts_with(in_name));
        if is_next {
            self.advance(word.len())?;
        }
        Ok(is_next)
    }

    /// The name that stands here.
    pub(super) fn peek_name(&self) -> Option<&'a str> {
        let rest = self.rest();
        rest.starts_with(char::is_alphabetic).then(|| {
            let end = rest.find(|c| !in_name(c)).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        })
    }

    pub(super) fn name(&mut self) -> Read<&'a str> {
        match self.peek_name() {
            Some(name) if !matches!(name, "objects" | "caps") => {
                self.advance(name.len())?;
                Ok(name)
            }
            _ => Err(self.expected("a name")),
        }
    }

    pub(super) fn is_at_number(&self) -> bool {
        self.rest().starts_with(|c: char| c.is_ascii_digit())
    }

    /// A decimal number, or one that begins with `0x` or `0o`.
    pub(super) fn number(&mut self) -> Read<u64> {
        if !self.is_at_number() {
            return Err(self.expected("a number"));
        }
        let rest = self.rest();
        let (prefix, radix) = match rest.get(..2) {
            Some("0x" | "0X") => (2, 16),
            Some("0o" | "0O") => (2, 8),
            _ => (0, 10),
        };
        let digits = rest.get(prefix..).unwrap_or_default();
        let digits =
            digits.get(..digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len())).unwrap_or_default();
        let span = self.at..self.at + prefix + digits.len();
        let number = u64::from_str_radix(digits, radix).map_err(|_| {
            let why =
                if digits.is_empty() { "this number has no digits" } else { "this number needs more than 64 bits" };
            CdlError::new(&span, why)
        })?;
        self.advance(span.len())?;
        Ok(number)
    }

    /// Reads what stands in braces, as long as that is not too deep.
    pub(super) fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= MAX_DEPTH {
            return Err(CdlError::new(&(self.at..self.at), "braces are nested too deeply here"));
        }
        self.depth += 1;
        let read = inner(self);
        self.depth -= 1;
        read
    }
}

/// The length of the comment at the start of `text`; `None` if it does not end.
fn comment_length(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let rest = text.get(at..)?;
        let found = rest.find(['/', '*'])?;
        let rest = rest.get(found..)?;
        at += found;
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += 1;
        }
    }
}

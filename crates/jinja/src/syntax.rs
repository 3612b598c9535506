// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Text to expressions: those of Jinja2's tags, and those of Python text in strings.

mod cursor;
mod fstring;
pub(crate) mod lexer;
pub(crate) mod literal;
pub(crate) mod names;
pub(crate) mod parser;
pub(crate) mod python;
mod refusal;
mod targets;

pub(crate) use self::refusal::Refusal;

/// A mistake in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Where, in bytes from the begin of the text.
    pub(crate) offset: usize,
    pub(crate) message: String,
    pub(crate) kind: Mistake,
}

/// What kind of mistake it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// It is not in the language.
    Syntax,
    /// It is in the language, and templates don't get it here.
    Unsupported,
}

impl SyntaxError {
    pub(crate) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self { offset, message: message.into(), kind: Mistake::Syntax }
    }

    pub(crate) fn unsupported(offset: usize, message: impl Into<String>) -> Self {
        Self { offset, message: message.into(), kind: Mistake::Unsupported }
    }
}

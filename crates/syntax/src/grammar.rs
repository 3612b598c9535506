// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the language looks like: one function for each construct, each beginning at the construct's first token.
//!
//! The language is that of the CAmkES manual and of the reference's grammar. Where a text is wrong in one of the known
//! ways, the functions take it all the same and say what is wrong, so that the tree keeps its shape.

mod assembly;
mod body;
mod component;
mod composition;
mod configuration;
mod connector;
mod names;
mod paths;
mod procedure;
mod recovery;
mod types;
mod values;

use crate::event::Output;
use crate::input::Input;
use crate::kind::SyntaxKind;
use crate::parser::Parser;

/// Parses the tokens of a file.
pub(crate) fn parse(input: &Input) -> Output {
    let mut p = Parser::new(input);
    body::file(&mut p);
    p.finish()
}

/// Whether an item function knew the token that it was called at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The item is parsed.
    Parsed,
    /// No item begins here; no token was taken.
    Unknown,
}

/// Words are what names could be taken for: identifiers and keywords.
fn is_word(kind: SyntaxKind) -> bool {
    kind == SyntaxKind::IDENT || kind.is_keyword()
}

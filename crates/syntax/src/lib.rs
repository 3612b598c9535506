// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The text of a CAmkES ADL file as a lossless tree, and a typed view of that tree.
//!
//! [`parse`] never fails: it returns a tree whose text is the input, byte for byte, and a list of errors. The crate knows
//! one text at a time: no files, no imports, no severity.

mod append;
pub mod ast;
mod changed;
mod decode;
mod error;
mod event;
mod format;
mod grammar;
mod green;
mod input;
mod kind;
mod lexer;
mod parse;
mod parser;
mod ptr;
mod reparse;
mod sink;
mod tree;
mod validation;

pub use append::{append_settings, append_statements, settings_holder};
pub use ast::AstNode;
pub use changed::{Changed, changed};
pub use decode::{Decoded, InvalidByte, decode};
pub use error::{BodyKind, Expected, Insert, NumberProblem, Referent, RelatedText, SyntaxError, SyntaxErrorKind};
pub use format::{TextEdit, apply, format, formatted};
pub use kind::SyntaxKind;
pub use lexer::{Lexeme, lex};
pub use parse::{Parse, parse};
pub use ptr::{AstPtr, SyntaxNodePtr};
pub use rowan::{Direction, GreenNode, TokenAtOffset, WalkEvent};
pub use text_size::{TextRange, TextSize};
pub use tree::{
    CamkesLanguage, NodeOrToken, SyntaxElement, SyntaxElementChildren, SyntaxNode, SyntaxNodeChildren, SyntaxToken,
};
pub use tree::{first_significant_token, text_range_without_trivia, tokens_at};

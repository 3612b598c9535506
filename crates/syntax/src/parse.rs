// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From text to tree: the lexer, the parser and the tree builder in a row.

use std::sync::Arc;

use rowan::GreenNode;
use text_size::TextRange;

use crate::ast::{self, AstNode as _};
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::input::{BraceBalance, InputBuilder};
use crate::tree::SyntaxNode;
use crate::{grammar, lexer, reparse, sink, validation};

/// The tree of a text, and what is wrong with the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parse {
    green: GreenNode,
    errors: Arc<[SyntaxError]>,
    /// The text has as many `{` as `}`, as far as the parser sees them.
    has_even_braces: bool,
}

impl Parse {
    /// The parse of a tree in which nothing is wrong.
    pub(crate) fn without_errors(green: GreenNode) -> Self {
        Self { green, errors: Arc::from([]), has_even_braces: true }
    }

    pub(crate) fn new(green: GreenNode, errors: Vec<SyntaxError>, has_even_braces: bool) -> Self {
        Self { green, errors: errors.into(), has_even_braces }
    }

    pub(crate) fn has_even_braces(&self) -> bool {
        self.has_even_braces
    }

    /// The parse of another version of the text, as [`parse`] gives it, made from this one; `None` where nearly all would have to
    /// be parsed anyhow. `old` is the text of this parse.
    #[must_use]
    pub fn edited(&self, old: &str, new: &str) -> Option<Self> {
        reparse::reparse(self, old, new)
    }

    /// The root of the tree. Its text is the text that was parsed.
    #[must_use]
    pub fn syntax_node(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// The typed root of the tree.
    #[must_use]
    pub fn tree(&self) -> ast::SourceFile {
        // The builder makes no other root; see `sink`.
        ast::SourceFile { syntax: self.syntax_node() }
    }

    /// Every error, in the order of the text.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The tree without places, to be shared between threads.
    #[must_use]
    pub fn green(&self) -> &GreenNode {
        &self.green
    }
}

/// Parses the text of one file. Never fails: the tree has all of the text, whatever it is. The one exception is a text
/// of more than 4 GiB, which has an empty tree and the error that says so.
#[must_use]
pub fn parse(text: &str) -> Parse {
    let lexemes = lexer::lex(text);
    let mut input = InputBuilder::new(lexemes.len());
    let mut errors = Vec::new();
    let mut at = 0;
    for lexeme in &lexemes {
        let end = at + lexeme.len as usize;
        let token = text.get(at..end).unwrap_or_default();
        input.push(lexeme.kind, token);
        validation::check_token(lexeme.kind, token, at, &mut errors);
        at = end;
    }
    if at != text.len() {
        errors.push(SyntaxError { range: TextRange::default(), kind: SyntaxErrorKind::TooLong, related: None });
    }
    let input = input.finish();
    let output = grammar::parse(&input);
    let green = sink::build(text, &lexemes, output, &mut errors);
    errors.sort_by_key(|it| (it.range.start(), it.range.end()));
    debug_assert!(ast::SourceFile::can_cast(SyntaxNode::new_root(green.clone()).kind()));
    Parse::new(green, errors, input.brace_balance() == BraceBalance::Even)
}

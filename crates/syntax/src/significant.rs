// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What of a node a person would point at: its tokens without the space and comments around them.

use text_size::TextRange;

use crate::tree::{SyntaxNode, SyntaxToken};

/// The first token of a node that is neither space nor comment nor preprocessor line.
#[must_use]
pub fn first_significant_token(node: &SyntaxNode) -> Option<SyntaxToken> {
    let end = node.text_range().end();
    let mut token = node.first_token()?;
    while token.kind().is_trivia() {
        token = token.next_token().filter(|next| next.text_range().start() < end)?;
    }
    Some(token)
}

/// Range of a node without space and comments at its ends; its whole range when it has nothing else.
#[must_use]
pub fn significant_range(node: &SyntaxNode) -> TextRange {
    let Some(first) = first_significant_token(node) else { return node.text_range() };
    let mut last = node.last_token();
    while let Some(token) = last {
        if !token.kind().is_trivia() {
            return first.text_range().cover(token.text_range());
        }
        last = token.prev_token();
    }
    first.text_range()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Selections that grow with the tree: the word, what it is part of, and so on to the whole file.

use camkes_hir::parse::parse;
use camkes_hir::{File, RootDatabase};
use camkes_syntax::{SyntaxKind, SyntaxToken};
use text_size::{TextRange, TextSize};

/// Ranges around an offset, each within the next, the narrowest first; at least the whole file.
pub(crate) fn selection_ranges(db: &RootDatabase, file: File, offset: TextSize) -> Vec<TextRange> {
    let root = parse(db, file).syntax_node();
    let whole = root.text_range();
    let mut out: Vec<TextRange> = Vec::new();
    if whole.contains_inclusive(offset) {
        // Between two tokens, a word is meant rather than a dot or bracket.
        let is_word = |kind: SyntaxKind| kind == SyntaxKind::IDENT || kind.is_keyword();
        let rank = |token: &SyntaxToken| (!token.kind().is_trivia(), is_word(token.kind()));
        let token = camkes_syntax::tokens_at(&root, offset).max_by_key(rank);
        if let Some(token) = token {
            if !token.kind().is_trivia() || token.kind().is_comment() {
                out.push(token.text_range());
            }
            for node in token.parent_ancestors() {
                let range = camkes_syntax::text_range_without_trivia(&node);
                // What separates it from the next one is a part of it to the grammar, and none to a person.
                let last = node.last_token().filter(|it| it.kind() == SyntaxKind::COMMA);
                let bare = last.map(|it| TextRange::new(range.start(), it.text_range().start().max(range.start())));
                for range in bare.into_iter().chain([range]) {
                    let narrower = out.last().copied().unwrap_or(TextRange::empty(offset));
                    if range.contains_range(narrower) && range != narrower {
                        out.push(range);
                    }
                }
            }
        }
    }
    if out.last() != Some(&whole) {
        out.push(whole);
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Lexer and parser: nothing is lost, nothing panics, and every place is a place of the text.

use camkes_syntax::{Parse, TextRange, decode, lex, parse};

/// Holds everything for a file's bytes.
pub fn check_bytes(bytes: &[u8]) {
    let decoded = decode(bytes);
    assert_eq!(decoded.to_bytes(), bytes, "decoding can be undone");
    for invalid in &decoded.invalid {
        assert_eq!(text_at(&decoded.text, invalid.at), "\u{FFFD}");
    }
    check(&decoded.text);
}

/// Holds everything for a text, and returns its tree.
#[track_caller]
pub fn check(text: &str) -> Parse {
    let total: usize = lex(text).iter().map(|it| it.len as usize).sum();
    assert_eq!(total, text.len(), "the tokens are the text");
    let tree = parse(text);
    assert_eq!(tree.syntax_node().text().to_string(), text, "the tree is the text");
    for error in tree.errors() {
        let _ = text_at(text, error.range);
        for (range, words) in error.related() {
            let _ = text_at(text, *range);
            assert!(!words.to_string().is_empty());
        }
        if let Some(fix) = error.fix() {
            assert!(text.is_char_boundary(fix.at.into()), "{error} has its fix inside a character");
        }
        assert!(!error.to_string().is_empty() && !error.to_string().ends_with('.'), "{error}");
    }
    assert_eq!(tree, parse(text), "the same text has one tree");
    tree
}

/// The text in a range, which must be one of its.
#[track_caller]
pub(crate) fn text_at(text: &str, range: TextRange) -> &str {
    let found = text.get(range.start().into()..range.end().into());
    found.unwrap_or_else(|| panic!("{range:?} is no place in {text:?}"))
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The canonical layout: what it is for each construct, and what holds for every text.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "these are tests, helpers included, that read files and say what they read"
)]

mod broken;
mod comments;
mod constructs;
mod properties;
mod real_files;
#[path = "../properties/sample.rs"]
mod sample;

use camkes_syntax::{TextEdit, apply, format, formatted, lex, parse};
use expect_test::Expect;

/// The formatted text, after a look at everything that holds for any.
#[track_caller]
fn checked(text: &str) -> String {
    let edits = format(text, &parse(text));
    check_edits(text, &edits);
    let result = apply(text, &edits);
    assert_eq!(essence(&result), essence(text), "tokens, comments and directives stay:\n{result}");
    assert_eq!(formatted(&result), result, "the layout of the layout is the same");
    let errors = |text: &str| parse(text).errors().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(errors(&result), errors(text), "the layout brings no error and mends none:\n{result}");
    result
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&checked(text));
}

#[track_caller]
fn check_edits(text: &str, edits: &[TextEdit]) {
    let mut at = 0;
    for edit in edits {
        let (start, end) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        assert!(at <= start, "{edit:?} begins before the end of the one before");
        let old = text.get(start..end).unwrap_or_else(|| panic!("{edit:?} is no part of the text"));
        assert_ne!(old, edit.text, "{edit:?} changes nothing");
        at = end;
    }
}

/// Tokens, comments without the blanks around their lines, and directives, in order.
fn essence(text: &str) -> Vec<String> {
    let mut at = 0;
    let mut pieces = Vec::new();
    for lexeme in lex(text) {
        let piece = &text[at..at + lexeme.len as usize];
        at += lexeme.len as usize;
        if lexeme.kind.is_comment() {
            pieces.push(piece.lines().map(str::trim).collect::<Vec<_>>().join("\n"));
        } else if !piece.trim().is_empty() {
            pieces.push(piece.to_owned());
        }
    }
    pieces
}

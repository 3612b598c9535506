// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The formatter: it moves tokens and changes none, and has nothing to do in what it made.

use camkes_syntax::{TextEdit, apply, decode, format, formatted, lex, parse};

/// Holds everything for a file's bytes.
pub fn check_bytes(bytes: &[u8]) {
    check(&decode(bytes).text);
}

/// Holds everything for a text, and returns it in its layout.
#[track_caller]
pub fn check(text: &str) -> String {
    let edits = format(text, &parse(text));
    check_edits(text, &edits);
    let result = apply(text, &edits);
    assert_eq!(essence(&result), essence(text), "tokens, comments and directives stay:\n{result}");
    assert_eq!(formatted(&result), result, "the layout of the layout is the same");
    let errors = |text: &str| {
        let mut errors: Vec<_> = parse(text).errors().iter().map(ToString::to_string).collect();
        // What is missing is missed in a gap, and errors are in order of places: gaps move among tokens without meaning.
        errors.sort_unstable();
        errors
    };
    assert_eq!(errors(&result), errors(text), "the layout brings no error and mends none:\n{result}");
    result
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

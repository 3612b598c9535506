// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What stands between two tokens on one line, and which line breaks of the user stay.

use crate::kind::SyntaxKind::*;

use super::tokens::{Token, Trivia};

/// What stands between two tokens on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flat {
    /// Nothing.
    Tight,
    /// One blank.
    Space,
    /// What the user wrote.
    Verbatim,
}

/// What stands before a token on one line.
pub(super) fn flat(before: Option<&Token>, token: &Token, trivia: &[Trivia]) -> Flat {
    let Some(before) = before else { return Flat::Tight };
    // `#` behind something else on its line is no directive, and must not become one.
    let is_stray = |it: &Trivia| it.kind == PREPROCESSOR && it.newlines == 0;
    if token.parent == MACRO_ARGUMENTS || trivia.iter().any(is_stray) {
        return Flat::Verbatim;
    }
    if is_tight_before(token) || is_tight_behind(before, token) { Flat::Tight } else { Flat::Space }
}

fn is_tight_before(token: &Token) -> bool {
    match token.kind {
        SEMICOLON | COMMA | R_PAREN | R_BRACK | DOT | EOF => true,
        R_BRACE => token.parent == DICT,
        COLON => token.parent == DICT_ENTRY,
        L_PAREN => matches!(token.parent, CONNECTION | PARAMETER_LIST | QUERY | DATAPORT_TYPE),
        L_BRACK => matches!(token.parent, DICT_LOOKUP | ARRAY_MARK),
        _ => false,
    }
}

fn is_tight_behind(before: &Token, token: &Token) -> bool {
    match before.kind {
        L_PAREN | L_BRACK | DOT => true,
        L_BRACE => before.parent == DICT,
        // `--` and `++` are tokens of C.
        MINUS | PLUS => before.parent == UNARY_EXPR && token.kind != before.kind,
        BANG | TILDE => before.parent == UNARY_EXPR,
        _ => false,
    }
}

/// Whether the gap before a token has a line break that the layout keeps, which breaks every list around it.
pub(super) fn has_lasting_break(before: Option<&Token>, token: &Token, trivia: &[Trivia]) -> bool {
    let ends_line = |it: &Trivia| it.kind != BLOCK_COMMENT || it.newlines > 0;
    if trivia.iter().any(ends_line) {
        return true;
    }
    let Some(before) = before.filter(|_| token.all_newlines > 0) else { return false };
    token.flat == Flat::Verbatim || is_breakable(before, token)
}

/// Whether the layout may break the line between these tokens.
fn is_breakable(before: &Token, token: &Token) -> bool {
    let is_operator = |it: &Token| matches!(it.parent, BINARY_EXPR | TERNARY_EXPR);
    match (before.kind, token.kind) {
        (STRING, STRING) => true,
        (L_PAREN, _) if matches!(before.parent, CONNECTION | PARAMETER_LIST) => true,
        (_, R_PAREN) if matches!(token.parent, CONNECTION | PARAMETER_LIST) => true,
        (COMMA, _) if matches!(before.parent, CONNECTION_END | PARAMETER | LIST | DICT | DICT_ENTRY) => true,
        // The comma within an item of a schedule is none that separates items.
        (COMMA, L_PAREN) if before.parent == SCHEDULE_ITEM => token.parent == SCHEDULE_ITEM,
        (L_BRACK, _) => matches!(before.parent, LIST | SCHEDULE_BODY),
        (_, R_BRACK) => matches!(token.parent, LIST | SCHEDULE_BODY),
        (L_BRACE, _) if before.parent == DICT => true,
        (_, R_BRACE) if token.parent == DICT => true,
        _ => is_operator(before) || is_operator(token),
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where a broken declaration ends, and macro uses, which only a preprocessor makes declarations of.

use super::is_word;
use super::names::name_ref;
use crate::error::{Expected, SyntaxErrorKind};
use crate::event::Place;
use crate::input::BraceBalance;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::Parser;

/// Whether a keyword begins a declaration wherever it is the first word of a line. Words that also stand inside of
/// declarations, such as `from` or `struct`, are not among them.
pub(super) fn starts_declaration(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        IMPORT_KW
            | INCLUDE_KW
            | ASSEMBLY_KW
            | COMPONENT_KW
            | COMPOSITION_KW
            | CONFIGURATION_KW
            | CONNECTOR_KW
            | CONNECTION_KW
            | PROCEDURE_KW
            | STRUCT_KW
            | GROUP_KW
            | EXPORT_KW
            | SCHEDULE_KW
            | CONTROL_KW
            | PROVIDES_KW
            | USES_KW
            | EMITS_KW
            | CONSUMES_KW
            | DATAPORT_KW
            | ATTRIBUTE_KW
            | HAS_KW
            | MAYBE_KW
    )
}

/// Takes the `;` at the end of a declaration, and what is before it that does not belong there.
pub(super) fn semicolon(p: &mut Parser<'_>) {
    if p.eat(SEMICOLON) {
        return;
    }
    if is_next_declaration(p) {
        p.missing_at(Place::before(p.position()), SyntaxErrorKind::MissingSemicolon);
        return;
    }
    p.missing(Expected::Token(SEMICOLON));
    skip_to_end_of_declaration(p);
    p.eat(SEMICOLON);
}

/// Whether the current declaration cannot go on here: what follows is the next one, or the end.
fn is_next_declaration(p: &Parser<'_>) -> bool {
    match p.current() {
        EOF | R_BRACE => true,
        kind if p.is_first_on_line(0) => is_word(kind),
        kind => starts_declaration(kind),
    }
}

/// Skips the rest of a broken declaration, up to its `;` or to where the next declaration begins.
pub(super) fn skip_to_end_of_declaration(p: &mut Parser<'_>) {
    let marker = p.start();
    let first = p.position();
    let mut open_braces = 0_u32;
    loop {
        let kind = p.current();
        let is_later_line = p.position() > first && p.is_first_on_line(0) && is_word(kind);
        let is_outdented = p.indentation() <= p.declaration_indentation;
        match kind {
            EOF => break,
            SEMICOLON if open_braces == 0 => break,
            R_BRACE if open_braces == 0 && !is_surplus_brace(p) => break,
            _ if is_later_line && is_outdented => break,
            _ if is_later_line && open_braces == 0 && starts_declaration(kind) => break,
            L_BRACE => open_braces += 1,
            R_BRACE => open_braces = open_braces.saturating_sub(1),
            _ => {}
        }
        p.bump();
        // A block in braces is as good an end as a `;`.
        if kind == R_BRACE && open_braces == 0 && !p.at(SEMICOLON) {
            break;
        }
    }
    if p.position() > first {
        marker.complete(p, ERROR);
    }
}

/// Whether the current `}` is one whose `{` is missing within this declaration.
fn is_surplus_brace(p: &Parser<'_>) -> bool {
    p.brace_balance() == BraceBalance::Unopened && !p.is_first_on_line(0)
}

/// Skips what is inside a bracket that was just opened, up to its closing one, which stays.
pub(super) fn skip_nested(p: &mut Parser<'_>) {
    let marker = p.start();
    let first = p.position();
    let mut open = 0_u32;
    loop {
        match p.current() {
            EOF => break,
            L_BRACE | L_BRACK | L_PAREN => open += 1,
            R_BRACE | R_BRACK | R_PAREN if open == 0 => break,
            R_BRACE | R_BRACK | R_PAREN => open -= 1,
            _ => {}
        }
        p.bump();
    }
    if p.position() > first {
        marker.complete(p, ERROR);
    }
}

/// Whether the name at the current token stands where a declaration should, and nothing follows that would make it one.
pub(super) fn starts_macro_use(p: &Parser<'_>) -> bool {
    if !matches!(p.current(), IDENT | BUF_KW) {
        return false;
    }
    match p.nth(1) {
        L_PAREN | SEMICOLON | R_BRACE | EOF => true,
        kind => (p.is_first_on_line(1) && kind != L_BRACE) || starts_declaration(kind),
    }
}

/// `NAME`, `NAME(…)`, each with or without `;`
pub(super) fn macro_use(p: &mut Parser<'_>) {
    let marker = p.start();
    macro_name(p);
    p.eat(SEMICOLON);
    marker.complete(p, MACRO_USE);
}

/// `NAME` or `NAME(…)`
pub(super) fn macro_name(p: &mut Parser<'_>) {
    p.error(Place::token(p.position()), SyntaxErrorKind::UnexpandedMacro { name: "".into() });
    name_ref(p);
    if p.at(L_PAREN) {
        macro_arguments(p);
    }
}

fn macro_arguments(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    let (mut parens, mut braces) = (1_u32, 0_u32);
    while parens > 0 {
        match p.current() {
            EOF => break,
            SEMICOLON if braces == 0 => break,
            R_BRACE if braces == 0 => break,
            kind if starts_declaration(kind) && p.is_first_on_line(0) => break,
            L_PAREN => parens += 1,
            R_PAREN => parens -= 1,
            L_BRACE => braces += 1,
            R_BRACE => braces -= 1,
            _ => {}
        }
        p.bump();
    }
    if parens > 0 {
        p.missing(Expected::Token(R_PAREN));
    }
    marker.complete(p, MACRO_ARGUMENTS);
}

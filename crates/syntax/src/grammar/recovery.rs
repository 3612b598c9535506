// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where a broken declaration ends, and macro uses, which only a preprocessor makes declarations of.

use super::is_word;
use super::names::name_ref;
use crate::error::{BodyKind, Expected, SyntaxErrorKind};
use crate::event::Place;
use crate::input::BraceBalance;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::Parser;

/// How many tokens are looked at to find a closing bracket on the same line.
const CLOSING_LOOKAHEAD: usize = 16;

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
    p.unexpected(Expected::Token(SEMICOLON));
    skip_to_end_of_declaration(p);
    p.eat(SEMICOLON);
}

/// Whether the current declaration cannot go on here: what follows is the next one, or the end.
fn is_next_declaration(p: &Parser<'_>) -> bool {
    match p.current() {
        EOF => true,
        R_BRACE => !is_inner_brace(p),
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
            R_BRACE if open_braces == 0 && !is_inner_brace(p) => break,
            _ if is_later_line && is_outdented => break,
            _ if is_later_line && open_braces == 0 && starts_declaration(kind) => break,
            L_BRACE => open_braces += 1,
            R_BRACE => open_braces = open_braces.saturating_sub(1),
            _ => {}
        }
        p.bump();
        // A block in braces is as good an end as a `;`.
        if kind == R_BRACE && open_braces == 0 && p.is_first_on_line(0) {
            break;
        }
    }
    if p.position() > first {
        marker.complete(p, ERROR);
    }
}

/// Whether the current `}` belongs to the broken declaration, such as the end of a dict, and not to the body around it.
fn is_inner_brace(p: &Parser<'_>) -> bool {
    match p.nth(1) {
        // `};` ends a body only in the file itself.
        SEMICOLON => p.bodies.len() > 2 && p.bodies.last().is_some_and(|it| it.kind == BodyKind::Configuration),
        COMMA | COLON | R_PAREN | R_BRACK | L_BRACK => true,
        _ => p.brace_balance() == BraceBalance::Unopened && !p.is_first_on_line(0),
    }
}

/// Takes a closing bracket, and what is before it on its line that does not belong there, or says that it is missing.
pub(super) fn expect_closing(p: &mut Parser<'_>, closing: SyntaxKind) {
    if !p.eat(closing) && !skip_to_closing(p, closing) {
        p.missing(Expected::Token(closing));
    }
}

/// Takes a closing bracket on the same line with what is before it. Returns whether there is one.
pub(super) fn skip_to_closing(p: &mut Parser<'_>, closing: SyntaxKind) -> bool {
    let Some(count) = distance_to_closing(p, closing) else { return false };
    p.unexpected(Expected::Token(closing));
    let marker = p.start();
    for _ in 0..count {
        p.bump();
    }
    marker.complete(p, ERROR);
    p.bump();
    true
}

/// How many tokens of the same line are before a closing bracket, if they can be there only by mistake.
fn distance_to_closing(p: &Parser<'_>, closing: SyntaxKind) -> Option<usize> {
    let mut open = 0_u32;
    for ahead in 0..CLOSING_LOOKAHEAD {
        match p.nth(ahead) {
            _ if p.is_first_on_line(ahead) => return None,
            EOF | SEMICOLON => return None,
            COMMA if closing != R_PAREN && open == 0 => return None,
            L_PAREN | L_BRACK | L_BRACE => open += 1,
            kind if kind == closing && open == 0 => return Some(ahead),
            R_PAREN | R_BRACK | R_BRACE if open > 0 => open -= 1,
            // Something else waits for this one.
            kind @ (R_PAREN | R_BRACK | R_BRACE) if p.brackets.contains(&kind) => return None,
            _ => {}
        }
    }
    None
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
        L_BRACE | DOT | EQ | LEFT_ARROW => false,
        kind => p.is_first_on_line(1) || starts_declaration(kind),
    }
}

/// Whether the name at the current token is not the type of a method, an attribute or a member, although such a type stands
/// where a declaration should. A type's own name may be on the next line.
pub(super) fn starts_macro_use_among_types(p: &Parser<'_>) -> bool {
    if !matches!(p.current(), IDENT | BUF_KW) {
        return false;
    }
    match p.nth(1) {
        SEMICOLON | R_BRACE | EOF => true,
        // With parameters in its parentheses it is a method that lacks its type.
        L_PAREN => !(p.nth(2).is_keyword() || (p.nth(2) == IDENT && p.nth(3) == IDENT)),
        _ => false,
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
            R_BRACE if braces == 0 && !is_inner_brace(p) => break,
            kind if starts_declaration(kind) && p.is_first_on_line(0) => break,
            L_PAREN => parens += 1,
            R_PAREN => parens -= 1,
            L_BRACE => braces += 1,
            R_BRACE => braces = braces.saturating_sub(1),
            _ => {}
        }
        p.bump();
    }
    if parens > 0 {
        p.missing(Expected::Token(R_PAREN));
    }
    marker.complete(p, MACRO_ARGUMENTS);
}

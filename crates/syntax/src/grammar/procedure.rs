// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Procedures: methods and their parameters.

use super::body::body;
use super::names::{name, optional_name};
use super::recovery::{expect_closing, semicolon, starts_declaration, starts_macro_use_among_types};
use super::types::{self, TypeUse};
use super::values::{self, Accept};
use super::{Outcome, is_word, paths};
use crate::error::{BodyKind, Expected, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::*;
use crate::parser::Parser;

/// `procedure name { … }`
pub(super) fn procedure(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Procedure, marker.first());
    marker.complete(p, PROCEDURE);
}

/// An item of a procedure's body.
pub(super) fn item(p: &mut Parser<'_>) -> Outcome {
    match p.current() {
        INCLUDE_KW => paths::include(p),
        IDENT | BUF_KW if starts_macro_use_among_types(p) => return Outcome::Unknown,
        STRUCT_KW if p.nth(2) == L_BRACE => return Outcome::Unknown,
        kind if types::starts_type(kind) => method_or_attribute(p),
        _ => return Outcome::Unknown,
    }
    Outcome::Parsed
}

/// `type name(…);` or `type name = value`, which has no `;` in the reference's grammar.
fn method_or_attribute(p: &mut Parser<'_>) {
    let marker = p.start();
    let first = marker.first();
    if matches!(p.current(), IDENT | BUF_KW) && p.nth(1) == L_PAREN {
        p.unexpected(Expected::Type);
    } else {
        types::type_(p, TypeUse::Method);
    }
    name(p);
    if p.at(L_PAREN) {
        parameter_list(p);
        semicolon(p);
        marker.complete(p, METHOD);
        return;
    }
    types::array_mark(p);
    if p.eat(EQ) {
        values::value(p, Accept::Item);
    }
    if !p.at(SEMICOLON) {
        types::check_attribute_type(p, first);
    }
    if p.at(SEMICOLON) {
        p.missing_at(Place::token(p.position()), SyntaxErrorKind::ProcedureAttributeSemicolon);
        p.bump();
    } else if !p.at(R_BRACE) && !p.at(INCLUDE_KW) && !types::starts_type(p.current()) && !p.at_end() {
        semicolon(p);
    }
    marker.complete(p, ATTRIBUTE);
}

/// `(void)` or `(parameter, …)`
fn parameter_list(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    if p.at(VOID_KW) && p.nth(1) == R_PAREN {
        p.bump();
    }
    loop {
        match p.current() {
            COMMA => {
                p.missing(Expected::Type);
                p.bump_as(ERROR);
            }
            kind if starts_declaration(kind) && kind != STRUCT_KW => break,
            kind if is_word(kind) && !is_next_method(p) => parameter(p),
            _ => break,
        }
    }
    expect_closing(p, R_PAREN);
    marker.complete(p, PARAMETER_LIST);
}

/// Whether the parameter list was left open and the next method begins here.
fn is_next_method(p: &Parser<'_>) -> bool {
    p.is_first_on_line(0) && p.indentation() <= p.declaration_indentation && p.nth(2) == L_PAREN
}

/// `in type name`, with the `,` behind it.
fn parameter(p: &mut Parser<'_>) {
    let marker = p.start();
    if matches!(p.current(), IN_KW | OUT_KW | INOUT_KW | REFIN_KW) {
        p.bump();
    }
    types::type_(p, TypeUse::Parameter);
    name(p);
    types::array_mark(p);
    if !p.eat(COMMA) && is_word(p.current()) && !p.is_first_on_line(0) {
        if is_word(p.nth(1)) { p.missing(Expected::Token(COMMA)) } else { p.unexpected(Expected::Token(COMMA)) }
    }
    marker.complete(p, PARAMETER);
}

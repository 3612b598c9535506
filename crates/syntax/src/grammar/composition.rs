// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Compositions: instances, connections, groups and exports.

use super::body::{begins_without_brace, body};
use super::names::{at_name_ref, name, optional_name, reference};
use super::recovery::{expect_closing, semicolon};
use super::{Outcome, is_word};
use crate::error::{BodyKind, Expected, Referent, SyntaxErrorKind};
use crate::input::BraceBalance;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::Parser;

/// `composition name { … }`
pub(super) fn composition(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Composition, marker.first());
    marker.complete(p, COMPOSITION);
}

/// `composition name { … }` or `composition name;`
pub(super) fn composition_or_use(p: &mut Parser<'_>) {
    if is_use(p) { use_of(p, COMPOSITION_USE) } else { composition(p) }
}

/// Whether the keyword at the current token begins the use of a declaration and not a declaration.
pub(super) fn is_use(p: &Parser<'_>) -> bool {
    // With a `{` missing somewhere, a name on the next line is the first word of the body.
    let has_name = match p.nth(1) {
        IDENT | BUF_KW => !p.is_first_on_line(1) || p.brace_balance() != BraceBalance::Unopened,
        kind => is_word(kind) && !p.is_first_on_line(1),
    };
    match p.nth(2) {
        L_BRACE => false,
        DOT | SEMICOLON => has_name,
        _ => (has_name && p.brace_balance() != BraceBalance::Unopened) || p.nth(1) == SEMICOLON,
    }
}

/// A keyword and the name of a declaration.
pub(super) fn use_of(p: &mut Parser<'_>, node: SyntaxKind) {
    let marker = p.start();
    p.bump();
    if at_name_ref(p) {
        reference(p, Referent::Part);
    } else {
        p.missing(Expected::BodyOrReference);
    }
    semicolon(p);
    marker.complete(p, node);
}

/// An item of a composition's body.
pub(super) fn item(p: &mut Parser<'_>) -> Outcome {
    match p.current() {
        CONNECTION_KW => connection(p),
        GROUP_KW => group(p),
        EXPORT_KW => export(p),
        _ => return group_item(p),
    }
    Outcome::Parsed
}

/// An item of a group's body.
pub(super) fn group_item(p: &mut Parser<'_>) -> Outcome {
    if !p.at(COMPONENT_KW) || (is_word(p.nth(1)) && p.nth(2) == L_BRACE) {
        return Outcome::Unknown;
    }
    instance(p);
    Outcome::Parsed
}

/// `component Type name;` or `component { … } name;`
fn instance(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    if p.at(L_BRACE) || begins_without_brace(p, BodyKind::Component) {
        body(p, BodyKind::Component, marker.first());
    } else {
        reference(p, Referent::Component);
    }
    name(p);
    semicolon(p);
    marker.complete(p, INSTANCE);
}

/// `connection Type name(from a.b, to c.d);` or the same with a connector's body for the type.
fn connection(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    if p.at(L_BRACE) || begins_without_brace(p, BodyKind::Connector) {
        body(p, BodyKind::Connector, marker.first());
    } else {
        reference(p, Referent::Connector);
    }
    name(p);
    connection_ends(p);
    semicolon(p);
    marker.complete(p, CONNECTION);
}

fn connection_ends(p: &mut Parser<'_>) {
    let has_paren = p.expect(L_PAREN);
    if !has_paren && !matches!(p.current(), FROM_KW | TO_KW) {
        return;
    }
    loop {
        match p.current() {
            FROM_KW | TO_KW => connection_end(p),
            COMMA => {
                p.missing(Expected::ConnectionEnd);
                p.bump_as(ERROR);
            }
            IDENT | BUF_KW if !p.is_first_on_line(0) || p.indentation() > p.declaration_indentation => {
                connection_end(p)
            }
            kind if kind.is_keyword() && !p.is_first_on_line(0) => connection_end(p),
            _ => break,
        }
    }
    expect_closing(p, R_PAREN);
}

/// `from a.b` or `to a.b`, with the `,` behind it.
fn connection_end(p: &mut Parser<'_>) {
    let marker = p.start();
    if matches!(p.current(), FROM_KW | TO_KW) {
        p.bump();
    } else {
        p.missing(Expected::ConnectionEnd);
    }
    reference(p, Referent::Interface);
    if !p.eat(COMMA) {
        match p.current() {
            FROM_KW | TO_KW => p.missing(Expected::Token(COMMA)),
            kind if is_word(kind) && !p.is_first_on_line(0) => p.unexpected(Expected::Token(COMMA)),
            _ => {}
        }
    }
    marker.complete(p, CONNECTION_END);
}

/// `group name { … }`
fn group(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Group, marker.first());
    marker.complete(p, GROUP);
}

/// `export a.b -> c;`
fn export(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    if let Some(source) = reference(p, Referent::Interface)
        && source.parts < 2
    {
        p.error(p.place_since(source.first), SyntaxErrorKind::ExportSource);
    }
    if p.expect(ARROW) || at_name_ref(p) {
        reference(p, Referent::Interface);
    }
    semicolon(p);
    marker.complete(p, EXPORT);
}

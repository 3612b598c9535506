// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `{ … }` with items in it: the part that all declarations with a body share. Where a brace is missing, the lines and
//! their indentation tell how far the body goes.

use super::recovery::{macro_use, skip_nested, skip_to_end_of_declaration, starts_declaration, starts_macro_use};
use super::{Outcome, assembly, component, composition, configuration, connector, is_word, paths, procedure, types};
use crate::error::{BodyKind, Expected, RelatedText, SyntaxErrorKind};
use crate::event::Place;
use crate::input::BraceBalance;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::{OpenBody, Parser};

/// How many tokens are looked at to find the `{` of a declaration on the same line.
const BRACE_LOOKAHEAD: usize = 8;

/// Parses the items of the file itself.
pub(super) fn file(p: &mut Parser<'_>) {
    items_alone(p, BodyKind::File);
}

/// Parses the items of a body up to the end of the tokens.
pub(super) fn items_alone(p: &mut Parser<'_>, kind: BodyKind) {
    p.bodies.push(OpenBody::new(kind, 0));
    items(p, kind);
    p.bodies.pop();
}

/// As [`items_alone`], with these bodies around, up to an item that begins at or behind a token.
pub(super) fn items_until(p: &mut Parser<'_>, bodies: Vec<OpenBody>, until: usize) {
    let kind = bodies.last().map_or(BodyKind::File, |it| it.kind);
    p.bodies = bodies;
    items_before(p, kind, until);
}

/// Parses the body of a declaration whose first token is `declaration`.
pub(super) fn body(p: &mut Parser<'_>, kind: BodyKind, declaration: usize) {
    let indentation = p.declaration_indentation;
    if !p.at(L_BRACE) {
        skip_to_brace(p, kind);
    }
    let marker = p.start();
    let brace = p.position();
    let has_brace = p.eat(L_BRACE);
    if !has_brace {
        p.missing(Expected::Token(L_BRACE));
        if !goes_on_without_brace(p, kind) {
            return;
        }
    }
    let mut open = OpenBody::new(kind, indentation);
    if p.enter() {
        p.bodies.push(open);
        items(p, kind);
        open = p.bodies.pop().unwrap_or(open);
        p.leave();
    } else {
        p.error(Place::token(brace), SyntaxErrorKind::TooDeep);
        skip_nested(p);
    }
    if p.at(R_BRACE) && !closes_outer_body(p, &open) {
        p.bump();
        if !open.has_errors {
            check_complete(p, &open, declaration);
        }
    } else if has_brace {
        let still_open = if p.at_end() { Place::before(p.position()) } else { Place::token(p.position()) };
        p.error_with(
            Place::token(brace),
            SyntaxErrorKind::Unclosed(L_BRACE),
            still_open,
            RelatedText::StillOpen(L_BRACE),
        );
    }
    marker.complete(p, node(kind));
}

/// Says what a complete body lacks.
fn check_complete(p: &mut Parser<'_>, body: &OpenBody, declaration: usize) {
    let problem = match body.kind {
        BodyKind::Assembly if body.composition.is_none() => SyntaxErrorKind::NoComposition,
        BodyKind::Component if body.composition.is_none() && body.configuration.is_some() => {
            SyntaxErrorKind::ConfigurationAlone
        }
        BodyKind::Connector if body.from.is_none() => SyntaxErrorKind::MissingEnd(FROM_KW),
        BodyKind::Connector if body.to.is_none() => SyntaxErrorKind::MissingEnd(TO_KW),
        BodyKind::Struct if !body.has_items => SyntaxErrorKind::EmptyStruct,
        _ => return,
    };
    p.error(Place::token(declaration), problem);
}

/// Notes that the body has one of these and complains about a second one.
pub(super) fn once(p: &mut Parser<'_>, kind: BodyKind, keyword: SyntaxKind) {
    let position = p.position();
    let Some(body) = p.bodies.last_mut().filter(|it| it.kind == kind) else { return };
    let first = match keyword {
        COMPOSITION_KW => &mut body.composition,
        CONFIGURATION_KW => &mut body.configuration,
        SCHEDULE_KW => &mut body.schedule,
        FROM_KW => &mut body.from,
        _ => &mut body.to,
    };
    match *first {
        None => *first = Some(position),
        Some(first) => p.error_with(
            Place::token(position),
            SyntaxErrorKind::Duplicate(keyword),
            Place::token(first),
            RelatedText::First(keyword),
        ),
    }
}

fn node(kind: BodyKind) -> SyntaxKind {
    match kind {
        BodyKind::File => SOURCE_FILE,
        BodyKind::Assembly => ASSEMBLY_BODY,
        BodyKind::Composition => COMPOSITION_BODY,
        BodyKind::Group => GROUP_BODY,
        BodyKind::Configuration => CONFIGURATION_BODY,
        BodyKind::Component => COMPONENT_BODY,
        BodyKind::Connector => CONNECTOR_BODY,
        BodyKind::Procedure => PROCEDURE_BODY,
        BodyKind::Struct => STRUCT_BODY,
    }
}

fn items(p: &mut Parser<'_>, kind: BodyKind) {
    items_before(p, kind, usize::MAX);
}

fn items_before(p: &mut Parser<'_>, kind: BodyKind, end: usize) {
    let outer_indentation = p.declaration_indentation;
    while !p.at_end() && p.position() < end {
        if p.at(R_BRACE) && !is_surplus_brace(p, kind) {
            break;
        }
        if is_left_open(p, kind) {
            break;
        }
        p.declaration_indentation = p.indentation();
        let before = p.position();
        item(p, kind);
        if p.position() == before {
            p.bump_as(ERROR);
        }
    }
    p.declaration_indentation = outer_indentation;
}

fn item(p: &mut Parser<'_>, kind: BodyKind) {
    if dispatch(p, kind) == Outcome::Parsed {
        if let Some(body) = p.bodies.last_mut() {
            body.has_items = true;
        }
        return;
    }
    if let Some(body) = p.bodies.last_mut() {
        body.has_errors = true;
    }
    match p.current() {
        SEMICOLON if kind == BodyKind::File => p.bump(),
        SEMICOLON => {
            p.error(Place::token(p.position()), SyntaxErrorKind::StraySemicolon);
            p.bump();
        }
        R_BRACE => {
            p.error(Place::token(p.position()), SyntaxErrorKind::Unopened(R_BRACE));
            p.bump_as(ERROR);
        }
        IDENT | BUF_KW if starts_macro_use(p) => macro_use(p),
        keyword if home(p).is_some() => misplaced(p, keyword, kind),
        _ => {
            p.missing(Expected::Item(kind));
            skip_to_end_of_declaration(p);
            p.eat(SEMICOLON);
        }
    }
}

fn dispatch(p: &mut Parser<'_>, kind: BodyKind) -> Outcome {
    match kind {
        BodyKind::File => file_item(p),
        BodyKind::Assembly => assembly::item(p),
        BodyKind::Composition => composition::item(p),
        BodyKind::Group => composition::group_item(p),
        BodyKind::Configuration => configuration::item(p),
        BodyKind::Component => component::item(p),
        BodyKind::Connector => connector::item(p),
        BodyKind::Procedure => procedure::item(p),
        BodyKind::Struct => types::struct_item(p),
    }
}

fn file_item(p: &mut Parser<'_>) -> Outcome {
    match p.current() {
        IMPORT_KW => paths::import(p),
        ASSEMBLY_KW => assembly::assembly(p),
        COMPONENT_KW => component::component(p),
        COMPOSITION_KW => composition::composition(p),
        CONFIGURATION_KW => configuration::configuration(p),
        CONNECTOR_KW => connector::connector(p),
        PROCEDURE_KW => procedure::procedure(p),
        STRUCT_KW => types::struct_(p),
        _ => return Outcome::Unknown,
    }
    Outcome::Parsed
}

/// A declaration where it cannot be. It is parsed as what it is, so that its own lines give no errors.
fn misplaced(p: &mut Parser<'_>, keyword: SyntaxKind, body: BodyKind) {
    p.error(Place::token(p.position()), SyntaxErrorKind::Misplaced { keyword, body });
    let marker = p.start();
    let before = p.position();
    if let Some(home) = home(p) {
        dispatch(p, home);
    }
    if p.position() == before {
        skip_to_end_of_declaration(p);
    }
    marker.complete(p, ERROR);
}

/// A body that could have the declaration that begins with the current keyword.
fn home(p: &Parser<'_>) -> Option<BodyKind> {
    let bodies = [BodyKind::Composition, BodyKind::Assembly, BodyKind::Component, BodyKind::Connector, BodyKind::File];
    bodies.into_iter().find(|&it| fits(p, it))
}

/// Whether an item of this body begins at the current token.
fn fits(p: &Parser<'_>, kind: BodyKind) -> bool {
    let is_named_body = || is_word(p.nth(1)) && p.nth(2) == L_BRACE;
    match (kind, p.current()) {
        (
            BodyKind::File,
            IMPORT_KW | ASSEMBLY_KW | COMPONENT_KW | COMPOSITION_KW | CONFIGURATION_KW | CONNECTOR_KW | PROCEDURE_KW
            | STRUCT_KW,
        ) => true,
        (BodyKind::Assembly, COMPOSITION_KW | CONFIGURATION_KW | SCHEDULE_KW) => true,
        // `component A {` declares a type, which only a file can do.
        (BodyKind::Composition | BodyKind::Group, COMPONENT_KW) => !is_named_body(),
        (BodyKind::Composition, CONNECTION_KW | GROUP_KW | EXPORT_KW) => true,
        (BodyKind::Configuration, IDENT | BUF_KW) => true,
        (
            BodyKind::Component,
            INCLUDE_KW | CONTROL_KW | HARDWARE_KW | PROVIDES_KW | USES_KW | EMITS_KW | CONSUMES_KW | DATAPORT_KW
            | ATTRIBUTE_KW | HAS_KW | COMPOSITION_KW | CONFIGURATION_KW | MAYBE_KW,
        ) => true,
        (BodyKind::Connector, FROM_KW | TO_KW | ATTRIBUTE_KW) => true,
        (BodyKind::Procedure, INCLUDE_KW) => true,
        (BodyKind::Procedure | BodyKind::Struct, kind) => {
            types::starts_type(kind) && !(kind == STRUCT_KW && is_named_body())
        }
        _ => false,
    }
}

/// Whether the current `}` cannot be the end of this body, because the text has a `}` too many and this one stands
/// further to the right than the body's declaration.
fn is_surplus_brace(p: &Parser<'_>, kind: BodyKind) -> bool {
    if kind == BodyKind::File {
        return true;
    }
    let Some(body) = p.bodies.last() else { return false };
    p.brace_balance() == BraceBalance::Unopened && p.is_first_on_line(0) && p.indentation() > body.indentation
}

/// Whether the current `}` is the end of a body around this one, because the text has a `}` too few and this one
/// stands below the declaration of the other body.
fn closes_outer_body(p: &Parser<'_>, body: &OpenBody) -> bool {
    p.brace_balance() == BraceBalance::Unclosed
        && p.is_first_on_line(0)
        && p.indentation() < body.indentation
        && p.bodies.iter().any(|it| it.kind != BodyKind::File && it.indentation == p.indentation())
}

/// Whether the body's `}` must be missing, because a declaration begins here that belongs to a body around this one and
/// stands no further to the right than this one's declaration.
fn is_left_open(p: &Parser<'_>, kind: BodyKind) -> bool {
    if kind == BodyKind::File || !p.is_first_on_line(0) || !is_word(p.current()) {
        return false;
    }
    let Some((body, outer)) = p.bodies.split_last() else { return false };
    if p.indentation() > body.indentation {
        return false;
    }
    if fits(p, kind) && p.brace_balance() != BraceBalance::Unclosed {
        return false;
    }
    starts_declaration(p.current()) && outer.iter().any(|it| fits(p, it.kind))
}

/// Whether the items of a body begin here although it has no `{`.
pub(super) fn begins_without_brace(p: &Parser<'_>, kind: BodyKind) -> bool {
    p.brace_balance() == BraceBalance::Unopened && fits(p, kind)
}

/// Whether the lines below are the items of the body although it has no `{`.
fn goes_on_without_brace(p: &Parser<'_>, kind: BodyKind) -> bool {
    let is_unopened = p.brace_balance() == BraceBalance::Unopened;
    begins_without_brace(p, kind) || (is_unopened && (starts_macro_use(p) || p.at(R_BRACE)))
}

/// Skips what stands before a `{` on the same line.
fn skip_to_brace(p: &mut Parser<'_>, kind: BodyKind) {
    if begins_without_brace(p, kind) {
        return;
    }
    let same_line = (0..BRACE_LOOKAHEAD).take_while(|&ahead| !p.is_first_on_line(ahead));
    let Some(count) = same_line
        .map(|ahead| p.nth(ahead))
        .take_while(|&kind| !matches!(kind, SEMICOLON | R_BRACE | EOF))
        .position(|kind| kind == L_BRACE)
    else {
        return;
    };
    p.unexpected(Expected::Token(L_BRACE));
    let marker = p.start();
    for _ in 0..count {
        p.bump();
    }
    marker.complete(p, ERROR);
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Component types: their interfaces, attributes and locks.

use super::body::{body, once};
use super::names::{name, optional_name, reference, single_name_ref};
use super::recovery::{expect_closing, semicolon, skip_to_end_of_declaration};
use super::types::attribute;
use super::values::{self, Accept};
use super::{Outcome, composition, configuration, paths};
use crate::error::{BodyKind, Expected, Referent, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::Parser;

/// `component name { … }`
pub(super) fn component(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Component, marker.first());
    marker.complete(p, COMPONENT);
}

/// An item of a component's body.
pub(super) fn item(p: &mut Parser<'_>) -> Outcome {
    let keyword = p.current();
    match keyword {
        COMPOSITION_KW | CONFIGURATION_KW => {
            once(p, BodyKind::Component, keyword);
            if keyword == COMPOSITION_KW {
                composition::composition_or_use(p);
            } else {
                configuration::configuration_or_use(p);
            }
            return Outcome::Parsed;
        }
        INCLUDE_KW | CONTROL_KW | HARDWARE_KW | PROVIDES_KW | USES_KW | EMITS_KW | CONSUMES_KW | DATAPORT_KW
        | ATTRIBUTE_KW | HAS_KW | MAYBE_KW => check_order(p),
        _ => return Outcome::Unknown,
    }
    match keyword {
        INCLUDE_KW => paths::include(p),
        CONTROL_KW => flag(p, CONTROL),
        HARDWARE_KW => flag(p, HARDWARE),
        ATTRIBUTE_KW => attribute(p),
        HAS_KW => lock(p),
        MAYBE_KW => optional_interface(p),
        _ => interface(p, keyword),
    }
    Outcome::Parsed
}

/// In the reference's grammar nothing follows the composition and the configuration of a component.
fn check_order(p: &mut Parser<'_>) {
    let is_late = p
        .bodies
        .last()
        .is_some_and(|it| it.kind == BodyKind::Component && (it.composition.is_some() || it.configuration.is_some()));
    if is_late {
        p.error(Place::token(p.position()), SyntaxErrorKind::AfterComposition);
    }
}

/// `control;` or `hardware;`
fn flag(p: &mut Parser<'_>, node: SyntaxKind) {
    let marker = p.start();
    p.bump();
    semicolon(p);
    marker.complete(p, node);
}

/// An interface that begins with `maybe`.
fn optional_interface(p: &mut Parser<'_>) {
    let maybe = p.position();
    match p.nth(1) {
        keyword @ (USES_KW | CONSUMES_KW | DATAPORT_KW) => interface(p, keyword),
        keyword @ (PROVIDES_KW | EMITS_KW) => {
            p.error(Place::token(maybe), SyntaxErrorKind::MaybeNotAllowed(keyword));
            interface(p, keyword);
        }
        keyword @ (ATTRIBUTE_KW | HAS_KW | CONTROL_KW | HARDWARE_KW | INCLUDE_KW) if !p.is_first_on_line(1) => {
            p.error(Place::token(maybe), SyntaxErrorKind::MaybeNotAllowed(keyword));
            p.bump_as(ERROR);
        }
        _ => {
            let marker = p.start();
            p.bump();
            p.missing(Expected::OptionalInterface);
            marker.complete(p, ERROR);
            if !p.is_first_on_line(0) {
                skip_to_end_of_declaration(p);
            }
            p.eat(SEMICOLON);
        }
    }
}

/// `provides P name;` and the like, with or without `maybe`.
fn interface(p: &mut Parser<'_>, keyword: SyntaxKind) {
    let marker = p.start();
    p.eat(MAYBE_KW);
    p.bump();
    let node = match keyword {
        PROVIDES_KW | USES_KW => {
            reference(p, Referent::Procedure);
            if keyword == USES_KW { USES } else { PROVIDES }
        }
        EMITS_KW | CONSUMES_KW => {
            single_name_ref(p, Referent::EventType);
            if keyword == EMITS_KW { EMITS } else { CONSUMES }
        }
        _ => {
            dataport_type(p);
            DATAPORT
        }
    };
    name(p);
    semicolon(p);
    marker.complete(p, node);
}

/// `Buf`, `Buf(size)` or the name of a C type.
fn dataport_type(p: &mut Parser<'_>) {
    let marker = p.start();
    if p.eat(BUF_KW) {
        if p.eat(L_PAREN) {
            values::value(p, Accept::Number);
            expect_closing(p, R_PAREN);
        }
    } else {
        single_name_ref(p, Referent::DataportType);
    }
    marker.complete(p, DATAPORT_TYPE);
}

/// `has mutex name;` and the like.
fn lock(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    let node = match p.current() {
        MUTEX_KW => MUTEX,
        SEMAPHORE_KW => SEMAPHORE,
        BINARY_SEMAPHORE_KW => BINARY_SEMAPHORE,
        _ => {
            p.missing(Expected::Lock);
            semicolon(p);
            marker.complete(p, ERROR);
            return;
        }
    };
    p.bump();
    name(p);
    semicolon(p);
    marker.complete(p, node);
}

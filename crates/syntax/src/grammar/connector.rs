// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connector types: their ends and attributes.

use super::Outcome;
use super::body::{body, once};
use super::names::optional_name;
use super::recovery::semicolon;
use super::types::attribute;
use super::values::{self, Accept};
use crate::error::{BodyKind, Expected, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::*;
use crate::parser::Parser;

/// `connector name { … }`
pub(super) fn connector(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Connector, marker.first());
    marker.complete(p, CONNECTOR);
}

/// An item of a connector's body. The reference's grammar has one `from`, then one `to`, then the attributes.
pub(super) fn item(p: &mut Parser<'_>) -> Outcome {
    let position = p.position();
    let keyword = p.current();
    match keyword {
        FROM_KW | TO_KW => {
            once(p, BodyKind::Connector, keyword);
            let body = p.bodies.last().filter(|it| it.kind == BodyKind::Connector);
            if keyword == FROM_KW && body.is_some_and(|it| it.to.is_some() && it.from == Some(position)) {
                p.error(Place::token(position), SyntaxErrorKind::EndOrder);
            }
            connector_end(p);
        }
        ATTRIBUTE_KW => {
            let body = p.bodies.last().filter(|it| it.kind == BodyKind::Connector);
            if body.is_some_and(|it| it.has_items && (it.from.is_none() || it.to.is_none())) {
                p.error(Place::token(position), SyntaxErrorKind::AttributeBeforeEnds);
            }
            attribute(p);
        }
        _ => return Outcome::Unknown,
    }
    Outcome::Parsed
}

/// `from Procedures with 0 threads;`
fn connector_end(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    p.eat(HARDWARE_KW);
    if matches!(
        p.current(),
        DATAPORT_TYPE_KW | DATAPORTS_TYPE_KW | EVENT_TYPE_KW | EVENTS_TYPE_KW | PROCEDURE_TYPE_KW | PROCEDURES_TYPE_KW
    ) {
        p.bump_as(CONNECTOR_KIND);
    } else {
        p.missing(Expected::ConnectorKind);
        // A word in its place is most likely a misspelt one, and what follows is fine.
        if matches!(p.current(), IDENT | DATAPORT_KW | PROCEDURE_KW) && !p.is_first_on_line(0) {
            p.bump_as(ERROR);
        }
    }
    if p.at(WITH_KW) {
        thread_count(p);
    }
    semicolon(p);
    marker.complete(p, CONNECTOR_END);
}

/// `with n threads`
fn thread_count(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    values::value(p, Accept::Number);
    if matches!(p.current(), THREAD_KW | THREADS_KW) {
        p.bump();
    } else {
        p.missing(Expected::Threads);
    }
    marker.complete(p, THREAD_COUNT);
}

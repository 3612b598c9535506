// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Assemblies and their schedules.

use super::body::{body, once};
use super::names::optional_name;
use super::recovery::skip_to_end_of_declaration;
use super::values::{self, Accept};
use super::{Outcome, composition, configuration};
use crate::error::{BodyKind, Expected, RelatedText, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::*;
use crate::parser::Parser;

/// `assembly name { … }`
pub(super) fn assembly(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Assembly, marker.first());
    marker.complete(p, ASSEMBLY);
}

/// An item of an assembly's body.
pub(super) fn item(p: &mut Parser<'_>) -> Outcome {
    let keyword = p.current();
    if !matches!(keyword, COMPOSITION_KW | CONFIGURATION_KW | SCHEDULE_KW) {
        return Outcome::Unknown;
    }
    once(p, BodyKind::Assembly, keyword);
    match keyword {
        COMPOSITION_KW => composition::composition_or_use(p),
        CONFIGURATION_KW => configuration::configuration_or_use(p),
        _ => schedule(p),
    }
    Outcome::Parsed
}

/// `schedule { [ (domain, duration unit), … ] }`
fn schedule(p: &mut Parser<'_>) {
    let marker = p.start();
    let keyword = marker.first();
    p.bump();
    let body = p.start();
    let has_brace = p.expect(L_BRACE);
    if has_brace || p.at(L_BRACK) {
        schedule_items(p, keyword);
        if !p.at(R_BRACE) && p.brace_balance() != crate::input::BraceBalance::Unclosed {
            p.missing(Expected::Token(R_BRACE));
            skip_to_end_of_declaration(p);
        }
        if !p.eat(R_BRACE) && has_brace {
            p.error_with(
                Place::token(body.first()),
                SyntaxErrorKind::Unclosed(L_BRACE),
                Place::before(p.position()),
                RelatedText::StillOpen(L_BRACE),
            );
        }
        body.complete(p, SCHEDULE_BODY);
    }
    marker.complete(p, SCHEDULE);
}

/// The items in their brackets. The reference's grammar asks for two or more.
fn schedule_items(p: &mut Parser<'_>, keyword: usize) {
    p.expect(L_BRACK);
    let mut count = 0;
    while p.at(L_PAREN) {
        schedule_item(p);
        count += 1;
    }
    if count < 2 {
        if p.at(R_BRACK) {
            p.error(Place::token(keyword), SyntaxErrorKind::ShortSchedule);
        } else {
            p.missing(Expected::ScheduleItem);
        }
    }
    p.expect(R_BRACK);
}

/// `(domain, duration unit)`, with the `,` behind it.
fn schedule_item(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    schedule_number(p);
    p.expect(COMMA);
    schedule_number(p);
    if matches!(p.current(), TICKS_KW | US_KW) {
        p.bump();
    }
    p.expect(R_PAREN);
    if !p.eat(COMMA) && p.at(L_PAREN) {
        p.missing(Expected::Token(COMMA));
    }
    marker.complete(p, SCHEDULE_ITEM);
}

fn schedule_number(p: &mut Parser<'_>) {
    if let Some(value) = values::value(p, Accept::Number)
        && matches!(value.kind(), PAREN_EXPR | UNARY_EXPR | BINARY_EXPR | TERNARY_EXPR | BOOL)
    {
        p.error(p.place_since(value.first()), SyntaxErrorKind::ScheduleNumber);
    }
}

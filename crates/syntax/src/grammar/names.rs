// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names that declare, and names that refer.

use crate::error::{Expected, Referent, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::Parser;

/// The name of a declaration that must have one.
pub(super) fn name(p: &mut Parser<'_>) {
    if !optional_name(p) {
        p.missing(Expected::Name);
    }
}

/// The name of a declaration that may have one. Returns whether it is there.
pub(super) fn optional_name(p: &mut Parser<'_>) -> bool {
    let is_there = at_name(p);
    if is_there {
        word(p, NAME);
    }
    is_there
}

/// One word that refers to a declaration.
pub(super) fn name_ref(p: &mut Parser<'_>) {
    word(p, NAME_REF);
}

/// Whether a name, or a keyword in a name's place, is at the current token.
pub(super) fn at_name(p: &Parser<'_>) -> bool {
    match p.current() {
        // `a b`, `a.` on the next line are the beginning of the next declaration.
        IDENT | BUF_KW => {
            !(p.is_first_on_line(0) && !p.is_first_on_line(1) && matches!(p.nth(1), IDENT | DOT | EQ | LEFT_ARROW))
        }
        kind => kind.is_keyword() && !p.is_first_on_line(0),
    }
}

/// Whether a reference, or a keyword in a reference's place, is at the current token.
pub(super) fn at_name_ref(p: &Parser<'_>) -> bool {
    match p.current() {
        IDENT | BUF_KW => true,
        kind => kind.is_keyword() && !p.is_first_on_line(0),
    }
}

/// Takes a word as a name. A keyword is no name, but there is no doubt about what was meant.
fn word(p: &mut Parser<'_>, node: SyntaxKind) {
    let kind = p.current();
    if !matches!(kind, IDENT | BUF_KW) {
        p.missing_at(Place::token(p.position()), SyntaxErrorKind::KeywordAsName(kind));
    }
    p.bump_as(node);
}

/// A reference that was parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dotted {
    /// The number of its first token.
    pub(super) first: usize,
    /// How many words it has.
    pub(super) parts: usize,
}

/// A dotted path of words, or what is missing of it.
pub(super) fn reference(p: &mut Parser<'_>, referent: Referent) -> Option<Dotted> {
    if !at_name_ref(p) {
        p.missing(Expected::Reference(referent));
        return None;
    }
    let marker = p.start();
    let first = marker.first();
    let mut parts = 1;
    name_ref(p);
    while p.eat(DOT) {
        if at_name_ref(p) {
            name_ref(p);
            parts += 1;
        } else {
            p.missing(Expected::Name);
            break;
        }
    }
    marker.complete(p, REFERENCE);
    Some(Dotted { first, parts })
}

/// A reference that has one word only. The words behind a dot are an error.
pub(super) fn single_name_ref(p: &mut Parser<'_>, referent: Referent) {
    if !at_name_ref(p) {
        p.missing(Expected::Reference(referent));
        return;
    }
    name_ref(p);
    if p.at(DOT) {
        let marker = p.start();
        while p.eat(DOT) {
            if at_name_ref(p) {
                p.bump();
            }
        }
        p.error(p.place_since(marker.first()), SyntaxErrorKind::DottedType);
        marker.complete(p, ERROR);
    }
}

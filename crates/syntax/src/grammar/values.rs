// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values: numbers and their operators, strings, lists, dicts and queries.
//!
//! Precedence is that of the reference's grammar, which is C's with two exceptions: `**` binds like `*`, and every
//! operator of two operands is left-associative, `**` included.

use super::names::{at_name_ref, name_ref};
use super::paths::string;
use super::recovery::{macro_name, skip_nested};
use crate::error::{Expected, RelatedText, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::{Completed, Parser};

/// Which values a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accept {
    /// Every value: after the `=` of a setting.
    Setting,
    /// Every value but a query.
    Item,
    /// A number or a string.
    Key,
    /// A number.
    Number,
    /// The argument of a query: a dict or a list of dicts.
    QueryArgument,
    /// A dict in such a list.
    Dict,
}

/// A value, with the conditional operator as the one that binds least. `None` when there is none.
pub(super) fn value(p: &mut Parser<'_>, accept: Accept) -> Option<Completed> {
    if !p.enter() {
        too_deep(p);
        return None;
    }
    let value = conditional(p, accept);
    p.leave();
    value
}

/// `condition ? a : b`. The reference's `b` has no `?` of its own.
fn conditional(p: &mut Parser<'_>, accept: Accept) -> Option<Completed> {
    let condition = binary(p, 0, accept)?;
    if !p.at(QUESTION) {
        return Some(condition);
    }
    check_number(p, condition);
    let marker = condition.precede(p);
    p.bump();
    value(p, Accept::Number);
    if p.expect(COLON) && p.enter() {
        if let Some(last) = binary(p, 0, Accept::Number)
            && p.at(QUESTION)
        {
            p.error(Place::token(p.position()), SyntaxErrorKind::NestedTernary);
            let inner = last.precede(p);
            p.bump();
            value(p, Accept::Number);
            p.expect(COLON);
            value(p, Accept::Number);
            inner.complete(p, TERNARY_EXPR);
        }
        p.leave();
    }
    Some(marker.complete(p, TERNARY_EXPR))
}

/// How tightly an operator of two operands binds; more is tighter.
fn binding_power(kind: SyntaxKind) -> Option<u8> {
    Some(match kind {
        PIPE2 => 1,
        AMP2 => 2,
        PIPE => 3,
        CARET => 4,
        AMP => 5,
        EQ2 | NEQ => 6,
        L_ANGLE | LTEQ | R_ANGLE | GTEQ => 7,
        SHL | SHR => 8,
        PLUS | MINUS => 9,
        STAR | SLASH | PERCENT | STAR2 => 10,
        _ => return None,
    })
}

/// Operands joined by operators that bind more tightly than `limit`.
fn binary(p: &mut Parser<'_>, limit: u8, accept: Accept) -> Option<Completed> {
    let mut left = unary(p, accept)?;
    // A long row of operators is a deep tree, as deep as that many parentheses.
    let mut operators = 0;
    while let Some(power) = binding_power(p.current()).filter(|&it| it > limit) {
        if operators >= p.depth_left() {
            too_deep(p);
            break;
        }
        operators += 1;
        check_number(p, left);
        let marker = left.precede(p);
        p.bump();
        binary(p, power, Accept::Number);
        left = marker.complete(p, BINARY_EXPR);
    }
    Some(left)
}

/// Says that an operand is no number.
fn check_number(p: &mut Parser<'_>, operand: Completed) {
    if matches!(operand.kind(), STRING_LIT | LIST | DICT | QUERY) {
        p.error(p.place_since(operand.first()), SyntaxErrorKind::NotNumeric);
    }
}

/// An operand with its signs. Signs bind most tightly.
fn unary(p: &mut Parser<'_>, accept: Accept) -> Option<Completed> {
    if !matches!(p.current(), MINUS | PLUS | BANG | TILDE) {
        return operand(p, accept);
    }
    if !p.enter() {
        too_deep(p);
        return None;
    }
    let marker = p.start();
    p.bump();
    unary(p, Accept::Number);
    p.leave();
    Some(marker.complete(p, UNARY_EXPR))
}

fn operand(p: &mut Parser<'_>, accept: Accept) -> Option<Completed> {
    let value = plain_operand(p, accept)?;
    check_accepted(p, value, accept);
    Some(value)
}

fn plain_operand(p: &mut Parser<'_>, accept: Accept) -> Option<Completed> {
    let marker = p.start();
    let kind = match p.current() {
        NUMERAL => {
            p.bump();
            NUMBER
        }
        TRUE_KW | TITLE_TRUE_KW | FALSE_KW | TITLE_FALSE_KW => {
            p.bump();
            BOOL
        }
        STRING => return Some(string(p)),
        L_PAREN => {
            paren(p);
            PAREN_EXPR
        }
        L_BRACK => {
            list(p, if accept == Accept::QueryArgument { Accept::Dict } else { Accept::Item });
            LIST
        }
        L_BRACE => {
            dict(p);
            DICT
        }
        IDENT | BUF_KW => return named(p),
        DOT if p.nth(1) == NUMERAL => {
            p.missing_at(
                Place::Tokens { first: p.position(), last: p.position() + 1 },
                SyntaxErrorKind::Number(crate::error::NumberProblem::NoInteger),
            );
            p.bump();
            p.bump();
            NUMBER
        }
        _ => {
            p.missing(Expected::Value);
            return None;
        }
    };
    Some(marker.complete(p, kind))
}

fn check_accepted(p: &mut Parser<'_>, value: Completed, accept: Accept) {
    let problem = match (value.kind(), accept) {
        (STRING_LIT | LIST | DICT | QUERY, Accept::Number) => SyntaxErrorKind::NotNumeric,
        (LIST | DICT | QUERY, Accept::Key) => SyntaxErrorKind::NotAKey,
        (QUERY, Accept::Item) => SyntaxErrorKind::MisplacedQuery,
        (DICT, Accept::QueryArgument | Accept::Dict) | (LIST, Accept::QueryArgument) => return,
        (_, Accept::QueryArgument | Accept::Dict) => SyntaxErrorKind::QueryArgument,
        _ => return,
    };
    p.error(p.place_since(value.first()), problem);
}

/// `( number )`
fn paren(p: &mut Parser<'_>) {
    let open = p.position();
    p.bump();
    value(p, Accept::Number);
    close(p, open, L_PAREN, R_PAREN);
}

/// `[ value, … ]`
fn list(p: &mut Parser<'_>, elements: Accept) {
    let open = p.position();
    p.bump();
    while at_element(p) {
        if p.at(COMMA) {
            p.missing(Expected::Value);
            p.bump_as(ERROR);
            continue;
        }
        if value(p, elements).is_none() {
            break;
        }
        separator(p);
    }
    close(p, open, L_BRACK, R_BRACK);
}

/// `{ key: value, … }`
fn dict(p: &mut Parser<'_>) {
    let open = p.position();
    p.bump();
    while at_element(p) {
        if p.at(COMMA) {
            p.missing(Expected::Value);
            p.bump_as(ERROR);
            continue;
        }
        let before = p.position();
        dict_entry(p);
        if p.position() == before {
            break;
        }
    }
    close(p, open, L_BRACE, R_BRACE);
}

/// `key: value`, with the `,` behind it.
fn dict_entry(p: &mut Parser<'_>) {
    let marker = p.start();
    if !p.at(COLON) {
        value(p, Accept::Key);
    } else {
        p.missing(Expected::Value);
    }
    if p.expect(COLON) || at_value(p) {
        value(p, Accept::Item);
    }
    separator(p);
    marker.complete(p, DICT_ENTRY);
}

/// The `,` between two elements, or behind the last one.
fn separator(p: &mut Parser<'_>) {
    if !p.eat(COMMA) && at_element(p) {
        p.missing(Expected::Token(COMMA));
    }
}

/// Whether a value begins here.
fn at_value(p: &Parser<'_>) -> bool {
    match p.current() {
        NUMERAL | TRUE_KW | TITLE_TRUE_KW | FALSE_KW | TITLE_FALSE_KW | STRING | L_PAREN | L_BRACK | L_BRACE
        | MINUS | PLUS | BANG | TILDE => true,
        DOT => p.nth(1) == NUMERAL,
        IDENT | BUF_KW => !starts_setting(p),
        _ => false,
    }
}

/// Whether an element of a list or dict begins here, or a comma or colon that should have one before it.
fn at_element(p: &Parser<'_>) -> bool {
    at_value(p) || matches!(p.current(), COMMA | COLON)
}

/// Whether the name at the current token is the target of a setting on a line of its own.
fn starts_setting(p: &Parser<'_>) -> bool {
    p.is_first_on_line(0) && matches!(p.nth(1), DOT | EQ | LEFT_ARROW)
}

/// Takes the closing bracket, or says that the opening one has none.
fn close(p: &mut Parser<'_>, open: usize, opening: SyntaxKind, closing: SyntaxKind) {
    if p.eat(closing) {
        return;
    }
    // With something else in front of the closing bracket it is that thing that is wrong.
    if !p.is_first_on_line(0) && !matches!(p.current(), SEMICOLON | COMMA | R_BRACE | R_BRACK | R_PAREN | EOF) {
        p.missing(Expected::Token(closing));
        skip_to_close(p, closing);
        p.eat(closing);
        return;
    }
    if p.is_new_place() {
        p.error_with(
            Place::token(open),
            SyntaxErrorKind::Unclosed(opening),
            Place::before(p.position()),
            RelatedText::StillOpen(opening),
        );
    }
}

/// Skips to the closing bracket if it is on the same line.
fn skip_to_close(p: &mut Parser<'_>, closing: SyntaxKind) {
    let marker = p.start();
    while !p.at(closing)
        && !p.is_first_on_line(0)
        && !matches!(p.current(), SEMICOLON | COMMA | R_BRACE | R_BRACK | R_PAREN | EOF)
    {
        p.bump();
    }
    marker.complete(p, ERROR);
}

/// What begins with a name: a query, a macro, or a reference where no reference can be.
fn named(p: &mut Parser<'_>) -> Option<Completed> {
    if starts_setting(p) {
        p.missing(Expected::Value);
        return None;
    }
    match (p.nth(1), p.nth(2)) {
        (L_PAREN, R_PAREN | L_BRACE | L_BRACK) => Some(query(p)),
        (DOT, _) => {
            let marker = p.start();
            p.bump();
            while p.eat(DOT) {
                if at_name_ref(p) {
                    p.bump();
                }
            }
            p.missing_at(p.place_since(marker.first()), SyntaxErrorKind::ReferenceAsValue);
            Some(marker.complete(p, ERROR))
        }
        _ => {
            let marker = p.start();
            macro_name(p);
            Some(marker.complete(p, MACRO_USE))
        }
    }
}

/// `name({ … })["key"]`
fn query(p: &mut Parser<'_>) -> Completed {
    let marker = p.start();
    name_ref(p);
    let open = p.position();
    p.bump();
    if at_value(p) {
        value(p, Accept::QueryArgument);
    }
    close(p, open, L_PAREN, R_PAREN);
    dict_lookups(p);
    marker.complete(p, QUERY)
}

/// `["key"]`, any number of times.
pub(super) fn dict_lookups(p: &mut Parser<'_>) {
    while p.at(L_BRACK) {
        let marker = p.start();
        let open = p.position();
        p.bump();
        value(p, Accept::Key);
        close(p, open, L_BRACK, R_BRACK);
        marker.complete(p, DICT_LOOKUP);
    }
}

/// Skips a value that is nested too deeply.
fn too_deep(p: &mut Parser<'_>) {
    p.missing_at(Place::token(p.position()), SyntaxErrorKind::TooDeep);
    skip_nested(p);
}

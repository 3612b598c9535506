// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values: numbers and their operators, strings, lists, dicts and queries.
//!
//! Precedence is that of the reference's grammar, which is C's with two exceptions: `**` binds like `*`, and every
//! operator of two operands is left-associative, `**` included.

use super::is_word;
use super::names::{at_name_ref, name_ref};
use super::paths::string;
use super::recovery::{macro_name, skip_nested, skip_to_closing};
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
    bracketed(p, L_PAREN, R_PAREN, |p| {
        value(p, Accept::Number);
    });
}

/// `[ value, … ]`
fn list(p: &mut Parser<'_>, elements: Accept) {
    bracketed(p, L_BRACK, R_BRACK, |p| {
        while at_element(p) {
            if p.at(COMMA) || p.at(COLON) {
                p.missing(Expected::Value);
                p.bump_as(ERROR);
            } else if value(p, elements).is_none() {
                break;
            } else {
                separator(p, R_BRACK);
            }
        }
    });
}

/// `{ key: value, … }`
fn dict(p: &mut Parser<'_>) {
    bracketed(p, L_BRACE, R_BRACE, |p| {
        let mut colons = Colons::Complete;
        while at_element(p) {
            let before = p.position();
            if p.at(COMMA) {
                p.missing(Expected::Value);
                p.bump_as(ERROR);
            } else {
                dict_entry(p, &mut colons);
            }
            if p.position() == before {
                break;
            }
        }
    });
}

/// Whether a `:` of a dict was found missing: what is no dict entry at all is reported once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colons {
    Complete,
    Missing,
}

/// `key: value`, with the `,` behind it.
fn dict_entry(p: &mut Parser<'_>, colons: &mut Colons) {
    let marker = p.start();
    if p.at(COLON) {
        p.missing(Expected::Value);
    } else {
        value(p, Accept::Key);
    }
    if p.eat(COLON) {
        value(p, Accept::Item);
    } else {
        if *colons == Colons::Complete {
            if at_value(p) { p.missing(Expected::Token(COLON)) } else { p.unexpected(Expected::Token(COLON)) }
        }
        *colons = Colons::Missing;
        if at_value(p) {
            value(p, Accept::Item);
        }
    }
    separator(p, R_BRACE);
    marker.complete(p, DICT_ENTRY);
}

/// The `,` between two elements, or behind the last one. What is neither is skipped up to the next one of its line.
fn separator(p: &mut Parser<'_>, closing: SyntaxKind) {
    if p.eat(COMMA) || p.at(closing) {
        return;
    }
    if at_value(p) {
        p.missing(Expected::Token(COMMA));
        return;
    }
    if p.at(COLON) {
        p.unexpected(Expected::Token(COMMA));
        return;
    }
    if is_end_of_value(p, closing) {
        return;
    }
    p.unexpected(Expected::Token(COMMA));
    let marker = p.start();
    p.bump();
    while !p.at(COMMA) && !p.at(closing) && !p.is_first_on_line(0) && !is_end_of_value(p, closing) {
        p.bump();
    }
    marker.complete(p, ERROR);
    p.eat(COMMA);
}

/// Whether the brackets around the current place must be closed before the current token. A closing bracket of another kind
/// is an end if something waits for it, unless our own comes right behind.
fn is_end_of_value(p: &Parser<'_>, closing: SyntaxKind) -> bool {
    match p.current() {
        EOF | SEMICOLON => true,
        kind @ (R_PAREN | R_BRACK | R_BRACE) => {
            p.nth(1) != closing && (p.brackets.contains(&kind) || kind == R_BRACE && p.is_first_on_line(0))
        }
        kind => p.is_first_on_line(0) && is_word(kind),
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

/// An opening bracket, what is in it, and its closing one.
fn bracketed(p: &mut Parser<'_>, opening: SyntaxKind, closing: SyntaxKind, content: impl FnOnce(&mut Parser<'_>)) {
    let open = p.position();
    p.bump();
    p.brackets.push(closing);
    content(p);
    p.brackets.pop();
    if !p.eat(closing) && !skip_to_closing(p, closing) && p.is_new_place() {
        p.error_with(
            Place::token(open),
            SyntaxErrorKind::Unclosed(opening),
            Place::before(p.position()),
            RelatedText::StillOpen(opening),
        );
    }
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
    bracketed(p, L_PAREN, R_PAREN, |p| {
        if at_value(p) {
            value(p, Accept::QueryArgument);
        }
    });
    dict_lookups(p);
    marker.complete(p, QUERY)
}

/// `["key"]`, any number of times.
pub(super) fn dict_lookups(p: &mut Parser<'_>) {
    while p.at(L_BRACK) {
        let marker = p.start();
        bracketed(p, L_BRACK, R_BRACK, |p| {
            value(p, Accept::Key);
        });
        marker.complete(p, DICT_LOOKUP);
    }
}

/// Skips a value that is nested too deeply.
fn too_deep(p: &mut Parser<'_>) {
    p.missing_at(Place::token(p.position()), SyntaxErrorKind::TooDeep);
    skip_nested(p);
}

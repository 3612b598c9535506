// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types, structs, and attributes, which give a type a name and a default.

use super::Outcome;
use super::body::body;
use super::names::{at_name_ref, name, name_ref, reference};
use super::recovery::{expect_closing, semicolon, starts_macro_use_among_types};
use super::values::{self, Accept};
use crate::error::{BodyKind, Expected, Referent, SyntaxErrorKind};
use crate::event::Place;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::Parser;

/// What a type is the type of; it decides which types there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeUse {
    /// The result of a method, or an attribute of a procedure: which one is known only behind the name.
    Method,
    /// A parameter of a method.
    Parameter,
    /// An attribute of a component or connector, or a member of a struct.
    Attribute,
}

/// Whether a type begins with a token of this kind.
pub(super) fn starts_type(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SIGNED_KW
            | UNSIGNED_KW
            | INT_KW
            | INTEGER_KW
            | CHAR_KW
            | STRING_KW
            | INT64_T_KW
            | UINT64_T_KW
            | VOID_KW
            | STRUCT_KW
            | IDENT
            | BUF_KW
            | L_BRACE
    )
}

/// A type, or what is missing of it.
pub(super) fn type_(p: &mut Parser<'_>, used: TypeUse) {
    let first = p.position();
    let marker = p.start();
    match p.current() {
        SIGNED_KW | UNSIGNED_KW => {
            p.bump();
            if matches!(p.current(), INT_KW | INTEGER_KW | CHAR_KW) {
                p.bump();
            }
            marker.complete(p, PRIMITIVE_TYPE);
        }
        INT_KW | INTEGER_KW | CHAR_KW | STRING_KW | INT64_T_KW | UINT64_T_KW => {
            p.bump();
            marker.complete(p, PRIMITIVE_TYPE);
        }
        VOID_KW => {
            if used != TypeUse::Method {
                p.error(Place::token(first), SyntaxErrorKind::VoidType);
            }
            p.bump();
            marker.complete(p, PRIMITIVE_TYPE);
        }
        // A struct that is declared on its own line is no type.
        STRUCT_KW if !(p.is_first_on_line(0) && p.nth(2) == L_BRACE) => {
            if used == TypeUse::Attribute {
                p.error(Place::token(first), SyntaxErrorKind::StructKeywordInAttribute);
            }
            p.bump();
            if at_name_ref(p) {
                name_ref(p);
            } else {
                p.missing(Expected::Reference(Referent::CStruct));
            }
            marker.complete(p, C_STRUCT_TYPE);
        }
        L_BRACE => {
            if used != TypeUse::Attribute {
                p.error(Place::token(first), SyntaxErrorKind::InlineStructInMethod);
            }
            body(p, BodyKind::Struct, first);
            marker.complete(p, INLINE_STRUCT);
        }
        _ if at_name_ref(p) => {
            if let Some(it) = reference(p, Referent::Struct)
                && it.parts > 1
                && used != TypeUse::Attribute
            {
                p.error(p.place_since(it.first), SyntaxErrorKind::DottedType);
            }
            marker.complete(p, NAMED_TYPE);
        }
        _ => p.missing(Expected::Type),
    }
}

/// Says that the type of an attribute of a procedure, whose first token this is, is none.
pub(super) fn check_attribute_type(p: &mut Parser<'_>, first: usize) {
    let problem = match p.kind_of(first) {
        VOID_KW => SyntaxErrorKind::VoidType,
        STRUCT_KW => SyntaxErrorKind::StructKeywordInAttribute,
        _ => return,
    };
    p.error(Place::token(first), problem);
}

/// `[]` behind a name.
pub(super) fn array_mark(p: &mut Parser<'_>) {
    if p.at(L_BRACK) {
        let marker = p.start();
        p.bump();
        expect_closing(p, R_BRACK);
        marker.complete(p, ARRAY_MARK);
    }
}

/// `attribute type name = default;`
pub(super) fn attribute(p: &mut Parser<'_>) {
    let marker = p.start();
    p.eat(ATTRIBUTE_KW);
    type_(p, TypeUse::Attribute);
    name(p);
    array_mark(p);
    if p.eat(EQ) {
        values::value(p, Accept::Item);
    }
    semicolon(p);
    marker.complete(p, ATTRIBUTE);
}

/// `struct name { … }`
pub(super) fn struct_(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    name(p);
    body(p, BodyKind::Struct, marker.first());
    marker.complete(p, STRUCT);
}

/// A member of a struct.
pub(super) fn struct_item(p: &mut Parser<'_>) -> Outcome {
    let kind = p.current();
    if !starts_type(kind) || starts_macro_use_among_types(p) || (kind == STRUCT_KW && p.nth(2) == L_BRACE) {
        return Outcome::Unknown;
    }
    attribute(p);
    Outcome::Parsed
}

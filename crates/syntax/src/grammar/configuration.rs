// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Configurations and their settings.

use super::Outcome;
use super::body::body;
use super::composition::{is_use, use_of};
use super::names::{optional_name, reference};
use super::recovery::{semicolon, starts_macro_use};
use super::values::{self, Accept};
use crate::error::{BodyKind, Expected, Referent, SyntaxErrorKind};
use crate::kind::SyntaxKind::*;
use crate::parser::Parser;

/// `configuration name { … }`
pub(super) fn configuration(p: &mut Parser<'_>) {
    let marker = p.start();
    p.bump();
    optional_name(p);
    body(p, BodyKind::Configuration, marker.first());
    marker.complete(p, CONFIGURATION);
}

/// `configuration name { … }` or `configuration name;`
pub(super) fn configuration_or_use(p: &mut Parser<'_>) {
    if is_use(p) { use_of(p, CONFIGURATION_USE) } else { configuration(p) }
}

/// An item of a configuration's body.
pub(super) fn item(p: &mut Parser<'_>) -> Outcome {
    if !matches!(p.current(), IDENT | BUF_KW) || starts_macro_use(p) {
        return Outcome::Unknown;
    }
    setting(p);
    Outcome::Parsed
}

/// `instance.attribute = value;` or `instance.attribute <- other.attribute;`
fn setting(p: &mut Parser<'_>) {
    let marker = p.start();
    if let Some(target) = reference(p, Referent::Attribute)
        && target.parts != 2
    {
        p.missing_at(p.place_since(target.first), SyntaxErrorKind::SettingTarget);
    }
    match p.current() {
        EQ => {
            p.bump();
            values::value(p, Accept::Setting);
        }
        LEFT_ARROW => {
            p.bump();
            attribute_ref(p);
        }
        _ => p.missing(Expected::Assignment),
    }
    semicolon(p);
    marker.complete(p, SETTING);
}

/// `a.b` or `a.b["key"]`
fn attribute_ref(p: &mut Parser<'_>) {
    let marker = p.start();
    if reference(p, Referent::Attribute).is_some() {
        values::dict_lookups(p);
        marker.complete(p, ATTRIBUTE_REF);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A named composition or configuration that no assembly and no component has.

use super::usage::unused;
use super::{Check, Lint};
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule, Tag};
use crate::input::System;
use crate::scope::DefKind;

pub(super) const LINT: Lint =
    Lint { rule: Rule::UnusedComposition, tag: Some(Tag::Unused), holds: Holds::InAll, check: Check::System(check) };

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let of = |kind| unused(db, system, kind, Rule::UnusedComposition);
    [of(DefKind::Composition), of(DefKind::Configuration)].concat()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A struct that no attribute has.

use super::usage::unused;
use super::{Check, Lint};
use crate::diagnostic::{Holds, Rule, Tag};
use crate::scope::DefKind;

pub(super) const LINT: Lint = Lint {
    rule: Rule::UnusedStruct,
    tag: Some(Tag::Unused),
    holds: Holds::InAll,
    check: Check::System(|db, system| unused(db, system, DefKind::Struct, Rule::UnusedStruct)),
};

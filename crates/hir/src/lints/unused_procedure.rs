// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A procedure that no interface has.

use super::usage::unused;
use super::{Check, Lint};
use crate::diagnostic::{Holds, Rule, Tag};
use crate::scope::DefKind;

pub(super) const LINT: Lint = Lint {
    rule: Rule::UnusedProcedure,
    tag: Some(Tag::Unused),
    holds: Holds::InAll,
    check: Check::System(|db, system| unused(db, system, DefKind::Procedure, Rule::UnusedProcedure)),
};

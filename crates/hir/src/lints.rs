// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Rules about what the language lets pass: each lint is a file here with its check, its fix and its tests, a line in the
//! table of rules, and a page beside the others.

use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule, Tag};
use crate::input::System;

/// A rule that is checked by itself, when the system is understood.
pub(crate) struct Lint {
    /// The rule: name, level and documentation.
    pub(crate) rule: Rule,
    /// How an editor may show what its findings are about.
    pub(crate) tag: Option<Tag>,
    /// In which of the systems that share a file its findings must come up.
    pub(crate) holds: Holds,
    /// What breaks it.
    pub(crate) check: fn(&dyn Db, System) -> Vec<Finding>,
}

/// Every lint.
const ALL: &[&Lint] = &[];

/// The lint that a rule is checked by.
pub(crate) fn of_rule(rule: Rule) -> Option<&'static Lint> {
    ALL.iter().copied().find(|lint| lint.rule == rule)
}

/// What all lints find.
pub(crate) fn findings(db: &dyn Db, system: System) -> Vec<Finding> {
    ALL.iter().flat_map(|lint| (lint.check)(db, system)).collect()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings in files that several systems share: what one of them does not use, another may.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::assembly::resolution;
use crate::check::diagnostics;
use crate::db::Db;
use crate::diagnostic::{Diagnostic, Holds, Rule, Span};
use crate::imports::import_graph;
use crate::input::{File, System};

/// What several systems say of their files.
pub struct Shared {
    /// How many systems with an assembly have a file.
    holders: FxHashMap<File, usize>,
    /// How many systems find a rule broken at a place, for rules that must be broken in all.
    found: FxHashMap<(Rule, Span), usize>,
}

impl Shared {
    /// Checks the systems and compares what they find.
    #[must_use]
    pub fn new(db: &dyn Db, systems: &[System]) -> Self {
        let (mut holders, mut found) = (FxHashMap::default(), FxHashMap::default());
        for &system in systems {
            // Without an assembly nothing is used, so that nothing can be unused.
            if resolution(db, system).assembly.is_some() {
                for file in &import_graph(db, system).files {
                    *holders.entry(*file).or_default() += 1;
                }
            }
            let of_all = diagnostics(db, system).iter().filter(|it| it.rule.holds() == Holds::InAll);
            let places: FxHashSet<_> = of_all.map(|it| (it.rule, it.primary)).collect();
            for place in places {
                *found.entry(place).or_default() += 1;
            }
        }
        Self { holders, found }
    }

    /// Whether a diagnostic of one of the systems is true of its file.
    #[must_use]
    pub fn holds(&self, diagnostic: &Diagnostic) -> bool {
        let holders = self.holders.get(&diagnostic.primary.file).copied().unwrap_or(1);
        let found = || self.found.get(&(diagnostic.rule, diagnostic.primary)).copied().unwrap_or(0);
        diagnostic.rule.holds() == Holds::InAny || found() >= holders
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Renders address spaces side by side, ahead of the query that puts them together. Their order in the result is that of the
//! plan, so the bytes don't depend on the number of threads.

use camkes_codegen::{
    Target, TemplateSet,
    cache::Kept,
    queries::{self, Build},
};
use camkes_hir::{RootDatabase, System as HirSystem};
use rayon::prelude::*;

/// How a system is generated.
pub(super) struct Wanted {
    pub(super) target: Target,
    pub(super) templates: TemplateSet,
    pub(super) kept: Kept,
}

impl Wanted {
    /// The same for each snapshot of a database.
    pub(super) fn build<'db>(&self, db: &'db RootDatabase) -> Build<'db> {
        Build::new(db, self.target.clone(), self.templates.clone(), self.kept.clone())
    }
}

/// Renders the address spaces of a system that are not known yet, with `jobs` threads, or one for each core.
pub(super) fn ahead(db: &RootDatabase, system: HirSystem, wanted: &Wanted, jobs: Option<u16>) {
    let Some(plan) = queries::plan(db, system, wanted.build(db)) else { return };
    let Ok(plan) = plan.as_ref() else { return };
    // A thread costs more than a small space.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = jobs.map_or(cores, usize::from).min(plan.spaces.len());
    if threads < 2 {
        return;
    }
    if let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        let one = |db: &mut RootDatabase, space: &camkes_codegen::SpacePlan| {
            let _ = queries::render_space(db, system, wanted.build(db), space.name.clone());
        };
        let snapshot = db.clone();
        pool.install(move || plan.spaces.par_iter().for_each_with(snapshot, one));
    }
}

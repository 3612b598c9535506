// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Renders address spaces side by side. Their order in the result is that of the plan, so the bytes don't depend on
//! the number of threads.

use std::sync::Arc;

use camkes_codegen::{Failure, Generated, Target, Templates, assemble, plan, render_space};
use camkes_hir::model::Assembly;
use rayon::prelude::*;

/// Renders a whole system with `jobs` threads, or one for each core.
pub(super) fn all(
    assembly: &Arc<Assembly>,
    target: &Target,
    templates: &Templates,
    stem: &str,
    jobs: Option<u16>,
) -> Result<Generated, Vec<Failure>> {
    let plan = plan(assembly, templates).map_err(|errors| errors.into_iter().map(Failure::from).collect::<Vec<_>>())?;
    let one = |space| render_space(assembly, space, target, templates);
    // A thread costs more than a small space.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = jobs.map_or(cores, usize::from).min(plan.spaces.len());
    let pool = if threads > 1 { rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok() } else { None };
    let spaces: Vec<_> = match pool {
        Some(pool) => pool.install(|| plan.spaces.par_iter().map(one).collect()),
        None => plan.spaces.iter().map(one).collect(),
    };
    assemble(assembly, target, stem, spaces)
}

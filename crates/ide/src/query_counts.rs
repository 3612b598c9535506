// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How often each query runs: what an edit costs, told in a way that no machine's load changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use camkes_hir::salsa::plumbing::IngredientIndex;
use camkes_hir::salsa::{Database as _, Event, EventKind};
use camkes_hir::{FileLoader, RootDatabase};
use rustc_hash::FxHashMap;

use crate::host::AnalysisHost;

/// Executions of each query since the start. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct QueryCounts(Arc<Mutex<FxHashMap<IngredientIndex, u64>>>);

impl QueryCounts {
    /// A host whose queries are counted here.
    #[must_use]
    pub fn host(&self, loader: Arc<dyn FileLoader>) -> AnalysisHost {
        let counts = self.clone();
        let on_event = move |event: Event| {
            if let EventKind::WillExecute { database_key } = event.kind {
                let mut counts = counts.0.lock().unwrap_or_else(PoisonError::into_inner);
                *counts.entry(database_key.ingredient_index()).or_default() += 1;
            }
        };
        AnalysisHost::over(RootDatabase::with_events(loader, Box::new(on_event)))
    }

    /// The counts by the queries' names.
    pub(crate) fn named(&self, db: &RootDatabase) -> BTreeMap<String, u64> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|(query, count)| (db.ingredient_debug_name(*query).into_owned(), *count)).collect()
    }
}

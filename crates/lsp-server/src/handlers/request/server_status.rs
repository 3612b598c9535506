// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes/serverStatus`: what the server knows. It takes no parameters.
//!
//! Result: `version`, `openDocuments` (how many), and for each of `systems` its `root`, whether it is the `active` one, and the
//! numbers of its `files`, `instances` (`null` without an assembly), `errors` and `warnings`. A server that counts its queries says
//! in `executedQueries` how often each has run.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use tower_lsp::gen_lsp_types as lsp;

use crate::server::{dispatch::Failure, snapshot::Snapshot};

/// What the server knows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    version: &'static str,
    open_documents: usize,
    systems: Vec<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    executed_queries: Option<BTreeMap<String, u64>>,
}

#[derive(Debug, Serialize)]
struct Summary {
    root: lsp::Uri,
    active: bool,
    files: usize,
    instances: Option<usize>,
    errors: usize,
    warnings: usize,
}

/// The state of the session.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, _: Value) -> Result<Status, Failure> {
    let systems = snapshot.analysis.systems()?.into_iter().map(|it| Summary {
        root: snapshot.uri(&it.root),
        active: it.chosen,
        files: it.files,
        instances: it.instances,
        errors: it.errors,
        warnings: it.warnings,
    });
    let systems = systems.collect();
    let executed_queries = snapshot.counts.as_ref().map(|counts| snapshot.analysis.executed(counts));
    Ok(Status {
        version: env!("CARGO_PKG_VERSION"),
        open_documents: snapshot.documents.len(),
        systems,
        executed_queries,
    })
}

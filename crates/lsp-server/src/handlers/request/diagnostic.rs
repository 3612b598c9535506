// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/diagnostic`.

use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::from_proto,
    server::{
        diagnostics::{self, Report},
        dispatch::Failure,
        first_look::Look,
        snapshot::Snapshot,
    },
};

/// What is wrong in a document; only that nothing changed when the client has that already.
///
/// # Errors
/// When the parameters name no document, or a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::DocumentDiagnosticParams) -> Result<Value, Failure> {
    let path = from_proto::document(snapshot, &params.text_document)?;
    let found = match &snapshot.rest {
        // The client is told to ask again if the check under way finds something else.
        Some(rest) => Look { path, rest: rest.clone() }.compute(snapshot)?.findings.diagnostics,
        None => diagnostics::of_path(snapshot, &path)?,
    };
    let report = Report::new(found);
    Ok(report.json(params.previous_result_id.as_deref()))
}

impl Report {
    /// A full report, or, when the client has it already, that it is unchanged.
    #[must_use]
    pub fn json(&self, previous: Option<&str>) -> Value {
        if self.is(previous) {
            json!({ "kind": "unchanged", "resultId": self.id })
        } else {
            json!({ "kind": "full", "resultId": self.id, "items": self.items })
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/diagnostic`.
//!
//! A client asks again as soon as it has an answer. So where nothing changed since the answer that it has, the request waits
//! for a change.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::from_proto,
    server::{
        diagnostics::{Report, Round},
        dispatch::Failure,
        snapshot::Snapshot,
    },
};

/// Files in one partial result.
const PART: usize = 64;

/// What is wrong in all files of all systems, files at a time where the client takes them so. What no system in use has is told as it was
/// when it was last looked at.
///
/// # Errors
/// [`Failure::Unchanged`] when the client has all of it already; [`Failure::Cancelled`] when a change overtook the snapshot.
pub fn handle(snapshot: &Snapshot, params: lsp::WorkspaceDiagnosticParams) -> Result<Value, Failure> {
    let mut previous = HashMap::new();
    for id in params.previous_result_ids {
        // What names no document can't have had a report of ours.
        if let Ok(path) = from_proto::path(&id.uri, &snapshot.library) {
            previous.insert(path, (id.uri, id.value));
        }
    }
    let asked_before = !previous.is_empty();
    let mut items = Vec::new();
    let mut news = false;
    let mut files: BTreeMap<_, _> = Round::of(snapshot)?.into_files().collect();
    for (path, findings) in &*snapshot.elsewhere {
        files.entry(path.clone()).or_insert_with(|| findings.clone());
    }
    for (path, findings) in files {
        let before = previous.remove(&path).map(|(_, id)| id);
        let report = Report::new(findings.diagnostics);
        // A file that was never wrong is no news.
        let known = report.is(before.as_deref()) || (before.is_none() && report.items.is_empty());
        news |= !known;
        let mut item = report.json(before.as_deref());
        if let Value::Object(item) = &mut item {
            item.insert("uri".to_owned(), json!(findings.uri));
            item.insert("version".to_owned(), json!(findings.version));
        }
        items.push(item);
    }
    // Files that belong to no system any more have nothing wrong with them.
    let mut gone: Vec<_> = previous.into_values().collect();
    gone.sort_by(|a, b| a.0.0.cmp(&b.0.0));
    for (uri, id) in gone {
        let report = Report::new(Vec::new());
        if !report.is(Some(&id)) {
            news = true;
            items.push(json!({ "kind": "full", "resultId": report.id, "items": [], "uri": uri, "version": null }));
        }
    }
    if asked_before && !news {
        return Err(Failure::Unchanged);
    }
    let Some(token) = params.partial_result_params.partial_result_token else { return Ok(json!({ "items": items })) };
    let mut parts = items.chunks(PART);
    let first = parts.next().unwrap_or_default();
    for part in std::iter::once(first).chain(parts) {
        snapshot.outgoing.progress(&token, &json!({ "items": part }));
    }
    Ok(json!({ "items": [] }))
}

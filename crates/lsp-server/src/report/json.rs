// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings as JSON.
//!
//! An array of objects:
//!
//! ```json
//! [{
//!   "rule": "unknown-component",
//!   "severity": "error",
//!   "message": "…",
//!   "path": "app.camkes",
//!   "range": { "start": { "offset": 10, "line": 2, "column": 1 }, "end": { "offset": 14, "line": 2, "column": 5 } },
//!   "labels": [{ "path": "…", "range": { }, "text": "…" }],
//!   "notes": ["…"],
//!   "fixes": [{ "title": "…", "preferred": true, "edits": [{ "path": "…", "range": { }, "text": "…" }] }]
//! }]
//! ```
//!
//! `severity` is `error`, `warning`, `info` or `hint`. Offsets are bytes from 0; lines and columns count from 1, columns
//! in characters. `range` is `null` for a file as a whole.

use serde::Serialize;

use super::{Finding, Place, Sources};

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    at: JsonPlace<'a>,
    labels: Vec<JsonText<'a>>,
    notes: &'a [String],
    fixes: Vec<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    preferred: bool,
    edits: Vec<JsonText<'a>>,
}

#[derive(Serialize)]
struct JsonText<'a> {
    #[serde(flatten)]
    at: JsonPlace<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    range: Option<JsonRange>,
}

#[derive(Serialize)]
struct JsonRange {
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    offset: usize,
    line: usize,
    column: usize,
}

/// The findings as a JSON value of the shape that the module describes.
#[must_use]
pub fn json(findings: &[Finding], sources: &Sources) -> serde_json::Value {
    let place = |at: &'_ Place| -> Option<JsonRange> {
        let range = at.range.as_ref()?;
        let position = |offset: usize| {
            let (line, column) = sources.line_column(&at.path, offset)?;
            Some(JsonPosition { offset, line, column })
        };
        Some(JsonRange { start: position(range.start)?, end: position(range.end)? })
    };
    let at = |at| JsonPlace { path: sources.shown(place_path(at)), range: place(at) };
    let text = |(place, text)| JsonText { at: at(place), text };
    let findings = findings.iter().map(|finding| JsonFinding {
        rule: &finding.rule,
        severity: finding.severity.name(),
        message: &finding.message,
        at: at(&finding.at),
        labels: finding.labels.iter().map(|(place, label)| text((place, label.as_str()))).collect(),
        notes: &finding.notes,
        fixes: finding
            .fixes
            .iter()
            .map(|fix| JsonFix {
                title: &fix.title,
                preferred: fix.preferred,
                edits: fix.edits.iter().map(|(place, new)| text((place, new.as_str()))).collect(),
            })
            .collect(),
    });
    findings.map(|finding| serde_json::to_value(finding).unwrap_or_default()).collect()
}

fn place_path(place: &Place) -> &camino::Utf8Path {
    &place.path
}

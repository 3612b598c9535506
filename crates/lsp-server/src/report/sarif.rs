// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings in the Static Analysis Results Interchange Format, SARIF 2.1.0, an OASIS standard.

use camino::Utf8Path;
use camkes_hir::diagnostic::{Rule, Severity};
use serde_json::{Value, json};

use super::{Finding, Fix, Place, Sources};
use crate::lsp::uri;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings as the log of one run. It lists the rules that are broken, sorted by name.
#[must_use]
pub fn sarif(findings: &[Finding], sources: &Sources) -> Value {
    let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let results = findings.iter().map(|finding| {
        let index = rules.binary_search(&finding.rule.as_str()).unwrap_or_default();
        result(finding, index, sources)
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "camkes-lsp",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|name| rule(name)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// What the registry knows of a rule. Mistakes of templates and of the output have a name alone.
fn rule(name: &str) -> Value {
    match Rule::from_name(name) {
        Some(rule) => json!({
            "id": name,
            "shortDescription": { "text": rule.summary() },
            "help": { "text": rule.documentation(), "markdown": rule.documentation() },
            "defaultConfiguration": { "level": level(rule.severity()) },
        }),
        None => json!({ "id": name }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn result(finding: &Finding, index: usize, sources: &Sources) -> Value {
    let mut message = finding.message.clone();
    for note in &finding.notes {
        message.push('\n');
        message.push_str(note);
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": physical(&finding.at, sources) }],
    });
    let related = finding.labels.iter().enumerate().map(|(id, (place, text))| {
        json!({ "id": id, "physicalLocation": physical(place, sources), "message": { "text": text } })
    });
    let fixes = finding.fixes.iter().filter_map(|it| fix(it, sources));
    for (key, values) in [("relatedLocations", related.collect::<Vec<_>>()), ("fixes", fixes.collect())] {
        if !values.is_empty() {
            result[key] = Value::Array(values);
        }
    }
    result
}

fn physical(place: &Place, sources: &Sources) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": reference(&place.path, sources) } });
    if let Some(region) = region(place, sources) {
        location["region"] = region;
    }
    location
}

/// The end is exclusive, as in our ranges.
fn region(place: &Place, sources: &Sources) -> Option<Value> {
    let region = sources.region(place)?;
    let ((start_line, start_column), (end_line, end_column)) = (region.start, region.end);
    Some(json!({
        "startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column,
    }))
}

/// `None` when a place of the fix has no region: half a fix would be wrong.
fn fix(fix: &Fix, sources: &Sources) -> Option<Value> {
    let mut changes: Vec<(&Utf8Path, Vec<Value>)> = Vec::new();
    for (place, text) in &fix.edits {
        let replacement = json!({ "deletedRegion": region(place, sources)?, "insertedContent": { "text": text } });
        match changes.iter_mut().find(|(path, _)| *path == place.path) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((&place.path, vec![replacement])),
        }
    }
    let change = |(path, replacements): (&Utf8Path, Vec<Value>)| json!({ "artifactLocation": { "uri": reference(path, sources) }, "replacements": replacements });
    let changes: Vec<_> = changes.into_iter().map(change).collect();
    (!changes.is_empty()).then(|| json!({ "description": { "text": fix.title }, "artifactChanges": changes }))
}

/// A URI for an absolute path, a relative reference for one below the working folder.
fn reference(path: &Utf8Path, sources: &Sources) -> String {
    let shown = sources.shown(path);
    if camkes_hir::builtin::is_builtin(path) {
        return shown.to_owned();
    }
    if Utf8Path::new(shown).is_absolute() {
        return uri::from_path(path).to_string();
    }
    let mut out = String::with_capacity(shown.len());
    for byte in shown.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a build tells its user.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::{Built, Told};
use crate::{output::FileStatus, report};

/// Version of the report's shape.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonBuild<'a> {
    schema: u32,
    status: &'static str,
    root: &'a str,
    out_dir: &'a str,
    arch: String,
    instances: usize,
    connections: usize,
    written: usize,
    unchanged: usize,
    files: Vec<JsonFile<'a>>,
    diagnostics: Value,
    milliseconds: f64,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    path: &'a str,
    status: &'static str,
    bytes: usize,
}

/// The report for machines; its shape is described at the command.
pub(super) fn json(told: &Told) -> Value {
    let (written, unchanged) = told.built.as_ref().map(counts).unwrap_or_default();
    let report = JsonBuild {
        schema: SCHEMA,
        status: if told.built.is_some() { "built" } else { "failed" },
        root: told.root.as_str(),
        out_dir: told.folder.as_str(),
        arch: told.arch.to_string(),
        instances: told.built.as_ref().map_or(0, |built| built.instances),
        connections: told.built.as_ref().map_or(0, |built| built.connections),
        written,
        unchanged,
        files: told.built.as_ref().map(files).unwrap_or_default(),
        diagnostics: report::json(&told.found, &told.sources),
        milliseconds: (told.started.elapsed().as_secs_f64() * 10_000.0).round() / 10.0,
    };
    serde_json::to_value(report).unwrap_or_default()
}

fn files(built: &Built) -> Vec<JsonFile<'_>> {
    let status = |status: FileStatus| match status {
        FileStatus::Written => "written",
        FileStatus::Unchanged => "unchanged",
    };
    let file = |(file, of): (&'_ camkes_codegen::GeneratedFile, &FileStatus)| (file.bytes.len(), status(*of));
    built
        .generated
        .files
        .iter()
        .zip(&built.statuses)
        .map(|pair| {
            let (bytes, status) = file(pair);
            JsonFile { path: pair.0.path.as_str(), status, bytes }
        })
        .collect()
}

fn counts(built: &Built) -> (usize, usize) {
    let written = built.statuses.iter().filter(|status| **status == FileStatus::Written).count();
    (written, built.statuses.len() - written)
}

/// The summary for people: `Ok` of a build that worked, `Err` of one that did not.
pub(super) fn text(told: &Told) -> Result<String, String> {
    let milliseconds = told.started.elapsed().as_secs_f64() * 1000.0;
    let Some(built) = &told.built else {
        let tally = report::tally(&told.found).unwrap_or_else(|| "no assembly".to_owned());
        return Err(format!("{} was not built: {tally}; nothing was written\n", told.root));
    };
    let (written, unchanged) = counts(built);
    Ok(format!(
        "Built {} for {} into {}\n  {} written, {unchanged} unchanged\n  {}, {}\n  {milliseconds:.1} ms\n",
        told.root,
        told.arch,
        told.folder,
        counted(written, "file"),
        counted(built.instances, "instance"),
        counted(built.connections, "connection"),
    ))
}

/// Most files that are named after a change.
const MOST_NAMED: usize = 20;

/// The summary of a build that follows a change: the files that it changed.
pub(super) fn changes(told: &Told) -> Result<String, String> {
    let Some(built) = &told.built else { return text(told) };
    let (written, unchanged) = counts(built);
    let milliseconds = told.started.elapsed().as_secs_f64() * 1000.0;
    let mut out = format!("{}, {unchanged} unchanged, {milliseconds:.1} ms\n", counted(written, "file") + " written");
    let files = built.generated.files.iter().zip(&built.statuses);
    let changed = files.filter(|(_, status)| **status == FileStatus::Written).map(|(file, _)| &file.path);
    for path in changed.take(MOST_NAMED) {
        let _ = writeln!(out, "  {path}");
    }
    if written > MOST_NAMED {
        let _ = writeln!(out, "  and {} more", written - MOST_NAMED);
    }
    Ok(out)
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

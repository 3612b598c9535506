// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask metrics`: figures of the product as JSON, the same keys every time, so that two runs can be compared.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::{Map, Value, json};

use crate::cli::MetricsArguments;
use crate::dependencies::Graph;
use crate::process;
use crate::repository::Repository;

const EXAMPLES: [&str; 3] = ["echo", "ping-pong", "cattery"];

/// Builds the release binary, measures, and prints the figures.
///
/// # Errors
/// When something can't be built, started or read.
pub(crate) fn run(repository: &Repository, arguments: &MetricsArguments) -> anyhow::Result<()> {
    process::run(&mut repository.cargo(&["build", "--release", "--locked", "--quiet", "--bin", "camkes-lsp"]))?;
    let metadata = repository.metadata()?;
    let binary = metadata.target_directory.join("release/camkes-lsp").into_std_path_buf();
    let graph = Graph::of(&metadata);

    let mut builds = Map::new();
    for name in EXAMPLES {
        builds.insert(name.to_owned(), cold_build(repository, &binary, name, arguments.runs)?);
    }
    let figures = json!({
        "binary_bytes": fs::metadata(&binary)?.len(),
        "dependencies": graph.external_count("camkes-lsp-server"),
        "cold_build": builds,
        "rust_lines": rust_lines(repository)?,
        "runs": arguments.runs,
    });
    println!("{}", serde_json::to_string_pretty(&figures)?);
    Ok(())
}

/// A build into an empty folder, by a new process: milliseconds, and kibibytes where GNU time is installed.
fn cold_build(repository: &Repository, binary: &Path, example: &str, runs: u16) -> anyhow::Result<Value> {
    let file = repository.path(&format!("examples/{example}/{example}.camkes"));
    let mut times = Vec::new();
    for _ in 0..runs {
        let folder = tempfile::tempdir()?;
        let started = Instant::now();
        let status = build(binary, &file, folder.path()).status()?;
        times.push(started.elapsed());
        ensure!(status.success(), "the build of {} failed ({status})", file.display());
    }
    times.sort_unstable();
    Ok(json!({
        "median_ms": milliseconds(times[times.len() / 2]),
        "fastest_ms": milliseconds(times[0]),
        "slowest_ms": milliseconds(times[times.len() - 1]),
        "peak_memory_kib": peak_memory(binary, &file)?,
    }))
}

fn build(binary: &Path, file: &Path, out: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("--build").arg(file).arg("--out-dir").arg(out).stdout(Stdio::null());
    command
}

/// The most resident memory of a build, as GNU time says; none without GNU time.
fn peak_memory(binary: &Path, file: &Path) -> anyhow::Result<Option<u64>> {
    let Some(time) = process::find("time") else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    let report = folder.path().join("report");
    let inner = build(binary, file, &folder.path().join("out"));
    let mut command = Command::new(time);
    command.args(["-f", "%M", "-o"]).arg(&report).arg(binary).args(inner.get_args()).stdout(Stdio::null());
    process::run(&mut command)?;
    let text = fs::read_to_string(&report)?;
    Ok(Some(text.trim().parse().with_context(|| format!("GNU time says `{text}`"))?))
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

fn rust_lines(repository: &Repository) -> anyhow::Result<usize> {
    let mut lines = 0;
    for path in repository.sources()?.iter().filter(|path| path.ends_with(".rs")) {
        lines += fs::read_to_string(repository.path(path))?.lines().count();
    }
    Ok(lines)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask metrics`: figures of the product as JSON, the same keys every time, so that two runs can be compared.

mod editor;
mod generated;
mod places;
mod times;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};
use cargo_metadata::Metadata;
use serde_json::{Map, Value, json};

use self::times::milliseconds;
use crate::cli::{Benchmarks, MetricsArguments, Part, Reference};
use crate::conformance;
use crate::dependencies::Graph;
use crate::process;
use crate::repository::Repository;

const EXAMPLES: [&str; 3] = ["echo", "ping-pong", "cattery"];

/// Packages with benchmarks of what a user waits for.
const BENCHMARKS: [&str; 3] = ["camkes-syntax", "camkes-ide", "camkes-codegen"];

/// Builds the release binary, measures, and prints the figures.
///
/// # Errors
/// When something can't be built, started or read.
pub(crate) fn run(repository: &Repository, arguments: &MetricsArguments) -> anyhow::Result<()> {
    let metadata = repository.metadata()?;
    let binary = release_binary(repository, &metadata, arguments.binary.as_deref())?;
    let beside_reference = || beside_reference(repository, &binary, arguments.systems.as_deref());
    let editor = || editor::measure(&binary, arguments.keystrokes);
    let figures = match arguments.only {
        Some(Part::Editor) => json!({ "editor": editor()? }),
        Some(Part::Reference) => json!({ "reference": beside_reference()? }),
        None => {
            let reference = match arguments.reference {
                Reference::Run => beside_reference()?,
                Reference::Skip => Value::Null,
            };
            all(repository, &metadata, &binary, arguments, editor()?, reference)?
        }
    };
    println!("{}", serde_json::to_string_pretty(&figures)?);
    Ok(())
}

/// Every figure.
fn all(
    repository: &Repository,
    metadata: &Metadata,
    binary: &Path,
    arguments: &MetricsArguments,
    editor: Value,
    reference: Value,
) -> anyhow::Result<Value> {
    let graph = Graph::of(metadata);
    let mut builds = Map::new();
    for name in EXAMPLES {
        builds.insert(name.to_owned(), cold_build(repository, binary, name, arguments.runs)?);
    }
    let benchmarks = match arguments.benchmarks {
        Benchmarks::Run => run_benchmarks(repository, metadata.target_directory.as_std_path())?,
        Benchmarks::Skip => Value::Null,
    };
    Ok(json!({
        "binary_bytes": fs::metadata(binary)?.len(),
        "dependencies": graph.external_count("camkes-lsp-server"),
        "cold_build": builds,
        "editor": editor,
        "benchmarks": benchmarks,
        "reference": reference,
        "rust_lines": rust_lines(repository)?,
        "runs": arguments.runs,
    }))
}

/// The program to measure: the one that is named, else a new release build.
///
/// # Errors
/// When it can't be built.
pub(crate) fn release_binary(
    repository: &Repository,
    metadata: &Metadata,
    named: Option<&Path>,
) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    process::run(&mut repository.cargo(&["build", "--release", "--locked", "--quiet", "--bin", "camkes-lsp"]))?;
    Ok(metadata.target_directory.join("release/camkes-lsp").into_std_path_buf())
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

/// Processor time and memory of the drop-in compiler and of the reference tool, for the public applications.
fn beside_reference(repository: &Repository, binary: &Path, only: Option<&str>) -> anyhow::Result<Value> {
    let mut command = conformance::script(repository, "files.py");
    command.arg(binary).arg("--figures");
    if let Some(text) = only {
        command.arg("--only").arg(text);
    }
    let output =
        command.stderr(Stdio::inherit()).output().context("can't start Python: CAMKES_PYTHON says which one")?;
    ensure!(!output.stdout.is_empty(), "the reference tool could not be measured ({})", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn build(binary: &Path, file: &Path, out: &Path) -> Command {
    let mut command = Command::new(binary);
    // What an earlier build left would make this one another measurement.
    command.arg("--build").arg(file).arg("--no-cache").arg("--out-dir").arg(out).stdout(Stdio::null());
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

/// Median of each benchmark by its name: milliseconds, and megabytes of input a second where it has input.
fn run_benchmarks(repository: &Repository, target: &Path) -> anyhow::Result<Value> {
    let mut command = repository.cargo(&["bench", "--locked", "--quiet", "--benches"]);
    for package in BENCHMARKS {
        command.args(["--package", package]);
    }
    // standard output is for the figures
    process::run(command.stdout(Stdio::null()))?;
    let mut results = Map::new();
    collect_benchmarks(&target.join("criterion"), &mut results)?;
    Ok(Value::Object(results))
}

/// Reads the files that criterion keeps of each benchmark's last run.
fn collect_benchmarks(folder: &Path, results: &mut Map<String, Value>) -> anyhow::Result<()> {
    let read = |name: &str| -> anyhow::Result<Value> {
        let path = folder.join("new").join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
        Ok(serde_json::from_str(&text)?)
    };
    if folder.join("new").is_dir() {
        let (benchmark, estimates) = (read("benchmark.json")?, read("estimates.json")?);
        let name = benchmark["full_id"].as_str().context("a benchmark has no name")?;
        let nanoseconds = estimates["median"]["point_estimate"].as_f64().context("a benchmark has no median")?;
        let megabytes = benchmark["throughput"]["Bytes"].as_f64().map(|bytes| rounded(bytes * 1000.0 / nanoseconds));
        results.insert(
            name.to_owned(),
            json!({ "median_ms": rounded(nanoseconds / 1e6), "megabytes_per_second": megabytes }),
        );
        return Ok(());
    }
    for entry in fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect_benchmarks(&path, results)?;
        }
    }
    Ok(())
}

/// To four places.
fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

fn rust_lines(repository: &Repository) -> anyhow::Result<usize> {
    let mut lines = 0;
    for path in repository.sources()?.iter().filter(|path| path.ends_with(".rs")) {
        lines += fs::read_to_string(repository.path(path))?.lines().count();
    }
    Ok(lines)
}

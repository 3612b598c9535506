// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a user waits for: the first diagnostics of a system, and those after a keystroke. `cargo bench -p camkes-ide`.
//!
//! A keystroke inside a comment changes no declaration: it costs the parsing of the file and little more. One inside the number
//! of a setting changes a value of the assembly, and one that renames an instance changes its parts.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{AnalysisHost, Change, Config, Diagnostic, FileContents, FileLoader};
use camkes_test_fixture::generate;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const PATH: &str = "/bench/system.camkes";
const SIZES: [usize; 3] = [10, 1_000, 100_000];

/// Nothing is on the disk: the only file is open in the editor.
struct NoDisk;

impl FileLoader for NoDisk {
    fn load(&self, _: &Utf8Path) -> FileContents {
        FileContents::Missing
    }
}

/// A workspace in which the text is open.
fn host(text: &str) -> AnalysisHost {
    let mut host = AnalysisHost::new(Arc::new(NoDisk));
    let path = Utf8PathBuf::from(PATH);
    host.apply_change(Change {
        files: vec![(path.clone(), Some(FileContents::text(text.to_owned())))],
        opened: vec![path.clone()],
        config: Some(Config { roots: vec![path], ..Config::default() }),
        ..Change::default()
    });
    host
}

fn diagnostics(host: &AnalysisHost) -> Vec<Diagnostic> {
    host.analysis().diagnostics(Utf8Path::new(PATH)).unwrap_or_else(|_| panic!("nobody cancels"))
}

fn cold_check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cold_check");
    for lines in SIZES {
        let text = generate::system(lines, 1);
        assert_eq!(diagnostics(&host(&text)).len(), 0, "the system has no mistake");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(lines), &text, |bencher, text| {
            bencher.iter(|| black_box(diagnostics(&host(text))));
        });
    }
    group.finish();
}

/// Two texts that a keystroke leads from and to.
struct Keystroke {
    name: &'static str,
    before: String,
    after: String,
}

impl Keystroke {
    fn all(lines: usize) -> [Self; 3] {
        let text = generate::system(lines, 1).replacen(";\n", "; //\n", 1);
        let comment = text.find("//").unwrap() + "//".len();
        let number = text.rfind(".level = ").unwrap() + ".level = ".len();
        let instance = text.rfind(" idle_0;").unwrap() + " idle_0".len();
        let mut renamed = inserted(&text, instance, "x");
        renamed = renamed.replace("idle_0.level", "idle_0x.level");
        [
            Self { name: "in_a_comment", after: inserted(&text, comment, "x"), before: text.clone() },
            Self { name: "in_a_number", after: inserted(&text, number, "1"), before: text.clone() },
            Self { name: "in_a_name", after: renamed, before: text },
        ]
    }
}

fn inserted(text: &str, at: usize, what: &str) -> String {
    [&text[..at], what, &text[at..]].concat()
}

fn keystroke(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keystroke");
    for lines in SIZES {
        for Keystroke { name, before, after } in Keystroke::all(lines) {
            let mut host = host(&before);
            assert_eq!(diagnostics(&host).len(), 0, "the system has no mistake");
            let mut next = [after, before].into_iter().cycle();
            group.bench_function(BenchmarkId::new(name, lines), |bencher| {
                bencher.iter_batched(
                    || FileContents::text(next.next().unwrap()),
                    |text| {
                        host.apply_change(Change { files: vec![(PATH.into(), Some(text))], ..Change::default() });
                        black_box(diagnostics(&host))
                    },
                    BatchSize::PerIteration,
                );
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    targets = cold_check, keystroke
}
criterion_main!(benches);

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a user waits for after an edit, in a process that goes on: everything that is generated, from a database that knows the
//! system as it was. `cargo bench -p camkes-codegen`.
//!
//! The edit changes a setting of one instance, so that one address space is rendered and the specification put together anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use camino::Utf8Path;
use camkes_codegen::{
    Arch, Generated, Target, TemplateSet, Templates,
    cache::Kept,
    queries::{self, Build},
};
use camkes_hir::{Db as _, FileContents, FileLoader, ForwardReferences, RootDatabase, System};
use camkes_test_fixture::generate;
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};

const PATH: &str = "/bench/system.camkes";
/// Lines; a system of 1,000 has 30 pairs of components that talk to each other.
const SIZES: [usize; 2] = [1_000, 10_000];

/// Nothing is on the disk.
struct NoDisk;

impl FileLoader for NoDisk {
    fn load(&self, _: &Utf8Path) -> FileContents {
        FileContents::Missing
    }
}

fn generated(db: &RootDatabase, system: System, templates: &TemplateSet) -> Arc<Generated> {
    let build = Build::new(db, Target::new(Arch::X86_64), templates.clone(), Kept::nowhere());
    queries::generate(db, system, build).unwrap().unwrap_or_else(|failures| panic!("{failures:#?}"))
}

fn regenerate(criterion: &mut Criterion) {
    let templates = TemplateSet::Own(Templates::builtin().unwrap());
    let mut group = criterion.benchmark_group("regenerate");
    for lines in SIZES {
        let before = generate::system(lines, 1);
        let at = before.rfind("idle_0.level = ").unwrap();
        let after = [&before[..at], "idle_0.heap_size = 4096; ", &before[at..]].concat();
        let mut db = RootDatabase::new(Arc::new(NoDisk));
        db.set_contents(Utf8Path::new(PATH), FileContents::text(before.clone()));
        let system = System::new(&db, db.file(Utf8Path::new(PATH)), Vec::new(), ForwardReferences::Allow);
        assert_ne!(generated(&db, system, &templates).files.len(), 0, "the system has files");
        let mut next = [after, before].into_iter().cycle();
        group.bench_function(BenchmarkId::new("after_a_setting", lines), |bencher| {
            bencher.iter_batched(
                || FileContents::text(next.next().unwrap()),
                |text| {
                    db.set_contents(Utf8Path::new(PATH), text);
                    black_box(generated(&db, system, &templates))
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_millis(500));
    targets = regenerate
}
criterion_main!(benches);

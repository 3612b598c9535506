// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How fast a text becomes tokens, tokens a tree, and a tree the canonical layout.
#![allow(missing_docs)]

use std::hint::black_box;

use camkes_syntax::{format, lex, parse};
use camkes_test_fixture::generate::system;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const SEED: u64 = 1;

fn syntax(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("syntax");
    group.sample_size(20);
    for lines in [10, 1_000, 100_000] {
        let text = system(lines, SEED);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("lex", lines), &text, |b, text| b.iter(|| lex(black_box(text))));
        group.bench_with_input(BenchmarkId::new("parse", lines), &text, |b, text| b.iter(|| parse(black_box(text))));
        let tree = parse(&text);
        group.bench_with_input(BenchmarkId::new("format", lines), &text, |b, text| {
            b.iter(|| format(black_box(text), black_box(&tree)));
        });
    }
    group.finish();
}

criterion_group!(benches, syntax);
criterion_main!(benches);

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How fast files go through: one that needs nothing, one full of macros, and one in between.

#![allow(missing_docs, reason = "criterion makes public items")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use camkes_preprocessor::{Environment, FileId, NoFiles, Options, SourceFile, preprocess};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn plain(components: usize) -> String {
    let mut text = String::from("import <std_connector.camkes>;\n");
    for index in 0..components {
        let _ = writeln!(
            text,
            "component Worker{index} {{ // one of many\n    control;\n    uses Interface{index} out;\n    attribute int size = {index};\n}}"
        );
    }
    text
}

fn with_a_directive(components: usize) -> String {
    format!("#define WORKERS 12\n{}", plain(components))
}

fn macros(invocations: usize) -> String {
    let mut text = String::from(
        "#define CAT(a, b) a ## b\n#define STR(x) #x\n#define CONF(vm, num, ...) CAT(vm, num).heap = 4096 * num; \
         vm.name = STR(vm); LIST(vm, ## __VA_ARGS__)\n#define LIST(name, a, b) name.a = b;\n",
    );
    for index in 0..invocations {
        let _ = writeln!(text, "CONF(vm{index}, {index}, priority, 100 + {index})");
    }
    text
}

fn benches(criterion: &mut Criterion) {
    let environment = Environment::new(Options::camkes());
    let mut group = criterion.benchmark_group("preprocess");
    for (name, text) in [("identity", plain(2000)), ("one directive", with_a_directive(2000)), ("macros", macros(2000))]
    {
        let source = SourceFile { file: FileId(0), text: Arc::from(text.as_str()), shown: Arc::from("bench.camkes") };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| preprocess(black_box(&source), &environment, &NoFiles));
        });
    }
    group.finish();
    criterion.bench_function("environment", |bencher| bencher.iter(|| Environment::new(Options::camkes())));
}

criterion_group!(all, benches);
criterion_main!(all);

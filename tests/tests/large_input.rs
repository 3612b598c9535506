// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generated systems, which benchmarks and tests of large input are made of, have no mistake in the eyes of the program.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests write the input of the program")]

use std::fs;

use camkes_test_fixture::generate;
use camkes_tests::{Camkes, files_below};
use tempfile::tempdir;

#[track_caller]
fn check(lines: usize) {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("large.camkes"), generate::system(lines, 1)).unwrap();
    let run = Camkes::new().args(&["check", "large.camkes"]).within(folder.path()).run().succeeded();
    assert_eq!(run.stderr, "", "{lines} lines");
}

#[test]
fn a_small_generated_system_has_no_mistake() {
    check(generate::FEWEST_LINES);
}

#[test]
fn a_generated_system_of_1000_lines_has_no_mistake() {
    check(1_000);
}

#[test]
fn a_generated_system_of_1000_lines_builds() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("large.camkes"), generate::system(1_000, 1)).unwrap();
    let _ = Camkes::build("large.camkes", "out").within(folder.path()).run().succeeded();
    // 30 servers, 30 clients and the spare instances, each with its own C
    let sources =
        files_below(&folder.path().join("out")).into_keys().filter(|path| path.ends_with("/camkes.c")).count();
    assert_eq!(sources, 60 + 1);
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! All generated C of the examples compiles without a warning, together with the components' own sources.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read what the program writes")]

use std::path::PathBuf;

use camkes_tests::{Application, Camkes, Compiler, EXAMPLES, files_below, repository};
use tempfile::tempdir;

#[track_caller]
fn check(compiler: Compiler, options: &[&str], flags: &[&str]) {
    for example in EXAMPLES {
        check_application(&Application::example(example), compiler, options, flags);
    }
}

#[track_caller]
fn check_application(application: &Application, compiler: Compiler, options: &[&str], flags: &[&str]) {
    let out = tempdir().unwrap();
    let arguments = ["--arch", compiler.architecture()];
    let _ = Camkes::build(&application.root, out.path()).args(&arguments).args(options).run().succeeded();
    let generated = files_below(out.path()).keys().filter(|path| path.ends_with(".c")).count();
    let compiled = compiler.compile_generated(application, out.path(), flags, &[]);
    let root = application.root.display();
    assert!(compiled > generated, "{root}: {compiled} files compiled, {generated} of them generated");
}

#[test]
fn examples_compile_for_this_machine() {
    check(Compiler::Native, &[], &[]);
}

#[test]
fn examples_compile_for_arm64() {
    check(Compiler::Arm64, &[], &[]);
}

#[test]
fn examples_compile_for_a_kernel_with_mixed_criticality_scheduling() {
    check(Compiler::Native, &["--realtime"], &["-DCONFIG_KERNEL_MCS"]);
}

#[test]
fn examples_compile_with_fault_handlers() {
    check(Compiler::Native, &["--debug-fault-handlers"], &[]);
}

#[test]
fn a_driver_for_an_arm_board_compiles() {
    let driver = Application::read(&repository().join("tests/c/systems/timer"));
    check_application(&driver, Compiler::Arm64, &[], &[]);
}

/// The serial line is one of a PC.
#[cfg(target_arch = "x86_64")]
#[test]
fn a_debug_server_compiles_for_each_kernel() {
    let debug = Application::read(&repository().join("tests/c/systems/debug"));
    check_application(&debug, Compiler::Native, &[], &["-DCONFIG_HARDWARE_DEBUG_API"]);
    check_application(&debug, Compiler::Native, &["--realtime"], &["-DCONFIG_KERNEL_MCS"]);
}

#[test]
fn attributes_at_the_limits_of_their_types_compile() {
    let limits = Application::read(&repository().join("tests/c/systems/limits"));
    check_application(&limits, Compiler::Native, &[], &[]);
    check_application(&limits, Compiler::Arm64, &[], &[]);
}

#[test]
fn the_c_library_compiles() {
    let folder = repository().join("libsel4camkes/src");
    let sources: Vec<PathBuf> =
        files_below(&folder).keys().filter(|path| path.ends_with(".c")).map(|path| folder.join(path)).collect();
    assert!(sources.len() > 5, "{sources:?}");
    for compiler in [Compiler::Native, Compiler::Arm64] {
        compiler.compile(&sources, &[], &[]);
    }
}

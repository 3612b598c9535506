// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Applications that others wrote: those of the repository seL4/camkes, in `camkes/apps` below one of the folders that
//! `$CAMKES_CORPUS` names, separated by colons. Without that variable there is nothing to build, and the test says so.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read the environment and what the program writes"
)]

use std::io::Write as _;
use std::path::PathBuf;

use camkes_tests::{Application, Camkes, Compiler, files_below};
use tempfile::tempdir;

/// Applications with the connectors that have templates today.
const APPLICATIONS: [&str; 7] =
    ["simple", "adder", "event", "dataport", "structs", "hierarchical-components", "multiassembly"];

/// Not the print macros: the test runner hides what they print when the test passes.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "public_apps: {text}");
}

/// The folder with the applications.
fn applications() -> Option<PathBuf> {
    let Some(corpus) = std::env::var_os("CAMKES_CORPUS") else {
        say("NOT RUN: CAMKES_CORPUS names no folder with a checkout of seL4/camkes");
        return None;
    };
    let applications = std::env::split_paths(&corpus).map(|folder| folder.join("camkes/apps")).find(|it| it.is_dir());
    assert!(applications.is_some(), "no camkes/apps below {}", corpus.display());
    applications
}

#[test]
fn public_applications_build_and_compile() {
    let Some(applications) = applications() else { return };
    for name in APPLICATIONS {
        let application = Application::read(&applications.join(name));
        for compiler in [Compiler::Native, Compiler::Arm64] {
            let out = tempdir().unwrap();
            let arguments = ["--arch", compiler.architecture()];
            let _ = Camkes::build(&application.root, out.path()).args(&arguments).run().succeeded();
            // what is not ours may have warnings
            let compiled = compiler.compile_generated(&application, out.path(), &[], &["-Wno-error", "-w"]);
            say(&format!(
                "{name}: {} files generated, {compiled} compiled by {}",
                files_below(out.path()).len(),
                compiler.program()
            ));
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Applications that others wrote: `$CAMKES_CORPUS/camkes/apps` of the repository seL4/camkes. Without that variable
//! there is nothing to build, and the test says so.
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

fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("CAMKES_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        say("NOT RUN: set CAMKES_CORPUS to a folder with checkouts of seL4/camkes and seL4/global-components");
    }
    corpus
}

#[test]
fn public_applications_build_and_compile() {
    let Some(corpus) = corpus() else { return };
    for name in APPLICATIONS {
        let application = Application::read(&corpus.join("camkes/apps").join(name));
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

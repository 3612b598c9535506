// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The steps of `cargo xtask test`, in their order: what is quick and often broken comes first.

mod extension;
mod neovim;

use super::Step;
use super::counts::Counts;
use crate::prerequisites::Tool;
use crate::repository::Repository;
use crate::{codegen, dependencies, layers, process, tidy};

pub(super) const ALL: &[Step] = &[
    Step { name: "fmt", about: "Rust sources are formatted", needs: &[Tool::Rustfmt], run: fmt },
    Step {
        name: "clippy",
        about: "no warning in any target; files, environment and printing only where the layers allow them",
        needs: &[Tool::Clippy, Tool::Gcc],
        run: clippy,
    },
    Step { name: "codegen", about: "generated files are up to date", needs: &[Tool::Rustfmt], run: codegen_check },
    Step {
        name: "tidy",
        about: "licence headers, sizes of files, names, module docs, links, unused dependencies",
        needs: &[],
        run: tidy_check,
    },
    Step {
        name: "layers",
        about: "dependencies point downwards, and no crate knows what it must not",
        needs: &[],
        run: layers_check,
    },
    Step {
        name: "duplicates",
        about: "no dependency is built in two versions without a reason",
        needs: &[],
        run: duplicates_check,
    },
    Step {
        name: "test",
        about: "unit, property, golden and end-to-end tests; generated C compiled and run",
        needs: &[Tool::Gcc, Tool::GccArm64, Tool::CMake],
        run: test,
    },
    Step { name: "fuzz", about: "the fuzz targets compile", needs: &[Tool::Gxx], run: fuzz },
    Step { name: "neovim", about: "the server in a real Neovim", needs: &[Tool::Neovim, Tool::Gcc], run: neovim::run },
    Step {
        name: "vscode",
        about: "the VS Code extension: build, lint, tests",
        needs: &[Tool::Npm],
        run: extension::run,
    },
];

fn fmt(repository: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    process::run(&mut repository.cargo(&["fmt", "--all", "--check"]))
}

fn clippy(repository: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    process::run(&mut repository.cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--keep-going",
        "--locked",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))
}

fn codegen_check(_: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    codegen::run(codegen::Mode::Check)
}

fn tidy_check(repository: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    tidy::check(repository)
}

fn layers_check(repository: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    report(&layers::violations(&dependencies::Graph::of(&repository.metadata()?)), "forbidden dependencies")
}

fn duplicates_check(repository: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    report(&dependencies::duplicates(&repository.metadata()?), "versions that are built twice")
}

fn fuzz(repository: &Repository, _: &mut Counts) -> anyhow::Result<()> {
    // Checked with the target folder of the workspace: most of what the targets use is there already.
    let target = repository.metadata()?.target_directory;
    process::run(&mut repository.cargo(&[
        "check",
        "--locked",
        "--quiet",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--target-dir",
        target.as_str(),
    ]))
}

/// Prints findings; any is an error.
fn report(findings: &[String], what: &str) -> anyhow::Result<()> {
    for finding in findings {
        println!("{finding}");
    }
    anyhow::ensure!(findings.is_empty(), "{} {what}", findings.len());
    Ok(())
}

fn test(repository: &Repository, counts: &mut Counts) -> anyhow::Result<()> {
    let mut command = repository.cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
    // Tests of the server's package make cargo build the program before any test runs. Those of camkes-tests would build it
    // once more, with the features of one package instead of those of the workspace.
    command.env("CAMKES_LSP", repository.metadata()?.target_directory.join("debug/camkes-lsp"));
    process::run_lines(&mut command, |line| counts.read_cargo(line))
}

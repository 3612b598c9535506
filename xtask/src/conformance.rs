// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask conformance`: the public applications, resolved by us and by the reference tool. The reference is Python, so
//! that what asks it and compares is, too: `tests/conformance`.

use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::cli::ConformanceArguments;
use crate::process;
use crate::repository::Repository;

/// Builds the program and compares. The exit code is that of the comparison.
///
/// # Errors
/// When the program can't be built, or Python can't be started.
pub(crate) fn run(repository: &Repository, arguments: &ConformanceArguments) -> anyhow::Result<ExitCode> {
    process::run(&mut repository.cargo(&["build", "--locked", "--quiet", "--bin", "camkes-lsp"]))?;
    let binary = repository.metadata()?.target_directory.join("debug/camkes-lsp");
    let mut command = script(
        repository,
        match arguments {
            it if it.conditions => "conditions.py",
            it if it.files => "files.py",
            _ => "run.py",
        },
    );
    command.arg(binary);
    if let Some(text) = &arguments.only {
        command.arg("--only").arg(text);
    }
    if let Some(folder) = &arguments.keep {
        command.arg("--keep").arg(folder);
    }
    let status = command.status().context("can't start Python: CAMKES_PYTHON says which one")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// A script of the comparison, to be given its arguments.
pub(crate) fn script(repository: &Repository, name: &str) -> Command {
    let python = std::env::var_os("CAMKES_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.arg(repository.path("tests/conformance").join(name));
    command
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The VS Code extension: what needs no VS Code.

use crate::extension::Extension;
use crate::process;
use crate::repository::Repository;
use crate::test::counts::Counts;

pub(super) fn run(repository: &Repository, counts: &mut Counts) -> anyhow::Result<()> {
    let extension = Extension::install(repository)?;
    process::run(&mut extension.npm(&["run", "build"]))?;
    // both run, so that a failure in one doesn't hide the other
    let lint = process::run(&mut extension.npm(&["run", "lint"]));
    let test = process::run_lines(&mut extension.npm(&["test"]), |line| counts.read_node(line));
    lint.and(test)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The VS Code extension, with the Node.js of the machine or, where that is too old, with one from npm.

use std::process::Command;

use anyhow::Context as _;

use crate::process;
use crate::repository::Repository;
use crate::test::counts::Counts;

const FOLDER: &str = "editors/vscode";

/// What the extension's tools need.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// The npm package that brings a Node.js of its own, for machines with an older one, such as Debian 12.
const NODE_PACKAGE: &str = "node@22";

pub(super) fn run(repository: &Repository, counts: &mut Counts) -> anyhow::Result<()> {
    let version = process::output(Command::new("node").arg("--version"))?;
    let installed = version_of(&version).with_context(|| format!("`node --version` says `{version}`"))?;
    let runtime = if installed < OLDEST_NODE { Runtime::FromNpm } else { Runtime::Installed };

    process::run(&mut npm(repository, runtime, &["ci", "--no-audit", "--no-fund"]))?;
    process::run(&mut npm(repository, runtime, &["run", "build"]))?;
    // both run, so that a failure in one doesn't hide the other
    let lint = process::run(&mut npm(repository, runtime, &["run", "lint"]));
    let test = process::run_lines(&mut npm(repository, runtime, &["test"]), |line| counts.read_node(line));
    lint.and(test)
}

#[derive(Debug, Clone, Copy)]
enum Runtime {
    Installed,
    FromNpm,
}

/// An npm command in the extension's folder.
fn npm(repository: &Repository, runtime: Runtime, arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    if let Runtime::FromNpm = runtime {
        command.args(["exec", "--yes", "--package", NODE_PACKAGE, "--", "npm"]);
    }
    command.args(arguments).current_dir(repository.path(FOLDER));
    command
}

/// Major and minor number of `v20.19.2`.
fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_NODE, version_of};

    #[test]
    fn versions_of_node_are_read_and_compared_by_number() {
        assert_eq!(version_of("v20.19.2\n"), Some((20, 19)));
        assert_eq!(version_of("20.19"), None);
        assert!(version_of("v18.20.4").unwrap() < OLDEST_NODE);
        assert!(version_of("v100.0.0").unwrap() > OLDEST_NODE);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The folder of the VS Code extension, and the npm that works in it: with the Node.js of the machine or, where that is too old, with
//! one from npm.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;

use crate::process;
use crate::repository::Repository;

/// What the extension's tools need.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// The npm package that brings a Node.js of its own, for machines with an older one, such as Debian 12.
pub(crate) const NODE_PACKAGE: &str = "node@22";

/// The extension, ready for npm.
pub(crate) struct Extension {
    folder: PathBuf,
    runtime: Runtime,
}

#[derive(Debug, Clone, Copy)]
enum Runtime {
    Installed,
    FromNpm,
}

impl Extension {
    /// The extension of a checkout, with its dependencies installed as the lock file has them.
    ///
    /// # Errors
    /// When there is no Node.js, or npm can't install.
    pub(crate) fn install(repository: &Repository) -> anyhow::Result<Self> {
        let version = process::output(Command::new("node").arg("--version"))?;
        let installed = version_of(&version).with_context(|| format!("`node --version` says `{version}`"))?;
        let runtime = if installed < OLDEST_NODE { Runtime::FromNpm } else { Runtime::Installed };
        let extension = Self { folder: repository.path("editors/vscode"), runtime };
        process::run(&mut extension.npm(&["ci", "--no-audit", "--no-fund"]))?;
        Ok(extension)
    }

    /// An npm command in the extension's folder.
    pub(crate) fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("npm");
        if let Runtime::FromNpm = self.runtime {
            command.args(["exec", "--yes", "--package", NODE_PACKAGE, "--", "npm"]);
        }
        command.args(arguments).current_dir(&self.folder);
        command
    }

    /// A script of the extension, with programs of these npm packages in `PATH`.
    pub(crate) fn script_with(&self, packages: &[&str], script: &str) -> Command {
        let mut command = Command::new("npm");
        command.args(["exec", "--yes"]).current_dir(&self.folder);
        for package in packages {
            command.args(["--package", package]);
        }
        command.args(["--", "node", script]);
        command
    }
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

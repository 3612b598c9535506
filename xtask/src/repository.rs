// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where the repository is, and which files belong to it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use cargo_metadata::{Metadata, MetadataCommand};

/// Folders that hold no sources, wherever they are.
const SKIPPED_NAMES: [&str; 3] = [".git", "target", "node_modules"];

/// Folders that hold no sources, by their path.
const SKIPPED_PATHS: [&str; 3] = ["build", "editors/vscode/out", "editors/vscode/server"];

/// The checkout that this program was built from.
pub(crate) struct Repository {
    root: PathBuf,
}

impl Repository {
    /// # Errors
    /// When this package has no parent folder.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = package.parent().context("the xtask package has no parent folder")?;
        Ok(Self { root: root.to_path_buf() })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A cargo command in the repository's root, by the cargo that started this program.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// Packages and dependencies as they are on Linux.
    ///
    /// # Errors
    /// When cargo can't read the workspace.
    pub(crate) fn metadata(&self) -> anyhow::Result<Metadata> {
        MetadataCommand::new()
            .manifest_path(self.root.join("Cargo.toml"))
            .other_options(["--filter-platform".to_owned(), "x86_64-unknown-linux-gnu".to_owned()])
            .exec()
            .context("cargo can't read the workspace")
    }

    /// Paths of all source files, relative to the root, with `/` between the parts, sorted.
    ///
    /// # Errors
    /// When a folder can't be read.
    pub(crate) fn sources(&self) -> anyhow::Result<Vec<String>> {
        let mut files = Vec::new();
        self.collect(&self.root, &mut files)?;
        files.sort();
        Ok(files)
    }

    fn collect(&self, folder: &Path, files: &mut Vec<String>) -> anyhow::Result<()> {
        let entries = fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let Some(relative) = path.strip_prefix(&self.root).ok().and_then(Path::to_str) else { continue };
            if path.is_dir() && !path.is_symlink() {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                if !SKIPPED_NAMES.contains(&name) && !SKIPPED_PATHS.contains(&relative) {
                    self.collect(&path, files)?;
                }
            } else {
                files.push(relative.to_owned());
            }
        }
        Ok(())
    }
}

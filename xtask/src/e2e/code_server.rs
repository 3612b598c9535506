// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A code-server, which is a VS Code that a browser shows, from npm: installed once, outside of the repository.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::process;
use crate::repository::Repository;

/// What is installed; another text needs another installation.
const MANIFEST: &str = "editors/vscode/e2e/package.json";

/// A copy of the manifest, written when all is there.
const COMPLETE: &str = "complete.json";

/// An installation.
pub(super) struct CodeServer {
    folder: PathBuf,
}

/// Finds the installation in the cache, or makes it.
///
/// # Errors
/// When there is no folder for it outside of the repository, or npm can't install it.
pub(super) fn set_up(repository: &Repository) -> anyhow::Result<CodeServer> {
    let folder = cache_folder()?;
    ensure!(!folder.starts_with(repository.root()), "{} is in the repository", folder.display());
    let manifest = fs::read_to_string(repository.path(MANIFEST)).with_context(|| format!("can't read {MANIFEST}"))?;
    let code_server = CodeServer { folder };
    let complete = code_server.folder.join(COMPLETE);
    if fs::read_to_string(&complete).is_ok_and(|installed| installed == manifest) {
        return Ok(code_server);
    }
    code_server.install(&manifest)?;
    fs::write(&complete, manifest).with_context(|| format!("can't write {}", complete.display()))?;
    Ok(code_server)
}

impl CodeServer {
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The Node.js that it runs on.
    pub(super) fn node(&self) -> PathBuf {
        self.programs().join("node")
    }

    /// `PATH`, with the programs that were installed first.
    pub(super) fn path(&self) -> anyhow::Result<OsString> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(std::iter::once(self.programs()).chain(std::env::split_paths(&path)))
            .context("a folder of PATH has a name that PATH can't hold")
    }

    fn programs(&self) -> PathBuf {
        self.folder.join("node_modules/.bin")
    }

    fn install(&self, manifest: &str) -> anyhow::Result<()> {
        println!("==> installing code-server into {}, which takes some minutes", self.folder.display());
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).with_context(|| format!("can't remove {}", self.folder.display()))?;
        }
        fs::create_dir_all(&self.folder).with_context(|| format!("can't make {}", self.folder.display()))?;
        fs::write(self.folder.join("package.json"), manifest)?;
        // No script: that of code-server would want the Node.js that is only being installed.
        process::run(&mut npm(Path::new("npm"), &["install", "--ignore-scripts"], &self.folder))?;
        // By its script, this package fetches the program for this platform.
        process::run(&mut npm(Path::new("npm"), &["rebuild", "node"], &self.folder))?;
        let inner = self.folder.join("node_modules/code-server/lib/vscode");
        let npm_of_ours = self.programs().join("npm");
        let mut command = npm(&npm_of_ours, &["install"], &inner);
        process::run(command.env("PATH", self.path()?).env("npm_config_nodedir", self.headers()?))
    }

    /// The folder with the headers of the Node.js that is installed here. Without it, npm would fetch them from elsewhere.
    fn headers(&self) -> anyhow::Result<PathBuf> {
        let packages = self.folder.join("node_modules/node/node_modules");
        let entries = fs::read_dir(&packages).with_context(|| format!("can't read {}", packages.display()))?;
        let mut folders = entries.filter_map(|entry| Some(entry.ok()?.path()));
        folders.find(|path| path.join("include/node/node.h").is_file()).context("npm's node has no headers")
    }
}

/// An npm command in a folder, with little to say.
fn npm(program: &Path, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).args(["--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    command
}

/// `$CAMKES_E2E_CACHE`, else a folder of the user's cache.
fn cache_folder() -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os("CAMKES_E2E_CACHE") {
        return Ok(std::path::absolute(PathBuf::from(folder))?);
    }
    let cache = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => std::env::home_dir().context("there is no home folder: set CAMKES_E2E_CACHE")?.join(".cache"),
    };
    Ok(cache.join("camkes-lsp/e2e-vscode"))
}

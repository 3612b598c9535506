// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask dist`: the release binary, and a package of the VS Code extension with it inside.
//!
//! Both are the same bytes from the same sources: no path of this machine, no time and no file mode gets into them.

mod notices;
mod server;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::cli::DistArguments;
use crate::extension::{Extension, NODE_PACKAGE};
use crate::prerequisites::{self, Tool};
use crate::process;
use crate::repository::Repository;

/// The packer of VS Code extensions, whose own checks they must pass.
const PACKER: &str = "@vscode/vsce@4.1.0";

/// More than this is no small extension; bytes.
const LARGEST_PACKAGE: u64 = 16 << 20;

/// Builds what is to be given to users, into `target/dist`, and says what it is.
///
/// # Errors
/// When something can't be built, or the packer refuses the extension.
pub(crate) fn run(repository: &Repository, arguments: &DistArguments) -> anyhow::Result<()> {
    prerequisites::install([Tool::Npm])?;
    pack(repository, &Extension::install(repository)?, arguments)?;
    Ok(())
}

/// What was made.
pub(crate) struct Made {
    /// The binary.
    pub(crate) server: PathBuf,
    /// The package with it inside.
    pub(crate) package: PathBuf,
}

/// Builds and packs.
///
/// # Errors
/// As of [`run`].
pub(crate) fn pack(repository: &Repository, extension: &Extension, arguments: &DistArguments) -> anyhow::Result<Made> {
    let target = match &arguments.target {
        Some(target) => target,
        None => host_target().context("there is no name for this platform: give one with --target")?,
    };
    let folder = repository.metadata()?.target_directory.join("dist").into_std_path_buf();
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    let server = match &arguments.server {
        Some(server) => server.clone(),
        None => server::build(repository, &folder)?,
    };
    println!("{}: {} bytes", server.display(), size(&server)?);

    let notices = folder.join("THIRD-PARTY.txt");
    fs::write(&notices, notices::collect(&repository.metadata()?)?)?;
    process::run(&mut extension.npm(&["run", "build"]))?;
    let package = folder.join(format!("camkes-{target}.vsix"));
    let inputs = [("--server", &server), ("--notices", &notices), ("--out", &package)];
    let mut packer = extension.script_with(&[PACKER, NODE_PACKAGE], "scripts/package.mjs");
    packer.args(["--target", target]);
    for (option, path) in inputs {
        packer.arg(option).arg(absolute(path)?);
    }
    process::run(&mut packer)?;
    let bytes = size(&package)?;
    println!("{}: {bytes} bytes", package.display());
    if bytes > LARGEST_PACKAGE && arguments.server.is_none() {
        bail!("{} is larger than {LARGEST_PACKAGE} bytes", package.display());
    }
    Ok(Made { server, package })
}

fn absolute(path: &Path) -> anyhow::Result<OsString> {
    let path = std::path::absolute(path).with_context(|| format!("can't find {}", path.display()))?;
    Ok(path.into_os_string())
}

fn size(file: &Path) -> anyhow::Result<u64> {
    Ok(fs::metadata(file).with_context(|| format!("there is no {}", file.display()))?.len())
}

/// The name that VS Code has for this platform.
fn host_target() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("linux", "arm") => Some("linux-armhf"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        ("windows", "x86_64") => Some("win32-x64"),
        ("windows", "aarch64") => Some("win32-arm64"),
        _ => None,
    }
}

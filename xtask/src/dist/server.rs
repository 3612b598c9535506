// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The release binary without the paths of the machine that it was built on.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::process;
use crate::repository::Repository;

const NAME: &str = "camkes-lsp";

/// Between the flags of `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\x1f";

/// Builds the server and copies it to `folder`.
///
/// It has a target folder of its own: with other flags than those of other builds, each would build everything anew.
pub(super) fn build(repository: &Repository, folder: &Path) -> anyhow::Result<PathBuf> {
    let target = folder.join("build");
    let mut cargo = repository.cargo(&["build", "--release", "--locked", "--bin", NAME, "--target-dir"]);
    cargo.arg(&target).env("CARGO_ENCODED_RUSTFLAGS", flags(repository)?);
    // names of functions are for backtraces alone, and a third of the size
    cargo.env("CARGO_PROFILE_RELEASE_STRIP", "symbols");
    process::run(&mut cargo)?;
    let file = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    let server = folder.join(&file);
    fs::copy(target.join("release").join(&file), &server)
        .with_context(|| format!("can't write {}", server.display()))?;
    Ok(server)
}

/// Flags that put names in the place of folders. They are written into messages of panics.
fn flags(repository: &Repository) -> anyhow::Result<OsString> {
    let rustc = || Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc")));
    let version = process::output(rustc().arg("-vV"))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let sysroot = process::output(rustc().args(["--print", "sysroot"]))?;
    // What is named later goes before what is named earlier. The standard library is compiled with such a name already, but what
    // is generic in it is compiled here, and where its sources are installed, with their paths.
    let folders = [
        (repository.root().as_os_str().to_owned(), NAME.to_owned()),
        (cargo_home()?.into_os_string(), "cargo".to_owned()),
        (format!("{}/lib/rustlib/src/rust", sysroot.trim()).into(), format!("/rustc/{commit}")),
    ];
    let mut flags = OsString::new();
    for (folder, name) in folders {
        if !flags.is_empty() {
            flags.push(SEPARATOR);
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push(format!("={name}"));
    }
    Ok(flags)
}

fn cargo_home() -> anyhow::Result<PathBuf> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).context("there is no home folder, and no CARGO_HOME")
}

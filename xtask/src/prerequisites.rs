// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Programs of the machine that tests and packages use: found, installed, or named.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::process;

/// Something that a step needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    /// `cargo fmt`.
    Rustfmt,
    /// `cargo clippy`.
    Clippy,
    /// A C compiler for this machine, with its C library.
    Gcc,
    /// A C++ compiler for this machine.
    Gxx,
    /// A C compiler for 64-bit Arm, with its C library.
    GccArm64,
    /// CMake, and the make that it writes files for.
    CMake,
    /// Neovim 0.7 or later.
    Neovim,
    /// npm, and with it Node.js.
    Npm,
    /// A browser without a window.
    Chromium,
    /// Headers of Kerberos, which code-server is compiled with.
    Kerberos,
    /// What npm's packages are compiled with.
    NodeGyp,
}

/// Where a tool comes from.
enum Source {
    /// Debian packages.
    Debian(&'static [&'static str]),
    /// A component of the Rust toolchain.
    Rustup(&'static str),
}

impl Tool {
    fn source(self) -> Source {
        match self {
            Self::Rustfmt => Source::Rustup("rustfmt"),
            Self::Clippy => Source::Rustup("clippy"),
            Self::Gcc => Source::Debian(&["gcc", "libc6-dev"]),
            Self::Gxx => Source::Debian(&["g++"]),
            Self::GccArm64 => Source::Debian(&["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"]),
            Self::CMake => Source::Debian(&["cmake", "make"]),
            Self::Neovim => Source::Debian(&["neovim"]),
            Self::Npm => Source::Debian(&["nodejs", "npm"]),
            Self::Chromium => Source::Debian(&["chromium", "fonts-dejavu-core"]),
            Self::Kerberos => Source::Debian(&["libkrb5-dev"]),
            Self::NodeGyp => Source::Debian(&["g++", "make", "python3"]),
        }
    }

    fn is_there(self) -> bool {
        let has = |program: &str| process::find(program).is_some();
        match self {
            Self::Rustfmt => has("rustfmt") && works("rustfmt"),
            Self::Clippy => has("cargo-clippy") && works("cargo-clippy"),
            Self::Gcc => has("gcc") && Path::new("/usr/include/stdio.h").is_file(),
            Self::Gxx => has("g++"),
            Self::GccArm64 => {
                has("aarch64-linux-gnu-gcc") && Path::new("/usr/aarch64-linux-gnu/include/stdio.h").is_file()
            }
            Self::CMake => has("cmake") && has("make"),
            Self::Neovim => has("nvim"),
            Self::Npm => has("node") && has("npm"),
            Self::Chromium => has("chromium"),
            Self::Kerberos => Path::new("/usr/include/gssapi/gssapi.h").is_file(),
            Self::NodeGyp => has("g++") && has("make") && has("python3"),
        }
    }
}

/// Whether a program answers: rustup puts one in the way that fails when its component is not installed.
fn works(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Installs what is missing of `tools`: components of Rust with rustup, packages with apt-get if we are root.
///
/// # Errors
/// When something is missing and can't be installed. The message names the packages.
pub(crate) fn install(tools: impl IntoIterator<Item = Tool>) -> anyhow::Result<()> {
    let mut missing: Vec<Tool> = tools.into_iter().filter(|tool| !tool.is_there()).collect();
    missing.sort_unstable();
    missing.dedup();
    let mut packages = Vec::new();
    for tool in &missing {
        match tool.source() {
            Source::Debian(names) => packages.extend_from_slice(names),
            Source::Rustup(component) => process::run(Command::new("rustup").args(["component", "add", component]))?,
        }
    }
    if !packages.is_empty() {
        install_packages(&packages)?;
    }
    let still: Vec<_> = missing.into_iter().filter(|tool| !tool.is_there()).collect();
    if !still.is_empty() {
        bail!("still missing after the installation: {still:?}");
    }
    Ok(())
}

fn install_packages(packages: &[&str]) -> anyhow::Result<()> {
    let names = packages.join(" ");
    if !is_root() || process::find("apt-get").is_none() {
        bail!(
            "these Debian packages are missing: {names}\n  \
             as root, they would be installed now; by hand: sudo apt-get install {names}\n  \
             or leave out the steps of cargo xtask test that need them, with --skip (see cargo xtask test --list)"
        );
    }
    println!("==> installing {names}");
    process::run(Command::new("apt-get").args(["-qq", "update"]))?;
    process::run(
        Command::new("apt-get")
            .args(["-qq", "install", "-y", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}

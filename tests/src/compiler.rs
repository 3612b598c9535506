// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C compilers, and what generated code is compiled with.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Application, Instance, repository};

/// Folders of headers that all generated code may include, from the repository's root: declarations of seL4 for tests, and the
/// C library.
pub const INCLUDES: [&str; 2] = ["tests/c/include", "libsel4camkes/include"];

/// A C compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compiler {
    /// For this machine.
    Native,
    /// For 64-bit Arm.
    Arm64,
}

impl Compiler {
    /// Its name.
    #[must_use]
    pub fn program(self) -> &'static str {
        match self {
            Self::Native => "gcc",
            Self::Arm64 => "aarch64-linux-gnu-gcc",
        }
    }

    /// What `--arch` is for it.
    ///
    /// # Panics
    /// On a machine that is neither x86-64 nor 64-bit Arm.
    #[must_use]
    pub fn architecture(self) -> &'static str {
        match (self, std::env::consts::ARCH) {
            (Self::Arm64, _) | (Self::Native, "aarch64") => "aarch64",
            (Self::Native, "x86_64") => "x86_64",
            (Self::Native, other) => panic!("the tests know no architecture for {other}"),
        }
    }

    /// The compiler with every warning an error, and the headers for all generated code.
    #[must_use]
    pub fn command(self) -> Command {
        let mut command = Command::new(self.program());
        command.args(["-std=gnu11", "-D_GNU_SOURCE", "-O1", "-g", "-Wall", "-Wextra", "-Werror"]);
        command.args(["-DCONFIG_DEBUG_BUILD", "-DCONFIG_PRINTING"]);
        for folder in INCLUDES {
            command.arg("-I").arg(repository().join(folder));
        }
        command
    }

    /// Compiles the C of every instance that was generated into `out`: generated files with every warning an error, and the
    /// component's own sources with `own_flags` in addition. Returns how many files were compiled.
    ///
    /// # Panics
    /// When a file doesn't compile, or an instance's component is not declared by the application.
    #[must_use]
    #[track_caller]
    pub fn compile_generated(self, application: &Application, out: &Path, flags: &[&str], own_flags: &[&str]) -> usize {
        let mut compiled = 0;
        for instance in Instance::all(application, out) {
            self.compile(&instance.generated, &instance.includes, flags);
            self.compile(&instance.sources, &instance.includes, &[flags, own_flags].concat());
            compiled += instance.generated.len() + instance.sources.len();
        }
        compiled
    }

    /// Compiles files, and drops what comes out.
    ///
    /// # Panics
    /// With what the compiler says, if it says anything.
    #[track_caller]
    pub fn compile(self, sources: &[PathBuf], includes: &[PathBuf], flags: &[&str]) {
        if sources.is_empty() {
            return;
        }
        let objects = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = self.command();
        for include in includes {
            command.arg("-I").arg(include);
        }
        let output = command.args(flags).arg("-c").args(sources).current_dir(objects.path()).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", self.program()));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{command:?}\n{said}");
    }
}

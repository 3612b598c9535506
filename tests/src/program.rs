// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Running `camkes-lsp`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::repository;

/// A command line of the program, to be completed and run.
#[derive(Debug)]
pub struct Camkes(Command);

/// How the program ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Camkes {
    /// The program without arguments, in the repository's root and with neither colours nor logs from the environment.
    #[must_use]
    pub fn new() -> Self {
        let mut command = Command::new(binary());
        command.current_dir(repository()).env_remove("CAMKES_LOG").env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
        Self(command)
    }

    /// Where the program is.
    #[must_use]
    pub fn program() -> PathBuf {
        binary().to_path_buf()
    }

    /// `--build FILE --out-dir DIR`.
    #[must_use]
    pub fn build(file: impl AsRef<OsStr>, out: impl AsRef<OsStr>) -> Self {
        Self::new().arg("--build").arg(file).arg("--out-dir").arg(out)
    }

    /// One more argument.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    /// More arguments.
    #[must_use]
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.0.args(arguments);
        self
    }

    /// Starts in that folder.
    #[must_use]
    pub fn within(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Runs to the end.
    ///
    /// # Panics
    /// When the program can't be started, or panics itself: no input may make it do so.
    #[must_use]
    #[track_caller]
    pub fn run(mut self) -> Run {
        let output = self.0.output().unwrap_or_else(|error| panic!("{:?}: {error}", self.0));
        let run = Run {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        // 255 is how `parser` and `runner` end after mistakes, as the reference's do.
        let well = matches!(run.code, Some(0..=2 | 255)) && !run.stderr.contains("panicked at");
        assert!(well, "{:?} ended with {}\n{}{}", self.0, output.status, run.stdout, run.stderr);
        run
    }
}

impl Default for Camkes {
    fn default() -> Self {
        Self::new()
    }
}

impl Run {
    /// Holds that nothing went wrong.
    ///
    /// # Panics
    /// When the exit code is not 0.
    #[must_use]
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self
    }
}

/// `$CAMKES_LSP`, to test a program that was built otherwise; else the program as it is now: cargo builds it if it is not
/// up to date.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(binary) = std::env::var_os("CAMKES_LSP") {
            return PathBuf::from(binary);
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["build", "--quiet", "--package", "camkes-lsp-server", "--bin", "camkes-lsp"])
            .args(["--message-format", "json-render-diagnostics"])
            .current_dir(repository())
            .output()
            .expect("cargo can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|message| message["target"]["name"] == "camkes-lsp")
            .find_map(|message| message["executable"].as_str().map(PathBuf::from))
            .expect("cargo says where the program is")
    })
}

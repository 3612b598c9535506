// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Running a generated system on this machine: see `tests/c/README.md`.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::{Application, Camkes, Compiler, Instance, files_below, repository};

/// A generated system, compiled for the program that plays the kernel.
#[derive(Debug)]
pub struct Host {
    folder: TempDir,
    programs: Vec<PathBuf>,
    specification: PathBuf,
}

impl Host {
    /// Generates a system and compiles its instances and the kernel.
    ///
    /// # Panics
    /// When one of these fails.
    #[must_use]
    #[track_caller]
    pub fn new(application: &Application) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let generated = folder.path().join("generated");
        let architecture = Compiler::Native.architecture();
        let _ = Camkes::build(&application.root, &generated).args(&["--arch", architecture]).run().succeeded();

        compile(Compiler::Native.command().arg("-rdynamic").args(c_files("tests/c/shim")).arg("-o").args([
            folder.path().join("kernel").as_os_str(),
            "-lpthread".as_ref(),
            "-ldl".as_ref(),
        ]));
        let mut programs = Vec::new();
        for instance in Instance::all(application, &generated) {
            let program = folder.path().join(format!("{}.so", instance.name));
            let mut command = Compiler::Native.command();
            command.args(["-fPIC", "-shared", "-Wl,-Bsymbolic"]);
            for include in &instance.includes {
                command.arg("-I").arg(include);
            }
            command.args(&instance.generated).args(&instance.sources).args(c_files("libsel4camkes/src"));
            compile(command.arg("-o").arg(&program));
            programs.push(program);
        }
        let stem = application.root.file_stem().expect("a root file has a name").to_string_lossy();
        Self { programs, specification: generated.join(format!("{stem}.cdl")), folder }
    }

    /// Runs the system once, to its end, and returns the lines that it printed.
    ///
    /// # Panics
    /// When an instance ends badly, the kernel finds a fault, or a check of the system fails.
    #[must_use]
    #[track_caller]
    pub fn run(&self) -> Vec<String> {
        let mut command = Command::new(self.folder.path().join("kernel"));
        let output = command.arg(&self.specification).args(&self.programs).output().expect("the kernel starts");
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}\n{stdout}{stderr}", output.status);
        assert!(!stdout.contains("FAILED"), "{stdout}{stderr}");
        stdout.lines().map(str::to_owned).collect()
    }
}

/// The C files right in a folder of the repository, in order of name.
fn c_files(folder: &str) -> Vec<PathBuf> {
    let folder = repository().join(folder);
    let files = files_below(&folder);
    let names = files.keys().filter(|path| path.ends_with(".c") && !path.contains('/'));
    names.map(|name| folder.join(name)).collect()
}

#[track_caller]
fn compile(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{command:?}\n{said}");
}

/// Compiles and runs a test program of the C library under the sanitizers, and returns what it prints.
///
/// # Panics
/// When it doesn't compile or ends badly.
#[must_use]
#[track_caller]
pub fn run_library_test(test: &str, library_files: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let program = folder.path().join("test");
    let library = library_files.iter().map(|file| repository().join("libsel4camkes/src").join(file));
    compile(
        Compiler::Native
            .command()
            .args(["-fsanitize=address,undefined", "-fno-sanitize-recover", "-DCONFIG_HARDWARE_DEBUG_API"])
            .arg(repository().join(test))
            .args(library)
            .arg("-o")
            .arg(&program),
    );
    run_program(&program)
}

#[track_caller]
fn run_program(program: &Path) -> String {
    let output = Command::new(program).output().expect("a compiled program starts");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}\n{stdout}{}", output.status, String::from_utf8_lossy(&output.stderr));
    stdout
}

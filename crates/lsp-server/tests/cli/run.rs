// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Runs command lines in a folder of their own.

use std::{collections::BTreeMap, ffi::OsString, fs};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_lsp_server::system::{System, Terminals};

/// What a run said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A folder that vanishes with the test.
pub(crate) struct Folder {
    _guard: tempfile::TempDir,
    pub(crate) path: Utf8PathBuf,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let guard = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(guard.path().canonicalize().unwrap()).unwrap();
        let folder = Self { _guard: guard, path };
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Every file below, by its path.
    pub(crate) fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let top = self.path.join(below);
        let mut todo = vec![top.clone()];
        while let Some(folder) = todo.pop() {
            for entry in folder.read_dir_utf8().unwrap() {
                let path = entry.unwrap().into_path();
                if path.is_dir() {
                    todo.push(path);
                } else {
                    files.insert(path.strip_prefix(&top).unwrap().to_string(), fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    /// Runs a command line, split at blanks, in this folder.
    pub(crate) fn run(&self, line: &str) -> Ran {
        run_in(&self.path, line.split_whitespace())
    }
}

/// Runs arguments in a folder.
pub(crate) fn run_in<'a>(folder: &Utf8Path, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut system = System {
        stdout: &mut stdout,
        stderr: &mut stderr,
        working_folder: folder.to_owned(),
        variable: &|_| None,
        terminals: Terminals::default(),
    };
    let arguments: Vec<OsString> = std::iter::once("camkes-lsp").chain(arguments).map(Into::into).collect();
    let code = camkes_lsp_server::run(&arguments, &mut system).0;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code, stdout: text(stdout), stderr: text(stderr) }
}

/// A folder of the repository's examples.
pub(crate) fn example(name: &str) -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name).canonicalize_utf8().unwrap()
}

/// A copy of a folder.
pub(crate) fn copy(from: &Utf8Path, to: &Utf8Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

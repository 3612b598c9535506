// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Real files: each comes back byte for byte, and none has an error that the reference does not have.
//!
//! `CAMKES_CORPUS` names the folders, separated by colons. The files are of other projects and are not in this repository.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]
#![allow(clippy::print_stderr)]

use std::path::{Path, PathBuf};

use camkes_syntax::{Parse, SyntaxErrorKind, decode, parse};

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "camkes" || it == "idl4") {
            files.push(path);
        }
    }
}

/// Errors that a preprocessor may mend do not count.
fn hard_errors(parse: &Parse) -> Vec<String> {
    let hard = parse.errors().iter().filter(|it| !matches!(it.kind, SyntaxErrorKind::UnexpandedMacro { .. }));
    hard.map(|it| format!("{:?}: {it}", it.range)).collect()
}

#[test]
fn real_files_round_trip_and_have_no_errors() {
    let Ok(roots) = std::env::var("CAMKES_CORPUS") else {
        eprintln!("NOT RUN: the corpus test reads the folders named in CAMKES_CORPUS, which is not set");
        return;
    };
    let mut files = Vec::new();
    for root in roots.split(':').filter(|it| !it.is_empty()) {
        collect(Path::new(root), &mut files);
    }
    files.sort();
    assert!(!files.is_empty(), "no .camkes or .idl4 file under {roots}");
    let mut broken = Vec::new();
    let mut macro_files = 0;
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let decoded = decode(&bytes);
        assert!(decoded.to_bytes() == bytes, "{}: the bytes do not come back", file.display());
        let parse = parse(&decoded.text);
        assert!(parse.syntax_node().text() == *decoded.text, "{}: the text does not come back", file.display());
        let errors = hard_errors(&parse);
        macro_files += usize::from(errors.is_empty() && !parse.errors().is_empty());
        if !errors.is_empty() {
            broken.push(format!("{}:\n  {}", file.display(), errors.join("\n  ")));
        }
    }
    eprintln!(
        "corpus: {} files came back byte for byte, {} with macros to expand, {} with errors",
        files.len(),
        macro_files,
        broken.len()
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Our own files have the layout; those of other projects can be given it.

use std::path::{Path, PathBuf};

use camkes_syntax::{decode, formatted};

use crate::checked;

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

#[test]
fn our_own_files_have_the_layout() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["examples", "crates/hir/builtin"] {
        collect(&repository.join(folder), &mut files);
    }
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(formatted(&text), text, "{}: run `camkes-lsp fmt examples crates/hir/builtin`", file.display());
    }
}

#[test]
fn files_of_other_projects_keep_what_they_say() {
    let Ok(roots) = std::env::var("CAMKES_CORPUS") else {
        eprintln!("NOT RUN: the corpus test reads the folders named in CAMKES_CORPUS, which is not set");
        return;
    };
    let mut files = Vec::new();
    for root in roots.split(':').filter(|it| !it.is_empty()) {
        collect(Path::new(root), &mut files);
    }
    assert!(!files.is_empty(), "no .camkes or .idl4 file under {roots}");
    let (mut changed_files, mut lines, mut changed_lines) = (0, 0, 0);
    for file in &files {
        let text = decode(&std::fs::read(file).unwrap()).text;
        let result = checked(&text);
        let new: std::collections::HashSet<&str> = result.lines().collect();
        changed_files += usize::from(*result != *text);
        lines += text.lines().count();
        changed_lines += text.lines().filter(|it| !it.is_empty() && !new.contains(it)).count();
    }
    eprintln!("corpus: {changed_files} of {} files change, {changed_lines} of {lines} lines", files.len());
}

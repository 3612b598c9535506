// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Rules of the house that no compiler knows.

mod docs;
mod headers;
mod links;
mod names;
mod sizes;
mod unused;

use std::fs;

use anyhow::ensure;

use crate::repository::Repository;

/// A text file of the repository.
pub(crate) struct SourceFile {
    /// From the root, with `/` between the parts.
    path: String,
    text: String,
}

impl SourceFile {
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// What follows the last dot of the name; empty if there is none.
    fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    fn is_rust(&self) -> bool {
        self.extension() == "rs"
    }

    /// Whether all of the file is test code or benchmarks.
    fn is_test(&self) -> bool {
        let parts: Vec<_> = self.path.split('/').collect();
        parts.iter().any(|part| matches!(*part, "tests" | "test" | "benches" | "tests.rs"))
    }

    #[cfg(test)]
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    path: String,
    /// From 1; none when it is about the whole file.
    line: Option<usize>,
    text: String,
}

impl Finding {
    fn file(file: &SourceFile, text: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line: None, text: text.into() }
    }

    fn line(file: &SourceFile, index: usize, text: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line: Some(index + 1), text: text.into() }
    }
}

/// Rules that look at one file.
const RULES: [fn(&SourceFile) -> Vec<Finding>; 4] = [headers::check, sizes::check, docs::check, names::check];

/// Prints every broken rule.
///
/// # Errors
/// When a rule is broken, or a file can't be read.
pub(crate) fn check(repository: &Repository) -> anyhow::Result<()> {
    let paths = repository.sources()?;
    let mut files = Vec::new();
    for path in &paths {
        // what is not UTF-8 is a picture
        if let Ok(text) = String::from_utf8(fs::read(repository.path(path))?) {
            files.push(SourceFile { path: path.clone(), text });
        }
    }
    let mut findings: Vec<Finding> =
        files.iter().flat_map(|file| RULES.iter().flat_map(move |rule| rule(file))).collect();
    findings.extend(links::check(&files, &paths));
    findings.extend(unused::check(&files));
    findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    for Finding { path, line, text } in &findings {
        match line {
            Some(line) => println!("{path}:{line}: {text}"),
            None => println!("{path}: {text}"),
        }
    }
    ensure!(findings.is_empty(), "{} rules broken", findings.len());
    println!("{} files keep the rules", files.len());
    Ok(())
}

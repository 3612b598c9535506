// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names that say nothing, paths that exist on one machine, and tests that never run.

use super::{Finding, SourceFile};

/// Names of modules that fit to anything.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"];

/// Starts of paths that only exist on somebody's machine. In halves, so that this file doesn't break its own rule.
const MACHINE_PATHS: [(&str, &str); 4] = [("/wo", "rk/"), ("/ro", "ot/"), ("/Us", "ers/"), ("/mn", "t/")];

/// Attributes and macros that stand for work that is not done.
const UNFINISHED: [(&str, &str); 3] = [("#[ig", "nore"), ("to", "do!("), ("unimpl", "emented!(")];

pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if matches!(file.extension(), "rs" | "lua" | "ts") {
        let stem = file.name().split('.').next().unwrap_or_default();
        if EMPTY_NAMES.contains(&stem) {
            findings.push(Finding::file(file, format!("`{stem}` fits to anything: name what is in it")));
        }
    }
    for (index, line) in file.text.lines().enumerate() {
        if let Some(path) = joined(&MACHINE_PATHS).find(|path| mentions_path(line, path)) {
            findings.push(Finding::line(file, index, format!("`{path}…` is a path of one machine")));
        }
        if file.is_rust()
            && let Some(text) = joined(&UNFINISHED).find(|text| line.contains(text.as_str()))
        {
            findings.push(Finding::line(file, index, format!("`{text}` stands for work that is not done")));
        }
    }
    findings
}

fn joined(halves: &'static [(&'static str, &'static str)]) -> impl Iterator<Item = String> {
    halves.iter().map(|(first, second)| format!("{first}{second}"))
}

/// Whether the path starts there, and is not the middle of another one.
fn mentions_path(line: &str, path: &str) -> bool {
    line.match_indices(path)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_-.})>*".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::{MACHINE_PATHS, UNFINISHED, check, joined};
    use crate::tidy::SourceFile;

    #[test]
    fn empty_names_are_found() {
        assert_eq!(check(&SourceFile::new("src/utils.rs", "")).len(), 1);
        assert_eq!(check(&SourceFile::new("src/slots.rs", "")), []);
        assert_eq!(check(&SourceFile::new("include/utils/util.h", "")), [], "the name of a header of seL4");
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        for path in joined(&MACHINE_PATHS) {
            assert_eq!(check(&SourceFile::new("a.md", &format!("see {path}x"))).len(), 1, "{path}");
            assert_eq!(check(&SourceFile::new("a.md", &format!("see app{path}x"))), [], "{path}");
        }
    }

    #[test]
    fn unfinished_work_is_found() {
        for text in joined(&UNFINISHED) {
            assert_eq!(check(&SourceFile::new("a.rs", &text)).len(), 1, "{text}");
        }
    }
}

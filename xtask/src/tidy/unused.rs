// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! No dependency that no file of the package mentions.

use super::{Finding, SourceFile};

pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in files.iter().filter(|file| file.name() == "Cargo.toml") {
        let folder = manifest.path.trim_end_matches("Cargo.toml");
        let sources: Vec<_> = files.iter().filter(|file| file.is_rust() && file.path.starts_with(folder)).collect();
        for (index, dependency) in dependencies(&manifest.text) {
            let name = dependency.replace('-', "_");
            if !sources.iter().any(|source| mentions(&source.text, &name)) {
                findings.push(Finding::line(manifest, index, format!("`{dependency}` is not used")));
            }
        }
    }
    findings
}

/// Line and key of each dependency of a package; those of the workspace are only a table to choose from.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if let Some(section) = line.trim().strip_prefix('[') {
            inside =
                matches!(section.trim_end_matches(']'), "dependencies" | "dev-dependencies" | "build-dependencies");
        } else if inside && let Some((key, _)) = line.split_once(['.', '=']) {
            found.push((index, key.trim()));
        }
    }
    found.retain(|(_, key)| !key.starts_with('#'));
    found
}

fn mentions(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_word) && !text[at + name.len()..].starts_with(is_word))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::SourceFile;

    #[test]
    fn dependencies_that_no_source_mentions_are_found() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nsmol_str.workspace = true\ntext-size = \"1\"\n";
        let files = |source: &str| [SourceFile::new("a/Cargo.toml", manifest), SourceFile::new("a/src/lib.rs", source)];
        assert_eq!(check(&files("use smol_str::SmolStr;\nuse text_size::TextSize;\n")), []);
        let findings = check(&files("use smol_str::SmolStr; // not text_sizes\n"));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, Some(5));
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files stay small enough to be read in one go.

use super::{Finding, SourceFile};

/// Lines of a file without its tests.
const MOST_LINES: usize = 600;

/// Longer files, and why.
const ALLOWED: [(&str, &str); 2] = [
    ("crates/syntax/src/ast/nodes.rs", "generated: one struct for each node of the grammar"),
    ("crates/syntax/src/kind.rs", "generated: one table of all kinds"),
];

pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let is_code = matches!(file.extension(), "rs" | "c" | "h" | "lua" | "ts" | "mjs" | "vim");
    if !is_code || file.is_test() || ALLOWED.iter().any(|(path, _)| *path == file.path) {
        return Vec::new();
    }
    let lines = lines_without_tests(&file.text);
    if lines <= MOST_LINES {
        return Vec::new();
    }
    vec![Finding::file(file, format!("{lines} lines without tests, {MOST_LINES} at most: split it by what it does"))]
}

fn lines_without_tests(text: &str) -> usize {
    let lines: Vec<_> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod "));
    tests.unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::{MOST_LINES, check};
    use crate::tidy::SourceFile;

    #[test]
    fn a_long_file_is_found_its_tests_do_not_count() {
        let most = "//\n".repeat(MOST_LINES);
        assert_eq!(check(&SourceFile::new("src/a.rs", &most)), []);
        assert_eq!(check(&SourceFile::new("src/a.rs", &format!("{most}//\n"))).len(), 1);
        assert_eq!(check(&SourceFile::new("src/a.rs", &format!("{most}#[cfg(test)]\nmod tests {{\n}}\n"))), []);
        assert_eq!(check(&SourceFile::new("tests/a.rs", &format!("{most}//\n"))), []);
    }
}

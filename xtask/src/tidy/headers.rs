// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every file says whose it is and under which licence.

use super::{Finding, SourceFile};

const COPYRIGHT: &str = "Copyright 2026, the camkes-lsp contributors";
const LICENCE: &str = concat!("SPDX-License-", "Identifier: BSD-2-Clause");

/// Lines in which the header must be.
const WITHIN: usize = 10;

pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    if is_exempt(file) {
        return Vec::new();
    }
    let head: String = file.text.lines().take(WITHIN).collect::<Vec<_>>().join("\n");
    [COPYRIGHT, LICENCE]
        .into_iter()
        .filter(|part| !head.contains(part))
        .map(|part| Finding::file(file, format!("no `{part}` in the first {WITHIN} lines")))
        .collect()
}

/// Files without comments, and files that tools write.
fn is_exempt(file: &SourceFile) -> bool {
    let without_comments = matches!(file.extension(), "json" | "lock" | "snap" | "png");
    let is_licence = file.path.starts_with("LICENSES/") || file.name() == "LICENSE";
    let is_written = file.path.contains("/proptest-regressions/")
        || file.path.starts_with("docs/images/")
        || file.path.contains("/golden/")
        || file.name() == ".gitignore"
        || file.name() == ".vscodeignore";
    without_comments || is_licence || is_written
}

#[cfg(test)]
mod tests {
    use super::{COPYRIGHT, LICENCE, check};
    use crate::tidy::SourceFile;

    #[test]
    fn both_lines_are_needed() {
        let both = format!("// {COPYRIGHT}\n// {LICENCE}\n");
        assert_eq!(check(&SourceFile::new("a.rs", &both)), []);
        assert_eq!(check(&SourceFile::new("a.rs", COPYRIGHT)).len(), 1);
        assert_eq!(check(&SourceFile::new("a.rs", "")).len(), 2);
    }

    #[test]
    fn a_header_below_the_head_does_not_count() {
        let late = format!("{}// {COPYRIGHT}\n// {LICENCE}\n", "\n".repeat(10));
        assert_eq!(check(&SourceFile::new("a.rs", &late)).len(), 2);
    }

    #[test]
    fn files_without_comments_are_exempt() {
        assert_eq!(check(&SourceFile::new("package.json", "{}")), []);
    }
}

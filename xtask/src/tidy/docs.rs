// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every Rust file says what it is about.

use super::{Finding, SourceFile};

pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    if !file.is_rust() || file.text.lines().any(|line| line.starts_with("//! ")) {
        return Vec::new();
    }
    vec![Finding::file(file, "no module documentation: say in a `//!` line what the file is about")]
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::SourceFile;

    #[test]
    fn a_rust_file_without_module_docs_is_found() {
        assert_eq!(check(&SourceFile::new("a.rs", "//! The lexer.\n")), []);
        assert_eq!(check(&SourceFile::new("a.rs", "/// Not about the module.\nfn f() {}\n")).len(), 1);
        assert_eq!(check(&SourceFile::new("a.md", "text\n")), []);
    }
}

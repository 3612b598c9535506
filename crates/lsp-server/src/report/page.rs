// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The page of a rule.

use camkes_hir::diagnostic::Rule;

/// What a rule wants, as Markdown: its level, its summary, and why it is one.
#[must_use]
pub fn page(rule: Rule) -> String {
    let (name, level, summary) = (rule.name(), rule.severity().name(), rule.summary());
    format!("# {name}\n\nLevel: {level}\n\n{summary}.\n\n{}\n", rule.documentation().trim_end())
}

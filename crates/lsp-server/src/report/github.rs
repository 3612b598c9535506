// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings as workflow commands, which GitHub Actions turns into annotations.
//!
//! See "Workflow commands for GitHub Actions"; the escapes are those of its runner and of the `@actions/core` package.

use std::fmt::Write as _;

use camkes_hir::diagnostic::Severity;

use super::{Finding, Sources};

/// Renders findings, one command a line.
#[must_use]
pub fn github(findings: &[Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let _ = write!(out, "::{command} title={}", property(&format!("camkes-lsp ({})", finding.rule)));
        let _ = write!(out, ",file={}", property(sources.shown(&finding.at.path)));
        if let Some(region) = sources.region(&finding.at) {
            let ((line, column), (end_line, end_column)) = (region.start, region.end);
            let _ = write!(out, ",line={line},endLine={end_line}");
            // An annotation over several lines may not have columns.
            if line == end_line {
                let _ = write!(out, ",col={column},endColumn={end_column}");
            }
        }
        let mut message = finding.message.clone();
        for note in &finding.notes {
            message.push('\n');
            message.push_str(note);
        }
        let _ = writeln!(out, "::{}", data(&message));
    }
    out
}

/// Escapes a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

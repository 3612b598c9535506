// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One line a finding: `path:line:column: severity[rule]: message`.

use std::fmt::Write as _;

use super::{Finding, Sources};

/// Renders findings, one line each.
#[must_use]
pub fn concise(findings: &[Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for finding in findings {
        let path = sources.shown(&finding.at.path);
        let place = finding.at.range.as_ref().and_then(|range| sources.line_column(&finding.at.path, range.start));
        let place = place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        // A line is a line, whatever names the user's text has.
        let message = finding.message.replace(['\n', '\r'], " ");
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        let _ = writeln!(out, "{path}{place}: {severity}[{rule}]: {message}");
    }
    out
}

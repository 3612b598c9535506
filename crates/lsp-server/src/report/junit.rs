// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings as test results in the XML that JUnit made common.
//!
//! A file is a suite and a finding is a case of it. What makes the run fail is a `failure`; the rest is a case that
//! passes and says something. A report without findings has one case that passes, for some readers refuse none.
//!
//! Attributes are those of the schemas that Jenkins and Maven hold reports against, which know neither file nor line: they are in
//! the class and the name.

use std::fmt::Write as _;

use super::{Finding, Gate, Sources};

/// Renders findings as an XML document.
#[must_use]
pub fn junit(findings: &[Finding], sources: &Sources, gate: Gate) -> String {
    let failures = |of: &[Finding]| of.iter().filter(|finding| gate.stops(finding.severity)).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (tests, failed) = (findings.len().max(1), failures(findings));
    let _ = writeln!(out, r#"<testsuites name="camkes-lsp" tests="{tests}" failures="{failed}" errors="0">"#);
    if findings.is_empty() {
        out.push_str("  <testsuite name=\"camkes-lsp\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n");
        out.push_str("    <testcase name=\"no findings\" classname=\"camkes-lsp\"/>\n  </testsuite>\n");
    }
    // They are sorted by file.
    for suite in findings.chunk_by(|a, b| a.at.path == b.at.path) {
        let path = suite.first().map(|finding| sources.shown(&finding.at.path)).unwrap_or_default();
        let (name, tests, failed) = (escaped(path), suite.len(), failures(suite));
        let counts = format!(r#"tests="{tests}" failures="{failed}" errors="0" skipped="0""#);
        let _ = writeln!(out, r#"  <testsuite name="{name}" {counts}>"#);
        for finding in suite {
            case(&mut out, finding, sources, gate);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, finding: &Finding, sources: &Sources, gate: Gate) {
    let path = sources.shown(&finding.at.path);
    let start = sources.region(&finding.at).map(|region| region.start);
    let at = start.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let (class, name) = (escaped(path), escaped(&format!("{}{at}", finding.rule)));
    let _ = writeln!(out, r#"    <testcase name="{name}" classname="{class}">"#);
    let severity = finding.severity.name();
    let mut body = format!("{path}{at}: {severity}[{}]: {}", finding.rule, finding.message);
    for note in &finding.notes {
        let _ = write!(body, "\nnote: {note}");
    }
    let (message, body) = (escaped(&finding.message), escaped(&body));
    let _ = match gate.stops(finding.severity) {
        true => writeln!(out, r#"      <failure message="{message}" type="{severity}">{body}</failure>"#),
        false => writeln!(out, "      <system-out>{body}</system-out>"),
    };
    out.push_str("    </testcase>\n");
}

/// Text for an attribute or an element. XML 1.0 has no way to write most control characters; U+FFFD stands for them.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // As they are, a reader would take those in attributes for blanks.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

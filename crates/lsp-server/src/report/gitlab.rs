// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings as a code quality report of GitLab, which follows a part of the Code Climate specification.

use std::collections::HashMap;

use camkes_hir::diagnostic::Severity;
use rustc_hash::FxBuildHasher;
use serde_json::{Value, json};

use super::{Finding, Sources};

/// The findings as a JSON array.
///
/// GitLab tells old findings from new ones by their fingerprints. So a fingerprint depends on the file, the rule and the
/// message, but not on the line, which moves when text above it changes; equal ones in a file are numbered.
#[must_use]
pub fn gitlab(findings: &[Finding], sources: &Sources) -> Value {
    let mut seen: HashMap<u64, u32, FxBuildHasher> = HashMap::default();
    let issue = |finding: &Finding| {
        let path = sources.shown(&finding.at.path);
        let same = fingerprint(&[path, &finding.rule, &finding.message]);
        let number = seen.entry(same).and_modify(|number| *number += 1).or_default();
        let unique = fingerprint(&[path, &finding.rule, &finding.message, &number.to_string()]);
        let (begin, end) = sources.region(&finding.at).map_or(((1, 1), (1, 1)), |region| (region.start, region.end));
        let position = |(line, column): (usize, usize)| json!({ "line": line, "column": column });
        json!({
            "description": format!("{}: {}", finding.rule, finding.message),
            "check_name": finding.rule,
            "fingerprint": format!("{unique:016x}"),
            "severity": severity(finding.severity),
            "location": { "path": path, "positions": { "begin": position(begin), "end": position(end) } },
        })
    };
    findings.iter().map(issue).collect()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Hint => "info",
    }
}

/// FNV-1a over the parts, each ended by a zero byte: the same in every version of every toolchain.
fn fingerprint(parts: &[&str]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings for people and machines.

mod concise;
mod full;
mod json;

use std::{collections::HashMap, ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Severity;
use rustc_hash::FxBuildHasher;

pub use self::{
    concise::concise,
    full::{Style, full},
    json::json,
};

/// Something to be reported: a diagnostic of the language, a failure of a template, or of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable name of the rule that is broken.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; a file that can't be read has a path but no range.
    pub at: Place,
    /// Other places that matter.
    pub labels: Vec<(Place, String)>,
    /// Further sentences.
    pub notes: Vec<String>,
    /// Mends.
    pub fixes: Vec<Fix>,
}

/// A range of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Absolute path, or the name of a template.
    pub path: Utf8PathBuf,
    /// Byte offsets; `None` for the file as a whole.
    pub range: Option<Range<usize>>,
}

/// A mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// What replaces what.
    pub edits: Vec<(Place, String)>,
    /// It is surely what is meant.
    pub preferred: bool,
}

/// The texts that findings are about, and how their paths are shown.
#[derive(Debug, Default)]
pub struct Sources {
    texts: HashMap<Utf8PathBuf, Arc<str>, FxBuildHasher>,
    working_folder: Utf8PathBuf,
}

impl Sources {
    /// No texts yet; paths below `working_folder` are shown relative to it.
    #[must_use]
    pub fn new(working_folder: &Utf8Path) -> Self {
        Self { texts: HashMap::default(), working_folder: working_folder.to_owned() }
    }

    /// Adds a text.
    pub fn insert(&mut self, path: Utf8PathBuf, text: Arc<str>) {
        self.texts.insert(path, text);
    }

    /// Whether a text is known.
    #[must_use]
    pub fn contains(&self, path: &Utf8Path) -> bool {
        self.texts.contains_key(path)
    }

    fn text(&self, path: &Utf8Path) -> Option<&str> {
        self.texts.get(path).map(|text| &**text)
    }

    /// A path as the user would write it.
    #[must_use]
    pub fn shown<'a>(&self, path: &'a Utf8Path) -> &'a str {
        match camkes_hir::builtin::is_builtin(path) {
            true => path.as_str().trim_start_matches('/'),
            false => path.strip_prefix(&self.working_folder).unwrap_or(path).as_str(),
        }
    }

    /// Line and column of an offset, both counted from 1, columns in characters.
    fn line_column(&self, path: &Utf8Path, offset: usize) -> Option<(usize, usize)> {
        let text = self.text(path)?;
        let before = text.get(..crate::lsp::position::floor_char_boundary(text, offset))?;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        Some((line, before.get(line_start..)?.chars().count() + 1))
    }
}

/// Puts findings in the order of their places, so that a report doesn't depend on how they were found.
pub fn sort(findings: &mut Vec<Finding>) {
    let key = |finding: &Finding| {
        let range = finding.at.range.clone().map(|range| (range.start, range.end));
        (finding.at.path.clone(), range, finding.rule.clone(), finding.message.clone())
    };
    findings.sort_by_cached_key(key);
    findings.dedup();
}

/// Whether any finding stops a build.
#[must_use]
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// "2 errors, 1 warning"; `None` for no findings.
#[must_use]
pub fn tally(findings: &[Finding]) -> Option<String> {
    let counted = |severity: Severity, noun: &str| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {noun}{plural}"))
    };
    let parts: Vec<_> = [
        counted(Severity::Error, "error"),
        counted(Severity::Warning, "warning"),
        counted(Severity::Info, "remark"),
        counted(Severity::Hint, "hint"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests;

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Findings for people and machines.

mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod page;
mod sarif;

use std::{collections::HashMap, ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Severity;
use camkes_ide::{LineCol, LineIndex, TextSize, WideEncoding};
use rustc_hash::FxBuildHasher;

use crate::{cli::ReportFormat, lsp::position::floor_char_boundary};

pub use self::{
    concise::concise,
    full::{Style, full},
    github::github,
    gitlab::gitlab,
    json::json,
    junit::junit,
    page::page,
    sarif::sarif,
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

/// A text and the starts of its lines; a report of many findings must not count lines anew for each.
#[derive(Debug)]
struct Source {
    text: Arc<str>,
    lines: LineIndex,
}

/// The texts that findings are about, and how their paths are shown.
#[derive(Debug, Default)]
pub struct Sources {
    texts: HashMap<Utf8PathBuf, Source, FxBuildHasher>,
    working_folder: Utf8PathBuf,
}

/// First position of a place and the first one behind it, as line and column from 1.
#[derive(Debug, Clone, Copy)]
struct Region {
    start: (usize, usize),
    end: (usize, usize),
}

impl Sources {
    /// No texts yet; paths below `working_folder` are shown relative to it.
    #[must_use]
    pub fn new(working_folder: &Utf8Path) -> Self {
        Self { texts: HashMap::default(), working_folder: working_folder.to_owned() }
    }

    /// Adds a text.
    pub fn insert(&mut self, path: Utf8PathBuf, text: Arc<str>) {
        let lines = LineIndex::new(&text);
        self.texts.insert(path, Source { text, lines });
    }

    /// Whether a text is known.
    #[must_use]
    pub fn contains(&self, path: &Utf8Path) -> bool {
        self.texts.contains_key(path)
    }

    fn source(&self, path: &Utf8Path) -> Option<&Source> {
        self.texts.get(path)
    }

    /// First and last position of a place, both counted from 1, columns in characters; the end is the first position
    /// behind it. `None` for a file as a whole, or one whose text isn't known.
    fn region(&self, place: &Place) -> Option<Region> {
        let range = place.range.as_ref()?;
        let start = self.line_column(&place.path, range.start)?;
        let end = self.line_column(&place.path, range.end)?.max(start);
        Some(Region { start, end })
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
        let source = self.source(path)?;
        let at = source.line_column(offset)?;
        let characters = source.lines.to_wide(WideEncoding::Utf32, at)?;
        Some((at.line as usize + 1, characters.col as usize + 1))
    }
}

impl Source {
    /// Line and column of an offset, both counted from 0, columns in bytes.
    fn line_column(&self, offset: usize) -> Option<LineCol> {
        let offset = floor_char_boundary(&self.text, offset);
        self.lines.try_line_col(TextSize::try_from(offset).ok()?)
    }

    /// Bytes of a line, its end included; those of the last line for one past it.
    fn line(&self, line: u32) -> Range<usize> {
        let last = || self.lines.try_line_col(self.lines.len()).and_then(|at| self.lines.line(at.line));
        self.lines.line(line).or_else(last).map(Range::from).unwrap_or_default()
    }
}

/// The least severity that makes a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gate {
    /// Only errors do.
    #[default]
    Errors,
    /// Warnings do too.
    Warnings,
}

impl Gate {
    /// Whether a finding of this severity makes the run fail.
    #[must_use]
    pub fn stops(self, severity: Severity) -> bool {
        match self {
            Self::Errors => severity == Severity::Error,
            Self::Warnings => matches!(severity, Severity::Error | Severity::Warning),
        }
    }
}

/// The text of a report in one of the formats; `full` ends with the tally.
#[must_use]
pub fn render(format: ReportFormat, findings: &[Finding], sources: &Sources, style: Style, gate: Gate) -> String {
    match format {
        ReportFormat::Full => {
            let tally = tally(findings).map(|tally| tally + "\n").unwrap_or_default();
            full(findings, sources, style) + &tally
        }
        ReportFormat::Concise => concise(findings, sources),
        ReportFormat::Json => format!("{:#}\n", json(findings, sources)),
        ReportFormat::Github => github(findings, sources),
        ReportFormat::Sarif => format!("{:#}\n", sarif(findings, sources)),
        ReportFormat::Gitlab => format!("{:#}\n", gitlab(findings, sources)),
        ReportFormat::Junit => junit(findings, sources, gate),
    }
}

/// Puts findings in the order of their places, so that a report doesn't depend on how they were found. What several
/// systems find in a file that they share is kept once, be it told with other labels.
pub fn sort(findings: &mut Vec<Finding>) {
    let key = |finding: &Finding| {
        let range = finding.at.range.clone().map(|range| (range.start, range.end));
        (finding.at.path.clone(), range, finding.rule.clone(), finding.message.clone())
    };
    findings.sort_by_cached_key(key);
    let told = |finding: &mut Finding| (finding.at.clone(), finding.rule.clone(), finding.message.clone());
    findings.dedup_by(|a, b| told(a) == told(b));
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

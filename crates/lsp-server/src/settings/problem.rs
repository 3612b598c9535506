// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is wrong with settings.

use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::{Rule, Severity};

use crate::report::{Finding, Fix, Place};

/// A mistake in settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file with the mistake.
    pub path: Utf8PathBuf,
    /// Where in it; `None` for the file as a whole.
    pub range: Option<Range<usize>>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Why, and how to mend it.
    pub notes: Vec<String>,
    /// What was meant in its place.
    pub instead: Option<String>,
}

impl Problem {
    /// A setting that can't be understood.
    #[must_use]
    pub fn error(path: &Utf8Path, range: Option<Range<usize>>, message: String) -> Self {
        Self { path: path.to_owned(), range, severity: Severity::Error, message, notes: Vec::new(), instead: None }
    }

    /// A setting that has no effect.
    #[must_use]
    pub fn warning(path: &Utf8Path, range: Option<Range<usize>>, message: String) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, range, message) }
    }

    /// Adds a sentence.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a note and a mend when a known word is close to what was written.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match camkes_hir::names::closest(written, known) {
            Some(name) => Self { instead: Some(name.to_owned()), ..self.note(format!("did you mean `{name}`?")) },
            None => self,
        }
    }

    /// As it is reported.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let at = Place { path: self.path.clone(), range: self.range.clone() };
        let fix = self.instead.as_ref().map(|text| Fix {
            title: format!("Change to `{text}`"),
            edits: vec![(at.clone(), text.clone())],
            preferred: true,
        });
        Finding {
            rule: Rule::Settings.name().to_owned(),
            severity: self.severity,
            message: self.message.clone(),
            at,
            labels: Vec::new(),
            notes: self.notes.clone(),
            fixes: fix.into_iter().collect(),
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Diagnostics with paths instead of database handles.

use camino::Utf8PathBuf;
use camkes_hir::diagnostic::{self as hir, Rule, Severity, Span};
use camkes_hir::imports::import_graph;
use camkes_hir::{File, RootDatabase, Shared, System, check};
use indexmap::IndexMap;
use text_size::TextRange;

use crate::systems::Systems;

/// A range in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileRange {
    /// Absolute path.
    pub path: Utf8PathBuf,
    /// Byte offsets.
    pub range: TextRange,
}

/// A mistake, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The token at fault.
    pub primary: FileRange,
    /// What is wrong.
    pub message: String,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// Why, and how to mend it.
    pub notes: Vec<String>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
}

/// Another place that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: FileRange,
    /// Its part in the matter.
    pub text: String,
}

/// A mend that a machine can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// Its edits.
    pub edits: Vec<Edit>,
    /// Surely what is meant.
    pub preferred: bool,
}

/// Replacement of a range by text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub at: FileRange,
    /// What comes in its place.
    pub text: String,
}

/// Diagnostics of a file in every system that it is part of; of the file alone when there is none.
pub(crate) fn of_file(db: &RootDatabase, systems: &Systems, file: File) -> Vec<Diagnostic> {
    let systems = systems.of(db, file);
    if systems.is_empty() {
        return check::file_diagnostics(db, file).iter().map(|d| convert(db, d)).collect();
    }
    let shared = Shared::new(db, &systems);
    let mut out: Vec<&hir::Diagnostic> = Vec::new();
    for system in systems {
        for diagnostic in check::diagnostics(db, system).iter().filter(|d| d.primary.file == file) {
            if shared.holds(diagnostic) && !out.contains(&diagnostic) {
                out.push(diagnostic);
            }
        }
    }
    out.sort_by_key(|d| (d.primary.range.start(), d.primary.range.end(), d.rule));
    out.into_iter().map(|d| convert(db, d)).collect()
}

/// Diagnostics of every file of every system.
pub(crate) fn of_workspace(db: &RootDatabase, systems: &Systems) -> Vec<(Utf8PathBuf, Vec<Diagnostic>)> {
    let all: Vec<System> = systems.active().collect();
    let shared = Shared::new(db, &all);
    let mut files: IndexMap<File, Vec<&hir::Diagnostic>> = IndexMap::new();
    for system in all {
        for file in &import_graph(db, system).files {
            files.entry(*file).or_default();
        }
        for diagnostic in check::diagnostics(db, system) {
            let list = files.entry(diagnostic.primary.file).or_default();
            if shared.holds(diagnostic) && !list.contains(&diagnostic) {
                list.push(diagnostic);
            }
        }
    }
    let list = |(file, mut list): (File, Vec<&hir::Diagnostic>)| {
        list.sort_by_key(|d| (d.primary.range.start(), d.primary.range.end(), d.rule));
        (file.path(db).to_owned(), list.into_iter().map(|d| convert(db, d)).collect())
    };
    files.into_iter().map(list).collect()
}

/// Diagnostics of one system that is to be built: it must also have an assembly.
pub(crate) fn of_system(db: &RootDatabase, system: System) -> Vec<Diagnostic> {
    let all = check::diagnostics(db, system);
    let mut out: Vec<_> = all.iter().map(|d| convert(db, d)).collect();
    // With other errors in it, the assembly may be there and unreadable.
    if !all.iter().any(|d| d.severity == Severity::Error) {
        out.extend(check::missing_assembly(db, system).map(|d| convert(db, &d)));
    }
    out
}

/// The mend that allows a finding at its place, for a person to choose.
pub(crate) fn suppression(db: &RootDatabase, file: File, d: &Diagnostic) -> Option<Fix> {
    let fix = camkes_hir::suppress(db, d.rule, Span { file, range: d.primary.range })?;
    Some(convert_fix(db, &fix))
}

fn convert_fix(db: &RootDatabase, fix: &hir::Fix) -> Fix {
    let edit = |e: &hir::Edit| Edit { at: file_range(db, e.span), text: e.text.clone() };
    Fix { title: fix.title.clone(), edits: fix.edits.iter().map(edit).collect(), preferred: fix.preferred }
}

fn file_range(db: &RootDatabase, span: Span) -> FileRange {
    FileRange { path: span.file.path(db).to_owned(), range: span.range }
}

fn convert(db: &RootDatabase, d: &hir::Diagnostic) -> Diagnostic {
    let range = |span| file_range(db, span);
    Diagnostic {
        rule: d.rule,
        severity: d.severity,
        primary: range(d.primary),
        message: d.message.clone(),
        labels: d.labels.iter().map(|l| Label { at: range(l.span), text: l.text.clone() }).collect(),
        notes: d.notes.clone(),
        fixes: d.fixes.iter().map(|fix| convert_fix(db, fix)).collect(),
    }
}

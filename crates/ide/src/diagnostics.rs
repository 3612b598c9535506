// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Diagnostics with paths instead of database handles.

use camino::Utf8PathBuf;
use camkes_hir::diagnostic::{self as hir, Holds, Rule, Severity, Span};
use camkes_hir::imports::import_graph;
use camkes_hir::{File, RootDatabase, Shared, System, check};
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use text_size::TextRange;

use crate::c_side;
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

/// What is wrong with a system in its ADL, then in the C files of its components.
fn all_of(db: &RootDatabase, system: System) -> impl Iterator<Item = &hir::Diagnostic> {
    check::diagnostics(db, system).iter().chain(c_side::diagnostics(db, system))
}

/// What is wrong in the C files of the components of a system, or missing in them; sorted by file and place.
#[must_use]
pub fn c_diagnostics(db: &RootDatabase, system: System) -> &[hir::Diagnostic] {
    c_side::diagnostics(db, system)
}

/// Diagnostics of a file in every system that it is part of; of the file alone when there is none.
pub(crate) fn of_file(db: &RootDatabase, systems: &Systems, file: File) -> Vec<Diagnostic> {
    let is_c = c_side::owns(db, systems, file);
    let systems = if is_c { c_side::systems_of(db, systems, file) } else { systems.of(db, file) };
    if is_c && systems.is_empty() {
        return Vec::new();
    }
    if systems.is_empty() {
        return check::file_diagnostics(db, file).iter().map(|d| convert(db, d)).collect();
    }
    let shared = Shared::new(db, &systems);
    let mut merged = Merged::default();
    for system in systems {
        merged.systems.push(system);
        for diagnostic in all_of(db, system).filter(|d| d.primary.file == file) {
            if shared.holds(diagnostic) {
                merged.add(system, diagnostic);
            }
        }
    }
    merged.into_diagnostics(db)
}

/// The part of [`of_file`] that is about the file by itself; nothing of a C file.
pub(crate) fn own_of_file(db: &RootDatabase, systems: &Systems, file: File) -> Vec<Diagnostic> {
    let mut merged = Merged::default();
    for system in systems.of(db, file) {
        merged.systems.push(system);
        let own = check::own_diagnostics(db, system, file);
        own.iter().filter(|it| it.rule.holds() == Holds::InAny).for_each(|it| merged.add(system, it));
    }
    merged.into_diagnostics(db)
}

/// Diagnostics of one file in all systems that have it.
#[derive(Default)]
struct Merged<'db> {
    systems: Vec<System>,
    /// Each mistake once, with the systems in which it is one.
    found: Vec<(&'db hir::Diagnostic, Vec<System>)>,
    /// Where in `found` those with this rule and place are.
    places: FxHashMap<(Rule, TextRange), Vec<usize>>,
}

impl<'db> Merged<'db> {
    fn add(&mut self, system: System, diagnostic: &'db hir::Diagnostic) {
        let place = self.places.entry((diagnostic.rule, diagnostic.primary.range)).or_default();
        let same = |index: &&usize| self.found.get(**index).is_some_and(|(other, _)| *other == diagnostic);
        match place.iter().find(same).and_then(|index| self.found.get_mut(*index)) {
            Some((_, systems)) => systems.push(system),
            None => {
                place.push(self.found.len());
                self.found.push((diagnostic, vec![system]));
            }
        }
    }

    /// Sorted by place. What is wrong in some of the systems only says in which.
    fn into_diagnostics(mut self, db: &RootDatabase) -> Vec<Diagnostic> {
        self.found.sort_by_key(|(d, _)| (d.primary.range.start(), d.primary.range.end(), d.rule));
        let all = self.systems.len();
        let tell = |(diagnostic, systems): (&hir::Diagnostic, Vec<System>)| {
            let mut out = convert(db, diagnostic);
            if systems.len() < all {
                out.notes.push(in_systems(db, &systems, all));
            }
            out
        };
        self.found.into_iter().map(tell).collect()
    }
}

/// In which systems a mistake is one.
fn in_systems(db: &RootDatabase, systems: &[System], all: usize) -> String {
    const MOST_NAMED: usize = 3;
    let name = |system: &System| {
        let path = system.root(db).path(db);
        format!("`{}`", path.file_name().unwrap_or(path.as_str()))
    };
    let mut names: Vec<_> = systems.iter().take(MOST_NAMED).map(name).collect();
    if systems.len() > MOST_NAMED {
        names.push("…".to_owned());
    }
    format!("only in {} of {all} systems: {}", systems.len(), names.join(", "))
}

/// Diagnostics of every file of every system.
pub(crate) fn of_workspace(db: &RootDatabase, systems: &Systems) -> Vec<(Utf8PathBuf, Vec<Diagnostic>)> {
    let all: Vec<System> = systems.active().collect();
    let shared = Shared::new(db, &all);
    let mut files: IndexMap<File, Merged<'_>> = IndexMap::new();
    for system in all {
        for file in &import_graph(db, system).files {
            files.entry(*file).or_default().systems.push(system);
        }
        for diagnostic in all_of(db, system) {
            if shared.holds(diagnostic) {
                files.entry(diagnostic.primary.file).or_default().add(system, diagnostic);
            }
        }
    }
    let of_file = |(file, mut merged): (File, Merged<'_>)| {
        // A header is part of a system without being one of its files.
        if merged.systems.is_empty() {
            let is_c = c_side::owns(db, systems, file);
            merged.systems = if is_c { c_side::systems_of(db, systems, file) } else { systems.of(db, file) };
        }
        (file.path(db).to_owned(), merged.into_diagnostics(db))
    };
    files.into_iter().map(of_file).collect()
}

/// Diagnostics of one system that is to be built: it must also have an assembly.
pub(crate) fn of_system(db: &RootDatabase, system: System) -> Vec<Diagnostic> {
    let all = check::diagnostics(db, system);
    let mut out: Vec<_> = all_of(db, system).map(|d| convert(db, d)).collect();
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

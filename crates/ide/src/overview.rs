// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The systems of a workspace, for a user to choose from.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::diagnostic::Severity;
use camkes_hir::imports::import_graph;
use camkes_hir::{Db as _, RootDatabase, System, check};

use crate::systems::Systems;

/// A system in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemOverview {
    /// Its root file.
    pub root: Utf8PathBuf,
    /// The user chose it.
    pub chosen: bool,
    /// Instances of its assembly; `None` when it has none.
    pub instances: Option<usize>,
    /// Files that it is made of, the built-in library left out.
    pub files: usize,
    /// Errors in all of them.
    pub errors: usize,
    /// Warnings in all of them.
    pub warnings: usize,
}

/// All systems in use, the chosen one first.
pub(crate) fn overview(db: &RootDatabase, systems: &Systems) -> Vec<SystemOverview> {
    let chosen = systems.chosen();
    let of = |system: System| {
        let found = check::diagnostics(db, system);
        let count = |severity| found.iter().filter(|it| it.severity == severity).count();
        let files =
            import_graph(db, system).files.iter().filter(|file| !camkes_hir::builtin::is_builtin(file.path(db)));
        SystemOverview {
            root: system.root(db).path(db).to_owned(),
            chosen: chosen == Some(system),
            instances: camkes_hir::assembly(db, system).map(|assembly| assembly.instances.len()),
            files: files.count(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        }
    };
    systems.active().map(of).collect()
}

/// Roots of the systems that a file belongs to, the chosen one first.
pub(crate) fn roots_of(db: &RootDatabase, systems: &Systems, path: &Utf8Path) -> Vec<Utf8PathBuf> {
    let of_file = systems.of(db, db.file(path)).into_iter();
    of_file.map(|system| system.root(db).path(db).to_owned()).collect()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A system on the disk, read for a command.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{
    Db, File, ForwardReferences, Preprocessor, RootDatabase, System as HirSystem, imports::import_graph,
    queries::DataFile,
};
use camkes_preprocessor::{MacroOption, Options};

use super::findings;
use crate::{
    cli::ReadingOptions,
    report::{self, Finding, Place, Sources},
    system::System,
    vfs::disk::{self, Disk},
};

/// A database with one system.
pub(crate) struct Project {
    /// The database.
    pub(crate) db: RootDatabase,
    /// The system.
    pub(crate) system: HirSystem,
}

impl Project {
    /// Reads the root file; imports are read when a query asks for them.
    pub(crate) fn open(system: &System<'_>, root: &Utf8Path, reading: &ReadingOptions) -> Self {
        let db = RootDatabase::new(Arc::new(Disk));
        let system = enter(&db, system, root, reading);
        Self { db, system }
    }

    /// Everything that is wrong with the system.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut found = findings_of(&self.db, self.system);
        report::sort(&mut found);
        found
    }

    /// As [`Project::findings`], for a system that must have an assembly.
    pub(crate) fn findings_of_assembly(&self) -> Vec<Finding> {
        let mut found = self.findings();
        // A file that can't be read or parsed has no assembly for that reason, which is reported already.
        if !report::any_error(&found) {
            let missing = camkes_hir::check::missing_assembly(&self.db, self.system);
            found.extend(missing.map(|d| findings::of_diagnostic(&self.db, &d)));
        }
        found
    }

    /// Every file of the system, the root first.
    fn files(&self) -> Vec<File> {
        let root = self.system.root(&self.db);
        let imported = import_graph(&self.db, self.system).files.iter().copied().filter(|file| *file != root);
        std::iter::once(root).chain(imported).collect()
    }

    /// Paths of every file of the system.
    pub(crate) fn paths(&self) -> Vec<Utf8PathBuf> {
        self.files().into_iter().map(|file| file.path(&self.db).to_owned()).collect()
    }

    /// Adds the texts that findings are about.
    pub(crate) fn add_sources(&self, found: &[Finding], sources: &mut Sources) {
        add_sources(&self.db, found, sources);
    }

    /// The root file as a whole.
    pub(crate) fn root(&self) -> Place {
        Place { path: self.system.root(&self.db).path(&self.db).to_owned(), range: None }
    }

    /// Name of the root file without its extension.
    pub(crate) fn stem(&self) -> String {
        let path = self.system.root(&self.db).path(&self.db);
        path.file_stem().unwrap_or("system").to_owned()
    }
}

/// Enters a system into a database; `root` may be relative to the working folder.
pub(crate) fn enter(db: &RootDatabase, system: &System<'_>, root: &Utf8Path, reading: &ReadingOptions) -> HirSystem {
    let file = db.file(&system.absolute(root));
    let import_paths = reading.import_paths.iter().map(|path| system.absolute(path)).collect();
    let forward = match (reading.disallow_forward_references, reading.allow_forward_references) {
        (true, _) => ForwardReferences::Forbid,
        (false, true) => ForwardReferences::Allow,
        (false, false) => ForwardReferences::Warn,
    };
    HirSystem::builder(file, import_paths, forward)
        .preprocessor(preprocessor(system, reading))
        .device_tree(data_file(db, system, reading.dtb.as_deref()))
        .pin_list(data_file(db, system, reading.gpio_list.as_deref()))
        .new(db)
}

/// Everything that is wrong with a system.
pub(crate) fn findings_of(db: &RootDatabase, system: HirSystem) -> Vec<Finding> {
    camkes_hir::diagnostics(db, system).iter().map(|d| findings::of_diagnostic(db, d)).collect()
}

/// Adds the texts that findings are about: files of the system, and headers that those include.
pub(crate) fn add_sources(db: &RootDatabase, found: &[Finding], sources: &mut Sources) {
    let places = found.iter().flat_map(|finding| {
        let labels = finding.labels.iter().map(|(place, _)| place);
        let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|(place, _)| place));
        std::iter::once(&finding.at).chain(labels).chain(edits)
    });
    for place in places {
        // Templates have texts of their own, under names that are no paths.
        if let Some(file) = db.known_file(&place.path).filter(|_| !sources.contains(&place.path)) {
            sources.insert(place.path.clone(), file.contents(db).as_str().into());
        }
    }
}

/// A file that queries of settings ask; one that can't be read is reported where it is asked.
fn data_file(db: &RootDatabase, system: &System<'_>, path: Option<&Utf8Path>) -> Option<DataFile> {
    let path = system.absolute(path?);
    let contents = disk::load_data(&path);
    Some(DataFile::new(db, path, contents))
}

fn preprocessor(system: &System<'_>, reading: &ReadingOptions) -> Preprocessor {
    if reading.nocpp {
        return Preprocessor::Off;
    }
    let mut options = Options::camkes();
    options.macros.extend(reading.defines.iter().cloned().map(MacroOption::Define));
    options.macros.extend(reading.undefines.iter().cloned().map(MacroOption::Undefine));
    options.include_folders = reading.include_paths.iter().map(|path| system.absolute(path).into_string()).collect();
    Preprocessor::On(options)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A system on the disk, read for a command.

use std::{collections::BTreeSet, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{Db, File, RootDatabase, System as HirSystem, imports::import_graph, queries::DataFile};
use camkes_ide::SystemSettings;

use super::findings;
use crate::{
    report::{self, Finding, Place, Sources},
    settings::{Layer, Problem, file::ProjectFile, project::ProjectSettings},
    system::System,
    vfs::{asked::Asked, disk},
};

/// A database with one system.
pub(crate) struct Project {
    /// The settings under which it is read.
    pub(crate) settings: Layer,
    /// What is wrong with those.
    problems: Vec<Problem>,
    /// The files in which they stand.
    files: Vec<Arc<ProjectFile>>,
    /// Files in which settings may stand.
    looked_at: BTreeSet<Utf8PathBuf>,
    /// The disk.
    asked: Arc<Asked>,
    /// The database.
    pub(crate) db: RootDatabase,
    /// The system.
    pub(crate) system: HirSystem,
}

impl Project {
    /// Reads the root file; imports are read when a query asks for them.
    pub(crate) fn open(system: &System<'_>, root: &Utf8Path, settings: &ProjectSettings) -> Self {
        let asked = Arc::new(Asked::default());
        let db = RootDatabase::new(Arc::<Asked>::clone(&asked));
        let root = system.absolute(root);
        let layer = settings.of(&root);
        let mut read = layer.system_settings();
        read.rule_levels = read.rule_levels.for_build();
        let system = enter(&db, &root, &read);
        let (problems, files, looked_at) = (settings.problems(), settings.files(), settings.looked_at());
        Self { settings: layer, problems, files, looked_at, asked, db, system }
    }

    /// Everything that is wrong with the system.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let all = camkes_hir::diagnostics(&self.db, self.system);
        let mut found: Vec<_> = all.iter().map(|d| findings::of_diagnostic(&self.db, d)).collect();
        found.extend(self.problems.iter().map(Problem::finding));
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

    /// Texts of the language and headers that were looked for, there or not.
    pub(crate) fn asked(&self) -> BTreeSet<Utf8PathBuf> {
        self.asked.paths()
    }

    /// How many those are.
    pub(crate) fn asked_count(&self) -> usize {
        self.asked.count()
    }

    /// Files in which settings may stand, there or not.
    pub(crate) fn looked_at(&self) -> &BTreeSet<Utf8PathBuf> {
        &self.looked_at
    }

    /// Adds the texts that findings are about.
    pub(crate) fn add_sources(&self, found: &[Finding], sources: &mut Sources) {
        add_sources(&self.db, found, sources);
        add_settings(&self.files, sources);
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

/// Enters a system into a database.
pub(crate) fn enter(db: &RootDatabase, root: &Utf8Path, settings: &SystemSettings) -> HirSystem {
    HirSystem::builder(db.file(root), settings.import_paths.clone(), settings.forward_references)
        .preprocessor(settings.preprocessor.clone())
        .device_tree(data_file(db, settings.device_tree.as_deref()))
        .pin_list(data_file(db, settings.pin_list.as_deref()))
        .rule_levels(settings.rule_levels.clone())
        .component_files(settings.component_files.clone())
        .new(db)
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
fn data_file(db: &RootDatabase, path: Option<&Utf8Path>) -> Option<DataFile> {
    let path = path?.to_owned();
    let contents = disk::load_data(&path);
    Some(DataFile::new(db, path, contents))
}

/// Adds the texts of settings.
pub(crate) fn add_settings(files: &[Arc<ProjectFile>], sources: &mut Sources) {
    for file in files {
        sources.insert(file.path.clone(), Arc::clone(&file.text));
    }
}

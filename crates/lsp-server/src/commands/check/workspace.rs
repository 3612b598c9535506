// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The systems that a check is about.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{Db as _, File, FileContents, FileLoader, RootDatabase, System as HirSystem, imports::import_graph};
use camkes_syntax::ast;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::FxBuildHasher;

use crate::{
    cli::CheckCommand,
    commands::{findings, fmt::files, project},
    report::{self, Finding, Sources},
    system::System,
    vfs::disk::Disk,
};

/// The systems of all arguments, in one database: what they share is read and checked once.
pub(super) struct Workspace {
    db: RootDatabase,
    systems: Vec<HirSystem>,
    /// Arguments that can't be read.
    problems: Vec<Finding>,
    asked: Arc<Asked>,
}

/// The disk, and which files it was asked for.
#[derive(Default)]
struct Asked {
    paths: Mutex<BTreeSet<Utf8PathBuf>>,
}

impl FileLoader for Asked {
    fn load(&self, path: &Utf8Path) -> FileContents {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Disk.load(path)
    }

    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        Disk.list(folder)
    }
}

impl Workspace {
    /// Finds the systems: a file that is named is the root of one. In a folder, each file with an assembly is; a file
    /// that none of those imports is checked by itself.
    pub(super) fn open(system: &System<'_>, command: &CheckCommand) -> Self {
        let asked = Arc::new(Asked::default());
        let db = RootDatabase::new(Arc::<Asked>::clone(&asked));
        let paths = command.files.iter().map(|path| system.absolute(path));
        let (folders, named): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
        let (named, _) = files::find(named.into_iter());
        let (listed, errors) = files::find(folders.into_iter());
        let problems = errors.iter().map(|it| findings::unreadable(&it.path, &it.reason)).collect();
        let enter = |path: &Utf8PathBuf| project::enter(&db, system, path, &command.reading);
        let mut systems: Vec<_> = named.iter().map(enter).collect();
        let (with, without): (Vec<_>, Vec<_>) = listed.into_iter().partition(|path| has_assembly(&db, path));
        for paths in [with, without] {
            let covered = covered(&db, &systems);
            let is_new = |path: &Utf8PathBuf| !covered.contains(&db.file(path));
            let entered = paths.iter().filter(|path| is_new(path)).map(enter).collect();
            systems.extend(outermost(&db, entered));
        }
        Self { db, systems, problems, asked }
    }

    /// Everything that is wrong, each mistake once, in the order of the places.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let of_system = |db: &mut RootDatabase, system: &HirSystem| project::findings_of(db, *system);
        let found: Vec<_> = self.systems.par_iter().map_with(self.db.clone(), of_system).collect();
        let mut found: Vec<_> = self.problems.iter().cloned().chain(found.into_iter().flatten()).collect();
        report::sort(&mut found);
        found
    }

    /// The texts that findings are about.
    pub(super) fn sources(&self, system: &System<'_>, found: &[Finding]) -> Sources {
        let mut sources = Sources::new(&system.working_folder);
        project::add_sources(&self.db, found, &mut sources);
        sources
    }

    /// The text of a file of the disk that can be written back: one in which every byte was understood.
    pub(super) fn text(&self, path: &Utf8Path) -> Option<Arc<str>> {
        let file = self.db.known_file(path).filter(|_| !camkes_hir::builtin::is_builtin(path))?;
        match file.contents(&self.db) {
            FileContents::Text { text, invalid } if invalid.is_empty() => Some(Arc::clone(text)),
            _ => None,
        }
    }

    /// Gives a file another text, here and not on the disk.
    pub(super) fn set_text(&mut self, path: &Utf8Path, text: &str) {
        self.db.set_contents(path, FileContents::text(text));
    }

    /// Every file that was looked for, there or not.
    pub(super) fn asked(&self) -> BTreeSet<Utf8PathBuf> {
        self.asked.paths.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether a file declares an assembly. The preprocessor is not asked: it is the systems that say with which macros.
fn has_assembly(db: &RootDatabase, path: &Utf8Path) -> bool {
    let file = db.file(path);
    let text = file.contents(db).as_str();
    let is_assembly = |item| matches!(item, ast::Item::Assembly(_));
    text.contains("assembly") && camkes_syntax::parse(text).tree().items().any(is_assembly)
}

fn covered(db: &RootDatabase, systems: &[HirSystem]) -> HashSet<File, FxBuildHasher> {
    systems.iter().flat_map(|system| import_graph(db, *system).files.iter().copied()).collect()
}

/// The systems whose root is not imported by another; of those that import each other, the first.
fn outermost(db: &RootDatabase, systems: Vec<HirSystem>) -> Vec<HirSystem> {
    let roots: HashMap<File, usize, FxBuildHasher> =
        systems.iter().enumerate().map(|(index, system)| (system.root(db), index)).collect();
    let files: Vec<HashSet<File, FxBuildHasher>> =
        systems.iter().map(|system| import_graph(db, *system).files.iter().copied().collect()).collect();
    let mut inner = HashSet::new();
    for (by, imported) in files.iter().enumerate() {
        for &index in imported.iter().filter_map(|file| roots.get(file)).filter(|&&index| index != by) {
            let back = files.get(index).zip(systems.get(by)).is_some_and(|(of, by)| of.contains(&by.root(db)));
            if !back || by < index {
                inner.insert(index);
            }
        }
    }
    systems.into_iter().enumerate().filter(|(index, _)| !inner.contains(index)).map(|(_, system)| system).collect()
}

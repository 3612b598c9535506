// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The systems that a check is about.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{
    Db as _, File, FileContents, RootDatabase, Shared, System as HirSystem,
    diagnostic::{Diagnostic, Severity},
    imports::import_graph,
    salsa::Setter as _,
};
use camkes_syntax::ast;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::FxBuildHasher;

use crate::{
    cli::CheckCommand,
    commands::{findings, fmt::files, project, reading},
    report::{self, Finding, Sources},
    settings::{Problem, project::ProjectSettings},
    system::System,
    vfs::asked::Asked,
};

/// The systems of all arguments, in one database: what they share is read and checked once.
pub(super) struct Workspace {
    db: RootDatabase,
    settings: ProjectSettings,
    arguments: Vec<Utf8PathBuf>,
    systems: Vec<HirSystem>,
    /// Arguments that can't be read.
    problems: Vec<Finding>,
    asked: Arc<Asked>,
}

impl Workspace {
    /// Finds the systems: a file that is named is the root of one. In a folder, each file with an assembly is; a file
    /// that none of those imports is checked by itself.
    pub(super) fn open(system: &System<'_>, command: &CheckCommand) -> Self {
        let asked = Arc::new(Asked::default());
        let mut db = RootDatabase::new(Arc::<Asked>::clone(&asked));
        let settings = reading::settings(system, &command.reading);
        let arguments = arguments(system, command, &settings);
        let (folders, mut named): (Vec<_>, Vec<_>) = arguments.iter().cloned().partition(|path| path.is_dir());
        for folder in &folders {
            let roots = settings.roots_of(folder).into_iter();
            named.extend(roots.filter(|root| root.starts_with(folder) && root.is_file()));
        }
        let (named, _) = files::find(named.into_iter());
        let (listed, errors) = files::find(folders.into_iter());
        let problems = errors.iter().map(|it| findings::unreadable(&it.path, &it.reason)).collect();
        let enter = |db: &RootDatabase, path: &Utf8Path| {
            let mut read = settings.of(path).system_settings();
            read.rule_levels.extend(&command.rules.levels);
            project::enter(db, path, &read)
        };
        let mut systems: Vec<_> = named.iter().map(|path| enter(&db, path)).collect();
        let (with, without): (Vec<_>, Vec<_>) = listed.into_iter().partition(|path| has_assembly(&db, path));
        systems.extend(not_covered(&db, &systems, &with, enter));
        let lonely = not_covered(&db, &systems, &without, enter);
        let files: Vec<File> = without.iter().map(|path| db.file(path)).collect();
        let unreached = camkes_hir::unreached(&db, &systems, &files);
        for system in lonely {
            system.set_unreached(&mut db).to(unreached.clone());
            systems.push(system);
        }
        Self { db, settings, arguments, systems, problems, asked }
    }

    /// Everything that is wrong, each mistake once, in the order of the places.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let check = |db: &mut RootDatabase, system: &HirSystem| {
            camkes_hir::diagnostics(db, *system);
            let _ = camkes_ide::c_diagnostics(db, *system);
        };
        // Threads are not worth their while for one.
        if self.systems.len() > 1 {
            self.systems.par_iter().for_each_with(self.db.clone(), check);
        }
        let shared = Shared::new(&self.db, &self.systems);
        let of_c = |system: &HirSystem| camkes_ide::c_diagnostics(&self.db, *system);
        let of_adl = |system: &HirSystem| camkes_hir::diagnostics(&self.db, *system);
        let all = self.systems.iter().flat_map(|system| of_adl(system).iter().chain(of_c(system)));
        // Hints are for editors.
        let shown = |it: &&Diagnostic| it.severity != Severity::Hint && shared.holds(it);
        let of_systems = all.filter(shown).map(|it| findings::of_diagnostic(&self.db, it));
        let mut found: Vec<_> = self.problems.iter().cloned().chain(of_systems).collect();
        found.extend(self.settings.problems().iter().map(Problem::finding));
        report::sort(&mut found);
        found
    }

    /// The files and folders that are checked.
    pub(super) fn arguments(&self) -> &[Utf8PathBuf] {
        &self.arguments
    }

    /// The texts that findings are about.
    pub(super) fn sources(&self, system: &System<'_>, found: &[Finding]) -> Sources {
        let mut sources = Sources::new(&system.working_folder);
        project::add_sources(&self.db, found, &mut sources);
        project::add_settings(&self.settings.files(), &mut sources);
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
        self.asked.paths()
    }

    /// As [`Workspace::asked`], with the files in which settings may stand.
    pub(super) fn matters(&self) -> BTreeSet<Utf8PathBuf> {
        self.asked().into_iter().chain(self.settings.looked_at()).collect()
    }
}

/// Files and folders to check; without any, the systems that the settings of the working folder name.
fn arguments(system: &System<'_>, command: &CheckCommand, settings: &ProjectSettings) -> Vec<Utf8PathBuf> {
    if command.files.is_empty() {
        return settings.roots_of(&system.working_folder);
    }
    command.files.iter().map(|path| system.absolute(path)).collect()
}

/// Whether a file declares an assembly. The preprocessor is not asked: it is the systems that say with which macros.
fn has_assembly(db: &RootDatabase, path: &Utf8Path) -> bool {
    let file = db.file(path);
    let text = file.contents(db).as_str();
    let is_assembly = |item| matches!(item, ast::Item::Assembly(_));
    text.contains("assembly") && camkes_syntax::parse(text).tree().items().any(is_assembly)
}

/// Systems of the files that are part of no other.
fn not_covered(
    db: &RootDatabase,
    systems: &[HirSystem],
    paths: &[Utf8PathBuf],
    enter: impl Fn(&RootDatabase, &Utf8Path) -> HirSystem,
) -> Vec<HirSystem> {
    let covered = camkes_hir::all_files(db, systems);
    let is_new = |path: &&Utf8PathBuf| !covered.contains(&db.file(path));
    outermost(db, paths.iter().filter(is_new).map(|path| enter(db, path)).collect())
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

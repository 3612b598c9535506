// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which systems there are: those that the settings name, and those that the open files belong to.

use std::collections::HashSet;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::db::SELDOM;
use camkes_hir::imports::import_graph;
use camkes_hir::preprocess::preprocessed;
use camkes_hir::queries::DataFile;
use camkes_hir::salsa::Setter as _;
use camkes_hir::scope::scope;
use camkes_hir::{Db as _, File, FileContents, RootDatabase, System};
use indexmap::{IndexMap, IndexSet};

use crate::c_side;
use crate::host::Config;
use crate::workspace::WorkspaceIndex;

/// How many folders above an open file are searched for an assembly that imports it.
const SEARCH_DEPTH: usize = 6;

/// How many files of a folder are looked at in that search.
const SEARCH_FILES: usize = 64;

/// The systems of a workspace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Systems {
    /// By root file. A system stays when it falls out of use: the database can't forget it.
    known: IndexMap<Utf8PathBuf, System>,
    /// Roots in use, configured ones first.
    active: IndexSet<Utf8PathBuf>,
    /// The one that the user works on, if one was chosen. It comes first wherever several are asked.
    chosen: Option<Utf8PathBuf>,
    /// Roots of assemblies that nobody opened and that share files with the systems of open documents.
    neighbours: Vec<Utf8PathBuf>,
    /// Files that queries of settings ask.
    data: IndexMap<Utf8PathBuf, DataFile>,
}

impl Systems {
    /// Systems in use, the chosen one first.
    pub(crate) fn active(&self) -> impl Iterator<Item = System> {
        let others = self.active.iter().filter(|root| Some(*root) != self.chosen.as_ref());
        let chosen = self.chosen.iter().filter(|root| self.active.contains(*root));
        chosen.chain(others).filter_map(|root| self.known.get(root).copied())
    }

    /// Chooses the system that the user works on, or none.
    pub(crate) fn choose(&mut self, root: Option<&Utf8Path>) {
        self.chosen = root.map(Utf8Path::to_owned);
    }

    /// The chosen system, if it is in use.
    pub(crate) fn chosen(&self) -> Option<System> {
        let root = self.chosen.as_ref().filter(|root| self.active.contains(*root))?;
        self.known.get(root).copied()
    }

    /// Where the chosen system has the file, that one alone; else all that have it.
    pub(crate) fn preferred(&self, db: &RootDatabase, file: File) -> Vec<System> {
        match self.chosen().filter(|system| holds(db, *system, file)) {
            Some(chosen) => vec![chosen],
            None => self.of(db, file),
        }
    }

    /// How many systems the database holds, in use or not.
    pub(crate) fn known(&self) -> usize {
        self.known.len()
    }

    /// How many of them are in use.
    pub(crate) fn in_use(&self) -> usize {
        self.active.len()
    }

    /// No systems, but the same choice: for a database that starts anew.
    pub(crate) fn emptied(&self) -> Self {
        Self { chosen: self.chosen.clone(), active: self.active.clone(), ..Self::default() }
    }

    /// Roots of assemblies that nobody opened.
    pub(crate) fn neighbours(&self) -> &[Utf8PathBuf] {
        &self.neighbours
    }

    /// Uses those of these files that are assemblies, in place of earlier ones.
    pub(crate) fn set_neighbours(&mut self, db: &RootDatabase, config: &Config, roots: Vec<Utf8PathBuf>) {
        for root in &roots {
            self.system(db, config, root);
        }
        self.neighbours = roots.into_iter().filter(|root| self.is_assembly(db, root)).collect();
    }

    /// Assemblies of the workspace that no system in use has, by path.
    pub(crate) fn elsewhere(&self, db: &RootDatabase, index: &WorkspaceIndex) -> Vec<Utf8PathBuf> {
        let files: HashSet<_> =
            self.active().flat_map(|system| &import_graph(db, system).files).map(|file| file.path(db)).collect();
        index.assemblies().filter(|path| !files.contains(path)).map(Utf8Path::to_owned).collect()
    }

    /// Systems in use that a file is part of.
    pub(crate) fn of(&self, db: &RootDatabase, file: File) -> Vec<System> {
        self.active().filter(|system| holds(db, *system, file)).collect()
    }

    /// Brings the systems in line with settings and open files. `moved` says that either changed, so that systems are
    /// looked for anew; otherwise only open files that turned into or out of assemblies are looked at.
    pub(crate) fn update(&mut self, db: &mut RootDatabase, config: &Config, open: &IndexSet<Utf8PathBuf>, moved: bool) {
        let (c, open): (Vec<_>, Vec<_>) = open.iter().partition(|path| c_side::is_c(path));
        for root in config.roots.iter().chain(open.iter().copied()) {
            self.system(db, config, root);
        }
        if moved {
            self.configure(db, config);
        }
        let mut active: IndexSet<Utf8PathBuf> = config.roots.iter().cloned().collect();
        for path in &open {
            if self.is_assembly(db, path) {
                active.insert((*path).clone());
            }
        }
        for path in &open {
            let file = db.file(path);
            if active.iter().any(|root| self.contains(db, root, file)) {
                continue;
            }
            let mut others = self.active.iter().chain(&self.neighbours);
            let kept = others.find(|root| root != path && self.contains(db, root, file)).cloned();
            let root = kept.or_else(|| self.discover(db, config, file, path)).unwrap_or_else(|| (*path).clone());
            active.insert(root);
        }
        for path in c {
            let has_it = |root: &Utf8PathBuf| self.has_c(db, root, path);
            if active.iter().any(has_it) {
                continue;
            }
            let kept = self.active.iter().find(|root| has_it(root)).cloned();
            active.extend(kept.or_else(|| self.discover_of_c(db, config, path)));
        }
        active.extend(self.neighbours.iter().cloned());
        self.active = active;
        self.tell_unreached(db, config, &open);
    }

    /// Tells the systems of open files that were found to belong to no assembly whether one should have them: one of the same
    /// folder of the workspace, beside or above them. `known` holds those, since the search for theirs came by all.
    fn tell_unreached(&self, db: &mut RootDatabase, config: &Config, open: &[&Utf8PathBuf]) {
        for &path in open {
            let Some(system) = self.known.get(path) else { continue };
            let folder = config.folders.iter().find(|folder| path.starts_with(folder));
            let lonely = self.active.contains(path) && !config.roots.contains(path) && !self.is_assembly(db, path);
            let unreached = match folder.filter(|_| lonely) {
                Some(folder) => camkes_hir::unreached(db, &self.around(folder, path), &[system.root(db)]),
                None => Vec::new(),
            };
            if *system.unreached(db) != *unreached {
                system.set_unreached(db).to(unreached);
            }
        }
    }

    /// The systems of a folder that are in use, or whose root lies beside or above a file.
    fn around(&self, folder: &Utf8Path, path: &Utf8Path) -> Vec<System> {
        let is_above = |root: &Utf8Path| root.parent().is_some_and(|parent| path.starts_with(parent));
        let is_around = |root: &Utf8PathBuf| root.starts_with(folder) && (self.active.contains(root) || is_above(root));
        self.known.iter().filter(|(root, _)| is_around(root)).map(|(_, system)| *system).collect()
    }

    fn system(&mut self, db: &RootDatabase, config: &Config, root: &Utf8Path) -> System {
        if let Some(system) = self.known.get(root) {
            return *system;
        }
        let settings = config.settings.of(root);
        let device_tree = self.data_file(db, settings.device_tree);
        let pin_list = self.data_file(db, settings.pin_list);
        let system = System::builder(db.file(root), settings.import_paths, settings.forward_references)
            .preprocessor(settings.preprocessor)
            .device_tree(device_tree)
            .pin_list(pin_list)
            .rule_levels(settings.rule_levels)
            .component_files(settings.component_files)
            .durability(SELDOM)
            .new(db);
        self.known.insert(root.to_owned(), system);
        system
    }

    /// Brings the settings of all known systems up to date. An input is only written when it differs: a write makes
    /// everything that depends on it run again.
    fn configure(&mut self, db: &mut RootDatabase, config: &Config) {
        for (root, system) in self.known.clone() {
            let settings = config.settings.of(&root);
            let device_tree = self.data_file(db, settings.device_tree);
            let pin_list = self.data_file(db, settings.pin_list);
            if *system.import_paths(db) != *settings.import_paths {
                system.set_import_paths(db).to(settings.import_paths);
            }
            if system.forward_references(db) != settings.forward_references {
                system.set_forward_references(db).to(settings.forward_references);
            }
            if *system.preprocessor(db) != settings.preprocessor {
                system.set_preprocessor(db).to(settings.preprocessor);
            }
            if system.device_tree(db) != device_tree {
                system.set_device_tree(db).to(device_tree);
            }
            if system.pin_list(db) != pin_list {
                system.set_pin_list(db).to(pin_list);
            }
            if *system.rule_levels(db) != settings.rule_levels {
                system.set_rule_levels(db).to(settings.rule_levels);
            }
            if *system.component_files(db) != settings.component_files {
                system.set_component_files(db).to(settings.component_files);
            }
        }
    }

    fn data_file(&mut self, db: &RootDatabase, path: Option<Utf8PathBuf>) -> Option<DataFile> {
        let path = path?;
        if let Some(known) = self.data.get(&path) {
            return Some(*known);
        }
        let file = DataFile::builder(path.clone(), db.load_data(&path)).durability(SELDOM).new(db);
        self.data.insert(path, file);
        Some(file)
    }

    /// Reads a file that queries of settings ask again, if it is one.
    pub(crate) fn reload_data(&self, db: &mut RootDatabase, path: &Utf8Path) {
        let Some(file) = self.data.get(path) else { return };
        let contents = db.load_data(path);
        if *file.contents(db) != contents {
            file.set_contents(db).to(contents);
        }
    }

    fn is_assembly(&self, db: &RootDatabase, root: &Utf8Path) -> bool {
        let Some(system) = self.known.get(root) else { return false };
        scope(db, *system).assemblies.iter().any(|def| def.file == system.root(db))
    }

    fn contains(&self, db: &RootDatabase, root: &Utf8Path, file: File) -> bool {
        self.known.get(root).is_some_and(|system| holds(db, *system, file))
    }

    /// Whether a C file is one of a system: of a component, or a header that its ADL includes.
    fn has_c(&self, db: &RootDatabase, root: &Utf8Path, path: &Utf8Path) -> bool {
        let Some(system) = self.known.get(root) else { return false };
        c_side::is_source(db, *system, path) || c_side::is_header(path) && holds(db, *system, db.file(path))
    }

    /// Looks in the folders above a C file for an assembly with a component that has it; else for the declaration of such
    /// a component.
    fn discover_of_c(&mut self, db: &RootDatabase, config: &Config, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let mut declaration = None;
        for folder in path.ancestors().skip(1).take(SEARCH_DEPTH) {
            let listed = db.list(folder);
            let adl = listed.iter().filter(|it| it.extension() == Some("camkes"));
            for candidate in adl.take(SEARCH_FILES) {
                let FileContents::Text { text, .. } = db.file(candidate).contents(db) else { continue };
                if !text.contains("assembly") && (declaration.is_some() || !text.contains("component")) {
                    continue;
                }
                self.system(db, config, candidate);
                if !self.has_c(db, candidate, path) {
                    continue;
                }
                if self.is_assembly(db, candidate) {
                    return Some(candidate.clone());
                }
                declaration.get_or_insert_with(|| candidate.clone());
            }
        }
        declaration
    }

    /// Looks in the folders above a file for an assembly that imports it.
    fn discover(&mut self, db: &RootDatabase, config: &Config, file: File, path: &Utf8Path) -> Option<Utf8PathBuf> {
        for folder in path.ancestors().skip(1).take(SEARCH_DEPTH) {
            let candidates = db.list(folder);
            let assemblies = candidates.iter().filter(|p| p.extension() == Some("camkes") && *p != path);
            for candidate in assemblies.take(SEARCH_FILES) {
                if !matches!(db.file(candidate).contents(db), FileContents::Text { text, .. } if text.contains("assembly"))
                {
                    continue;
                }
                self.system(db, config, candidate);
                if self.is_assembly(db, candidate) && self.contains(db, candidate, file) {
                    return Some(candidate.clone());
                }
            }
        }
        None
    }
}

/// Whether a file is part of a system: imported, or included by a file that is.
fn holds(db: &RootDatabase, system: System, file: File) -> bool {
    let files = &import_graph(db, system).files;
    let includes = |owner: &File| preprocessed(db, system, *owner).is_some_and(|it| it.includes(file));
    files.contains(&file) || files.iter().any(includes)
}

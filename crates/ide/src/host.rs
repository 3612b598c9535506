// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The single writer: applies what the editor, the disk and the settings report.

use std::fmt;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::imports::lacks_search_paths;
use camkes_hir::{Db as _, FileContents, FileLoader, RootDatabase};
use indexmap::IndexSet;

use crate::analysis::Analysis;
use crate::c_side;
use crate::importable::Importable;
use crate::neighbours::{self, NeighbourSearch};
use crate::settings::{SettingsOfSystems, SystemSettings};
use crate::systems::Systems;
use crate::workspace::{self, WorkspaceIndex, WorkspaceSearch};

/// Which systems there are, and how they are read.
#[derive(Clone)]
pub struct Config {
    /// Root files of systems, absolute. Files that are open may add to them.
    pub roots: Vec<Utf8PathBuf>,
    /// Folders of the workspace, absolute: files below them can be imported.
    pub folders: Vec<Utf8PathBuf>,
    /// How each is read.
    pub settings: Arc<dyn SettingsOfSystems>,
}

impl Default for Config {
    fn default() -> Self {
        Self { roots: Vec::new(), folders: Vec::new(), settings: Arc::new(SystemSettings::default()) }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("roots", &self.roots).finish_non_exhaustive()
    }
}

/// Systems out of use that are kept beside as many as are in use: somebody may come back to them.
const SPARE_SYSTEMS: usize = 32;

/// Changes after which a new database is started. Each name that somebody typed on the way to another leaves some hundred bytes in the
/// query engine, which is little for one, and much for a day of them.
pub const MOST_CHANGES: usize = 8192;

/// Something happened outside.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Files with their new contents, absolute paths. `None`: read the file again through the loader.
    pub files: Vec<(Utf8PathBuf, Option<FileContents>)>,
    /// Files that were opened in an editor.
    pub opened: Vec<Utf8PathBuf>,
    /// Files that were closed.
    pub closed: Vec<Utf8PathBuf>,
    /// New settings.
    pub config: Option<Config>,
    /// What a [`NeighbourSearch`] found.
    pub neighbours: Option<Vec<Utf8PathBuf>>,
}

/// Owns the database. Applying a change waits for every [`Analysis`] to be dropped, after cancelling its queries.
pub struct AnalysisHost {
    db: RootDatabase,
    config: Config,
    open: IndexSet<Utf8PathBuf>,
    systems: Arc<Systems>,
    importable: Arc<Importable>,
    index: Arc<WorkspaceIndex>,
    /// Systems that were left when the database was last started anew.
    kept: usize,
    /// Changes of texts since then.
    changes: usize,
}

impl AnalysisHost {
    /// A host without open files that reads from `loader`.
    #[must_use]
    pub fn new(loader: Arc<dyn FileLoader>) -> Self {
        Self::over(RootDatabase::new(loader))
    }

    /// A host over a database of the caller's making.
    #[must_use]
    pub fn over(db: RootDatabase) -> Self {
        Self {
            db,
            config: Config::default(),
            open: IndexSet::new(),
            systems: Arc::default(),
            importable: Arc::default(),
            index: Arc::default(),
            kept: 0,
            changes: 0,
        }
    }

    /// The same host, calling `on_step` again and again while it works something out, on each thread that does.
    #[must_use]
    pub fn attended(self, on_step: fn()) -> Self {
        Self { db: self.db.attended(on_step), ..self }
    }

    /// Applies a change. The new state is seen by every [`AnalysisHost::analysis`] from now on.
    pub fn apply_change(&mut self, change: Change) {
        let systems = Arc::make_mut(&mut self.systems);
        // A file that comes or goes may be one to import.
        let mut listed = change.config.is_some();
        self.changes += usize::from(!change.files.is_empty());
        for (path, contents) in change.files {
            listed |= !c_side::is_c(&path) && (contents.is_none() || self.db.known_file(&path).is_none());
            match contents {
                Some(contents) => self.db.set_contents(&path, contents),
                None => {
                    self.db.reload(&path);
                    systems.reload_data(&mut self.db, &path);
                }
            }
        }
        let mut moved = change.config.is_some();
        for path in change.closed {
            moved |= self.open.shift_remove(&path);
        }
        for path in change.opened {
            self.db.expect_edits(&path);
            moved |= self.open.insert(path);
        }
        if let Some(config) = change.config {
            self.config = config;
        }
        if listed {
            self.importable = Arc::new(Importable::below(self.config.folders.clone()));
        }
        if let Some(neighbours) = change.neighbours {
            systems.set_neighbours(&self.db, &self.config, neighbours);
        }
        systems.update(&mut self.db, &self.config, &self.open, moved);
        self.release();
    }

    /// Sets up the database, for layers that ask queries of their own of it.
    pub fn with_db(&mut self, set_up: impl FnOnce(&mut RootDatabase)) {
        set_up(&mut self.db);
    }

    /// Chooses the system that the user works on: where several have a file, it is asked first. `None`: no preference.
    pub fn choose(&mut self, root: Option<&Utf8Path>) {
        Arc::make_mut(&mut self.systems).choose(root);
    }

    /// Root files of the systems in use.
    #[must_use]
    pub fn roots(&self) -> Vec<Utf8PathBuf> {
        self.systems.active().map(|system| system.root(&self.db).path(&self.db).to_owned()).collect()
    }

    /// Whether a system in use has this root file.
    #[must_use]
    pub fn is_root(&self, path: &Utf8Path) -> bool {
        self.systems.active().any(|system| system.root(&self.db).path(&self.db) == path)
    }

    /// Starts a new database when most of the present one is about systems that are no longer in use, or about texts that changed long ago: the
    /// query engine never forgets an input, and no name that was looked for.
    fn release(&mut self) {
        // The search for the system of a file leaves many behind; after a new start it would do so again.
        let most = (2 * self.systems.in_use() + SPARE_SYSTEMS).max(2 * self.kept);
        if self.systems.known() <= most && self.changes < MOST_CHANGES {
            return;
        }
        self.changes = 0;
        let mut db = self.db.emptied();
        for path in &self.open {
            let contents = self.db.file(path).contents(&self.db).clone();
            db.set_contents(path, contents);
        }
        let mut systems = self.systems.emptied();
        systems.set_neighbours(&db, &self.config, self.systems.neighbours().to_vec());
        systems.update(&mut db, &self.config, &self.open, true);
        // Snapshots of the old state keep what they need.
        self.db = db;
        self.kept = systems.known();
        self.systems = Arc::new(systems);
    }

    /// Whether a change of this file may change anything: somebody asked for it or for what is in its folder.
    #[must_use]
    pub fn knows(&self, path: &Utf8Path) -> bool {
        self.db.knows(path)
    }

    /// Systems that the database holds, in use or not.
    #[must_use]
    pub fn known_systems(&self) -> usize {
        self.systems.known()
    }

    /// A snapshot of the present state.
    #[must_use]
    pub fn analysis(&self) -> Analysis {
        Analysis::new(self.db.clone(), Arc::clone(&self.systems), Arc::clone(&self.importable), Arc::clone(&self.index))
    }

    /// Makes running queries of all snapshots stop as soon as possible.
    pub fn cancel_running(&mut self) {
        use camkes_hir::salsa::Database as _;
        self.db.trigger_cancellation();
    }

    /// The files below the folders of the workspace of all systems that have an open document: those that others may share. Sorted.
    #[must_use]
    pub fn shared_files(&self) -> Vec<Utf8PathBuf> {
        neighbours::shared(&self.db, &self.systems, &self.config.folders, &self.open)
    }

    /// A search for the assemblies of the workspace that have one of these files, and that may be in use already.
    #[must_use]
    pub fn neighbour_search(&self, shared: Vec<Utf8PathBuf>) -> NeighbourSearch {
        NeighbourSearch {
            loader: self.db.loader(),
            folders: self.config.folders.clone(),
            settings: Arc::clone(&self.config.settings),
            shared,
            open: self.open_texts().collect(),
        }
    }

    /// A search for what the folders of the workspace hold.
    #[must_use]
    pub fn workspace_search(&self) -> WorkspaceSearch {
        let (loader, folders) = (self.db.loader(), self.config.folders.clone());
        WorkspaceSearch { loader, folders, open: self.open_texts().collect() }
    }

    /// Takes over what a [`WorkspaceSearch`] found. No query depends on it.
    pub fn set_workspace_index(&mut self, index: WorkspaceIndex) {
        self.index = Arc::new(index);
    }

    /// Assemblies of the workspace that no system in use has, by path.
    #[must_use]
    pub fn assemblies_elsewhere(&self) -> Vec<Utf8PathBuf> {
        self.systems.elsewhere(&self.db, &self.index)
    }

    /// Whether a file has an assembly, by its text alone. It is not kept in mind.
    #[must_use]
    pub fn is_assembly(&self, path: &Utf8Path) -> bool {
        let of = |contents: &FileContents| workspace::is_assembly(contents.as_str());
        match self.db.known_file(path) {
            Some(file) => of(file.contents(&self.db)),
            None => of(&self.db.loader().load(path)),
        }
    }

    /// A host with the same folders, settings and open texts, for other systems. It shares nothing with this one, so that it costs
    /// what it holds, until it is dropped.
    #[must_use]
    pub fn elsewhere(&self) -> Elsewhere {
        Elsewhere { db: self.db.emptied(), config: self.config.clone(), open: self.open_texts().collect() }
    }

    fn open_texts(&self) -> impl Iterator<Item = (Utf8PathBuf, FileContents)> {
        self.open.iter().map(|path| (path.clone(), self.db.file(path).contents(&self.db).clone()))
    }

    /// Files that are open.
    pub fn open_files(&self) -> impl Iterator<Item = &Utf8Path> {
        self.open.iter().map(Utf8PathBuf::as_path)
    }
}

/// What is needed to look at systems that nobody uses, beside those in use.
#[derive(Clone)]
pub struct Elsewhere {
    /// Without anything in it.
    db: RootDatabase,
    config: Config,
    open: Vec<(Utf8PathBuf, FileContents)>,
}

impl fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Elsewhere").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Elsewhere {
    /// A host of the systems with these root files alone, without those of which nobody has said where their imports and headers are: what would
    /// be found there says little, and hides what is wrong elsewhere.
    #[must_use]
    pub fn host(&self, roots: &[Utf8PathBuf]) -> AnalysisHost {
        let mut host = AnalysisHost::over(self.db.emptied());
        let files = self.open.iter().map(|(path, contents)| (path.clone(), Some(contents.clone()))).collect();
        let config = |roots| Some(Config { roots, ..self.config.clone() });
        host.apply_change(Change { files, config: config(roots.to_vec()), ..Change::default() });
        let readable = host.systems.active().filter(|system| !lacks_search_paths(&host.db, *system));
        let readable: Vec<_> = readable.map(|system| system.root(&host.db).path(&host.db).to_owned()).collect();
        if readable.len() < roots.len() {
            host.apply_change(Change { config: config(readable), ..Change::default() });
        }
        host
    }
}

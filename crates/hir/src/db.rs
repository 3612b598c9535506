// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The database: where inputs live and queries are remembered.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_preprocessor::Environment;
use rustc_hash::FxHashMap;
use salsa::{Database as _, Durability, Setter as _};

use crate::assembly::{EarlierLevel, EarlierSettings};
use crate::builtin;
use crate::input::{File, FileContents, FileLoader, Folder, System};
use crate::item_tree::CompositionDecl;
use crate::later;
use crate::loc::{ItemLoc, LocalId};
use crate::parse::{Earlier, EarlierExpanded};
use crate::preprocess::EarlierPlain;
use crate::queries::DataContents;

/// What queries may ask besides other queries.
#[salsa::db]
pub trait Db: salsa::Database {
    /// Stops the query if a change waits; else goes on, after [`RootDatabase::attended`]'s part. For loops over much.
    fn step(&self);

    /// The file with this absolute path. A file that nobody asked for before is read now; one that does not exist has
    /// [`FileContents::Missing`] until [`RootDatabase::set_contents`] says otherwise.
    fn file(&self, path: &Utf8Path) -> File;

    /// The folder with this absolute path; without content when there is none. A folder that nobody asked for before is
    /// listed now.
    fn folder(&self, path: &Utf8Path) -> Folder;

    /// Whether somebody edits a file, so that its next text will be like the present one. No answer depends on it.
    fn is_edited(&self, file: File) -> bool;

    /// What was made of an earlier text of a file, or of the present one. No answer depends on it.
    fn earlier(&self, file: File) -> Option<Arc<Earlier>>;

    /// Keeps what was made of the text of a file that somebody edits, in the place of what was made of an earlier one.
    fn remember(&self, file: File, made: Arc<Earlier>);

    /// As [`Self::earlier`], of what preprocessing makes of the file in this system.
    fn earlier_expanded(&self, file: File, system: System) -> Option<Arc<EarlierExpanded>>;

    /// As [`Self::remember`], of what preprocessing makes of the file.
    fn remember_expanded(&self, file: File, made: Arc<EarlierExpanded>);

    /// As [`Self::earlier`], of what preprocessing changed nothing in, in this environment.
    fn earlier_plain(&self, file: File, environment: &Arc<Environment>) -> Option<Arc<EarlierPlain>>;

    /// As [`Self::remember`], of what preprocessing changes nothing in.
    fn remember_plain(&self, file: File, made: Arc<EarlierPlain>);

    /// As [`Self::earlier`], of a composition of the file with this number in which lints found nothing.
    fn earlier_sound(&self, file: File, composition: LocalId) -> Option<Arc<CompositionDecl>>;

    /// As [`Self::remember`], of a composition in which lints find nothing.
    fn remember_sound(&self, file: File, composition: Arc<CompositionDecl>);

    /// As [`Self::earlier`], of a level of the hierarchy that stands in the file.
    fn earlier_level(&self, file: File, level: Level) -> Option<Arc<EarlierLevel>>;

    /// As [`Self::remember`], of a level of the hierarchy in which nothing is wrong.
    fn remember_level(&self, file: File, level: Level, made: Arc<EarlierLevel>);

    /// As [`Self::earlier_level`], of the settings of a level that stand in the file.
    fn earlier_settings(&self, file: File, level: Level) -> Option<Arc<EarlierSettings>>;

    /// As [`Self::remember_level`], of the settings of a level.
    fn remember_settings(&self, file: File, level: Level, made: Arc<EarlierSettings>);
}

/// A level of the hierarchy: of which system, and inside of which component; of none, that of its assemblies.
pub type Level = (System, Option<ItemLoc>);

/// What was made of an earlier text of a file that somebody edits.
#[derive(Debug, Clone, Default)]
struct Kept {
    made: Option<Arc<Earlier>>,
    /// What was in the place of that before. The query engine gives its part of it up when the next change comes, and does not have to
    /// free it then.
    last: Option<Arc<Earlier>>,
    /// One for each system, the latest last, each with what was in its place before.
    expanded: Vec<(Arc<EarlierExpanded>, Option<Arc<EarlierExpanded>>)>,
    /// One for each environment, the latest last: an open file is read in its system and by itself.
    plain: Vec<Arc<EarlierPlain>>,
    levels: FxHashMap<Level, Arc<EarlierLevel>>,
    settings: FxHashMap<Level, Arc<EarlierSettings>>,
    sound: FxHashMap<LocalId, Arc<CompositionDecl>>,
}

/// In how many environments it is remembered that a text stays as it is, and in how many systems what preprocessing makes of it.
const ENVIRONMENTS: usize = 4;

/// The database of a server or of one build. A clone is a snapshot that shares what is already computed; while clones
/// are alive, a write waits for them (and cancels their queries).
#[salsa::db]
#[derive(Clone)]
pub struct RootDatabase {
    storage: salsa::Storage<Self>,
    /// By normal paths, as texts: paths compare part by part, which is slow.
    files: Arc<Mutex<FxHashMap<Box<str>, File>>>,
    folders: Arc<Mutex<FxHashMap<Box<str>, Folder>>>,
    /// Files that somebody edits.
    edited: Arc<Mutex<FxHashMap<File, Kept>>>,
    loader: Arc<dyn FileLoader>,
    on_event: Option<OnEvent>,
    on_step: Option<fn()>,
}

/// How often what is on the disk changes, and what the user sets: what depends on nothing else is not looked at again while
/// somebody types.
pub const SELDOM: Durability = Durability::MEDIUM;

/// Hears of each event of the query engine.
type OnEvent = Arc<dyn Fn(salsa::Event) + Send + Sync>;

#[salsa::db]
impl salsa::Database for RootDatabase {}

#[salsa::db]
impl Db for RootDatabase {
    fn step(&self) {
        self.unwind_if_revision_cancelled();
        if let Some(on_step) = self.on_step {
            on_step();
        }
    }

    fn file(&self, path: &Utf8Path) -> File {
        let path = normalize(path);
        if let Some(file) = self.known(&path) {
            return file;
        }
        // The file is read without the lock. Two snapshots may both read it; the first one to come back wins.
        let contents = match builtin::text(&path) {
            Some(text) => FileContents::text(text),
            None if builtin::is_builtin(&path) => FileContents::Missing,
            None => self.loader.load(&path),
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let durability = if builtin::is_builtin(&path) { Durability::HIGH } else { SELDOM };
        *files.entry(path.as_str().into()).or_insert_with(|| self.new_file(path, contents, durability))
    }

    fn folder(&self, path: &Utf8Path) -> Folder {
        let path = normalize(path);
        if let Some(folder) = self.known_folder(&path) {
            return folder;
        }
        let (files, folders) = self.listed(&path);
        let mut known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(path.as_str().into()).or_insert_with(|| {
            Folder::builder(path, files, folders).durability(SELDOM).path_durability(Durability::HIGH).new(self)
        })
    }

    fn is_edited(&self, file: File) -> bool {
        self.edited().contains_key(&file)
    }

    fn earlier(&self, file: File) -> Option<Arc<Earlier>> {
        self.edited().get(&file)?.made.clone()
    }

    fn remember(&self, file: File, made: Arc<Earlier>) {
        let given_up = self.edited().get_mut(&file).and_then(|kept| {
            let last = kept.made.replace(made);
            std::mem::replace(&mut kept.last, last)
        });
        later::give_up(given_up);
    }

    fn earlier_expanded(&self, file: File, system: System) -> Option<Arc<EarlierExpanded>> {
        self.edited().get(&file)?.expanded.iter().map(|(made, _)| made).find(|it| it.system() == system).cloned()
    }

    fn remember_expanded(&self, file: File, made: Arc<EarlierExpanded>) {
        let given_up = self.edited().get_mut(&file).map(|kept| {
            let before = kept.expanded.iter().position(|(it, _)| it.system() == made.system());
            let before = before.map(|at| kept.expanded.remove(at));
            let oldest = (kept.expanded.len() == ENVIRONMENTS).then(|| kept.expanded.remove(0));
            let (last, given_up) = before.unzip();
            kept.expanded.push((made, last));
            (oldest, given_up)
        });
        later::give_up(given_up);
    }

    fn earlier_plain(&self, file: File, environment: &Arc<Environment>) -> Option<Arc<EarlierPlain>> {
        self.edited().get(&file)?.plain.iter().find(|it| it.is_in(environment)).cloned()
    }

    fn remember_plain(&self, file: File, made: Arc<EarlierPlain>) {
        if let Some(kept) = self.edited().get_mut(&file) {
            kept.plain.retain(|it| !it.is_in(made.environment()));
            if kept.plain.len() == ENVIRONMENTS {
                kept.plain.remove(0);
            }
            kept.plain.push(made);
        }
    }

    fn earlier_sound(&self, file: File, composition: LocalId) -> Option<Arc<CompositionDecl>> {
        self.edited().get(&file)?.sound.get(&composition).cloned()
    }

    fn remember_sound(&self, file: File, composition: Arc<CompositionDecl>) {
        let id = composition.id;
        let before = self.edited().get_mut(&file).and_then(|kept| kept.sound.insert(id, composition));
        later::give_up(before);
    }

    fn earlier_level(&self, file: File, level: Level) -> Option<Arc<EarlierLevel>> {
        self.edited().get(&file)?.levels.get(&level).cloned()
    }

    fn earlier_settings(&self, file: File, level: Level) -> Option<Arc<EarlierSettings>> {
        self.edited().get(&file)?.settings.get(&level).cloned()
    }

    fn remember_settings(&self, file: File, level: Level, made: Arc<EarlierSettings>) {
        let before = self.edited().get_mut(&file).and_then(|kept| kept.settings.insert(level, made));
        later::give_up(before);
    }

    fn remember_level(&self, file: File, level: Level, made: Arc<EarlierLevel>) {
        let before = self.edited().get_mut(&file).and_then(|kept| kept.levels.insert(level, made));
        later::give_up(before);
    }
}

impl RootDatabase {
    /// An empty database that reads files through `loader`.
    #[must_use]
    pub fn new(loader: Arc<dyn FileLoader>) -> Self {
        Self {
            storage: salsa::Storage::new(None),
            files: Arc::default(),
            folders: Arc::default(),
            edited: Arc::default(),
            loader,
            on_event: None,
            on_step: None,
        }
    }

    /// As [`RootDatabase::new`], calling `on_event` for each event of the query engine; tests count executions with it.
    #[must_use]
    pub fn with_events(loader: Arc<dyn FileLoader>, on_event: Box<dyn Fn(salsa::Event) + Send + Sync>) -> Self {
        Self::listening(loader, Arc::from(on_event))
    }

    /// The same database, calling `on_step` in loops over much, on each thread that works: every few microseconds in a large system.
    #[must_use]
    pub fn attended(self, on_step: fn()) -> Self {
        Self { on_step: Some(on_step), ..self }
    }

    /// What reads files.
    #[must_use]
    pub fn loader(&self) -> Arc<dyn FileLoader> {
        Arc::clone(&self.loader)
    }

    /// A new database that reads files in the same way.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let loader = Arc::clone(&self.loader);
        let new = match &self.on_event {
            Some(on_event) => Self::listening(loader, Arc::clone(on_event)),
            None => Self::new(loader),
        };
        Self { on_step: self.on_step, ..new }
    }

    fn listening(loader: Arc<dyn FileLoader>, on_event: OnEvent) -> Self {
        let listener = Arc::clone(&on_event);
        let storage = salsa::Storage::new(Some(Box::new(move |event| listener(event))));
        let (files, folders, edited) = Default::default();
        Self { storage, files, folders, edited, loader, on_event: Some(on_event), on_step: None }
    }

    fn edited(&self) -> MutexGuard<'_, FxHashMap<File, Kept>> {
        self.edited.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Files of a folder, as the loader lists them.
    #[must_use]
    pub fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.loader.list(folder)
    }

    /// A file that queries of settings ask, as the loader reads it.
    #[must_use]
    pub fn load_data(&self, path: &Utf8Path) -> DataContents {
        self.loader.load_data(path)
    }

    /// Folders of a folder, as the loader lists them.
    #[must_use]
    pub fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.loader.folders(folder)
    }

    /// The file, if somebody asked for it before.
    #[must_use]
    pub fn known_file(&self, path: &Utf8Path) -> Option<File> {
        self.known(&normalize(path))
    }

    /// The file with a path that is normal, if it is known.
    fn known(&self, path: &Utf8Path) -> Option<File> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(path.as_str()).copied()
    }

    fn new_file(&self, path: Utf8PathBuf, contents: FileContents, durability: Durability) -> File {
        File::builder(path, contents).durability(durability).path_durability(Durability::HIGH).new(self)
    }

    /// Replaces the contents of a file by those that an editor has. Equal contents change nothing, so that a save without an edit
    /// is free.
    pub fn set_contents(&mut self, path: &Utf8Path, contents: FileContents) {
        self.replace(path, contents, Durability::LOW);
        if let Some(file) = self.known(&normalize(path)) {
            self.edited().entry(file).or_default();
        }
    }

    /// Prepares for edits of a file: what is found out about one that seldom changes must be found out again before it may
    /// depend on one that often does. So that happens when a file is opened, and not at the first letter that is typed.
    pub fn expect_edits(&mut self, path: &Utf8Path) {
        let path = normalize(path);
        if let Some(file) = self.known(&path).filter(|_| !builtin::is_builtin(&path)) {
            self.edited().entry(file).or_default();
            let contents = file.contents(self).clone();
            file.set_contents(self).with_durability(Durability::LOW).to(contents);
        }
    }

    fn replace(&mut self, path: &Utf8Path, contents: FileContents, durability: Durability) {
        let path = normalize(path);
        match self.known(&path) {
            Some(file) if *file.contents(self) == contents => {}
            Some(file) => {
                file.set_contents(self).with_durability(durability).to(contents);
            }
            None => {
                let file = self.new_file(path.clone(), contents, durability);
                self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into_string().into(), file);
            }
        }
    }

    /// Files and folders of a folder, sorted.
    fn listed(&self, path: &Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>) {
        let (mut files, mut folders) = self.loader.entries(path);
        // They differ in their last name only, so that the texts are in the order of the paths.
        files.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        folders.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        (files, folders)
    }

    fn known_folder(&self, path: &Utf8Path) -> Option<Folder> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(path.as_str()).copied()
    }

    /// Whether anybody asked for this file, or for what is in its folder.
    #[must_use]
    pub fn knows(&self, path: &Utf8Path) -> bool {
        let path = normalize(path);
        self.known(&path).is_some() || path.parent().is_some_and(|folder| self.known_folder(folder).is_some())
    }

    /// Lists the folder of a file again through the loader, if it is known.
    fn list_again(&mut self, path: &Utf8Path) {
        let Some(folder) = path.parent().and_then(|folder| self.known_folder(folder)) else { return };
        let path = folder.path(self).to_owned();
        let (files, folders) = self.listed(&path);
        if *folder.files(self) != *files {
            folder.set_files(self).to(files);
        }
        if *folder.folders(self) != *folders {
            folder.set_folders(self).to(folders);
        }
    }

    /// Reads a file, and what is in its folder, again through the loader, if they are known.
    pub fn reload(&mut self, path: &Utf8Path) {
        let path = normalize(path);
        self.list_again(&path);
        if self.known(&path).is_some() && !builtin::is_builtin(&path) {
            let contents = self.loader.load(&path);
            if let Some(file) = self.known(&path) {
                self.edited().remove(&file);
            }
            self.replace(&path, contents, SELDOM);
        }
    }
}

/// Removes `.`, `..` and doubled separators by text alone, so that one file has one path.
#[must_use]
pub fn normalize(path: &Utf8Path) -> Utf8PathBuf {
    use camino::Utf8Component as C;
    if is_normal(path.as_str()) {
        return path.to_owned();
    }
    let mut out = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            C::CurDir => {}
            C::ParentDir if matches!(out.components().next_back(), Some(C::Normal(_))) => {
                out.pop();
            }
            C::ParentDir if matches!(out.components().next_back(), Some(C::RootDir | C::Prefix(_))) => {}
            other => out.push(other.as_str()),
        }
    }
    out
}

/// Whether nothing has to be removed for sure, which is so for most paths: looking at the text is much cheaper than putting it
/// together.
fn is_normal(path: &str) -> bool {
    let doubtful = |pair: &[u8]| matches!(pair, b"//" | b"/.");
    cfg!(unix) && path.starts_with('/') && !path.ends_with('/') && !path.as_bytes().windows(2).any(doubtful)
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::normalize;

    #[test]
    fn one_file_has_one_path() {
        let cases = [
            ("/a/b.camkes", "/a/b.camkes"),
            ("/a/./b", "/a/b"),
            ("/a/../b", "/b"),
            ("/../b", "/b"),
            ("/a//b", "/a/b"),
            ("/a/b/", "/a/b"),
            ("/a/b/..", "/a"),
            ("/a/b/.", "/a/b"),
            ("/a/..b/.c/d..", "/a/..b/.c/d.."),
            ("/", "/"),
            ("//", "/"),
            ("a/./b", "a/b"),
            ("a/../../b", "../b"),
            ("./a", "a"),
            ("", ""),
        ];
        for (path, normal) in cases {
            assert_eq!(normalize(Utf8Path::new(path)).as_str(), normal, "{path}");
        }
    }
}

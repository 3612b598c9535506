// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The database: where inputs live and queries are remembered.

use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;
use salsa::Setter as _;

use crate::builtin;
use crate::input::{File, FileContents, FileLoader};
use crate::queries::DataContents;

/// What queries may ask besides other queries.
#[salsa::db]
pub trait Db: salsa::Database {
    /// The file with this absolute path. A file that nobody asked for before is read now; one that does not exist has
    /// [`FileContents::Missing`] until [`RootDatabase::set_contents`] says otherwise.
    fn file(&self, path: &Utf8Path) -> File;
}

/// The database of a server or of one build. A clone is a snapshot that shares what is already computed; while clones
/// are alive, a write waits for them (and cancels their queries).
#[salsa::db]
#[derive(Clone)]
pub struct RootDatabase {
    storage: salsa::Storage<Self>,
    files: Arc<Mutex<FxHashMap<Utf8PathBuf, File>>>,
    loader: Arc<dyn FileLoader>,
}

#[salsa::db]
impl salsa::Database for RootDatabase {}

#[salsa::db]
impl Db for RootDatabase {
    fn file(&self, path: &Utf8Path) -> File {
        let path = normalize(path);
        if let Some(file) = self.known_file(&path) {
            return file;
        }
        // The file is read without the lock. Two snapshots may both read it; the first one to come back wins.
        let contents = match builtin::text(&path) {
            Some(text) => FileContents::text(text),
            None if builtin::is_builtin(&path) => FileContents::Missing,
            None => self.loader.load(&path),
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        *files.entry(path.clone()).or_insert_with(|| File::new(self, path, contents))
    }
}

impl RootDatabase {
    /// An empty database that reads files through `loader`.
    #[must_use]
    pub fn new(loader: Arc<dyn FileLoader>) -> Self {
        Self { storage: salsa::Storage::new(None), files: Arc::default(), loader }
    }

    /// As [`RootDatabase::new`], calling `on_event` for each event of the query engine; tests count executions with it.
    #[must_use]
    pub fn with_events(loader: Arc<dyn FileLoader>, on_event: Box<dyn Fn(salsa::Event) + Send + Sync>) -> Self {
        Self { storage: salsa::Storage::new(Some(on_event)), files: Arc::default(), loader }
    }

    /// A new database that reads files in the same way.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self::new(Arc::clone(&self.loader))
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
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(path).copied()
    }

    /// Replaces the contents of a file. Equal contents change nothing, so that a save without an edit is free.
    pub fn set_contents(&mut self, path: &Utf8Path, contents: FileContents) {
        let path = normalize(path);
        match self.known_file(&path) {
            Some(file) if *file.contents(self) == contents => {}
            Some(file) => {
                file.set_contents(self).to(contents);
            }
            None => {
                let file = File::new(self, path.clone(), contents);
                self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path, file);
            }
        }
    }

    /// Reads a file again through the loader, if it is known.
    pub fn reload(&mut self, path: &Utf8Path) {
        let path = normalize(path);
        if self.known_file(&path).is_some() && !builtin::is_builtin(&path) {
            let contents = self.loader.load(&path);
            self.set_contents(&path, contents);
        }
    }
}

/// Removes `.`, `..` and doubled separators by text alone, so that one file has one path.
#[must_use]
pub fn normalize(path: &Utf8Path) -> Utf8PathBuf {
    use camino::Utf8Component as C;
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

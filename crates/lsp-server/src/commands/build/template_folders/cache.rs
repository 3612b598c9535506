// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a process remembers of templates: the files of folders, which are read again where the disk says that they changed, and the
//! set that they make.

use std::{
    fs, io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{TemplateFailure, TemplateSet};

use super::{Found, TemplateFile, finding};
use crate::{
    report::Finding,
    vfs::{disk::MAX_BYTES, stamp::Stamp},
};

/// Deepest folder that is looked into; a link that leads back up ends here.
const MAX_DEPTH: usize = 8;

/// How many lists of folders are remembered: a system has two.
const LISTS: usize = 8;

/// The last set of templates, so that it is not parsed anew for every generation, and the files of folders.
#[derive(Debug, Default)]
pub(crate) struct TemplateCache {
    set: Mutex<Option<(Found, TemplateSet)>>,
    lists: Mutex<Vec<Arc<List>>>,
    remembers: AtomicBool,
    is_watched: AtomicBool,
}

/// What was found in folders.
#[derive(Debug)]
struct List {
    folders: Vec<Utf8PathBuf>,
    /// All folders, and files in them, as they were.
    seen: Vec<(Utf8PathBuf, Stamp)>,
    files: Vec<TemplateFile>,
}

impl TemplateCache {
    /// The set that these templates make.
    ///
    /// # Errors
    /// One failure for each template that does not parse.
    pub(crate) fn set(&self, found: &Found) -> Result<TemplateSet, Vec<TemplateFailure>> {
        let mut last = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, set)) = last.as_ref().filter(|(known, _)| known == found) {
            return Ok(set.clone());
        }
        let texts: Vec<_> = found.files.iter().map(|file| (file.name.as_str(), &*file.text)).collect();
        let set = match TemplateSet::new(&texts)? {
            TemplateSet::Python(set) => {
                let set = set.with_declared(found.declared.clone());
                let remembers = self.remembers.load(Ordering::Relaxed);
                TemplateSet::Python(if remembers { set.remembering() } else { set })
            }
            own @ TemplateSet::Own(_) => own,
        };
        *last = Some((found.clone(), set.clone()));
        Ok(set)
    }

    /// All templates of the folders in the order given, each folder sorted.
    ///
    /// # Errors
    /// A folder or file can't be read.
    pub(super) fn read(&self, folders: Vec<Utf8PathBuf>) -> Result<Vec<TemplateFile>, Box<Finding>> {
        if folders.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.lists().iter().find(|list| list.folders == folders).cloned();
        let is_watched = self.is_watched.load(Ordering::Relaxed);
        if let Some(known) = known.filter(|list| is_watched || list.is_as_it_was()) {
            return Ok(known.files.clone());
        }
        let read = Arc::new(List::of(folders)?);
        let mut lists = self.lists();
        lists.retain(|list| list.folders != read.folders);
        if lists.len() == LISTS {
            lists.remove(0);
        }
        lists.push(Arc::clone(&read));
        Ok(read.files.clone())
    }

    /// From now on sets remember what they made: the process goes on.
    pub(crate) fn remember(&self) {
        self.remembers.store(true, Ordering::Relaxed);
    }

    /// Whether all folders that [`below`] finds are watched: then [`Self::look_again`] tells of every change.
    pub(crate) fn is_watched(&self, all: bool) {
        self.is_watched.store(all, Ordering::Relaxed);
    }

    /// Forgets the files of folders.
    pub(crate) fn look_again(&self) {
        self.lists().clear();
    }

    fn lists(&self) -> MutexGuard<'_, Vec<Arc<List>>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl List {
    fn of(folders: Vec<Utf8PathBuf>) -> Result<Self, Box<Finding>> {
        let mut list = Self { folders, seen: Vec::new(), files: Vec::new() };
        for folder in list.folders.clone() {
            let mut paths = Vec::new();
            list.walk(&folder, MAX_DEPTH, &mut paths).map_err(|error| finding(&folder, &error))?;
            paths.sort();
            for path in paths {
                let text = match list.text(&path) {
                    Ok(text) => text.into(),
                    // What is no text is no template.
                    Err(error) if error.kind() == io::ErrorKind::InvalidData => continue,
                    Err(error) => return Err(finding(&path, &error)),
                };
                let name = path.strip_prefix(&folder).unwrap_or(&path).to_string();
                list.files.push(TemplateFile { name, path, text });
            }
        }
        Ok(list)
    }

    fn is_as_it_was(&self) -> bool {
        let now = |path: &Utf8Path| fs::metadata(path).ok().as_ref().and_then(Stamp::of);
        self.seen.iter().all(|(path, stamp)| now(path).as_ref() == Some(stamp))
    }

    fn see(&mut self, path: &Utf8Path, kind: &fs::Metadata) {
        self.seen.extend(Stamp::of(kind).map(|stamp| (path.to_owned(), stamp)));
    }

    fn walk(&mut self, folder: &Utf8Path, depth: usize, names: &mut Vec<Utf8PathBuf>) -> io::Result<()> {
        // Before its entries: what changes meanwhile is seen as a change.
        self.see(folder, &fs::metadata(folder)?);
        for entry in folder.read_dir_utf8()? {
            let path = entry?.into_path();
            let kind = fs::metadata(&path)?;
            if kind.is_dir() && depth > 0 {
                self.walk(&path, depth - 1, names)?;
            } else if kind.is_file() {
                names.push(path);
            }
        }
        Ok(())
    }

    fn text(&mut self, path: &Utf8Path) -> io::Result<String> {
        let kind = fs::metadata(path)?;
        self.see(path, &kind);
        if kind.len() > MAX_BYTES {
            return Err(io::Error::other("larger than 16 MiB"));
        }
        fs::read_to_string(path)
    }
}

/// Folders with all folders below in which templates are looked for.
pub(crate) fn below(folders: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    fn add(folder: &Utf8Path, depth: usize, found: &mut Vec<Utf8PathBuf>) {
        found.push(folder.to_owned());
        for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
            // Links are followed, as they are when templates are read.
            let is_folder =
                entry.file_type().is_ok_and(|kind| kind.is_dir() || kind.is_symlink() && entry.path().is_dir());
            if is_folder && depth > 0 {
                add(entry.path(), depth - 1, found);
            }
        }
    }
    let mut found = Vec::new();
    folders.iter().for_each(|folder| add(folder, MAX_DEPTH, &mut found));
    found
}

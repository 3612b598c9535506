// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The disk, remembering which files it was asked for.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{FileContents, FileLoader, queries::DataContents};
use rustc_hash::FxHashSet;

use super::disk::Disk;

/// The disk, and which files it was asked for.
#[derive(Debug, Default)]
pub struct Asked {
    /// As texts: paths compare part by part, which is slow.
    paths: Mutex<FxHashSet<Box<str>>>,
}

impl Asked {
    /// Every file that was looked for, there or not.
    #[must_use]
    pub fn paths(&self) -> BTreeSet<Utf8PathBuf> {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|it| Utf8PathBuf::from(&**it)).collect()
    }
}

impl Asked {
    /// How many files were looked for: it grows, and never shrinks.
    #[must_use]
    pub fn count(&self) -> usize {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl FileLoader for Asked {
    fn load(&self, path: &Utf8Path) -> FileContents {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).insert(path.as_str().into());
        Disk.load(path)
    }

    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        Disk.list(folder)
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        Disk.folders(folder)
    }

    fn entries(&self, folder: &Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>) {
        Disk.entries(folder)
    }

    fn load_data(&self, path: &Utf8Path) -> DataContents {
        Disk.load_data(path)
    }
}

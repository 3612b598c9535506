// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a process remembers of the files that it wrote, so that it need not read them again to see that they are as they should be.

use std::{
    collections::BTreeSet,
    fs::{self, Metadata},
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::OutputFile;
use crate::vfs::stamp::Stamp;

/// The files that were written, or found as they should be, by output folder and path; and what must not be written.
#[derive(Debug, Default)]
pub struct Written {
    files: Mutex<FxHashMap<Utf8PathBuf, Files>>,
    /// The inputs that were given last, and where they lie.
    inputs: Mutex<(Vec<Utf8PathBuf>, Arc<BTreeSet<PathBuf>>)>,
}

type Files = FxHashMap<Utf8PathBuf, File>;

/// A file as it was last seen.
#[derive(Debug)]
struct File {
    /// What it holds.
    bytes: Arc<[u8]>,
    stamp: Stamp,
}

impl Written {
    /// What is remembered of an output folder.
    pub(super) fn of(&self, folder: &Utf8Path) -> Known<'_> {
        let mut all = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(folder.to_owned()).or_default();
        Known { all, folder: folder.to_owned() }
    }

    /// Where inputs lie, links followed. As long as they are the same ones, that is not asked again.
    pub(super) fn places(&self, inputs: &[Utf8PathBuf]) -> Arc<BTreeSet<PathBuf>> {
        let mut last = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != inputs {
            let places = inputs.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
            *last = (inputs.to_vec(), Arc::new(places));
        }
        Arc::clone(&last.1)
    }
}

/// What is remembered of one output folder.
pub(super) struct Known<'a> {
    all: MutexGuard<'a, FxHashMap<Utf8PathBuf, Files>>,
    folder: Utf8PathBuf,
}

impl Known<'_> {
    /// Whether a file was seen with these bytes, and has been left alone since. What was not made anew is not even compared.
    pub(super) fn has(&self, file: &OutputFile<'_>, now: &Metadata) -> bool {
        let seen = self.all.get(&self.folder).and_then(|files| files.get(file.path));
        seen.is_some_and(|seen| {
            Stamp::of(now).is_some_and(|stamp| stamp == seen.stamp)
                && (Arc::ptr_eq(&seen.bytes, file.bytes) || seen.bytes == *file.bytes)
        })
    }

    /// Remembers that a file has these bytes.
    pub(super) fn note(&mut self, file: &OutputFile<'_>, now: &io::Result<Metadata>) {
        let Some(files) = self.all.get_mut(&self.folder) else { return };
        if let Some(stamp) = now.as_ref().ok().and_then(Stamp::of) {
            files.insert(file.path.to_owned(), File { bytes: Arc::clone(file.bytes), stamp });
        } else {
            files.remove(file.path);
        }
    }
}

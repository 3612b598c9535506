// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a process remembers of the files that it wrote, so that it need not read them again to see that they are as they should be.

use std::{
    fs::Metadata,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::OutputFile;

/// The files that were written, or found as they should be, by output folder and path.
#[derive(Debug, Default)]
pub struct Written(Mutex<FxHashMap<Utf8PathBuf, Files>>);

type Files = FxHashMap<Utf8PathBuf, File>;

/// A file as it was last seen.
#[derive(Debug)]
struct File {
    /// What it holds.
    bytes: Arc<[u8]>,
    stamp: Stamp,
}

/// What the system says of a file that changes with its contents.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: SystemTime,
    /// The file itself: another one has another number, or was made at another time.
    identity: [i128; 3],
}

impl Stamp {
    fn of(kind: &Metadata) -> Option<Self> {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            [kind.ino().into(), kind.ctime().into(), kind.ctime_nsec().into()]
        };
        #[cfg(not(unix))]
        let identity = [0; 3];
        Some(Self { bytes: kind.len(), modified: kind.modified().ok()?, identity })
    }
}

impl Written {
    /// What is remembered of an output folder.
    pub(super) fn of(&self, folder: &Utf8Path) -> Known<'_> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(folder.to_owned()).or_default();
        Known { all, folder: folder.to_owned() }
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

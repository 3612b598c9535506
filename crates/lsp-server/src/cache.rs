// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What was generated, kept on the disk from one process to the next.
//!
//! A cache is a folder with one file for each result. The file's name stands for this very program and for all that the result depends on,
//! so what is found there is the result; nothing is ever out of date. Any file may be deleted at any time, and one that is damaged or of
//! another origin is made anew. Everything in it is data, of which nothing is executed. What can't be read or written is
//! passed over: a cache only saves time.

mod choice;
mod room;

use std::{
    collections::BTreeMap,
    fmt, fs,
    hash::Hash as _,
    io::{self, Read as _, Write as _},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::cache::{Cache, Fingerprint, Key};

pub use self::choice::{Caches, DEFAULT_MIB, Place, VARIABLE};
pub(crate) use self::room::{Contents, clean, contents};

/// An entry that was used is marked as such at most this often.
const MARKED: Duration = Duration::from_secs(60);

/// A folder in which results are kept.
pub struct DiskCache {
    folder: Utf8PathBuf,
    /// The most that it may hold, in bytes.
    most: u64,
    program: Key,
    /// Results that are written when the build is done: nobody waits for them then.
    waiting: Mutex<BTreeMap<String, Vec<u8>>>,
    found: AtomicUsize,
    made: AtomicUsize,
}

impl DiskCache {
    /// The cache in a folder, which need not exist, with the most bytes that it may hold. `None` if it can't be told which program this
    /// is: what another one made is of no use.
    #[must_use]
    pub fn open(folder: &Utf8Path, most: u64) -> Option<Self> {
        Some(Self {
            folder: folder.to_owned(),
            most,
            program: program()?,
            waiting: Mutex::default(),
            found: AtomicUsize::default(),
            made: AtomicUsize::default(),
        })
    }

    /// Writes what was made, and makes room for it.
    pub fn settle(&self) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let (found, made) = (self.found.swap(0, Ordering::Relaxed), self.made.swap(0, Ordering::Relaxed));
        if found + made > 0 {
            tracing::info!(found, made, folder = %self.folder, "results from the cache, and results made anew");
        }
        if let Err(error) = room::write(&self.folder, self.most, waiting) {
            tracing::debug!(folder = %self.folder, %error, "nothing is kept");
        }
    }

    /// Lets go of what was made and not written yet.
    pub fn forget(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn name(&self, key: Key) -> String {
        let mut print = Fingerprint::of("entry");
        (self.program, key).hash(&mut print);
        print.key().to_string()
    }
}

impl Cache for DiskCache {
    fn get(&self, key: Key) -> Option<Vec<u8>> {
        let found = read(&self.folder.join(self.name(key)), self.most);
        self.found.fetch_add(usize::from(found.is_some()), Ordering::Relaxed);
        found
    }

    fn put(&self, key: Key, bytes: Vec<u8>) {
        self.made.fetch_add(1, Ordering::Relaxed);
        if bytes.len() as u64 <= self.most {
            self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(self.name(key), bytes);
        }
    }
}

impl fmt::Debug for DiskCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiskCache").field("folder", &self.folder).field("most", &self.most).finish_non_exhaustive()
    }
}

/// The bytes of an entry; links are not followed. An entry that is used counts as young.
fn read(path: &Utf8Path, most: u64) -> Option<Vec<u8>> {
    let kind = fs::symlink_metadata(path).ok()?;
    if !kind.is_file() || kind.len() > most {
        return None;
    }
    let file = fs::File::open(path).ok()?;
    let mut bytes = Vec::with_capacity(usize::try_from(kind.len()).ok()?);
    (&file).take(most).read_to_end(&mut bytes).ok()?;
    let now = SystemTime::now();
    if kind.modified().ok().and_then(|used| now.duration_since(used).ok()).is_none_or(|age| age > MARKED) {
        let _ = file.set_modified(now);
    }
    Some(bytes)
}

/// Stands for this program: its version, and the file that runs, which changes whenever it is built or installed.
fn program() -> Option<Key> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = file.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let mut print = Fingerprint::of("program");
    (env!("CARGO_PKG_VERSION"), file.len(), built).hash(&mut print);
    Some(print.key())
}

/// Writes a file that is whole or not there.
fn replace(folder: &Utf8Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut staged = tempfile::Builder::new().prefix(room::TEMPORARY).tempfile_in(folder)?;
    staged.write_all(bytes)?;
    staged.persist(folder.join(name)).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests;

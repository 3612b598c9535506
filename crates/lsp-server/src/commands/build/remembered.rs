// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a process remembers from one generation to the next.

use super::template_folders::TemplateCache;
use std::sync::atomic::{AtomicUsize, Ordering};

use camkes_codegen::{Generated, queries};
use camkes_hir::RootDatabase;

use crate::{cache::Caches, output::Written, system::System};

/// What a process remembers from one generation to the next.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The templates that were read last.
    pub(crate) templates: TemplateCache,
    /// What outlives the process.
    pub(crate) caches: Caches,
    /// The files as they were written.
    pub(crate) written: Written,
    /// The most address spaces that a system had.
    spaces: AtomicUsize,
}

impl Remembered {
    /// Nothing yet; the environment says where more outlives the process.
    #[must_use]
    pub fn new(system: &System<'_>) -> Self {
        Self { caches: Caches::new(system), ..Self::default() }
    }

    /// Notes how large a system is that was generated.
    pub(crate) fn note(&self, generated: &Generated) {
        let folders =
            generated.files.iter().filter_map(|file| file.path.parent()).filter_map(|it| it.components().next());
        let mut folders: Vec<_> = folders.collect();
        // The files of an address space follow each other.
        folders.dedup();
        self.spaces.fetch_max(folders.len(), Ordering::Relaxed);
    }

    /// Lets a database remember the systems that were generated, and not all that they ever had. Waits for its snapshots.
    pub(crate) fn make_room(&self, db: &mut RootDatabase) {
        let spaces = self.spaces.load(Ordering::Relaxed);
        if spaces > queries::FEW_SPACES / 2 {
            queries::make_room(db, spaces);
        }
    }

    /// Keeps nothing for later processes of what was made since the last time: what is shown while somebody types is not worth it,
    /// and would wait in memory.
    pub(crate) fn forget(&self) {
        self.caches.forget();
    }

    /// Writes for later processes what was made since the last time.
    pub(crate) fn settle(&self) {
        self.caches.settle();
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which cache a system has.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use camino::Utf8PathBuf;
use camkes_codegen::cache::Kept;

use super::DiskCache;
use crate::{
    settings::{Layer, Origin},
    system::System,
};

/// The environment variable that names the folder, or says `off`.
pub const VARIABLE: &str = "CAMKES_LSP_CACHE";

/// What a cache may hold where nobody says it, in MiB.
pub const DEFAULT_MIB: u64 = 64;

const NAME: &str = "camkes-lsp";
const OFF: &str = "off";

/// The caches of a process.
#[derive(Debug, Default)]
pub struct Caches {
    environment: Environment,
    opened: Mutex<BTreeMap<Place, Option<Arc<DiskCache>>>>,
}

/// What the environment says.
#[derive(Debug, Default)]
enum Environment {
    /// Nothing is kept.
    Off,
    /// No folder is known.
    #[default]
    Unknown,
    /// This folder, unless another one is named.
    Folder(Utf8PathBuf),
}

/// Where a cache is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its folder.
    pub folder: Utf8PathBuf,
    /// The most that it may hold, in MiB.
    pub most: u64,
}

impl Caches {
    /// The caches of a process with this environment.
    #[must_use]
    pub fn new(system: &System<'_>) -> Self {
        let environment = match (system.variable)(VARIABLE).filter(|value| !value.is_empty()) {
            Some(value) if value == OFF => Environment::Off,
            Some(folder) => Environment::Folder(system.absolute(&Utf8PathBuf::from(folder))),
            None => system
                .cache()
                .map_or(Environment::Unknown, |cache| Environment::Folder(cache.join(NAME).join("results"))),
        };
        Self { environment, opened: Mutex::default() }
    }

    /// Where the cache is under these settings; `None` if there is none.
    #[must_use]
    pub fn place(&self, settings: &Layer) -> Option<Place> {
        if settings.cache.as_ref().is_some_and(|wanted| !wanted.value) {
            return None;
        }
        let named = settings.cache_folder.as_ref();
        let folder = match (&self.environment, named) {
            (Environment::Off, named) => named.filter(|named| named.origin == Origin::CommandLine).map(|it| &it.value),
            (_, Some(named)) => Some(&named.value),
            (Environment::Folder(folder), None) => Some(folder),
            (Environment::Unknown, None) => None,
        };
        let most = settings.cache_size.as_ref().map_or(DEFAULT_MIB, |most| most.value);
        folder.filter(|_| most > 0).map(|folder| Place { folder: folder.clone(), most })
    }

    /// The cache under these settings.
    #[must_use]
    pub fn open(&self, settings: &Layer) -> Option<Arc<DiskCache>> {
        let place = self.place(settings)?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let open = |place: &Place| DiskCache::open(&place.folder, place.most.saturating_mul(1 << 20)).map(Arc::new);
        opened.entry(place).or_insert_with_key(open).clone()
    }

    /// The same, for queries.
    #[must_use]
    pub fn kept(&self, settings: &Layer) -> Kept {
        self.open(settings).map_or_else(Kept::nowhere, |cache| Kept::within(cache))
    }

    /// Writes what was made since the last time.
    pub fn settle(&self) {
        self.opened().iter().for_each(|cache| cache.settle());
    }

    /// Lets go of what was made since the last time.
    pub fn forget(&self) {
        self.opened().iter().for_each(|cache| cache.forget());
    }

    fn opened(&self) -> Vec<Arc<DiskCache>> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.values().flatten().cloned().collect()
    }
}

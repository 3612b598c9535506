// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Dictionaries and their keys.

use std::hash::{BuildHasherDefault, Hash, Hasher};

use indexmap::{Equivalent, IndexMap};
use rustc_hash::FxHasher;

use super::{Lock, SLOT};
use crate::{
    Py, PyResult, budget,
    class::Class,
    compare::{equals, hash, hash_str},
    error::type_error,
    trash,
};

/// A value that can be a key, with its hash.
#[derive(Clone)]
pub struct Key {
    hash: u64,
    pub(crate) value: Py,
}

impl Key {
    /// A key.
    ///
    /// # Errors
    /// `TypeError` if the value can't be one.
    pub fn new(value: Py) -> PyResult<Self> {
        value.defined()?;
        match hash(&value) {
            Some(hash) => Ok(Self { hash, value }),
            None => Err(type_error(format!("unhashable type: '{}'", value.type_name()))),
        }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &Py {
        &self.value
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && equals(&self.value, &other.value)
    }
}

impl Eq for Key {}

struct StrKey<'a>(&'a str);

impl Hash for StrKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(hash_str(self.0));
    }
}

impl Equivalent<Key> for StrKey<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        key.value.as_str() == Some(self.0)
    }
}

/// What a dictionary holds.
pub(crate) type Entries = IndexMap<Key, Py, BuildHasherDefault<FxHasher>>;

/// Is told when somebody looks at a dictionary or changes it. No lock is held meanwhile.
pub trait Watch: Send + Sync {
    /// Somebody looks at the value of a key; without one, at all that there is.
    fn read(&self, key: Option<&str>);

    /// Somebody may change it.
    fn change(&self);
}

/// A dictionary.
pub struct Dict {
    class: &'static Class,
    entries: Lock<Entries>,
    /// What makes the value of a key that is missing, for `defaultdict`.
    default: Option<trash::Held>,
    watch: Option<Box<dyn Watch>>,
}

impl Dict {
    pub(crate) fn new(class: &'static Class, entries: Entries) -> Self {
        Self { class, entries: Lock::new(entries), default: None, watch: None }
    }

    pub(crate) fn with_default(class: &'static Class, entries: Entries, default: Py) -> Self {
        Self { class, entries: Lock::new(entries), default: Some(trash::Held(default)), watch: None }
    }

    pub(crate) fn watched(class: &'static Class, entries: Entries, watch: Box<dyn Watch>) -> Self {
        Self { class, entries: Lock::new(entries), default: None, watch: Some(watch) }
    }

    fn read(&self, key: Option<&str>) {
        if let Some(watch) = &self.watch {
            watch.read(key);
        }
    }

    fn change(&self) {
        if let Some(watch) = &self.watch {
            watch.change();
        }
    }

    pub(crate) fn class(&self) -> &'static Class {
        self.class
    }

    pub(crate) fn default(&self) -> Option<&Py> {
        self.default.as_ref().map(|held| &held.0)
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read(None);
        self.entries.lock().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a key.
    ///
    /// # Errors
    /// `TypeError` if the key can't be one.
    pub fn get(&self, key: &Py) -> PyResult<Option<Py>> {
        if let Py::Str(text) = key {
            return Ok(self.get_str(text));
        }
        self.read(None);
        let key = Key::new(key.clone())?;
        Ok(self.entries.lock().get(&key).cloned())
    }

    /// The value at a string.
    #[must_use]
    pub fn get_str(&self, key: &str) -> Option<Py> {
        self.read(Some(key));
        self.entries.lock().get(&StrKey(key)).cloned()
    }

    /// Puts a value at a key.
    ///
    /// # Errors
    /// `TypeError` if the key can't be one; a limit error if the render has used up its memory.
    pub fn insert(&self, key: Py, value: Py) -> PyResult<()> {
        self.change();
        budget::charge(3 * SLOT)?;
        let key = Key::new(key)?;
        let old = self.entries.lock().insert(key, value);
        drop(old);
        Ok(())
    }

    /// Removes a key and gives its value.
    ///
    /// # Errors
    /// `TypeError` if the key can't be one.
    pub fn remove(&self, key: &Py) -> PyResult<Option<Py>> {
        self.change();
        let key = Key::new(key.clone())?;
        budget::spend(self.len() / 16)?;
        let removed = self.entries.lock().shift_remove_entry(&key);
        Ok(removed.map(|(_, value)| value))
    }

    /// Its keys with their values, in the order of insertion.
    #[must_use]
    pub fn entries(&self) -> Vec<(Py, Py)> {
        self.read(None);
        self.entries.lock().iter().map(|(key, value)| (key.value.clone(), value.clone())).collect()
    }

    /// Its keys, in the order of insertion.
    #[must_use]
    pub fn keys(&self) -> Vec<Py> {
        self.read(None);
        self.entries.lock().keys().map(|key| key.value.clone()).collect()
    }

    /// The entry at a place in the order.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<(Py, Py)> {
        self.read(None);
        self.entries.lock().get_index(index).map(|(key, value)| (key.value.clone(), value.clone()))
    }

    /// Does something with the entries; nothing else may be called that may look at the dictionary.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Entries) -> T) -> T {
        self.change();
        act(&mut self.entries.lock())
    }

    pub(crate) fn copy(&self) -> Self {
        self.read(None);
        let entries = self.entries.lock().clone();
        Self { class: self.class, entries: Lock::new(entries), default: self.default.clone(), watch: None }
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        trash::dispose(self.entries.get_mut().drain(..).flat_map(|(key, value)| [key.value, value]));
    }
}

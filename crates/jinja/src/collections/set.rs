// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Sets. All keep the order of insertion: so what a template makes of one is the same each time.

use std::hash::BuildHasherDefault;

use indexmap::IndexSet;
use rustc_hash::FxHasher;

use super::{Key, Lock, SLOT};
use crate::{
    Py, PyResult, budget,
    class::{self, Class},
    trash,
};

/// Which class a set is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// `set`: what braces make.
    Plain,
    /// `frozenset`: can be a key.
    Frozen,
    /// `OrderedSet`: what `set()` makes in templates. It has indices, and equals a list of its items.
    Ordered,
}

impl SetKind {
    pub(crate) fn class(self) -> &'static Class {
        match self {
            Self::Plain => &class::SET,
            Self::Frozen => &class::FROZEN_SET,
            Self::Ordered => &class::ORDERED_SET,
        }
    }
}

pub(crate) type Items = IndexSet<Key, BuildHasherDefault<FxHasher>>;

/// A set.
pub struct Set {
    kind: SetKind,
    items: Lock<Items>,
}

impl Set {
    pub(crate) fn new(kind: SetKind, items: Items) -> Self {
        Self { kind, items: Lock::new(items) }
    }

    pub(crate) fn of(kind: SetKind, items: Vec<Py>) -> PyResult<Self> {
        budget::charge(items.len() * 2 * SLOT)?;
        let items = items.into_iter().map(Key::new).collect::<PyResult<Items>>()?;
        Ok(Self::new(kind, items))
    }

    pub(crate) fn kind(&self) -> SetKind {
        self.kind
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.lock().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its items, in the order of insertion.
    #[must_use]
    pub fn items(&self) -> Vec<Py> {
        self.items.lock().iter().map(|key| key.value.clone()).collect()
    }

    /// Whether an item is in it.
    ///
    /// # Errors
    /// `TypeError` if the item can't be in a set.
    pub fn contains(&self, item: &Py) -> PyResult<bool> {
        let key = Key::new(item.clone())?;
        Ok(self.items.lock().contains(&key))
    }

    /// Adds an item.
    ///
    /// # Errors
    /// `TypeError` if the item can't be in a set; a limit error if the render has used up its memory.
    pub fn add(&self, item: Py) -> PyResult<()> {
        budget::charge(2 * SLOT)?;
        let key = Key::new(item)?;
        self.items.lock().insert(key);
        Ok(())
    }

    /// Removes an item; whether it was there.
    ///
    /// # Errors
    /// `TypeError` if the item can't be in a set.
    pub fn remove(&self, item: &Py) -> PyResult<bool> {
        let key = Key::new(item.clone())?;
        budget::spend(self.len() / 16)?;
        let removed = self.items.lock().shift_take(&key);
        Ok(removed.is_some())
    }

    pub(crate) fn at(&self, index: usize) -> Option<Py> {
        self.items.lock().get_index(index).map(|key| key.value.clone())
    }

    /// Does something with the items; nothing else may be called that may look at the set.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Items) -> T) -> T {
        act(&mut self.items.lock())
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        trash::dispose(self.items.get_mut().drain(..).map(|key| key.value));
    }
}

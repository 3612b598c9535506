// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Lists, tuples, dictionaries, sets and namespaces: shared by reference, as in Python.

mod dict;
mod set;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

pub(crate) use self::dict::Entries;
pub use self::{
    dict::{Dict, Key, Watch},
    set::{Set, SetKind},
};
use crate::{Py, PyResult, budget, trash};

/// A lock that is held for moments only, and never while anything else runs.
#[derive(Default)]
pub(crate) struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a slot of a list costs, in bytes.
pub(crate) const SLOT: usize = 32;

/// A list.
pub struct List(Lock<Vec<Py>>);

impl List {
    pub(crate) fn new(items: Vec<Py>) -> Self {
        Self(Lock::new(items))
    }

    /// Its items as they are now.
    #[must_use]
    pub fn items(&self) -> Vec<Py> {
        self.0.lock().clone()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.lock().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Py> {
        self.0.lock().get(at).cloned()
    }

    /// Adds an item at the end.
    ///
    /// # Errors
    /// A limit error if the render has used up its memory.
    pub fn push(&self, item: Py) -> PyResult<()> {
        budget::charge(SLOT)?;
        self.0.lock().push(item);
        Ok(())
    }

    /// Does something with the items; nothing else may be called that may look at the list.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Vec<Py>) -> T) -> T {
        act(&mut self.0.lock())
    }
}

impl Drop for List {
    fn drop(&mut self) {
        trash::dispose(self.0.get_mut().drain(..));
    }
}

/// A tuple.
pub struct Tuple(Vec<Py>);

impl Tuple {
    pub(crate) fn new(items: Vec<Py>) -> Self {
        Self(items)
    }

    /// Its items.
    #[must_use]
    pub fn items(&self) -> &[Py] {
        &self.0
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        trash::dispose(self.0.drain(..));
    }
}

/// What `namespace()` makes: names that can be set.
#[derive(Default)]
pub struct Namespace(Lock<Vec<(Arc<str>, Py)>>);

impl Namespace {
    pub(crate) fn new(members: Vec<(Arc<str>, Py)>) -> Self {
        Self(Lock::new(members))
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Py> {
        self.0.lock().iter().find(|(known, _)| **known == *name).map(|(_, value)| value.clone())
    }

    /// Sets a name.
    ///
    /// # Errors
    /// A limit error if the render has used up its memory.
    pub fn set(&self, name: &str, value: Py) -> PyResult<()> {
        budget::charge(SLOT)?;
        let mut members = self.0.lock();
        let old = match members.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                members.push((Arc::from(name), value));
                None
            }
        };
        drop(members);
        drop(old);
        Ok(())
    }

    pub(crate) fn members(&self) -> Vec<(Arc<str>, Py)> {
        self.0.lock().clone()
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        trash::dispose(self.0.get_mut().drain(..).map(|(_, value)| value));
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.items()).finish()
    }
}

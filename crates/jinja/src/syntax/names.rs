// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names that expressions use.

use std::{cell::RefCell, sync::Arc};

use rustc_hash::FxHashSet;

/// Names that were met before: a template uses the same few again and again.
#[derive(Debug, Default)]
pub(crate) struct Interner(RefCell<FxHashSet<Arc<str>>>);

impl Interner {
    pub(crate) fn intern(&self, name: &str) -> Arc<str> {
        let mut known = self.0.borrow_mut();
        if let Some(known) = known.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(name);
        known.insert(Arc::clone(&new));
        new
    }
}

/// The names that an expression uses, in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct OuterNames(Vec<Arc<str>>);

impl OuterNames {
    pub(super) fn index(&mut self, name: &str, interner: &Interner) -> Option<u16> {
        let at = self.0.iter().position(|known| **known == *name).unwrap_or_else(|| {
            self.0.push(interner.intern(name));
            self.0.len() - 1
        });
        u16::try_from(at).ok()
    }

    pub(crate) fn get(&self, index: u16) -> Option<&Arc<str>> {
        self.0.get(usize::from(index))
    }

    pub(crate) fn into_names(self) -> Vec<Arc<str>> {
        self.0
    }
}

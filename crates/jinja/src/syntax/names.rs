// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names that expressions use.

use std::{cell::RefCell, sync::Arc};

use rustc_hash::{FxHashMap, FxHashSet};

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

/// The numbers of the names that mean something of the block around them, if they are used.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Special {
    /// `loop`.
    pub(crate) context: Option<u16>,
    pub(crate) caller: Option<u16>,
    pub(crate) kwargs: Option<u16>,
    pub(crate) varargs: Option<u16>,
}

/// The names that a template uses, in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct OuterNames {
    names: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u16>,
    /// Those that were used lately.
    special: Special,
}

impl OuterNames {
    /// The number of a name that an expression uses; `None` if there are too many.
    pub(crate) fn used(&mut self, name: &str) -> Option<u16> {
        let number = self.number(name)?;
        match name {
            "loop" => self.special.context = Some(number),
            "caller" => self.special.caller = Some(number),
            "kwargs" => self.special.kwargs = Some(number),
            "varargs" => self.special.varargs = Some(number),
            _ => {}
        }
        Some(number)
    }

    /// The number of a name; `None` if there are too many.
    pub(crate) fn number(&mut self, name: &str) -> Option<u16> {
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let number = u16::try_from(self.names.len()).ok()?;
        let name: Arc<str> = Arc::from(name);
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        Some(number)
    }

    pub(crate) fn take_special(&mut self) -> Special {
        std::mem::take(&mut self.special)
    }

    pub(crate) fn get(&self, index: u16) -> Option<&Arc<str>> {
        self.names.get(usize::from(index))
    }

    pub(crate) fn into_names(self) -> Vec<Arc<str>> {
        self.names
    }
}

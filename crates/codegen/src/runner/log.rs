// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What an item looks at and what it changes, written down while it is rendered, so that later it need not be rendered again as long as what
//! it looked at is the same.

use std::hash::{Hash as _, Hasher as _};

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashSet, FxHasher};

use super::{
    cap::{CapId, CapState},
    names::Name,
    store::{Client, ObjectId, State},
};
use crate::ast::Text;

/// What a template can look at. Several things may share a key, as names do that differ in a number alone: then one stands for all.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) enum Key<'a> {
    /// The number of the next symbol.
    Symbols,
    /// Which objects have names of a pattern.
    Name(u32),
    /// All of an object but its row of slots.
    Object(ObjectId),
    /// A slot of a row.
    Row(ObjectId, i64),
    /// All slots of a row.
    Rows(ObjectId),
    /// What is set on a capability.
    Cap(CapId),
    /// The next free slot of an address space.
    Next(usize),
    /// Which slots of an address space have names of a pattern.
    Slot(usize, u32),
    /// What was left for later.
    Stash(&'a Client, &'a str),
    /// A setting of an entity.
    Setting(&'a str, &'a str),
    /// All settings of an entity.
    Settings(&'a str),
    /// All settings, as the configurations give them.
    AllSettings,
    /// Where anything is declared.
    Places,
}

impl Key<'_> {
    /// Stands for it. Where two keys had one number, more would be rendered than need be.
    pub(super) fn number(self) -> u64 {
        let mut hasher = FxHasher::default();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// A part of the state that a template can change.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Cell {
    /// All of an object but its row of slots.
    Object(ObjectId),
    /// A slot of a row.
    Row(ObjectId, i64),
    /// A capability.
    Cap(CapId),
    /// The object of a name of a label.
    Named(Option<Text>, Name),
    /// The slot of a name of a label in an address space.
    NamedSlot(Option<Text>, usize, Name),
    /// What is left for later.
    Stash(Client, Text),
    /// What backs a symbol of an address space.
    Symbol(usize, Text),
    /// The next free slot of an address space.
    Next(usize),
}

/// What an item looks at and changes.
#[derive(Debug)]
pub(super) struct Log {
    /// How many objects, capabilities, symbols and allocations there were before it.
    pub(super) objects: ObjectId,
    pub(super) caps: CapId,
    pub(super) symbols: u64,
    pub(super) allocated: u64,
    /// The names and labels of the objects that it made.
    pub(super) added: Vec<(Name, Option<Text>)>,
    /// What it added to the integrity policy.
    pub(super) policy: Vec<[Text; 3]>,
    /// The numbers of the keys of what it looked at.
    pub(super) reads: FxHashSet<u64>,
    /// What it may have changed of what was there.
    pub(super) touched: IndexSet<Cell, FxBuildHasher>,
    /// Settings that it holds and could change in place.
    pub(super) lent: FxHashSet<(Text, Text)>,
    /// It looked at all that there is.
    pub(super) all: bool,
    /// It may have changed something that is not written down.
    pub(super) beyond: bool,
}

impl Log {
    /// Nothing yet, in a state.
    pub(super) fn new(state: &State) -> Self {
        Self {
            objects: ObjectId::try_from(state.objects.len()).unwrap_or(ObjectId::MAX),
            caps: CapId::try_from(state.caps.len()).unwrap_or(CapId::MAX),
            symbols: state.symbols,
            allocated: state.allocated,
            added: Vec::new(),
            policy: Vec::new(),
            reads: FxHashSet::default(),
            touched: IndexSet::default(),
            lent: FxHashSet::default(),
            all: false,
            beyond: false,
        }
    }
}

impl State {
    /// Notes that the item looks at something.
    pub(super) fn look_at(&mut self, key: Key<'_>) {
        if let Some(log) = &mut self.log {
            // What it made itself it knows.
            let own = matches!(key, Key::Object(id) | Key::Rows(id) if id >= log.objects);
            if !own {
                log.reads.insert(key.number());
            }
        }
    }

    /// Notes that the item looks at so much that it is always rendered.
    pub(super) fn look_at_all(&mut self) {
        if let Some(log) = &mut self.log {
            log.all = true;
        }
    }

    /// Notes that the item may change what nobody writes down.
    pub(super) fn look_beyond(&mut self) {
        if let Some(log) = &mut self.log {
            log.beyond = true;
        }
    }

    /// Notes that the item looks at a slot of a row and may change it.
    pub(super) fn touch_held(&mut self, id: ObjectId, slot: i64) {
        self.look_at(Key::Row(id, slot));
        self.touch(|| Cell::Row(id, slot));
    }

    /// Notes that the item gives something a value that does not depend on what it was.
    pub(super) fn touch(&mut self, cell: impl FnOnce() -> Cell) {
        if let Some(log) = &mut self.log {
            log.touched.insert(cell());
        }
    }

    /// Notes that the item changes an object.
    pub(super) fn touch_object(&mut self, id: ObjectId) {
        if let Some(log) = &mut self.log
            && id < log.objects
        {
            log.reads.insert(Key::Object(id).number());
            log.touched.insert(Cell::Object(id));
        }
    }

    /// A capability that the item looks at.
    pub(super) fn look_at_cap(&mut self, id: CapId) -> Option<&CapState> {
        if let Some(log) = &mut self.log
            && id < log.caps
        {
            log.reads.insert(Key::Cap(id).number());
        }
        self.caps.get(id as usize).map(|cap| &cap.state)
    }

    /// A capability that the item changes.
    pub(super) fn cap_mut(&mut self, id: CapId) -> Option<&mut CapState> {
        if let Some(log) = &mut self.log
            && id < log.caps
        {
            log.reads.insert(Key::Cap(id).number());
            log.touched.insert(Cell::Cap(id));
        }
        self.caps.get_mut(id as usize).map(|cap| &mut cap.state)
    }
}

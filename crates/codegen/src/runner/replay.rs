// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Items that need not be rendered again. In a process that goes on, each item's text is kept with what it looked at and what it left in the
//! state. When the system changes, an item that looked at nothing that is different now leaves the same again, without its template.
//!
//! It is so by construction: what a render does depends on what it looks at and on nothing else, all of which is noted at the
//! places where templates reach the state and the settings. Where something could escape the notes, nothing is kept.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    cap::{CapId, CapState, Capability},
    copy::{Copier, alike, caps_alike, objects_alike},
    entity::System,
    kernel::KernelObject,
    log::{Cell, Key, Log},
    names::Name,
    regions::Regions,
    slots::Held,
    store::{ObjectId, State},
};
use crate::ast::Text;

/// What is different from the last time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    /// The numbers of the keys of what changed.
    keys: FxHashSet<u64>,
    /// Nothing is known to be the same.
    all: bool,
}

/// An item as it was rendered the last time.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) text: Arc<[u8]>,
    reads: FxHashSet<u64>,
    /// It must always be rendered.
    always: bool,
    left: Left,
}

/// What an item left in the state.
#[derive(Debug)]
struct Left {
    /// The numbers of its first object and capability.
    first: (ObjectId, CapId),
    objects: Vec<Added>,
    caps: Vec<Capability>,
    cells: Vec<(Cell, Value)>,
    symbols: u64,
    allocated: u64,
    policy: Vec<[Text; 3]>,
}

/// An object that an item made.
#[derive(Debug)]
struct Added {
    name: Name,
    label: Option<Text>,
    object: KernelObject,
}

/// What a part of the state holds after an item.
#[derive(Debug)]
enum Value {
    Object(KernelObject),
    Held(Held),
    Cap(CapState),
    Id(ObjectId),
    Slot(i64),
    Left(camkes_jinja::Py),
    Regions(Regions),
    /// Nothing any more.
    Nothing,
}

impl Changes {
    /// Notes that something is different.
    pub(super) fn add(&mut self, key: Key<'_>) {
        self.keys.insert(key.number());
    }

    /// Notes that nothing is known to be the same.
    pub(super) fn add_all(&mut self) {
        self.all = true;
    }

    fn concern(&self, item: &Item) -> bool {
        let (few, many) =
            if self.keys.len() < item.reads.len() { (&self.keys, &item.reads) } else { (&item.reads, &self.keys) };
        self.all || few.iter().any(|key| many.contains(key))
    }

    /// Notes what a render left that the one before had not, and the other way round.
    pub(super) fn add_differences(&mut self, before: Option<&Item>, after: &Item) {
        let Some(before) = before.map(|item| &item.left).filter(|left| left.first == after.left.first) else {
            return self.add_all();
        };
        let after = &after.left;
        for at in 0..before.objects.len().max(after.objects.len()) {
            let (was, is) = (before.objects.get(at), after.objects.get(at));
            if let (Some(was), Some(is)) = (was, is)
                && (was.name, &was.label) == (is.name, &is.label)
                && objects_alike(&was.object, &is.object)
            {
                continue;
            }
            let at = ObjectId::try_from(at).unwrap_or(ObjectId::MAX);
            self.add(Key::Object(before.first.0.saturating_add(at)));
            [was, is].into_iter().flatten().for_each(|added| self.add(Key::Name(added.name.pattern())));
        }
        for at in 0..before.caps.len().max(after.caps.len()) {
            let same = |(was, is): (&Capability, &Capability)| {
                (was.object, was.kind) == (is.object, is.kind) && caps_alike(&was.state, &is.state)
            };
            if !before.caps.get(at).zip(after.caps.get(at)).is_some_and(same) {
                let at = CapId::try_from(at).unwrap_or(CapId::MAX);
                self.add(Key::Cap(before.first.1.saturating_add(at)));
            }
        }
        let mut was: FxHashMap<&Cell, &Value> = before.cells.iter().map(|(cell, value)| (cell, value)).collect();
        for (cell, is) in &after.cells {
            if !was.remove(cell).is_some_and(|was| was.is_like(is)) {
                self.add_cell(cell);
            }
        }
        was.into_keys().for_each(|cell| self.add_cell(cell));
        if before.symbols != after.symbols {
            self.add(Key::Symbols);
        }
    }

    fn add_cell(&mut self, cell: &Cell) {
        match cell {
            Cell::Object(id) => {
                self.add(Key::Object(*id));
                self.add(Key::Rows(*id));
            }
            Cell::Row(id, slot) => {
                self.add(Key::Row(*id, *slot));
                self.add(Key::Rows(*id));
            }
            Cell::Cap(id) => self.add(Key::Cap(*id)),
            Cell::Named(_, name) => self.add(Key::Name(name.pattern())),
            Cell::NamedSlot(_, space, name) => self.add(Key::Slot(*space, name.pattern())),
            Cell::Stash(client, key) => self.add(Key::Stash(client, key)),
            // No template can look at it.
            Cell::Symbol(..) => {}
            Cell::Next(space) => self.add(Key::Next(*space)),
        }
    }
}

impl Value {
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Object(a), Self::Object(b)) => objects_alike(a, b),
            (Self::Held(a), Self::Held(b)) => a == b,
            (Self::Cap(a), Self::Cap(b)) => caps_alike(a, b),
            (Self::Id(a), Self::Id(b)) => a == b,
            (Self::Slot(a), Self::Slot(b)) => a == b,
            (Self::Left(a), Self::Left(b)) => alike(a, b),
            (Self::Regions(a), Self::Regions(b)) => a == b,
            (Self::Nothing, Self::Nothing) => true,
            _ => false,
        }
    }
}

impl Item {
    /// What an item left that was just rendered; `None` if it can't be written down.
    pub(super) fn of(text: Arc<[u8]>, log: Log, state: &State, nowhere: &Arc<System>) -> Option<Self> {
        if log.beyond {
            return None;
        }
        let copier = Copier { system: nowhere, only_owned: true };
        let new = state.objects.get(log.objects as usize..)?;
        if new.len() != log.added.len() {
            return None;
        }
        let objects = log.added.into_iter().zip(new);
        let objects = objects
            .map(|((name, label), object)| Some(Added { name, label, object: copier.object(object)? }))
            .collect::<Option<_>>()?;
        let caps = state.caps.get(log.caps as usize..)?.iter().map(|cap| copier.cap(cap)).collect::<Option<_>>()?;
        let mut cells = Vec::with_capacity(log.touched.len());
        for cell in log.touched {
            if let Some(value) = value_of(&cell, state, &copier)? {
                cells.push((cell, value));
            }
        }
        // Slots are put at the end of their rows one after the other.
        cells.sort_by_key(|(cell, _)| if let Cell::Row(_, slot) = cell { *slot } else { 0 });
        let left = Left {
            first: (log.objects, log.caps),
            objects,
            caps,
            cells,
            symbols: state.symbols - log.symbols,
            allocated: state.allocated - log.allocated,
            policy: log.policy,
        };
        Some(Self { text, reads: log.reads, always: log.all, left })
    }

    /// Where its objects and capabilities begin.
    pub(super) fn first(&self) -> (ObjectId, CapId) {
        self.left.first
    }

    /// Whether it need not be rendered in a state with these changes.
    pub(super) fn is_current(&self, changes: &Changes, state: &State) -> bool {
        let begins = (state.objects.len(), state.caps.len());
        let first = (self.left.first.0 as usize, self.left.first.1 as usize);
        !self.always && begins == first && !changes.concern(self)
    }
}

/// What a part of the state holds: first `None` if that can't be copied, then if there is nothing to do about it.
fn value_of(cell: &Cell, state: &State, copier: &Copier<'_>) -> Option<Option<Value>> {
    Some(match cell {
        Cell::Object(id) => Some(Value::Object(copier.object(state.object(*id)?)?)),
        // A row that has become a dictionary is part of its object.
        Cell::Row(id, slot) => state.in_row(*id, *slot).map(Value::Held),
        Cell::Cap(id) => Some(Value::Cap(copier.cap_state(&state.cap(*id)?.state)?)),
        Cell::Named(label, name) => state.named.object(label, *name).map(Value::Id),
        Cell::NamedSlot(label, space, name) => state.named.slot(label, *space, *name).map(Value::Slot),
        Cell::Stash(client, key) => Some(match state.left(client, key) {
            Some(value) => Value::Left(copier.value(value)?),
            None => Value::Nothing,
        }),
        Cell::Symbol(space, symbol) => {
            state.spaces.get_index(*space)?.1.symbols.get(symbol).map(|regions| Value::Regions(regions.clone()))
        }
        Cell::Next(space) => Some(Value::Slot(state.spaces.get_index(*space)?.1.next)),
    })
}

impl State {
    /// Leaves room up to a place, so that numbers stay the same when an item makes a few more objects than it did.
    pub(super) fn fill_up(&mut self, (objects, caps): (ObjectId, CapId)) {
        let (objects, caps) = (objects as usize, caps as usize);
        if self.objects.len() < objects {
            self.objects.resize_with(objects, || KernelObject::GAP);
        }
        if self.caps.len() < caps {
            self.caps.resize_with(caps, || Capability::GAP);
        }
    }

    /// Leaves room for what an item may make more some day, of which nothing is known yet.
    pub(super) fn leave_room(&mut self) {
        let last = |len: usize, first: u32| len.saturating_sub(first as usize);
        let (objects, caps) = (self.objects.len(), self.caps.len());
        let (made, held) = (last(objects, self.room.0), last(caps, self.room.1));
        let up_to = |len: usize, made: usize| u32::try_from(len + 4 + made / 4).unwrap_or(u32::MAX);
        self.room = (up_to(objects, made), up_to(caps, held));
        self.fill_up(self.room);
    }

    /// Does again what an item did. Entities are those of `system`.
    pub(super) fn leave_again(&mut self, item: &Item, system: &Arc<System>) {
        let copier = Copier { system, only_owned: false };
        let left = &item.left;
        self.objects.reserve(left.objects.len());
        for Added { name, label, object } in &left.objects {
            // What was copied once can be copied again.
            let object = copier.object(object).unwrap_or(KernelObject::GAP);
            self.add(*name, label.clone(), object);
        }
        self.caps.extend(left.caps.iter().filter_map(|cap| copier.cap(cap)));
        for (cell, value) in &left.cells {
            self.set(cell, value, &copier);
        }
        self.symbols += left.symbols;
        self.allocated += left.allocated;
        self.policy.extend(left.policy.iter().cloned());
    }

    fn set(&mut self, cell: &Cell, value: &Value, copier: &Copier<'_>) {
        match (cell, value) {
            (Cell::Object(id), Value::Object(object)) => {
                if let (Some(made), Some(old)) = (copier.object(object), self.object_mut(*id)) {
                    let before = std::mem::replace(old, made);
                    old.keep_row_of(before);
                }
            }
            (Cell::Row(id, slot), Value::Held(held)) => {
                if self.in_row(*id, *slot).is_some() {
                    self.set_in_row(*id, *slot, *held);
                } else {
                    self.push_slot(*id, *held);
                }
            }
            (Cell::Cap(id), Value::Cap(state)) => {
                if let (Some(made), Some(old)) = (copier.cap_state(state), self.cap_mut(*id)) {
                    *old = made;
                }
            }
            (Cell::Named(label, name), Value::Id(id)) => self.named.add_object(label, *name, *id),
            (Cell::NamedSlot(label, space, name), Value::Slot(slot)) => {
                self.named.add_slot(label, *space, *name, *slot);
            }
            (Cell::Stash(client, key), Value::Left(value)) => {
                if let Some(value) = copier.value(value) {
                    self.leave(client.clone(), Text::clone(key), value);
                }
            }
            (Cell::Stash(client, key), Value::Nothing) => {
                self.pop(client, key);
            }
            (Cell::Symbol(space, symbol), Value::Regions(regions)) => {
                if let Some((_, space)) = self.spaces.get_index_mut(*space) {
                    space.symbols.insert(Text::clone(symbol), regions.clone());
                }
            }
            (Cell::Next(space), Value::Slot(next)) => {
                if let Some((_, space)) = self.spaces.get_index_mut(*space) {
                    space.next = *next;
                }
            }
            _ => {}
        }
    }
}

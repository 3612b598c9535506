// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the slots of a container hold. A system has tens of thousands of slots with capabilities to frames that no template looks at again,
//! so those are kept as numbers until one does.

use std::sync::Arc;

use camkes_capdl::Rights;
use camkes_jinja::Py;

use super::{
    cap::Cap,
    kernel::Handle,
    store::{ObjectId, State, Store},
    types::Kind,
};

/// The slots of a container.
#[derive(Debug)]
pub(super) enum Slots {
    /// Those of a CNode that were handed out one after the other, from slot 1 on.
    Row(Vec<Held>),
    /// A dictionary, once templates do anything else with them.
    Dict(Py),
}

/// What a slot of a row holds.
#[derive(Debug)]
pub(super) enum Held {
    /// It is reserved.
    Nothing,
    /// A capability that no template holds, and that has neither badge nor guard.
    Plain(Plain),
    /// A capability that templates may hold.
    Shared(Box<Py>),
}

/// A capability with nothing but flags.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    pub(super) object: ObjectId,
    pub(super) rights: Rights,
    pub(super) cached: bool,
    pub(super) deferred: bool,
}

impl Held {
    /// A capability that nobody holds yet.
    pub(super) fn of(cap: Cap) -> Self {
        cap.plain().map_or_else(|| Self::Shared(Box::new(Py::host(cap))), Self::Plain)
    }

    /// The value that templates see.
    pub(super) fn into_value(mut self, store: &Arc<Store>) -> Py {
        let kind = if let Self::Plain(plain) = &self { store.lock().kind_of(plain.object) } else { Kind::Frame };
        self.share(store, |_| kind)
    }

    /// The value that templates see, which is the same from now on.
    fn share(&mut self, store: &Arc<Store>, kind: impl FnOnce(ObjectId) -> Kind) -> Py {
        if let Self::Plain(plain) = self {
            let object = Handle { store: Arc::clone(store), id: plain.object, kind: kind(plain.object) };
            *self = Self::Shared(Box::new(Py::host(Cap::of_plain(&object, *plain))));
        }
        match self {
            Self::Shared(cap) => (**cap).clone(),
            _ => Py::None,
        }
    }
}

impl Slots {
    /// How many slots are in use.
    pub(super) fn highest(&self) -> i64 {
        match self {
            Self::Row(row) => i64::try_from(row.len()).unwrap_or(i64::MAX),
            Self::Dict(slots) => {
                let keys = slots.as_dict().map(|slots| slots.keys()).unwrap_or_default();
                keys.iter().filter_map(Py::as_i64).max().unwrap_or_default()
            }
        }
    }

    /// The dictionary, if it is one.
    pub(super) fn as_dict(&self) -> Option<&Py> {
        match self {
            Self::Dict(slots) => Some(slots),
            Self::Row(_) => None,
        }
    }
}

/// The place of a slot in a row.
fn place(slot: i64) -> Option<usize> {
    usize::try_from(slot).ok()?.checked_sub(1)
}

impl State {
    fn slots_mut(&mut self, id: ObjectId) -> Option<&mut Slots> {
        self.object_mut(id)?.node_mut()?.slots.as_mut()
    }

    fn row(&mut self, id: ObjectId) -> Option<&mut Vec<Held>> {
        match self.slots_mut(id)? {
            Slots::Row(row) => Some(row),
            Slots::Dict(_) => None,
        }
    }

    fn kind_of(&self, id: ObjectId) -> Kind {
        self.object(id).map_or(Kind::Frame, |object| object.kind)
    }

    /// How many slots of a row are in use; `None` if it is none.
    pub(super) fn row_len(&mut self, id: ObjectId) -> Option<i64> {
        self.row(id).and_then(|row| i64::try_from(row.len()).ok())
    }

    /// Puts something in the next slot of a row.
    pub(super) fn push_slot(&mut self, id: ObjectId, held: Held) {
        if let Some(row) = self.row(id) {
            row.push(held);
        }
    }

    /// Adds rights to what a slot of a row holds. What a template may hold is returned instead, for the same.
    pub(super) fn add_rights(&mut self, id: ObjectId, slot: i64, rights: Rights) -> Option<Py> {
        match self.row(id)?.get_mut(place(slot)?)? {
            Held::Nothing => None,
            Held::Plain(plain) => {
                plain.rights |= rights;
                None
            }
            Held::Shared(cap) => Some((**cap).clone()),
        }
    }

    /// What a slot of a row holds; `None` if it is no row, or has no such slot.
    pub(super) fn slot_of_row(&mut self, store: &Arc<Store>, id: ObjectId, slot: i64) -> Option<Py> {
        let object = match self.row(id)?.get(place(slot)?)? {
            Held::Plain(plain) => plain.object,
            _ => id,
        };
        let kind = self.kind_of(object);
        self.row(id)?.get_mut(place(slot)?).map(|held| held.share(store, |_| kind))
    }

    /// The slots as a dictionary, which they are from now on.
    pub(super) fn slots_as_dict(&mut self, store: &Arc<Store>, id: ObjectId) -> Option<Py> {
        if let Some(row) = self.row(id) {
            let row = std::mem::take(row);
            let pairs = (1_i64..).zip(row).map(|(slot, mut held)| {
                let cap = held.share(store, |object| self.kind_of(object));
                (Py::Int(slot), cap)
            });
            let slots = Py::dict(pairs);
            *self.slots_mut(id)? = Slots::Dict(slots);
        }
        self.slots_mut(id)?.as_dict().cloned()
    }
}

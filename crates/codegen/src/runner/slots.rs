// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the slots of a container hold. A system has tens of thousands of slots with capabilities to frames that no template looks at again,
//! so those are kept as numbers until one does.

use std::sync::Arc;

use camkes_capdl::Rights;
use camkes_jinja::Py;

use super::{
    cap::{CapId, Capability},
    log::{Cell, Key},
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// It is reserved.
    Nothing,
    /// A capability that no template holds, and that has neither badge nor guard.
    Plain(Plain),
    /// A capability that templates may hold.
    Shared(CapId),
}

/// A capability with nothing but flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) object: ObjectId,
    pub(super) rights: Rights,
    pub(super) cached: bool,
    pub(super) deferred: bool,
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
        let Some(row) = self.row(id) else { return };
        row.push(held);
        let slot = i64::try_from(row.len()).unwrap_or(i64::MAX);
        self.touch(|| Cell::Row(id, slot));
    }

    /// What holds a capability in a row.
    pub(super) fn held(&mut self, cap: Capability) -> Held {
        cap.plain().map_or_else(|| Held::Shared(self.hold(cap)), Held::Plain)
    }

    /// What a slot of a row holds.
    pub(super) fn in_row(&self, id: ObjectId, slot: i64) -> Option<Held> {
        match self.object(id)?.node()?.slots.as_ref()? {
            Slots::Row(row) => row.get(place(slot)?).copied(),
            Slots::Dict(_) => None,
        }
    }

    /// Lets a slot of a row hold something else.
    pub(super) fn set_in_row(&mut self, id: ObjectId, slot: i64, held: Held) {
        if let Some(old) = place(slot).and_then(|place| self.row(id)?.get_mut(place)) {
            *old = held;
        }
    }

    /// Adds rights to what a slot of a row holds.
    pub(super) fn add_rights(&mut self, id: ObjectId, slot: i64, rights: Rights) {
        let Some(held) = self.in_row(id, slot) else { return };
        self.touch_held(id, slot);
        match held {
            Held::Nothing => {}
            Held::Plain(plain) => {
                let rights = plain.rights | rights;
                self.set_in_row(id, slot, Held::Plain(Plain { rights, ..plain }));
            }
            Held::Shared(cap) => {
                if let Some(cap) = self.cap_mut(cap) {
                    cap.rights |= rights;
                }
            }
        }
    }

    /// The value that templates see of what a slot of a row holds, which is the same from now on.
    fn share(&mut self, store: &Arc<Store>, held: Held) -> (Held, Py) {
        let id = match held {
            Held::Nothing => return (held, Py::None),
            Held::Plain(plain) => {
                let kind = self.kind_of(plain.object);
                self.hold(Capability::of_plain(kind, plain))
            }
            Held::Shared(id) => id,
        };
        (Held::Shared(id), self.cap_value(store, id))
    }

    /// What a slot of a row holds, as templates see it; `None` if it is no row, or has no such slot.
    pub(super) fn slot_of_row(&mut self, store: &Arc<Store>, id: ObjectId, slot: i64) -> Option<Py> {
        let held = self.in_row(id, slot)?;
        self.touch_held(id, slot);
        let (held, value) = self.share(store, held);
        self.set_in_row(id, slot, held);
        Some(value)
    }

    /// The slots as a dictionary, which they are from now on.
    pub(super) fn slots_as_dict(&mut self, store: &Arc<Store>, id: ObjectId) -> Option<Py> {
        self.touch_object(id);
        if self.row(id).is_some() {
            self.look_at(Key::Rows(id));
            let row = std::mem::take(self.row(id)?);
            let mut pairs = Vec::with_capacity(row.len());
            for (slot, held) in (1_i64..).zip(row) {
                pairs.push((Py::Int(slot), self.share(store, held).1));
            }
            *self.slots_mut(id)? = Slots::Dict(Py::dict(pairs));
        }
        self.slots_mut(id)?.as_dict().cloned()
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The CSpace of an address space: one CNode, whose slots are handed out in the order of the requests.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{CNode, CNodeSize, Cap, CapdlError, Object, ObjectName};

/// The CSpace of an address space.
///
/// Slot numbers start at 1, since slot 0 is the null capability, and depend on nothing but the requests made to this
/// CSpace and their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CSpace {
    name: ObjectName,
    cnode: CNode,
    next: u64,
    requests: IndexMap<String, u64>,
}

impl CSpace {
    /// An empty CSpace whose CNode is named `cnode` and grows as needed.
    pub fn new(cnode: impl Into<ObjectName>) -> Self {
        Self { name: cnode.into(), cnode: CNode::default(), next: 1, requests: IndexMap::new() }
    }

    /// The name of the CNode.
    #[must_use]
    pub fn name(&self) -> &ObjectName {
        &self.name
    }

    /// The CNode as it is now.
    #[must_use]
    pub fn cnode(&self) -> &CNode {
        &self.cnode
    }

    /// Fixes or frees the size of the CNode. Slots already handed out stay.
    pub fn set_size(&mut self, size: CNodeSize) {
        self.cnode.size = size;
    }

    /// Puts a capability, or a reservation, in a slot of the caller's choice.
    ///
    /// # Errors
    /// [`CapdlError::SlotTaken`] if the slot is in use.
    pub fn fix(&mut self, slot: u64, cap: Option<Cap>) -> Result<(), CapdlError> {
        if self.cnode.slots.contains_key(&slot) {
            return Err(CapdlError::SlotTaken { cnode: self.name.clone(), slot });
        }
        self.cnode.slots.insert(slot, cap);
        Ok(())
    }

    /// The lowest slot that may be handed out next.
    #[must_use]
    pub fn next_slot(&self) -> u64 {
        self.next
    }

    /// Hands out no slot below `slot` any more.
    pub fn skip_to(&mut self, slot: u64) {
        self.next = self.next.max(slot);
    }

    /// Puts a capability, or a reservation, in the next free slot and returns its number.
    ///
    /// # Errors
    /// [`CapdlError::CSpaceFull`] if the size is fixed and no slot is left.
    pub fn alloc(&mut self, cap: Option<Cap>) -> Result<u64, CapdlError> {
        while self.cnode.slots.contains_key(&self.next) {
            self.next = self.next.saturating_add(1);
        }
        let slot = self.next;
        if let CNodeSize::Bits(size_bits) = self.cnode.size
            && 1_u64.checked_shl(size_bits.into()).is_some_and(|slots| slot >= slots)
        {
            return Err(CapdlError::CSpaceFull { cnode: self.name.clone(), size_bits });
        }
        self.cnode.slots.insert(slot, cap);
        self.next = slot.saturating_add(1);
        Ok(slot)
    }

    /// The slot of the capability requested under `key`, which is made at the first request.
    ///
    /// A later request of the same key returns the same slot and adds its rights: that happens when a component's
    /// outgoing interface is connected to its own incoming one.
    ///
    /// # Errors
    /// [`CapdlError::CapRequestsDisagree`] if the key stands for a capability to another object, else as [`Self::alloc`].
    pub fn request(&mut self, key: &str, cap: Option<Cap>) -> Result<u64, CapdlError> {
        let Some(&slot) = self.requests.get(key) else {
            let slot = self.alloc(cap)?;
            self.requests.insert(key.to_owned(), slot);
            return Ok(slot);
        };
        let Some(again) = cap else { return Ok(slot) };
        match self.cnode.slots.get_mut(&slot) {
            Some(Some(first)) if first.object == again.object => first.rights |= again.rights,
            Some(Some(first)) => {
                return Err(CapdlError::CapRequestsDisagree {
                    cnode: self.name.clone(),
                    cap: key.to_owned(),
                    first: first.object.clone(),
                    second: again.object,
                });
            }
            Some(reserved) => *reserved = Some(again),
            None => {}
        }
        Ok(slot)
    }

    /// The slot that was handed out for `key`.
    #[must_use]
    pub fn requested(&self, key: &str) -> Option<u64> {
        self.requests.get(key).copied()
    }

    /// The capability in a slot.
    #[must_use]
    pub fn cap(&self, slot: u64) -> Option<&Cap> {
        self.cnode.slots.get(&slot)?.as_ref()
    }

    /// The capability in a slot, to be changed.
    pub fn cap_mut(&mut self, slot: u64) -> Option<&mut Cap> {
        self.cnode.slots.get_mut(&slot)?.as_mut()
    }

    /// The capabilities by slot.
    pub fn caps(&self) -> impl Iterator<Item = (u64, &Cap)> {
        self.cnode.slots.iter().filter_map(|(slot, cap)| Some((*slot, cap.as_ref()?)))
    }

    /// The capabilities, to be changed.
    pub fn caps_mut(&mut self) -> impl Iterator<Item = &mut Cap> {
        self.cnode.slots.values_mut().flatten()
    }

    /// Frees a slot. It is not handed out again.
    pub fn clear(&mut self, slot: u64) {
        self.cnode.slots.remove(&slot);
    }

    /// The CNode as an object of a specification.
    #[must_use]
    pub fn into_object(self) -> (ObjectName, Object) {
        (self.name, Object::CNode(self.cnode))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::Rights;

    #[test]
    fn slots_start_at_one_and_skip_the_fixed_ones() {
        let mut cspace = CSpace::new("a_cnode");
        cspace.fix(2, Some(Cap::new("tcb"))).unwrap();
        assert_eq!(cspace.alloc(Some(Cap::new("ep"))), Ok(1));
        assert_eq!(cspace.alloc(None), Ok(3));
        assert_eq!(cspace.fix(3, None), Err(CapdlError::SlotTaken { cnode: "a_cnode".into(), slot: 3 }));
    }

    #[test]
    fn a_fixed_size_runs_out() {
        let mut cspace = CSpace::new("a_cnode");
        cspace.set_size(CNodeSize::Bits(2));
        assert_eq!([(); 3].map(|()| cspace.alloc(None).unwrap()), [1, 2, 3]);
        let error = cspace.alloc(None).unwrap_err();
        assert_eq!(error.to_string(), "'a_cnode' has no free slot left: its size is fixed at 2 bits");
    }

    #[test]
    fn a_second_request_of_a_name_adds_its_rights_and_keeps_the_slot() {
        let mut cspace = CSpace::new("a_cnode");
        let ep = Cap::new("ep");
        assert_eq!(cspace.request("c.ep", Some(ep.clone().with_rights(Rights::READ))), Ok(1));
        assert_eq!(cspace.request("c.ep", Some(ep.with_rights(Rights::WRITE | Rights::GRANT_REPLY))), Ok(1));
        assert_eq!(cspace.cap(1).unwrap().rights, Rights::READ | Rights::WRITE | Rights::GRANT_REPLY);
        let error = cspace.request("c.ep", Some(Cap::new("other"))).unwrap_err();
        assert_eq!(error.to_string(), "capability 'c.ep' in 'a_cnode' is requested for 'ep' and for 'other'");
        assert_eq!(cspace.requested("c.ep"), Some(1));
    }

    proptest! {
        #[test]
        fn no_slot_is_handed_out_twice(
            fixed in proptest::collection::btree_set(0_u64..40, 0..20),
            requests in proptest::collection::vec(proptest::option::of(0_u8..12), 0..60),
            bits in proptest::option::of(0_u8..70),
        ) {
            let mut cspace = CSpace::new("cnode");
            if let Some(bits) = bits {
                cspace.set_size(CNodeSize::Bits(bits));
            }
            for slot in &fixed {
                cspace.fix(*slot, None).unwrap();
            }
            let mut seen = BTreeSet::new();
            let mut named = std::collections::BTreeMap::new();
            for request in requests {
                let answer = match request {
                    None => cspace.alloc(Some(Cap::new("x"))),
                    Some(key) => cspace.request(&key.to_string(), Some(Cap::new("x"))),
                };
                let Ok(slot) = answer else { continue };
                prop_assert!(slot >= 1 && !fixed.contains(&slot));
                prop_assert!(bits.is_none_or(|bits| bits > 63 || slot < 1 << bits));
                match request {
                    Some(key) if named.contains_key(&key) => prop_assert_eq!(named[&key], slot),
                    _ => {
                        prop_assert!(seen.insert(slot), "slot {} handed out twice", slot);
                        request.map(|key| named.insert(key, slot));
                    }
                }
            }
            let size_bits = cspace.cnode().size_bits();
            if bits.is_none() {
                prop_assert!(cspace.cnode().slots.keys().all(|slot| slot >> size_bits == 0));
            }
        }
    }
}

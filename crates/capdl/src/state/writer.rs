// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A state that is written while it is made, so that a large one is never in memory as a whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Seek, Write},
};

use serde::Serialize;

use super::{SEAL, StateError};
use crate::{
    AddressSpace, Arch, CNodeSize, Cap, CapPlace, DomainStart, Object, ObjectName, Region, ScheduleItem,
    sealed::SealWriter,
};

/// Writes the bytes that [`ObjectState::encode`](super::ObjectState::encode) gives, piece by piece, in this order: the objects, each space with its slots and
/// its symbols, the policy. How many there are is said before them.
#[derive(Debug)]
pub struct StateWriter<W>(SealWriter<W>);

/// What stands before the slots of an address space.
#[derive(Debug, Clone, Copy)]
pub struct SpaceHead<'a> {
    /// Its key.
    pub key: &'a str,
    /// The name of its CNode.
    pub cnode: &'a ObjectName,
    /// The size of its CNode.
    pub size: CNodeSize,
    /// How many slots are in use.
    pub slots: usize,
}

impl<W: Write + Seek> StateWriter<W> {
    /// Begins a state with so many objects besides the CNodes of the spaces, none of which has the name of another one.
    ///
    /// # Errors
    /// [`StateError::Unwritten`] if the file takes no more; so, too, for the others.
    pub fn new(file: W, arch: Arch, schedule: &[ScheduleItem], objects: usize) -> Result<Self, StateError> {
        let mut writer = Self(SEAL.begin(file));
        let derivations: BTreeMap<CapPlace, CapPlace> = BTreeMap::new();
        writer.put(&(arch, schedule, DomainStart::At(0), 0_u32, derivations, objects))?;
        Ok(writer)
    }

    /// An object.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn object(&mut self, name: &ObjectName, label: &str, object: &Object) -> Result<(), StateError> {
        self.put(&(name, object, label))
    }

    /// How many address spaces follow.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn spaces(&mut self, count: usize) -> Result<(), StateError> {
        self.put(&count)
    }

    /// Begins an address space.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn space(&mut self, head: SpaceHead<'_>) -> Result<(), StateError> {
        self.put(&(head.key, head.cnode, head.size, head.slots))
    }

    /// A slot of the address space, in ascending order.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn slot(&mut self, slot: u64, cap: Option<&Cap>) -> Result<(), StateError> {
        self.put(&(slot, cap))
    }

    /// Ends the slots of an address space: the lowest slot that may be handed out next, the space as it is without symbols, and how many of
    /// those follow.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn symbols(&mut self, next: u64, space: &AddressSpace, symbols: usize) -> Result<(), StateError> {
        let requests: BTreeMap<String, u64> = BTreeMap::new();
        self.put(&(next, requests, space.name(), space.root(), symbols))
    }

    /// A symbol that so many regions back, which follow.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn symbol(&mut self, name: &str, regions: usize) -> Result<(), StateError> {
        self.put(&(name, regions))
    }

    /// A region of the symbol.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn region(&mut self, region: &Region) -> Result<(), StateError> {
        self.put(region)
    }

    /// Ends the state with the additions to the integrity policy.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn end(mut self, policy: &BTreeSet<[String; 3]>) -> Result<(), StateError> {
        self.put(policy)?;
        self.0.end().map_err(StateError::unwritten)
    }

    fn put(&mut self, value: &impl Serialize) -> Result<(), StateError> {
        self.0.put(value).map_err(StateError::unwritten)
    }
}

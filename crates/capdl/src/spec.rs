// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A whole specification.

use crate::{Arch, CapdlError, Object, ObjectName, ObjectSpace, SlotRef};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A specification: the objects of a system and who holds capabilities to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// The architecture.
    pub arch: Arch,
    /// The domain schedule; empty if none is to be set.
    pub schedule: Vec<ScheduleItem>,
    /// The item of the schedule that comes first.
    pub domain_start: DomainStart,
    /// The index in the kernel's schedule at which the items are put.
    pub domain_index_shift: u32,
    /// Capabilities that are derived from others, each with its parent.
    pub derivations: BTreeMap<CapPlace, CapPlace>,
    space: ObjectSpace,
}

/// The place of a capability.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CapPlace {
    /// The object that holds it.
    pub container: ObjectName,
    /// The slot.
    pub slot: SlotRef,
}

/// A turn of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScheduleItem {
    /// The domain.
    pub domain: u32,
    /// The length of the turn, in the kernel's ticks.
    pub duration: u64,
}

/// The item of a domain schedule that the loader starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DomainStart {
    /// The item of this index.
    At(u32),
    /// The loader does not start the schedule.
    Never,
}

impl Spec {
    /// A specification without objects.
    #[must_use]
    pub fn new(arch: Arch) -> Self {
        Self {
            arch,
            schedule: Vec::new(),
            domain_start: DomainStart::At(0),
            domain_index_shift: 0,
            derivations: BTreeMap::new(),
            space: ObjectSpace::new(),
        }
    }

    /// Unites what the address spaces asked for, independently of each other, by the names of the objects.
    ///
    /// The order of the spaces decides the order of the objects and nothing else.
    ///
    /// # Errors
    /// [`CapdlError::RequestsDisagree`] for each object on which two spaces contradict each other.
    pub fn merge(arch: Arch, spaces: impl IntoIterator<Item = ObjectSpace>) -> Result<Self, Vec<CapdlError>> {
        let mut spec = Self::new(arch);
        let mut errors = Vec::new();
        for space in spaces {
            if let Err(disagreements) = spec.space.absorb(space) {
                errors.extend(disagreements);
            }
        }
        if errors.is_empty() { Ok(spec) } else { Err(errors) }
    }

    /// All objects in the order in which they were first requested.
    pub fn objects(&self) -> impl Iterator<Item = (&ObjectName, &Object)> {
        self.space.iter()
    }

    /// The object of a name.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.space.get(name)
    }

    /// The objects with their labels.
    #[must_use]
    pub fn space(&self) -> &ObjectSpace {
        &self.space
    }

    /// The objects with their labels, to be added to.
    pub fn space_mut(&mut self) -> &mut ObjectSpace {
        &mut self.space
    }
}

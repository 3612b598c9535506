// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Capabilities: what a slot holds.

use serde::{Deserialize, Serialize};
use std::{
    fmt,
    ops::{BitOr, BitOrAssign},
};

use crate::ObjectName;

/// A set of access rights.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Rights(u8);

impl Rights {
    /// No right.
    pub const NONE: Self = Self(0);
    /// Receive, wait, or read a frame.
    pub const READ: Self = Self(1);
    /// Send, signal, or write a frame.
    pub const WRITE: Self = Self(2);
    /// Send capabilities, or execute a frame.
    pub const GRANT: Self = Self(4);
    /// Send a reply capability.
    pub const GRANT_REPLY: Self = Self(8);
    /// All four.
    pub const ALL: Self = Self(15);

    /// Whether every right of `other` is in the set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The rights that `other` does not have.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The rights both sets have.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for Rights {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Rights {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rights({})", crate::print::rights(*self, crate::print::GrantLetter::Grant))
    }
}

/// Whether a mapping goes through the data cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Caching {
    /// Normal memory.
    #[default]
    Cached,
    /// Device memory, or memory shared with a device.
    Uncached,
}

/// How many address bits a CNode capability consumes before it indexes its CNode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum GuardSize {
    /// As many as make the guard and the CNode's own bits resolve one whole machine word.
    #[default]
    FillWord,
    /// This number of bits.
    Bits(u8),
}

/// The place in the page tables at which a frame capability kept in a CSpace is mapped.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameMapping {
    /// The table.
    pub table: ObjectName,
    /// The slot in the table.
    pub slot: u64,
}

/// Whether a frame capability is the one that a mapping is made with.
///
/// The loader maps such a capability and then moves it to its slot, so that its holder can unmap the frame.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Mapped {
    /// It has nothing to do with a mapping.
    #[default]
    No,
    /// The mapping is that of a symbol, whose place is known when the ELF file is.
    Later,
    /// It makes the mapping at this place.
    At(FrameMapping),
}

impl Mapped {
    /// The place, if there is one and it is known.
    #[must_use]
    pub const fn place(&self) -> Option<&FrameMapping> {
        match self {
            Self::At(place) => Some(place),
            Self::No | Self::Later => None,
        }
    }
}

/// A capability that lets its holder answer a call on behalf of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReplyCap {
    /// Answers one call.
    Reply,
    /// The one in the thread itself, from which the others derive.
    MasterReply,
}

/// An address space identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asid {
    /// The slot of the pool in the kernel's table.
    pub high: u64,
    /// The slot in the pool.
    pub low: u64,
}

/// A capability to the object named `object`.
///
/// Which of the attributes mean something depends on the object; those that do not are left at their defaults, and
/// [`Spec::validate`](crate::Spec::validate) reports those that are set all the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cap {
    /// The object.
    pub object: ObjectName,
    /// For endpoints, notifications, frames and ARM SMC.
    pub rights: Rights,
    /// For endpoints, notifications and ARM SMC.
    pub badge: Option<u64>,
    /// For CNodes: the value of the guard bits.
    pub guard: u64,
    /// For CNodes: the number of guard bits.
    pub guard_size: GuardSize,
    /// For frames.
    pub caching: Caching,
    /// For frames kept in a CSpace.
    pub mapping: Mapped,
    /// For TCBs.
    pub reply: Option<ReplyCap>,
    /// For frames and page tables of a captured system.
    pub asid: Option<Asid>,
}

impl Cap {
    /// A capability without rights.
    pub fn new(object: impl Into<ObjectName>) -> Self {
        Self {
            object: object.into(),
            rights: Rights::NONE,
            badge: None,
            guard: 0,
            guard_size: GuardSize::default(),
            caching: Caching::default(),
            mapping: Mapped::No,
            reply: None,
            asid: None,
        }
    }

    /// The same with these rights.
    #[must_use]
    pub fn with_rights(mut self, rights: Rights) -> Self {
        self.rights = rights;
        self
    }

    /// The same with a badge.
    #[must_use]
    pub fn with_badge(mut self, badge: u64) -> Self {
        self.badge = Some(badge);
        self
    }

    /// The same with the given caching.
    #[must_use]
    pub fn with_caching(mut self, caching: Caching) -> Self {
        self.caching = caching;
        self
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Places for objects that the kernel would else choose: slots for ASID pools, memory for everything.

mod asid;
mod untyped;

pub use self::untyped::{RootUntyped, UntypedKind};

use crate::ObjectName;

/// Objects can't be placed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllocError {
    /// More ASID pools than the kernel's table has slots.
    #[error("there is no slot left in the kernel's ASID table for '{pool}': it has {slots}, and the first is taken")]
    AsidTableFull {
        /// The first pool without a slot.
        pool: ObjectName,
        /// How many slots the table has.
        slots: u32,
    },
    /// A pool asks for a slot that does not exist or is the first, which the initial thread has.
    #[error("'{pool}' can't have slot {slot:#x} of the kernel's ASID table, which has slots 0x1 to {last:#x} to give")]
    AsidSlot {
        /// The pool.
        pool: ObjectName,
        /// The slot it asks for.
        slot: u32,
        /// The last slot.
        last: u32,
    },
    /// Two pools ask for one slot.
    #[error("'{first}' and '{second}' both ask for slot {slot:#x} of the kernel's ASID table")]
    AsidSlotTaken {
        /// The first pool.
        first: ObjectName,
        /// The second pool.
        second: ObjectName,
        /// The slot.
        slot: u32,
    },
    /// The kernel gives slots in order, so there can't be a hole.
    #[error("'{pool}' asks for slot {slot:#x} of the kernel's ASID table, but nobody has the slot before it")]
    AsidHole {
        /// The pool.
        pool: ObjectName,
        /// The slot it asks for.
        slot: u32,
    },
    /// An untyped's address is not a multiple of its size.
    #[error("the untyped at {paddr:#x} is not aligned to its size of {size_bits} bits")]
    UntypedMisaligned {
        /// The address.
        paddr: u64,
        /// log2 of its size in bytes.
        size_bits: u8,
    },
    /// Two untypeds share memory.
    #[error("the untypeds at {first:#x} and {second:#x} overlap")]
    UntypedOverlap {
        /// The lower address.
        first: u64,
        /// The higher address.
        second: u64,
    },
    /// Two objects want one address.
    #[error("'{first}' and '{second}' are both to be at {paddr:#x}")]
    SamePlace {
        /// The first object.
        first: ObjectName,
        /// The second object.
        second: ObjectName,
        /// The address.
        paddr: u64,
    },
    /// There is no memory at the address that an object wants.
    #[error("no untyped has the memory at {paddr:#x} for '{object}'")]
    NoUntyped {
        /// The object.
        object: ObjectName,
        /// The address.
        paddr: u64,
    },
    /// All untypeds are used up.
    #[error("there is not enough untyped memory for all objects")]
    OutOfMemory,
}

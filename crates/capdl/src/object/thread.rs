// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Threads and their scheduling contexts.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::Cap;

/// An address in the thread's address space.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Address {
    /// A number.
    Known(u64),
    /// A symbol of the ELF file plus an offset in bytes; becomes a number when the ELF file is read.
    Symbol {
        /// The symbol's name.
        symbol: String,
        /// Added to the symbol's value.
        offset: i64,
    },
}

impl Address {
    /// The address of a symbol.
    pub fn symbol(symbol: impl Into<String>, offset: i64) -> Self {
        Self::Symbol { symbol: symbol.into(), offset }
    }
}

impl Default for Address {
    fn default() -> Self {
        Self::Known(0)
    }
}

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tcb {
    /// The address of the IPC buffer.
    pub ipc_buffer: Address,
    /// The first instruction.
    pub ip: Address,
    /// The initial stack pointer.
    pub sp: Address,
    /// The priority.
    pub prio: u8,
    /// The highest priority the thread may give to others.
    pub max_prio: u8,
    /// The core it runs on.
    pub affinity: u32,
    /// The words it is started with, in the order of the calling convention.
    pub init: Vec<u64>,
    /// The slot of its own CSpace with the endpoint for its faults.
    pub fault_ep: Option<u64>,
    /// The scheduling domain.
    pub domain: Option<u8>,
    /// Whether the thread may use the floating-point unit, where that is said.
    pub fpu: Option<Fpu>,
    /// Whether the loader starts it.
    pub start: Start,
    /// Its capabilities.
    pub slots: BTreeMap<TcbSlot, Cap>,
}

/// Whether a thread may use the floating-point unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fpu {
    /// It may.
    Enabled,
    /// It may not.
    Disabled,
}

/// Whether the loader starts a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Start {
    /// At once.
    #[default]
    Resumed,
    /// Someone else will.
    Suspended,
}

impl Default for Tcb {
    fn default() -> Self {
        Self {
            ipc_buffer: Address::default(),
            ip: Address::default(),
            sp: Address::default(),
            prio: 254,
            max_prio: 254,
            affinity: 0,
            init: Vec::new(),
            fault_ep: None,
            domain: None,
            fpu: None,
            start: Start::Resumed,
            slots: BTreeMap::new(),
        }
    }
}

/// A capability slot of a thread. The order is that of the words, as CapDL text lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TcbSlot {
    /// The notification bound to the thread.
    BoundNotification,
    /// The virtual processor bound to the thread.
    BoundVcpu,
    /// The reply capability of the thread's caller.
    Caller,
    /// The root of the CSpace.
    CSpace,
    /// The endpoint for faults, where it is not in the thread's own CSpace.
    FaultEp,
    /// The frame of the IPC buffer.
    IpcBuffer,
    /// The master reply capability.
    Reply,
    /// The scheduling context.
    SchedContext,
    /// The endpoint for timeouts.
    TimeoutFaultEp,
    /// The root of the address space.
    VSpace,
}

impl TcbSlot {
    /// The word in CapDL text.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::BoundNotification => "bound_notification",
            Self::BoundVcpu => "bound_vcpu",
            Self::Caller => "caller_slot",
            Self::CSpace => "cspace",
            Self::FaultEp => "fault_ep_slot",
            Self::IpcBuffer => "ipc_buffer_slot",
            Self::Reply => "reply_slot",
            Self::SchedContext => "sc_slot",
            Self::TimeoutFaultEp => "temp_fault_ep_slot",
            Self::VSpace => "vspace",
        }
    }
}

impl TcbSlot {
    /// Every slot in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::CSpace,
        Self::VSpace,
        Self::Reply,
        Self::Caller,
        Self::IpcBuffer,
        Self::FaultEp,
        Self::SchedContext,
        Self::TimeoutFaultEp,
        Self::BoundNotification,
        Self::BoundVcpu,
    ];

    /// The slot of a word in CapDL text.
    #[must_use]
    pub fn from_keyword(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.keyword() == word)
    }

    /// The slot of a number.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// The number by which loaders know the slot.
    #[must_use]
    pub const fn number(self) -> u64 {
        match self {
            Self::CSpace => 0,
            Self::VSpace => 1,
            Self::Reply => 2,
            Self::Caller => 3,
            Self::IpcBuffer => 4,
            Self::FaultEp => 5,
            Self::SchedContext => 6,
            Self::TimeoutFaultEp => 7,
            Self::BoundNotification => 8,
            Self::BoundVcpu => 9,
        }
    }
}

/// A budget of processor time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchedContext {
    /// Microseconds.
    pub period: u64,
    /// Microseconds in each period.
    pub budget: u64,
    /// A word handed to the timeout handler.
    pub data: u64,
    /// log2 of the object's size in bytes.
    pub size_bits: u8,
}

impl Default for SchedContext {
    /// 10 ms of every 10 ms, in the smallest object that the kernel takes.
    fn default() -> Self {
        Self { period: 10_000, budget: 10_000, data: 0, size_bits: 7 }
    }
}

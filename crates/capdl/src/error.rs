// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Everything that can be wrong with a specification, and the words for it.

use crate::{Arch, ObjectKind, ObjectName, SlotRef};

/// Something wrong with a specification or with a request for objects.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CapdlError {
    /// Two requests of one name want different objects.
    #[error("object '{object}' is requested twice with different {aspect}")]
    RequestsDisagree {
        /// The name.
        object: ObjectName,
        /// In what they differ.
        aspect: Aspect,
    },
    /// One CSpace was asked twice for a capability of one name, to different objects.
    #[error("capability '{cap}' in '{cnode}' is requested for '{first}' and for '{second}'")]
    CapRequestsDisagree {
        /// The CSpace's CNode.
        cnode: ObjectName,
        /// The name of the request.
        cap: String,
        /// The object of the first request.
        first: ObjectName,
        /// The object of the second request.
        second: ObjectName,
    },
    /// A slot that was to be filled is in use.
    #[error("slot {slot:#x} of '{cnode}' is already in use")]
    SlotTaken {
        /// The CSpace's CNode.
        cnode: ObjectName,
        /// The slot.
        slot: u64,
    },
    /// A CNode of fixed size is full.
    #[error("'{cnode}' has no free slot left: its size is fixed at {size_bits} bits")]
    CSpaceFull {
        /// The CSpace's CNode.
        cnode: ObjectName,
        /// log2 of its number of slots.
        size_bits: u8,
    },
    /// A region's size is no multiple of the frame size, or of any frame size.
    #[error("'{symbol}' has a size of {size} bytes, which is not a multiple of {}", frame_size_text(*frame_size))]
    UnevenRegion {
        /// The symbol.
        symbol: String,
        /// Its size in bytes.
        size: u64,
        /// The frame size that was asked for.
        frame_size: Option<u64>,
    },
    /// A region needs more frames than [`MAX_FRAMES`](crate::MAX_FRAMES).
    #[error(
        "'{symbol}' has a size of {size} bytes, which takes {frames} frames; a region has at most {}",
        crate::MAX_FRAMES
    )]
    TooManyFrames {
        /// The symbol.
        symbol: String,
        /// Its size in bytes.
        size: u64,
        /// How many frames that takes.
        frames: u64,
    },
    /// One symbol was registered twice with different frames.
    #[error("symbol '{symbol}' of '{space}' is already backed by other frames")]
    SymbolTaken {
        /// The address space.
        space: String,
        /// The symbol.
        symbol: String,
    },
    /// CapDL text can't carry the name.
    #[error("'{object}' is not a valid object name")]
    InvalidName {
        /// The name.
        object: ObjectName,
    },
    /// The architecture has no such objects.
    #[error("'{object}' is a {}, which {arch} does not have", kind.keyword())]
    ObjectNotOnArch {
        /// The object.
        object: ObjectName,
        /// Its kind.
        kind: ObjectKind,
        /// The architecture.
        arch: Arch,
    },
    /// A capability refers to an object that does not exist.
    #[error("slot {slot} of '{container}' refers to '{object}', which does not exist")]
    DanglingCap {
        /// The object that holds the capability.
        container: ObjectName,
        /// Where.
        slot: SlotRef,
        /// The object it refers to.
        object: ObjectName,
    },
    /// An object has fewer slots than are used.
    #[error("slot {slot} is outside '{container}', which has {slots} slots")]
    SlotOutOfRange {
        /// The object.
        container: ObjectName,
        /// The slot.
        slot: SlotRef,
        /// How many there are.
        slots: u64,
    },
    /// The slot does not take capabilities of this kind.
    #[error("slot {slot} of '{container}' can't hold a capability to a {}", kind.keyword())]
    WrongCapInSlot {
        /// The object.
        container: ObjectName,
        /// The slot.
        slot: SlotRef,
        /// The kind of the object the capability refers to.
        kind: ObjectKind,
    },
    /// The capability has an attribute that its object does not know.
    #[error("slot {slot} of '{container}': a capability to a {} has no {attribute}", kind.keyword())]
    AttributeNotAllowed {
        /// The object that holds the capability.
        container: ObjectName,
        /// Where.
        slot: SlotRef,
        /// The kind of the object it refers to.
        kind: ObjectKind,
        /// The attribute.
        attribute: CapAttribute,
    },
    /// The attribute's value does not fit.
    #[error("slot {slot} of '{container}': the {attribute} {value:#x} does not fit in {bits} bits")]
    AttributeTooLarge {
        /// The object that holds the capability.
        container: ObjectName,
        /// Where.
        slot: SlotRef,
        /// The attribute.
        attribute: CapAttribute,
        /// Its value.
        value: u64,
        /// The room there is.
        bits: u8,
    },
    /// A frame capability says it is mapped in a table that does not exist, or is none.
    #[error("slot {slot} of '{container}' is mapped in '{table}', which is not a page table")]
    MappedElsewhere {
        /// The object that holds the capability.
        container: ObjectName,
        /// Where.
        slot: SlotRef,
        /// The alleged table.
        table: ObjectName,
    },
    /// The size is none the architecture has.
    #[error("'{object}' has a size of {size} bytes, which is not a frame size of {arch}")]
    NotAFrameSize {
        /// The frame.
        object: ObjectName,
        /// Its size in bytes.
        size: u64,
        /// The architecture.
        arch: Arch,
    },
    /// The physical address is not a multiple of the size.
    #[error("'{object}' at {paddr:#x} is not aligned to its size of {size:#x} bytes")]
    Misaligned {
        /// The frame or untyped.
        object: ObjectName,
        /// Its physical address.
        paddr: u64,
        /// Its size in bytes.
        size: u64,
    },
    /// No object can be this large or this small.
    #[error("'{object}' has a size of {size_bits} bits, expected {min} to {max}")]
    SizeOutOfRange {
        /// The CNode or untyped.
        object: ObjectName,
        /// log2 of the slots or bytes.
        size_bits: u8,
        /// The least.
        min: u8,
        /// The most.
        max: u8,
    },
    /// Two interrupts have one number.
    #[error("interrupt {number} belongs to both '{first}' and '{second}'")]
    IrqTaken {
        /// The number.
        number: u32,
        /// The first object.
        first: ObjectName,
        /// The second object.
        second: ObjectName,
    },
    /// An untyped is said to contain an object that does not exist.
    #[error("untyped '{untyped}' contains '{child}', which does not exist")]
    DanglingChild {
        /// The untyped.
        untyped: ObjectName,
        /// The object.
        child: ObjectName,
    },
    /// An object is said to be in two untypeds, or twice in one.
    #[error("'{child}' is made from both '{first}' and '{second}'")]
    ChildTaken {
        /// The object.
        child: ObjectName,
        /// The first untyped.
        first: ObjectName,
        /// The second untyped.
        second: ObjectName,
    },
    /// A page table is in two directories, or a directory in two address spaces.
    #[error("'{table}' is mapped in both '{first}' and '{second}'")]
    TableTaken {
        /// The table.
        table: ObjectName,
        /// What holds it first.
        first: ObjectName,
        /// What holds it again.
        second: ObjectName,
    },
    /// A slot for replies holds a capability that can't reply.
    #[error("slot {slot} of '{container}' needs a capability that is {wanted}")]
    NoReplyCap {
        /// The thread.
        container: ObjectName,
        /// The slot.
        slot: SlotRef,
        /// The word of the capability's parameter.
        wanted: &'static str,
    },
    /// The range of ports ends before it begins.
    #[error("the I/O ports of '{object}' end at {last:#x}, before they begin at {first:#x}")]
    EmptyPortRange {
        /// The object.
        object: ObjectName,
        /// The first port.
        first: u16,
        /// The last port.
        last: u16,
    },
}

/// In what two requests for one object differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// The kind of object.
    Kind,
    /// The size.
    Size,
    /// The physical address.
    PhysicalAddress,
    /// What the loader fills it with.
    Fill,
    /// Any other attribute.
    Attributes,
    /// What a slot holds.
    Slot(SlotRef),
    /// The integrity label.
    Label,
}

impl std::fmt::Display for Aspect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kind => f.write_str("kinds"),
            Self::Size => f.write_str("sizes"),
            Self::PhysicalAddress => f.write_str("physical addresses"),
            Self::Fill => f.write_str("contents"),
            Self::Attributes => f.write_str("attributes"),
            Self::Slot(slot) => write!(f, "capabilities in slot {slot}"),
            Self::Label => f.write_str("labels"),
        }
    }
}

/// An attribute of a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapAttribute {
    /// The badge.
    Badge,
    /// The guard.
    Guard,
    /// The number of guard bits.
    GuardSize,
    /// The caching.
    Caching,
    /// The mapping.
    Mapping,
    /// The reply role.
    Reply,
}

impl std::fmt::Display for CapAttribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Badge => "badge",
            Self::Guard => "guard",
            Self::GuardSize => "guard size",
            Self::Caching => "caching",
            Self::Mapping => "mapping",
            Self::Reply => "reply role",
        })
    }
}

fn frame_size_text(frame_size: Option<u64>) -> String {
    match frame_size {
        Some(bytes) => format!("the frame size {bytes}"),
        None => "any frame size".to_owned(),
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be wrong when ELF files meet what templates asked for.

use crate::{Arch, CapdlError, ObjectName};

/// A reason why a system can't be linked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is no address space of that key.
    #[error("there is no address space '{key}'; the object state has {}", known.join(", "))]
    UnknownKey {
        /// The key that was given.
        key: String,
        /// The keys there are.
        known: Vec<String>,
    },
    /// The file is not an ELF file, or is damaged.
    #[error("{binary}: {reason}")]
    NotElf {
        /// The file.
        binary: String,
        /// What the reader found.
        reason: String,
    },
    /// The file is for another machine.
    #[error("{binary} is an ELF file for another machine than {arch}")]
    WrongMachine {
        /// The file.
        binary: String,
        /// The architecture of the system.
        arch: Arch,
    },
    /// The file was stripped.
    #[error("{binary} has no symbol table; the address of '{symbol}' is not known")]
    Stripped {
        /// The file.
        binary: String,
        /// The symbol.
        symbol: String,
    },
    /// The symbol is not in the file.
    #[error("{binary} has no symbol '{symbol}'{}", of_thread(tcb.as_ref()))]
    UndefinedSymbol {
        /// The file.
        binary: String,
        /// The symbol.
        symbol: String,
        /// The thread that needs it, if one does.
        tcb: Option<ObjectName>,
    },
    /// A symbol plus its offset is no address.
    #[error("the address of '{symbol}' in {binary} plus {offset} is no address")]
    AddressOverflow {
        /// The file.
        binary: String,
        /// The symbol.
        symbol: String,
        /// What was to be added.
        offset: i64,
    },
    /// More is mapped at a symbol than it is large.
    #[error("symbol '{symbol}' of {binary} has {size} bytes, but frames of {frames} bytes are mapped there")]
    SymbolTooSmall {
        /// The file.
        binary: String,
        /// The symbol.
        symbol: String,
        /// The size of the symbol in bytes.
        size: u64,
        /// The sum of the sizes of what is mapped, in bytes.
        frames: u64,
    },
    /// A frame's address is not a multiple of its size.
    #[error(
        "{binary}: the frame of {size:#x} bytes for '{symbol}' would be at {vaddr:#x}, which is not a multiple of its size"
    )]
    Misaligned {
        /// The file.
        binary: String,
        /// The symbol.
        symbol: String,
        /// The address.
        vaddr: u64,
        /// The size in bytes.
        size: u64,
    },
    /// Two symbols want the same address.
    #[error("{binary}: symbols '{first}' and '{second}' both have frames at {vaddr:#x}")]
    Overlap {
        /// The file.
        binary: String,
        /// One symbol.
        first: String,
        /// The other symbol.
        second: String,
        /// The address.
        vaddr: u64,
    },
    /// A symbol's frame is partly outside of the segment that it is in.
    #[error("{binary}: the frame of {size:#x} bytes at {vaddr:#x} for '{symbol}' crosses the end of a segment")]
    CrossesSegment {
        /// The file.
        binary: String,
        /// The symbol.
        symbol: String,
        /// The address.
        vaddr: u64,
        /// The size in bytes.
        size: u64,
    },
    /// A segment is larger than can be mapped.
    #[error("{binary}: the segment at {vaddr:#x} has {size:#x} bytes, which is too much to map")]
    SegmentTooLarge {
        /// The file.
        binary: String,
        /// Its address.
        vaddr: u64,
        /// Its size in bytes.
        size: u64,
    },
    /// Two pages share a place in a page table.
    #[error("{binary}: the page at {vaddr:#x} lies in a page that is mapped already")]
    PageTaken {
        /// The file.
        binary: String,
        /// The address.
        vaddr: u64,
    },
    /// The frame that is to back a page has another size than the page.
    #[error("{binary}: the page at {vaddr:#x} has {page:#x} bytes, but the frame for it has {frame:#x}")]
    PageSize {
        /// The file.
        binary: String,
        /// The address.
        vaddr: u64,
        /// The size of the page in bytes.
        page: u64,
        /// The size of the frame in bytes.
        frame: u64,
    },
    /// A slot that is to back a page holds no frame.
    #[error("the page at {vaddr:#x} of {binary} is to be backed by {backing}, which is no frame")]
    NoFrame {
        /// The file.
        binary: String,
        /// The address.
        vaddr: u64,
        /// The slot or the object.
        backing: String,
    },
    /// An object made for the address space has the name of another object.
    #[error(
        "{binary}: there is an object '{name}' already; two address spaces may have names that differ in punctuation alone"
    )]
    NameTaken {
        /// The file.
        binary: String,
        /// The name.
        name: ObjectName,
    },
    /// No binary has the address of a thread's symbol.
    #[error(
        "the address of '{symbol}' for thread '{tcb}' is in none of the ELF files: no CSpace of theirs has the thread"
    )]
    UnresolvedThread {
        /// The thread.
        tcb: ObjectName,
        /// The symbol.
        symbol: String,
    },
    /// The objects contradict each other.
    #[error(transparent)]
    Capdl(#[from] CapdlError),
}

fn of_thread(tcb: Option<&ObjectName>) -> String {
    tcb.map(|tcb| format!(", which thread '{tcb}' needs")).unwrap_or_default()
}

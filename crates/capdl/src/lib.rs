// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Kernel objects, the capabilities to them, and the CapDL text that a loader makes a system from.
//!
//! An address space asks for objects in an [`ObjectSpace`], for slots in a [`CSpace`], and registers the symbols that
//! frames back in an [`AddressSpace`], without regard to any other space. [`Spec::merge`] unites them by name,
//! [`Spec::validate`] says what is wrong with the whole, and [`Spec::to_cdl`] prints it.
//!
//! The crate knows nothing of the ADL, of templates or of files.

mod address;
mod alloc;
mod arch;
mod cap;
mod cdl;
mod cspace;
mod cspace_c;
mod diff;
mod error;
mod link;
mod name;
mod object;
mod print;
mod print_c;
mod print_json;
mod sealed;
mod sizes;
mod space;
mod spec;
mod state;
mod validate;
mod vspace;
mod yaml;

pub use crate::{
    address::AddressError,
    alloc::{AllocError, RootUntyped, UntypedKind},
    arch::{Aarch64Levels, Arch, CdlArch, PageKind, PageSize, PagingLevel, TableKind, UnknownArch},
    cap::{Asid, Caching, Cap, FrameMapping, GuardSize, Mapped, ReplyCap, Rights},
    cdl::CdlError,
    cspace::CSpace,
    cspace_c::CSpaceSymbols,
    diff::{Change, ChangeKind, Detail},
    error::{Aspect, CapAttribute, CapdlError},
    link::{Binary, ElfParts, LinkError, TcbCaps},
    name::{ObjectName, sanitised},
    object::{
        Address, AsidPool, CNode, CNodeSize, Control, FillSource, Fpu, Frame, FrameFill, IoApicLine, Irq, IrqSource,
        MsiMessage, Object, ObjectKind, PciAddress, PortRange, SchedContext, SlotRef, Slots, Start, Table, Tcb,
        TcbSlot, Trigger, Untyped,
    },
    print_c::{CAllocation, PrintCError},
    print_json::{InitialiserRelease, PrintJsonError},
    sealed::{Broken, Seal},
    sizes::ObjectSizes,
    space::ObjectSpace,
    spec::{CapPlace, DomainStart, ScheduleItem, Spec},
    state::{ObjectState, SpaceHead, SpaceState, StateError, StateWriter},
    vspace::{AddressSpace, Backing, FrameRun, MAX_FRAMES, Mapping, PAGE_SIZE, Region},
    yaml::YamlError,
};

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! CapDL text as it is written, before names mean anything.

use std::ops::Range;

use crate::{Asid, CdlArch, ObjectKind, ReplyCap, Rights, TcbSlot};

pub(super) type Span = Range<usize>;

pub(super) struct Module<'a> {
    pub(super) arch: CdlArch,
    pub(super) objects: Vec<ObjectDecl<'a>>,
    pub(super) caps: Vec<CapDecl<'a>>,
    pub(super) irqs: Vec<Vec<IrqMapping<'a>>>,
    pub(super) derivations: Vec<Derivation<'a>>,
    pub(super) domains: Vec<DomainItem>,
}

/// A name with what stands in brackets behind it.
#[derive(Clone)]
pub(super) struct NameRef<'a> {
    pub(super) name: &'a str,
    /// Empty without brackets.
    pub(super) ranges: Vec<IndexRange>,
    pub(super) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IndexRange {
    Only(u64),
    FromTo(u64, u64),
    From(u64),
    To(u64),
    All,
}

/// `a/b/name = kind (params) { contents }`.
pub(super) struct ObjectDecl<'a> {
    /// The untypeds before the name, the outermost first.
    pub(super) within: Vec<NameRef<'a>>,
    pub(super) name: NameRef<'a>,
    pub(super) kind: ObjectKind,
    pub(super) kind_span: Span,
    pub(super) params: Vec<(Param, Span)>,
    pub(super) contents: Vec<Content<'a>>,
}

/// What stands in the braces of an untyped.
pub(super) enum Content<'a> {
    Decl(ObjectDecl<'a>),
    Ref(NameRef<'a>),
}

/// A parameter of an object.
pub(super) enum Param {
    /// `12 bits`.
    Bits(u64),
    /// `4k`, `2M`: bytes.
    Size(u64),
    /// A parameter that is one number.
    Number(NumberParam, u64),
    Resume(bool),
    FpuDisabled(bool),
    Init(Vec<u64>),
    Fill(Vec<Vec<String>>),
    Ports(u64, u64),
    Pci(u64, u64, u64),
    /// Whether the interrupt is edge-triggered.
    EdgeTriggered(bool),
}

/// What a number is a parameter of an object for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberParam {
    Addr,
    Ip,
    Sp,
    Prio,
    MaxPrio,
    Affinity,
    Dom,
    FaultEp,
    Paddr,
    Level,
    DomainId,
    IoSpace,
    Period,
    Budget,
    Data,
    Bank,
    IoapicNum,
    IoapicPin,
    IoapicLevel,
    IoapicPolarity,
    MsiHandle,
    MsiBus,
    MsiDev,
    MsiFun,
    Target,
    Irq,
    AsidHigh,
}

pub(super) enum CapDecl<'a> {
    /// `container { … }`.
    Contents { container: NameRef<'a>, caps: Vec<CapEntry<'a>> },
    /// `name = (container, slot)`.
    Name { name: &'a str, span: Span, at: PlaceRef<'a> },
}

/// A line in a container.
pub(super) struct CapEntry<'a> {
    pub(super) slot: Option<Slot>,
    pub(super) name: Option<NameRef<'a>>,
    pub(super) target: Target<'a>,
    pub(super) params: Vec<(CapParam, Span)>,
    pub(super) parent: Option<SlotPlace<'a>>,
    pub(super) span: Span,
}

pub(super) enum Target<'a> {
    /// Capabilities to objects.
    Objects(NameRef<'a>),
    /// Copies of named capabilities.
    Copies(NameRef<'a>),
}

#[derive(Clone, Copy)]
pub(super) enum Slot {
    Number(u64),
    Tcb(TcbSlot),
}

/// `(container, slot)`.
#[derive(Clone)]
pub(super) struct PlaceRef<'a> {
    pub(super) container: NameRef<'a>,
    pub(super) slot: Slot,
}

/// A capability by its place or by its name.
pub(super) enum SlotPlace<'a> {
    At(PlaceRef<'a>),
    Named(NameRef<'a>),
}

pub(super) enum CapParam {
    Rights(Rights),
    Masked(Rights),
    Guard(u64),
    GuardSize(u64),
    Badge(u64),
    Core(u64),
    Reply(ReplyCap),
    Asid(Asid),
    Cached(bool),
    Mapping(Span, String, u64),
}

pub(super) struct IrqMapping<'a> {
    pub(super) slot: Option<u64>,
    pub(super) object: NameRef<'a>,
}

/// `parent { children }`.
pub(super) struct Derivation<'a> {
    pub(super) parent: SlotPlace<'a>,
    pub(super) children: Vec<Derivation<'a>>,
    pub(super) span: Span,
}

pub(super) enum DomainItem {
    Schedule(Vec<(u64, u64)>, Span),
    Start(Option<u64>, Span),
    IndexShift(u64, Span),
}

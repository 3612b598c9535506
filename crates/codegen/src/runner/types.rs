// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The types of kernel objects as templates name them, and the classes of the objects.

use camkes_capdl::{Arch, PageKind};
use camkes_jinja::{Class, Host, Py, PyResult, class};

/// The class of [`ObjectType`] values.
static OBJECT_TYPE: Class = Class::host("ObjectType", &[]);

/// The names of object types, each a value of its own. The position is the number of the type.
pub(super) const TYPES: &[&str] = &[
    "seL4_UntypedObject",
    "seL4_TCBObject",
    "seL4_EndpointObject",
    "seL4_NotificationObject",
    "seL4_CapTableObject",
    "seL4_SmallPageObject",
    "seL4_LargePageObject",
    "seL4_HugePageObject",
    "seL4_ARM_SectionObject",
    "seL4_ARM_SuperSectionObject",
    "seL4_PageTableObject",
    "seL4_PageDirectoryObject",
    "seL4_X64_PDPT",
    "seL4_X64_PML4",
    "seL4_IOPageTableObject",
    "seL4_IA32_IOPort",
    "seL4_IA32_IOSpace",
    "seL4_VCPU",
    "seL4_FrameObject",
    "seL4_IRQControl",
    "seL4_IRQHandler",
    "seL4_DomainControl",
    "seL4_ASID_Pool",
    "seL4_ASID_Control",
    "seL4_SchedContextObject",
    "seL4_SchedControl",
    "seL4_RTReplyObject",
    "seL4_ARM_IOSpace",
    "seL4_ARMSID",
    "seL4_ARMCB",
    "seL4_ARMSMC",
    "seL4_AARCH64_PGD",
    "seL4_AARCH64_PUD",
    "seL4_Slot",
    "seL4_ASID_Table",
    "seL4_ARM_SGI_Signal",
];

/// A type of kernel objects.
#[derive(Debug, Clone, Copy)]
pub(super) struct ObjectType(pub(super) &'static str);

impl Host for ObjectType {
    fn class(&self) -> &'static Class {
        &OBJECT_TYPE
    }

    fn attribute(&self, _cx: &mut camkes_jinja::Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "name" => Some(Py::from(self.0)),
            "value" => Some(Py::from(self.number())),
            _ => None,
        })
    }

    fn repr(&self) -> String {
        format!("ObjectType.{}", self.0)
    }

    fn identity(&self) -> Option<u128> {
        Some((0xFF << 120) | self.number() as u128)
    }
}

impl ObjectType {
    fn number(self) -> usize {
        TYPES.iter().position(|name| *name == self.0).map_or(0, |at| at + 1)
    }
}

/// The class of [`IrqMode`] values.
static IRQ_MODE: Class = Class::host("ARMIRQMode", &[&class::INT]);

/// When an Arm interrupt line counts as raised: a number with a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct IrqMode(pub(super) &'static str, pub(super) i64);

impl Host for IrqMode {
    fn class(&self) -> &'static Class {
        &IRQ_MODE
    }

    fn attribute(&self, _cx: &mut camkes_jinja::Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "name" => Some(Py::from(self.0)),
            "value" => Some(Py::Int(self.1)),
            _ => None,
        })
    }

    fn str(&self) -> String {
        self.1.to_string()
    }

    fn repr(&self) -> String {
        format!("<ARMIRQMode.{}: {}>", self.0, self.1)
    }

    fn truth(&self) -> bool {
        self.1 != 0
    }

    fn equals(&self, other: &Py) -> bool {
        other.as_host::<Self>().map_or_else(|| other.as_i64(), |other| Some(other.1)) == Some(self.1)
    }

    fn identity(&self) -> Option<u128> {
        Some((0xFC << 120) | u128::from(self.1.unsigned_abs()))
    }
}

/// The kernel's name of a page of a kind.
pub(super) const fn page_type(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Small => "seL4_SmallPageObject",
        PageKind::Large => "seL4_LargePageObject",
        PageKind::Huge => "seL4_HugePageObject",
        PageKind::Section => "seL4_ARM_SectionObject",
        PageKind::SuperSection => "seL4_ARM_SuperSectionObject",
    }
}

/// The kernel's name of an architecture's topmost page table.
pub(super) const fn root_type(arch: Arch) -> &'static str {
    match arch {
        Arch::Aarch32 | Arch::ArmHyp | Arch::Ia32 => "seL4_PageDirectoryObject",
        Arch::Aarch64 => "seL4_AARCH64_PGD",
        Arch::X86_64 => "seL4_X64_PML4",
        Arch::Riscv32 | Arch::Riscv64 => "seL4_PageTableObject",
    }
}

macro_rules! classes {
    ($($name:ident $text:literal [$($base:ident)?];)*) => {
        $(static $name: Class = Class::host($text, &[$(&$base)?]);)*

        /// The names of the module `capdl`.
        pub(super) fn module() -> Py {
            Py::module("capdl", [$(($text, Py::Class(&$name)),)* ("Cap", Py::Class(&CAP))])
        }
    };
}

classes! {
    OBJECT "Object" [];
    CONTAINER "ContainerObject" [OBJECT];
    UNTYPED "Untyped" [OBJECT];
    TCB "TCB" [CONTAINER];
    ENDPOINT "Endpoint" [OBJECT];
    NOTIFICATION "Notification" [OBJECT];
    CNODE "CNode" [CONTAINER];
    FRAME "Frame" [OBJECT];
    PAGE_TABLE "PageTable" [CONTAINER];
    PAGE_DIRECTORY "PageDirectory" [CONTAINER];
    PDPT "PDPT" [CONTAINER];
    PML4 "PML4" [CONTAINER];
    PUD "PUD" [CONTAINER];
    PGD "PGD" [CONTAINER];
    ASID_POOL "ASIDPool" [CONTAINER];
    IO_PORTS "IOPorts" [OBJECT];
    IO_DEVICE "IODevice" [OBJECT];
    ARM_IO_DEVICE "ARMIODevice" [OBJECT];
    IO_PAGE_TABLE "IOPageTable" [CONTAINER];
    IRQ "IRQ" [CONTAINER];
    IOAPIC_IRQ "IOAPICIRQ" [IRQ];
    MSI_IRQ "MSIIRQ" [IRQ];
    ARM_IRQ "ARMIRQ" [IRQ];
    ARM_SGI_SIGNAL "ARMSGISignal" [OBJECT];
    VCPU "VCPU" [OBJECT];
    SC "SC" [OBJECT];
    IRQ_CONTROL "IRQControl" [OBJECT];
    ASID_CONTROL "ASIDControl" [OBJECT];
    DOMAIN_CONTROL "DomainControl" [OBJECT];
    SCHED_CONTROL "SchedControl" [OBJECT];
    RT_REPLY "RTReply" [OBJECT];
    STREAM_ID "StreamID" [OBJECT];
    CONTEXT_BANK "ContextBank" [OBJECT];
    SMC "SMC" [OBJECT];
}

/// The class of capabilities; calling it makes one.
pub(super) static CAP: Class = Class::callable("Cap", &[], super::cap::construct);

/// What kind of object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Untyped,
    Tcb,
    Endpoint,
    Notification,
    CNode,
    Frame,
    PageTable,
    PageDirectory,
    Pdpt,
    Pml4,
    Pud,
    Pgd,
    AsidPool,
    IoPorts,
    IoDevice,
    ArmIoDevice,
    IoPageTable,
    Irq,
    IoApicIrq,
    MsiIrq,
    ArmIrq,
    ArmSgiSignal,
    Vcpu,
    SchedContext,
    IrqControl,
    AsidControl,
    DomainControl,
    SchedControl,
    RtReply,
    StreamId,
    ContextBank,
    Smc,
}

impl Kind {
    /// The class that templates ask for with `isinstance`.
    pub(super) fn class(self) -> &'static Class {
        match self {
            Self::Untyped => &UNTYPED,
            Self::Tcb => &TCB,
            Self::Endpoint => &ENDPOINT,
            Self::Notification => &NOTIFICATION,
            Self::CNode => &CNODE,
            Self::Frame => &FRAME,
            Self::PageTable => &PAGE_TABLE,
            Self::PageDirectory => &PAGE_DIRECTORY,
            Self::Pdpt => &PDPT,
            Self::Pml4 => &PML4,
            Self::Pud => &PUD,
            Self::Pgd => &PGD,
            Self::AsidPool => &ASID_POOL,
            Self::IoPorts => &IO_PORTS,
            Self::IoDevice => &IO_DEVICE,
            Self::ArmIoDevice => &ARM_IO_DEVICE,
            Self::IoPageTable => &IO_PAGE_TABLE,
            Self::Irq => &IRQ,
            Self::IoApicIrq => &IOAPIC_IRQ,
            Self::MsiIrq => &MSI_IRQ,
            Self::ArmIrq => &ARM_IRQ,
            Self::ArmSgiSignal => &ARM_SGI_SIGNAL,
            Self::Vcpu => &VCPU,
            Self::SchedContext => &SC,
            Self::IrqControl => &IRQ_CONTROL,
            Self::AsidControl => &ASID_CONTROL,
            Self::DomainControl => &DOMAIN_CONTROL,
            Self::SchedControl => &SCHED_CONTROL,
            Self::RtReply => &RT_REPLY,
            Self::StreamId => &STREAM_ID,
            Self::ContextBank => &CONTEXT_BANK,
            Self::Smc => &SMC,
        }
    }

    /// Whether it has slots for capabilities.
    pub(super) fn is_container(self) -> bool {
        self.class().is_subclass(&CONTAINER)
    }

    /// Whether it is an interrupt of any sort.
    pub(super) fn is_irq(self) -> bool {
        self.class().is_subclass(&IRQ)
    }

    /// The name under which the kernel's configuration has the size; `None` for what takes no memory or says its size itself.
    pub(super) const fn size_name(self) -> Option<&'static str> {
        Some(match self {
            Self::Tcb => "seL4_TCBObject",
            Self::Endpoint => "seL4_EndpointObject",
            Self::Notification => "seL4_NotificationObject",
            Self::PageTable => "seL4_PageTableObject",
            Self::PageDirectory => "seL4_PageDirectoryObject",
            Self::Pdpt => "seL4_X64_PDPT",
            Self::Pml4 => "seL4_X64_PML4",
            Self::Pud => "seL4_AARCH64_PUD",
            Self::Pgd => "seL4_AARCH64_PGD",
            Self::AsidPool => "seL4_ASID_Pool",
            Self::IoPageTable => "seL4_IOPageTableObject",
            Self::Vcpu => "seL4_VCPU",
            Self::RtReply => "seL4_RTReplyObject",
            _ => return None,
        })
    }
}

/// The class of mistakes that a template finds in the system.
pub(super) static TEMPLATE_ERROR: Class = Class::exception("TemplateError", &[&class::EXCEPTION]);

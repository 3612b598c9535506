// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Kernel objects as templates ask for them and hold them.

use std::cmp::Ordering;

use camkes_capdl::{
    AddressSpace, Arch, AsidPool, CNode, CNodeSize, Control, Frame, IoApicLine, Irq, IrqSource, MsiMessage, Object,
    ObjectName, PAGE_SIZE, PciAddress, PortRange, SchedContext, Slots, Table, TableKind, Trigger, Untyped,
};
use minijinja::{Error, ErrorKind, Value};
use smol_str::SmolStr;

use super::{
    args::Args,
    entity::{Entity, entity, value},
    scope::Scope,
};

/// The names of object types that templates can use. Each is a string of the same text.
pub(crate) const TYPES: &[&str] = &[
    "seL4_ARMCB",
    "seL4_ARMSID",
    "seL4_ARMSMC",
    "seL4_ARM_IOSpace",
    "seL4_ARM_SGI_Signal",
    "seL4_ARM_SectionObject",
    "seL4_ARM_SuperSectionObject",
    "seL4_ASID_Control",
    "seL4_ASID_Pool",
    "seL4_CapTableObject",
    "seL4_DomainControl",
    "seL4_EndpointObject",
    "seL4_FrameObject",
    "seL4_HugePageObject",
    "seL4_IA32_IOPort",
    "seL4_IA32_IOSpace",
    "seL4_IOPageTableObject",
    "seL4_IRQControl",
    "seL4_IRQHandler",
    "seL4_LargePageObject",
    "seL4_NotificationObject",
    "seL4_PageDirectoryObject",
    "seL4_PageTableObject",
    "seL4_RTReplyObject",
    "seL4_SchedContextObject",
    "seL4_SchedControl",
    "seL4_SmallPageObject",
    "seL4_TCBObject",
    "seL4_UntypedObject",
    "seL4_VCPU",
];

/// An object that a template holds: its name stands for it everywhere.
#[derive(Debug, Clone)]
pub(crate) struct KernelObject {
    pub(crate) name: ObjectName,
    /// The type it was asked for as.
    pub(crate) ty: SmolStr,
}

impl Entity for KernelObject {
    const FIELDS: &'static [&'static str] = &["name", "type"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "name" => Value::from(self.name.as_str()),
            "type" => Value::from(self.ty.as_str()),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.name.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}

/// `my_cnode`: the CNode of the address space.
pub(crate) fn my_cnode(scope: &Scope) -> Value {
    let name = scope.space.lock().cspace.name().clone();
    value(KernelObject { name, ty: SmolStr::new_static("seL4_CapTableObject") })
}

/// `my_pd`: the topmost page table of the address space, whatever it is called on the architecture.
pub(crate) fn my_pd(scope: &Scope) -> Value {
    let name = scope.space.lock().symbols.root().clone();
    value(KernelObject { name, ty: SmolStr::new_static("seL4_PageDirectoryObject") })
}

/// The object that an argument must be.
///
/// # Errors
/// It is missing or something else.
pub(crate) fn argument<'a>(args: &'a Args, parameter: &str) -> Result<&'a KernelObject, Error> {
    let given = args.required(parameter)?;
    entity(given).ok_or_else(|| args.wrong(parameter, "a kernel object", given))
}

/// The object that the arguments of an allocation describe.
///
/// # Errors
/// The type is unknown, or an attribute is missing or wrong.
pub(crate) fn described(ty: &str, args: &Args, arch: Arch) -> Result<Object, Error> {
    Ok(match ty {
        "seL4_EndpointObject" => Object::Endpoint,
        "seL4_NotificationObject" => Object::Notification,
        "seL4_TCBObject" => Object::Tcb(Box::default()),
        "seL4_VCPU" => Object::Vcpu,
        "seL4_RTReplyObject" => Object::RtReply,
        "seL4_SchedContextObject" => Object::SchedContext(SchedContext::default()),
        "seL4_ARMSID" => Object::StreamId,
        "seL4_ARMCB" => Object::ContextBank { bank: 0 },
        "seL4_ARMSMC" => Object::Smc,
        "seL4_ASID_Pool" => Object::AsidPool(AsidPool::default()),
        "seL4_UntypedObject" => {
            let size_bits = args.optional_number("size_bits")?.unwrap_or(12);
            Object::Untyped(Untyped { paddr: args.optional_number("paddr")?, ..Untyped::new(size_bits) })
        }
        "seL4_FrameObject" => {
            let size = args.optional_number("size")?.unwrap_or(PAGE_SIZE);
            frame(size, args)?
        }
        "seL4_SmallPageObject" => frame(PAGE_SIZE, args)?,
        "seL4_CapTableObject" => {
            let size = args.optional_number("size_bits")?.map_or(CNodeSize::Auto, CNodeSize::Bits);
            Object::CNode(CNode { size, ..CNode::default() })
        }
        "seL4_PageTableObject" => Object::Table(Table::new(TableKind::Pt)),
        "seL4_PageDirectoryObject" => AddressSpace::root_object(arch),
        "seL4_IRQControl" => Object::Control(Control::Irq),
        "seL4_ASID_Control" => Object::Control(Control::Asid),
        "seL4_DomainControl" => Object::Control(Control::Domain),
        "seL4_SchedControl" => Object::Control(Control::Sched { core: args.optional_number("core")?.unwrap_or(0) }),
        "seL4_IRQHandler" => interrupt(args)?,
        "seL4_IA32_IOPort" => {
            Object::IoPorts(PortRange { first: args.number("start_port")?, last: args.number("end_port")? })
        }
        "seL4_IA32_IOSpace" => {
            let pci = pci(args, ["bus", "dev", "fun"])?;
            Object::IoDevice { domain_id: args.number("domainID")?, pci, slots: Slots::new() }
        }
        "seL4_ARM_IOSpace" => Object::ArmIoDevice { io_space: args.number("iospace")?, slots: Slots::new() },
        "seL4_ARM_SGI_Signal" => Object::ArmSgiSignal { irq: args.number("irq")?, target: args.number("target")? },
        other => {
            let (_, pages) = page_of_type(other, arch).ok_or_else(|| {
                Error::new(ErrorKind::InvalidOperation, format!("'{other}' is no object type of {arch}"))
            })?;
            frame(pages, args)?
        }
    })
}

/// A frame type by its kernel name and its size in bytes on an architecture.
fn page_of_type(ty: &str, arch: Arch) -> Option<(&'static str, u64)> {
    use camkes_capdl::PageKind;
    let (name, kind) = [
        ("seL4_LargePageObject", PageKind::Large),
        ("seL4_HugePageObject", PageKind::Huge),
        ("seL4_ARM_SectionObject", PageKind::Section),
        ("seL4_ARM_SuperSectionObject", PageKind::SuperSection),
    ]
    .into_iter()
    .find(|(name, _)| *name == ty)?;
    let page = arch.page_sizes().into_iter().find(|page| page.kind == kind)?;
    Some((name, page.bytes()))
}

fn frame(size: u64, args: &Args) -> Result<Object, Error> {
    Ok(Object::Frame(Frame { paddr: args.optional_number("paddr")?, ..Frame::new(size) }))
}

fn pci(args: &Args, [bus, device, function]: [&str; 3]) -> Result<PciAddress, Error> {
    Ok(PciAddress { bus: args.number(bus)?, device: args.number(device)?, function: args.number(function)? })
}

/// Which arguments are given decides what kind of interrupt it is.
fn interrupt(args: &Args) -> Result<Object, Error> {
    let given = |name| Ok::<_, Error>(args.optional(name)?.is_some());
    let (source, number) = if given("trigger")? || given("target")? {
        let trigger = match args.optional_number::<u32>("trigger")? {
            None | Some(0) => Trigger::Level,
            Some(_) => Trigger::Edge,
        };
        let target = args.optional_number("target")?.unwrap_or(0);
        (IrqSource::Arm { trigger, target }, args.number("number")?)
    } else if given("number")? {
        (IrqSource::Plain, args.number("number")?)
    } else if given("ioapic")? {
        let line = IoApicLine {
            ioapic: args.number("ioapic")?,
            pin: args.number("ioapic_pin")?,
            level: args.number("level")?,
            polarity: args.number("polarity")?,
        };
        (IrqSource::IoApic(line), args.number("vector")?)
    } else if given("handle")? {
        let message = MsiMessage { handle: args.number("handle")?, pci: pci(args, ["pci_bus", "pci_dev", "pci_fun"])? };
        (IrqSource::Msi(message), args.number("vector")?)
    } else {
        return Err(Error::new(
            ErrorKind::MissingArgument,
            "an interrupt needs 'number', or 'vector' with either 'ioapic' or 'handle'",
        ));
    };
    let notification = match args.optional("notification")? {
        None => None,
        Some(given) => Some(
            super::alloc::detached_cap(given)
                .ok_or_else(|| args.wrong("notification", "a capability or a notification", given))?,
        ),
    };
    Ok(Object::Irq(Irq { source, number: Some(number), notification: notification.map(Box::new) }))
}

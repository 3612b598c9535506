// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Kernel objects: the closed set of kinds, each with its attributes and the slots it holds.

mod device;
mod frame;
mod thread;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use self::{
    device::{Control, IoApicLine, Irq, IrqSource, MsiMessage, PciAddress, PortRange, Trigger},
    frame::{FillSource, Frame, FrameFill},
    thread::{Address, Fpu, SchedContext, Start, Tcb, TcbSlot},
};
use crate::{Cap, ObjectName, TableKind};

/// The slots of a container. A slot that is `None` is reserved: it counts for the size, and holds nothing.
pub type Slots = BTreeMap<u64, Option<Cap>>;

/// A kernel object.
///
/// Interrupts, I/O ports and I/O devices are no objects to the kernel, but capabilities refer to them in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Object {
    /// A piece of memory that may become objects.
    Untyped(Untyped),
    /// A thread.
    Tcb(Box<Tcb>),
    /// An endpoint.
    Endpoint,
    /// A notification.
    Notification,
    /// A node of capability slots.
    CNode(CNode),
    /// A piece of memory that can be mapped.
    Frame(Frame),
    /// A page table of any level.
    Table(Table),
    /// A pool of address space identifiers.
    AsidPool(AsidPool),
    /// A virtual processor.
    Vcpu,
    /// A budget of processor time.
    SchedContext(SchedContext),
    /// The reply object of a mixed-criticality kernel.
    RtReply,
    /// An interrupt.
    Irq(Irq),
    /// ARM: the right to raise a software-generated interrupt.
    ArmSgiSignal {
        /// The interrupt, 0 to 15.
        irq: u32,
        /// The core to interrupt.
        target: u32,
    },
    /// x86: a range of I/O ports.
    IoPorts(PortRange),
    /// x86: a PCI device behind an IOMMU.
    IoDevice {
        /// The IOMMU domain.
        domain_id: u32,
        /// The device.
        pci: PciAddress,
        /// The topmost page table of its I/O space.
        slots: Slots,
    },
    /// A page table of an IOMMU.
    IoPageTable {
        /// 1 (next to the root) to 3.
        level: u8,
        /// Tables or frames.
        slots: Slots,
    },
    /// ARM: a device behind a system MMU.
    ArmIoDevice {
        /// The number of the I/O space.
        io_space: u32,
        /// The topmost page table of the I/O space.
        slots: Slots,
    },
    /// ARM: a stream of a system MMU.
    StreamId,
    /// ARM: a context bank of a system MMU.
    ContextBank {
        /// The number of the bank.
        bank: u32,
    },
    /// ARM: calls to the secure monitor.
    Smc,
    /// An authority that the kernel hands to the first thread; no object of its own in CapDL text.
    Control(Control),
}

/// The kind of an object, without its attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each kind is explained at the variant of Object with the same name")]
pub enum ObjectKind {
    Untyped,
    Tcb,
    Endpoint,
    Notification,
    CNode,
    Frame,
    Table(TableKind),
    AsidPool,
    Vcpu,
    SchedContext,
    RtReply,
    Irq,
    IoApicIrq,
    MsiIrq,
    ArmIrq,
    ArmSgiSignal,
    IoPorts,
    IoDevice,
    IoPageTable,
    ArmIoDevice,
    StreamId,
    ContextBank,
    Smc,
    Control(Control),
}

/// A piece of memory that may become objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untyped {
    /// log2 of the size in bytes; `None` where only the objects made from it matter.
    pub size_bits: Option<u8>,
    /// The physical address, if it matters.
    pub paddr: Option<u64>,
    /// The objects made from it, in the order of their addresses.
    pub children: Vec<ObjectName>,
}

impl Untyped {
    /// Memory of `1 << size_bits` bytes at any address.
    #[must_use]
    pub fn new(size_bits: u8) -> Self {
        Self { size_bits: Some(size_bits), paddr: None, children: Vec::new() }
    }
}

/// The size of a CNode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CNodeSize {
    /// The smallest power of two that holds its highest slot, but no fewer than four slots.
    #[default]
    Auto,
    /// log2 of the number of slots.
    Bits(u8),
}

/// A node of capability slots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CNode {
    /// The size that was asked for.
    pub size: CNodeSize,
    /// What the slots hold.
    pub slots: Slots,
}

impl CNode {
    /// log2 of the number of slots.
    #[must_use]
    pub fn size_bits(&self) -> u8 {
        match self.size {
            CNodeSize::Bits(bits) => bits,
            CNodeSize::Auto => {
                let highest = self.slots.last_key_value().map_or(0, |(slot, _)| *slot);
                let bits = u64::BITS - highest.leading_zeros();
                u8::try_from(bits).unwrap_or(u8::MAX).max(2)
            }
        }
    }
}

/// A page table of any level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The level.
    pub kind: TableKind,
    /// Tables of the next level, or frames.
    pub slots: Slots,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(kind: TableKind) -> Self {
        Self { kind, slots: Slots::new() }
    }
}

/// A pool of address space identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AsidPool {
    /// The slot in the kernel's table of pools, once it is known.
    pub asid_high: Option<u32>,
    /// Roots of address spaces.
    pub slots: Slots,
}

impl Object {
    /// An empty page table.
    #[must_use]
    pub fn table(kind: TableKind) -> Self {
        Self::Table(Table::new(kind))
    }

    /// The kind, without the attributes.
    #[must_use]
    pub fn kind(&self) -> ObjectKind {
        match self {
            Self::Untyped(_) => ObjectKind::Untyped,
            Self::Tcb(_) => ObjectKind::Tcb,
            Self::Endpoint => ObjectKind::Endpoint,
            Self::Notification => ObjectKind::Notification,
            Self::CNode(_) => ObjectKind::CNode,
            Self::Frame(_) => ObjectKind::Frame,
            Self::Table(table) => ObjectKind::Table(table.kind),
            Self::AsidPool(_) => ObjectKind::AsidPool,
            Self::Vcpu => ObjectKind::Vcpu,
            Self::SchedContext(_) => ObjectKind::SchedContext,
            Self::RtReply => ObjectKind::RtReply,
            Self::Irq(irq) => irq.source.kind(),
            Self::ArmSgiSignal { .. } => ObjectKind::ArmSgiSignal,
            Self::IoPorts(_) => ObjectKind::IoPorts,
            Self::IoDevice { .. } => ObjectKind::IoDevice,
            Self::IoPageTable { .. } => ObjectKind::IoPageTable,
            Self::ArmIoDevice { .. } => ObjectKind::ArmIoDevice,
            Self::StreamId => ObjectKind::StreamId,
            Self::ContextBank { .. } => ObjectKind::ContextBank,
            Self::Smc => ObjectKind::Smc,
            Self::Control(control) => ObjectKind::Control(*control),
        }
    }

    /// The numbered slots of a container; `None` for objects without slots, and for TCBs, whose slots have names.
    #[must_use]
    pub fn slots(&self) -> Option<&Slots> {
        match self {
            Self::CNode(cnode) => Some(&cnode.slots),
            Self::Table(table) => Some(&table.slots),
            Self::AsidPool(pool) => Some(&pool.slots),
            Self::IoPageTable { slots, .. } | Self::IoDevice { slots, .. } | Self::ArmIoDevice { slots, .. } => {
                Some(slots)
            }
            _ => None,
        }
    }

    /// The numbered slots, to be changed.
    pub fn slots_mut(&mut self) -> Option<&mut Slots> {
        match self {
            Self::CNode(cnode) => Some(&mut cnode.slots),
            Self::Table(table) => Some(&mut table.slots),
            Self::AsidPool(pool) => Some(&mut pool.slots),
            Self::IoPageTable { slots, .. } | Self::IoDevice { slots, .. } | Self::ArmIoDevice { slots, .. } => {
                Some(slots)
            }
            _ => None,
        }
    }

    /// Every capability in the object, to be changed.
    pub fn caps_mut(&mut self) -> Box<dyn Iterator<Item = &mut Cap> + '_> {
        match self {
            Self::Tcb(tcb) => Box::new(tcb.slots.values_mut()),
            Self::Irq(irq) => Box::new(irq.notification.as_deref_mut().into_iter()),
            other => Box::new(other.slots_mut().into_iter().flat_map(BTreeMap::values_mut).flatten()),
        }
    }

    /// Every capability in the object, with its slot as CapDL text writes it, in the order of the slots.
    pub fn caps(&self) -> impl Iterator<Item = (SlotRef, &Cap)> {
        let numbered = self.slots().into_iter().flatten();
        let numbered = numbered.filter_map(|(slot, cap)| Some((SlotRef::Index(*slot), cap.as_ref()?)));
        let named = match self {
            Self::Tcb(tcb) => Some(tcb.slots.iter().map(|(slot, cap)| (SlotRef::Tcb(*slot), cap))),
            _ => None,
        };
        let notification = match self {
            Self::Irq(irq) => irq.notification.as_deref().map(|cap| (SlotRef::Index(0), cap)),
            _ => None,
        };
        numbered.chain(named.into_iter().flatten()).chain(notification)
    }

    /// Whether the object is listed with its slots, used or not. Devices are once they hold something.
    #[must_use]
    pub fn is_container(&self) -> bool {
        match self {
            Self::Tcb(_) | Self::Irq(_) => true,
            Self::IoDevice { slots, .. } | Self::ArmIoDevice { slots, .. } => !slots.is_empty(),
            other => other.slots().is_some(),
        }
    }
}

/// A slot of some container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SlotRef {
    /// By number.
    Index(u64),
    /// A slot of a TCB.
    Tcb(TcbSlot),
}

impl std::fmt::Display for SlotRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Index(slot) => write!(f, "{slot:#x}"),
            Self::Tcb(slot) => f.write_str(slot.keyword()),
        }
    }
}

impl ObjectKind {
    /// What messages call such an object: the keyword of CapDL text.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Untyped => "ut",
            Self::Tcb => "tcb",
            Self::Endpoint => "ep",
            Self::Notification => "notification",
            Self::CNode => "cnode",
            Self::Frame => "frame",
            Self::Table(kind) => kind.keyword(),
            Self::AsidPool => "asid_pool",
            Self::Vcpu => "vcpu",
            Self::SchedContext => "sc",
            Self::RtReply => "rtreply",
            Self::Irq => "irq",
            Self::IoApicIrq => "ioapic_irq",
            Self::MsiIrq => "msi_irq",
            Self::ArmIrq => "arm_irq",
            Self::ArmSgiSignal => "arm_sgi_signal",
            Self::IoPorts => "io_ports",
            Self::IoDevice => "io_device",
            Self::IoPageTable => "io_pt",
            Self::ArmIoDevice => "arm_io_device",
            Self::StreamId => "streamid",
            Self::ContextBank => "contextbank",
            Self::Smc => "smc",
            Self::Control(control) => control.keyword(),
        }
    }

    /// Whether capabilities to such objects can carry a badge.
    #[must_use]
    pub const fn takes_badge(self) -> bool {
        matches!(self, Self::Endpoint | Self::Notification | Self::Smc)
    }

    /// Whether the object is an interrupt.
    #[must_use]
    pub const fn is_irq(self) -> bool {
        matches!(self, Self::Irq | Self::IoApicIrq | Self::MsiIrq | Self::ArmIrq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_automatic_cnode_is_the_smallest_that_fits_and_at_least_two_bits() {
        let bits = |highest: Option<u64>| {
            let slots = highest.into_iter().map(|slot| (slot, None)).collect();
            CNode { size: CNodeSize::Auto, slots }.size_bits()
        };
        assert_eq!(bits(None), 2);
        assert_eq!([0, 1, 2, 3].map(|slot| bits(Some(slot))), [2; 4]);
        assert_eq!([4, 7, 8, 15, 16].map(|slot| bits(Some(slot))), [3, 3, 4, 4, 5]);
        assert_eq!(bits(Some(u64::MAX)), 64);
    }
}

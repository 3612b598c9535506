// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Interrupts, ports, PCI addresses and the authorities over the whole machine.

use crate::{Cap, ObjectKind};
use serde::{Deserialize, Serialize};

/// An authority that exists once in the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Control {
    /// Makes interrupt handlers.
    Irq,
    /// Makes ASID pools.
    Asid,
    /// Sets the scheduling domain of threads.
    Domain,
    /// x86: makes I/O spaces.
    IoSpaceMaster,
    /// Gives scheduling contexts their budget on one core.
    Sched {
        /// The core.
        core: u32,
    },
}

impl Control {
    /// The word by which a capability in CapDL text names the authority.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Irq => "irq_control",
            Self::Asid => "asid_control",
            Self::Domain => "domain",
            Self::IoSpaceMaster => "io_space_master",
            Self::Sched { .. } => "sched_control",
        }
    }
}

/// An interrupt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Irq {
    /// Where it comes from.
    pub source: IrqSource,
    /// The interrupt number of the kernel; for x86 the vector. Without one the interrupt is in no map.
    pub number: Option<u32>,
    /// What is signalled when it fires.
    pub notification: Option<Box<Cap>>,
}

/// Where an interrupt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IrqSource {
    /// Its number says it all: RISC-V, ARM without further wishes, x86 with the old interrupt controller.
    Plain,
    /// ARM with its trigger and core.
    Arm {
        /// Level or edge.
        trigger: Trigger,
        /// The core that handles it.
        target: u32,
    },
    /// A line of an x86 I/O APIC.
    IoApic(IoApicLine),
    /// An x86 message-signalled interrupt.
    Msi(MsiMessage),
}

impl IrqSource {
    /// The kind of the object.
    #[must_use]
    pub const fn kind(self) -> ObjectKind {
        match self {
            Self::Plain => ObjectKind::Irq,
            Self::Arm { .. } => ObjectKind::ArmIrq,
            Self::IoApic(_) => ObjectKind::IoApicIrq,
            Self::Msi(_) => ObjectKind::MsiIrq,
        }
    }
}

/// When an interrupt line counts as raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Trigger {
    /// As long as the line is active.
    #[default]
    Level,
    /// When the line becomes active.
    Edge,
}

impl Trigger {
    /// The word in CapDL text.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Edge => "edge",
        }
    }
}

/// A line of an x86 I/O APIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IoApicLine {
    /// Which I/O APIC.
    pub ioapic: u32,
    /// Which pin of it.
    pub pin: u32,
    /// 1 for level-triggered, 0 for edge-triggered.
    pub level: u32,
    /// 1 for active low, 0 for active high.
    pub polarity: u32,
}

/// An x86 message-signalled interrupt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MsiMessage {
    /// The handle given to the device.
    pub handle: u32,
    /// The device.
    pub pci: PciAddress,
}

/// The address of a function of a PCI device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PciAddress {
    /// 0 to 255.
    pub bus: u32,
    /// 0 to 31.
    pub device: u32,
    /// 0 to 7.
    pub function: u32,
}

/// A range of x86 I/O ports, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PortRange {
    /// The first port.
    pub first: u16,
    /// The last port.
    pub last: u16,
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Events of devices, and badges of events.

use super::special;
use crate::item_tree::Side;
use crate::special::Owner::Interface;
use crate::special::{Form, Kind, Needs, On, Special, Unit};

const INTERRUPT: On =
    On { connectors: &["seL4HardwareInterrupt", "seL4GlobalAsynchHardwareInterrupt"], side: Some(Side::From) };

const fn number(min: i128, max: i128) -> Kind {
    Kind::Number { min, max, unit: Unit::One }
}

/// Kinds of interrupts.
pub(crate) const TYPES: &[&str] = &["simple", "arm", "ioapic", "isa", "pci", "msi"];

/// Greatest vector that the kernel gives to user interrupts on x86.
const LAST_VECTOR: i128 = 107;

pub(super) const SETTINGS: &[Special] = &[
    special(
        "<interface>_irq_type",
        Interface(INTERRUPT),
        Kind::Word(TYPES),
        "\"simple\"",
        "What kind of interrupt it is, and so which other settings it needs: `simple` and `arm` a number, `ioapic`, `isa` and `pci` a pin of an I/O APIC and a vector, `msi` a PCI device, a handle and a vector.",
    ),
    special(
        "<interface>_irq_number",
        Interface(INTERRUPT),
        number(0, u32::MAX as i128),
        "",
        "Number of the interrupt, for the types `simple` and `arm`.",
    ),
    special(
        "<interface>_spi_number",
        Interface(INTERRUPT),
        number(0, u32::MAX as i128),
        "",
        "With the value 0, `irq_number` counts from the first shared peripheral interrupt, so that 32 is added to it.",
    )
    .needs(Needs::Arm),
    special(
        "<interface>_irq_trigger",
        Interface(INTERRUPT),
        Kind::Word(&["level", "edge"]),
        "\"level\"",
        "What triggers an interrupt of the type `arm`.",
    )
    .needs(Needs::Arm),
    special(
        "<interface>_irq_target",
        Interface(INTERRUPT),
        number(0, 255),
        "0",
        "Core that handles an interrupt of the type `arm`.",
    )
    .needs(Needs::Arm),
    special(
        "<interface>_irq_ioapic",
        Interface(INTERRUPT),
        number(0, 255),
        "",
        "Number of the I/O APIC, for the types `ioapic`, `isa` and `pci`.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_ioapic_pin",
        Interface(INTERRUPT),
        number(0, 255),
        "",
        "Pin of the I/O APIC at which the interrupt arrives.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_level",
        Interface(INTERRUPT),
        number(0, 1),
        "",
        "1 for an interrupt of the type `ioapic` that is triggered by a level, 0 for one triggered by an edge.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_ioapic_level",
        Interface(INTERRUPT),
        number(0, 1),
        "",
        "Another name of `irq_level`. The manual has it; the templates of camkes-tool do not.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_polarity",
        Interface(INTERRUPT),
        number(0, 1),
        "",
        "1 for an interrupt of the type `ioapic` that is active low, 0 for one that is active high.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_ioapic_polarity",
        Interface(INTERRUPT),
        number(0, 1),
        "",
        "Another name of `irq_polarity`. The manual has it; the templates of camkes-tool do not.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_vector",
        Interface(INTERRUPT),
        number(0, LAST_VECTOR),
        "",
        "Vector at which the interrupt arrives, of its own in the whole system.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_handle",
        Interface(INTERRUPT),
        number(0, u32::MAX as i128),
        "",
        "Handle of an interrupt message, for the type `msi`.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_pci_bus",
        Interface(INTERRUPT),
        number(0, 255),
        "",
        "PCI bus of the device, for the type `msi`.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_pci_dev",
        Interface(INTERRUPT),
        number(0, 31),
        "",
        "Number of the device on its PCI bus, for the type `msi`.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_irq_pci_fun",
        Interface(INTERRUPT),
        number(0, 7),
        "",
        "PCI function of the device, for the type `msi`.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_attributes",
        Interface(On { connectors: &["seL4IOAPICHardwareInterrupt"], side: Some(Side::From) }),
        Kind::Text(Form::IoApic),
        "",
        "Number, level and trigger of the interrupt.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_attributes",
        Interface(On { connectors: &["seL4NotificationBind"], side: Some(Side::From) }),
        Kind::Text(Form::Number),
        "",
        "Badge with which the signal arrives.",
    ),
    special(
        "<interface>_global_endpoint",
        Interface(On {
            connectors: &["seL4GlobalAsynch", "seL4GlobalAsynchCallback", "seL4GlobalAsynchHardwareInterrupt"],
            side: Some(Side::To),
        }),
        Kind::Text(Form::Free),
        "",
        "Name of the notification on which the event arrives. Only the instance's own is possible now, so that it need not be set.",
    ),
];

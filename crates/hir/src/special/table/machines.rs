// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Virtual machine monitors of camkes-vm.

use super::{COUNT, MANY, special};
use crate::special::Owner::Instance;
use crate::special::{Form, Kind, Needs, Special, Unit};

const fn machine(name: &'static str, kind: Kind, default: &'static str, text: &'static str) -> Special {
    special(name, Instance, kind, default, text).needs(Needs::VirtualMachine)
}

pub(super) const SETTINGS: &[Special] = &[
    machine(
        "vm_irqs",
        Kind::Dicts(&["name", "ioapic", "source", "level_trig", "active_low", "dest"]),
        "",
        "Interrupts that are passed to the guest (x86).",
    ),
    machine(
        "iospace_domain",
        Kind::Number { min: 0, max: 0xffff, unit: Unit::One },
        "",
        "Domain of the IOMMU for the guest's devices (x86).",
    ),
    machine(
        "pci_devices",
        Kind::Dicts(&["name", "bus", "dev", "fun", "irq", "memory"]),
        "",
        "PCI devices that are passed to the guest (x86).",
    ),
    machine("pci_devices_iospace", Kind::Flag, "false", "Puts the guest's PCI devices behind the IOMMU (x86)."),
    machine(
        "vm_ioports",
        Kind::Dicts(&["start", "end", "pci_device", "name"]),
        "",
        "I/O ports that are passed to the guest (x86).",
    ),
    machine(
        "guest_mappings",
        Kind::Dicts(&["paddr", "size", "page_bits"]),
        "",
        "Device memory that is mapped into the guest (x86).",
    ),
    machine("ram", Kind::Pairs, "", "Memory at fixed addresses for the guest: address and bits of the size (x86)."),
    machine(
        "exclude_paddr",
        Kind::Pairs,
        "",
        "Addresses that the guest must not see as memory: address and bytes (x86).",
    ),
    machine("init_cons", Kind::Dicts(&["init"]), "", "Devices of the monitor and how each is started (x86)."),
    machine("num_client_recv_bufs", COUNT, "", "Buffers for received packets, of each client."),
    machine(
        "allocator_mempool_size",
        Kind::Number { min: 1, max: MANY, unit: Unit::Bytes },
        "83886080",
        "Memory for the monitor's own allocator.",
    ),
    machine(
        "dtb_irqs",
        Kind::Numbers { min: 0, max: MANY },
        "",
        "Interrupts of the devices that are passed to the guest (Arm).",
    ),
    machine(
        "plat_keep_devices",
        Kind::Texts(Form::Free),
        "",
        "Paths of device tree nodes that the guest's device tree keeps (Arm).",
    ),
    machine(
        "plat_keep_devices_and_subtree",
        Kind::Texts(Form::Free),
        "",
        "Paths of device tree nodes that the guest's device tree keeps with all below them (Arm).",
    ),
];

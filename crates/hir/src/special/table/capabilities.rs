// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Capabilities that an instance gets besides those of its interfaces.

use super::{COUNT, MANY, special};
use crate::special::Owner::Instance;
use crate::special::{Form, Kind, Needs, Special, Unit};

const MASK: Kind = Kind::Number { min: 0, max: u64::MAX as i128, unit: Unit::One };

pub(super) const SETTINGS: &[Special] = &[
    special("cnode_size_bits", Instance, Kind::NumberOrText { min: 1, max: 28, unit: Unit::Bits }, "", "Size of the instance's CNode, which then has two to the power of this slots; without it, as many as are needed. Of a group, the setting is for the group's name."),
    special("tcb_pool", Instance, COUNT, "0", "TCBs from which the instance can make threads at run time."),
    special("tcb_pool_domains", Instance, Kind::Numbers { min: 0, max: 255 }, "", "Scheduling domain of each TCB of `tcb_pool`, in order."),
    special("ep_pool", Instance, COUNT, "0", "Endpoints that the instance can take at run time."),
    special("notification_pool", Instance, COUNT, "0", "Notifications that the instance can take at run time."),
    special("untyped<bits>_pool", Instance, COUNT, "0", "Pieces of untyped memory that the instance can take at run time. The number in the name is the binary logarithm of the size of each, from 4 to 28."),
    special("simple_untyped<bits>_pool", Instance, COUNT, "0", "Pieces of untyped memory that `simple_t` shows. The number in the name is the binary logarithm of the size of each, from 4 to 29 on 32-bit machines and to 47 on 64-bit ones.").needs(Needs::Simple),
    special("simple_extra_bootinfo", Instance, Kind::Texts(Form::Free), "", "Extra parts of the boot information that are copied into the instance.").needs(Needs::Simple),
    special("ioports", Instance, Kind::Text(Form::PortLists), "", "x86 I/O ports that `simple_t` shows.").needs(Needs::Simple),
    special("mmios", Instance, Kind::Texts(Form::Frames), "", "Device memory that `simple_t` shows, as frames.").needs(Needs::Simple),
    special("untyped_mmios", Instance, Kind::Texts(Form::Untyped), "", "Device memory that `simple_t` shows, as untyped memory.").needs(Needs::Simple),
    special("iospaces", Instance, Kind::Text(Form::IoSpaces), "", "I/O spaces of PCI devices that `simple_t` shows.").needs(Needs::X86),
    special("smmu", Instance, Kind::Numbers { min: 0, max: MANY }, "", "Streams of the SMMU that `simple_t` shows.").needs(Needs::Arm),
    special("irqs", Instance, Kind::Numbers { min: 0, max: MANY }, "", "Interrupts that `simple_t` shows.").needs(Needs::Simple),
    special("asid_pool", Instance, Kind::Flag, "false", "Gives the instance an ASID pool, with which it can make address spaces.").needs(Needs::Simple),
    special("sched_ctrl", Instance, Kind::Any, "", "Core, or list of cores, whose scheduling control capability the instance gets.").needs(Needs::Mcs),
    special("allowed_smc_functions", Instance, Kind::Numbers { min: 0, max: u32::MAX as i128 }, "", "Secure monitor calls that the instance may make; each gets a capability.").needs(Needs::Arm),
    special("global_endpoint_base", Instance, MASK, "1", "Bits that are set in the badge of every signal to the instance's global notification."),
    special("global_endpoint_mask", Instance, MASK, "", "Bits that badges of signals to the instance's global notification may take; by default all but those of `global_endpoint_base`."),
    special("global_rpc_endpoint_base", Instance, MASK, "0", "Bits that are set in the badge of every caller at the instance's global endpoint."),
    special("global_rpc_endpoint_mask", Instance, MASK, "", "Bits that badges of callers at the instance's global endpoint may take."),
    special("dtb", Instance, Kind::Query("dtb"), "", "Gives the instance a copy of the device tree."),
    special("fdt_bind_driver_paths", Instance, Kind::Texts(Form::Free), "", "Paths of device tree nodes whose drivers start before `post_init`; for `seL4InitHardware`."),
];

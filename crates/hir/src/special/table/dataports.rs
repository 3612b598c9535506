// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Dataports, shared and of devices.

use super::{ADDRESS, PAGES, special};
use crate::item_tree::Side;
use crate::special::Owner::{Endpoint, Interface};
use crate::special::{Form, Kind, On, Special, Unit};

const SHARED: On = On {
    connectors: &["seL4SharedData", "seL4DMASharedData", "seL4SharedDataWithCaps", "seL4MessageQueue"],
    side: None,
};
const MMIO: On = On { connectors: &["seL4HardwareMMIO"], side: Some(Side::To) };
const WITH_CAPS: On = On { connectors: &["seL4SharedDataWithCaps"], side: None };
const WITH_CAPS_TO: On = On { connectors: &["seL4SharedDataWithCaps"], side: Some(Side::To) };
const NODES: On = On {
    connectors: &["seL4DTBHardware", "seL4DTBHW", "seL4DTBHardwareThreadless", "seL4DTBHWThreadless"],
    side: Some(Side::To),
};
const NUMBERED: Kind = Kind::Number { min: 0, max: u32::MAX as i128, unit: Unit::One };

pub(super) const SETTINGS: &[Special] = &[
    special(
        "<interface>_access",
        Interface(SHARED),
        Kind::Text(Form::Access),
        "\"RWXP\"",
        "What the instance may do with the memory: read (`R`), write (`W`), execute (`X`), and pass on the right (`P`).",
    ),
    special("<interface>_paddr", Interface(MMIO), ADDRESS, "", "Physical address at which the device's memory begins."),
    special("<interface>_size", Interface(MMIO), PAGES, "", "Size of the device's memory."),
    special("<interface>_hardware_cached", Interface(MMIO), Kind::Flag, "false", "Maps the device's memory cached."),
    special(
        "<interface>_cached",
        Interface(On { connectors: &["seL4DMASharedData"], side: None }),
        Kind::Flag,
        "true",
        "Maps the memory cached in this instance.",
    ),
    special(
        "<interface>_size",
        Interface(WITH_CAPS_TO),
        PAGES,
        "4096",
        "Size of the memory; the connection's `size` says it as well.",
    ),
    special("<interface>_id", Interface(WITH_CAPS), NUMBERED, "0", "Number by which the instance knows the memory."),
    special(
        "<interface>_hardware_cached",
        Interface(WITH_CAPS),
        Kind::Flag,
        "",
        "Maps the memory cached in this instance.",
    ),
    special(
        "<interface>_id",
        Interface(On { connectors: &["seL4MessageQueue"], side: None }),
        NUMBERED,
        "",
        "Number of the queue, of its own among the instance's queues.",
    ),
    special("dtb", Endpoint(NODES), Kind::Query("dtb"), "", "The node of the device tree that describes the device."),
    special(
        "generate_interrupts",
        Endpoint(NODES),
        Kind::Flag,
        "false",
        "Handles the device's interrupts: `<interface>_irq_handle` is called for each.",
    ),
    special("hardware_cached", Endpoint(NODES), Kind::Flag, "false", "Maps the device's registers cached."),
];

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Interfaces that carry calls.

use super::{PAGES, special};
use crate::item_tree::Side;
use crate::special::Owner::Interface;
use crate::special::{Form, Kind, Needs, On, Special, Unit};

/// Connectors that tell callers apart by badges.
const CALLS: On = On {
    connectors: &[
        "seL4RPCCall",
        "seL4RPCCallNoType",
        "seL4RPCCallSignal",
        "seL4RPCCallSignalNoThreads",
        "seL4RPCNoThreads",
        "seL4RPCDataport",
        "seL4RPCDataportNoThreads",
        "seL4RPCDataportSignal",
        "seL4RPCOverMultiSharedData",
        "seL4MultiSharedData",
        "seL4TimeServer",
        "seL4SerialServer",
        "seL4Ethdriver",
        "seL4GPIOServer",
        "seL4PicoServer",
        "seL4PicoServerSignal",
        "seL4UDPSend",
        "seL4UDPRecv",
    ],
    side: Some(Side::From),
};

/// Connectors with memory between each caller and the callee.
const BUFFERS: On = On {
    connectors: &[
        "seL4MultiSharedData",
        "seL4RPCOverMultiSharedData",
        "seL4RPCDataport",
        "seL4RPCDataportNoThreads",
        "seL4RPCDataportSignal",
        "seL4SerialServer",
        "seL4Ethdriver",
        "seL4PicoServer",
        "seL4Sataserver",
        "seL4UDPSend",
        "seL4UDPRecv",
    ],
    side: Some(Side::From),
};

const fn from(connectors: &'static [&'static str]) -> On {
    On { connectors, side: Some(Side::From) }
}

pub(super) const SETTINGS: &[Special] = &[
    special(
        "<interface>_attributes",
        Interface(CALLS),
        Kind::NumberOrDigits { min: 0, max: u64::MAX as i128 },
        "",
        "Badge by which the callee knows this caller; without it, the next free number.",
    ),
    special(
        "<interface>_attributes",
        Interface(from(&["seL4Sataserver"])),
        Kind::Text(Form::Number),
        "",
        "Badge by which the server knows this client.",
    ),
    special(
        "<interface>_attributes",
        Interface(On { connectors: &["seL4HardwareIOPort"], side: Some(Side::To) }),
        Kind::Text(Form::Ports),
        "",
        "The first and the last I/O port of the device.",
    )
    .needs(Needs::X86),
    special(
        "<interface>_shmem_size",
        Interface(BUFFERS),
        PAGES,
        "4096",
        "Memory that this caller shares with the callee.",
    ),
    special(
        "<interface>_shmem_size",
        Interface(from(&["seL4VirtQueues"])),
        PAGES,
        "8192",
        "Memory of the queue; the same on both ends.",
    ),
    special(
        "<interface>_id",
        Interface(from(&["seL4VirtQueues"])),
        Kind::Number { min: 0, max: u32::MAX as i128, unit: Unit::One },
        "",
        "Number by which the instance knows the queue; without it, the next free one.",
    ),
    special(
        "<interface>_topology",
        Interface(On { connectors: &["seL4VirtQueues"], side: Some(Side::To) }),
        Kind::Dicts(&["drv", "dev"]),
        "",
        "Which `from` ends share a queue, when there are more than two.",
    ),
    special(
        "<interface>_mac",
        Interface(from(&["seL4Ethdriver"])),
        Kind::Numbers { min: 0, max: 255 },
        "",
        "Ethernet address of this client, byte for byte.",
    ),
    special(
        "<interface>_pins",
        Interface(from(&["seL4GPIOServer"])),
        Kind::Query("gpio"),
        "",
        "Pins that this client may use.",
    ),
    special(
        "<interface>_port",
        Interface(from(&["seL4UDPSend"])),
        Kind::Any,
        "",
        "UDP port from which this client sends.",
    ),
    special(
        "<interface>_ports",
        Interface(from(&["seL4UDPRecv", "seL4UDPSend"])),
        Kind::Any,
        "",
        "UDP ports of this client.",
    ),
    special(
        "<interface>_partitions",
        Interface(from(&["seL4Sataserver"])),
        Kind::Numbers { min: 0, max: 255 },
        "",
        "Partitions of the disk that this client may use.",
    ),
];

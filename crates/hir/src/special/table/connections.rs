// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings of connections.

use super::{ADDRESS, PAGES, PAGES_OR_TEXT, special};
use crate::special::Owner::Connection;
use crate::special::{Form, Kind, Special, Unit};

const ENTRIES: Kind = Kind::Number { min: 1, max: 1 << 15, unit: Unit::Entries };

pub(super) const SETTINGS: &[Special] = &[
    special(
        "size",
        Connection(&["seL4SharedData", "seL4MessageQueue"]),
        PAGES_OR_TEXT,
        "4096",
        "Size of the shared memory, where the dataport's type gives none: the size of `Buf(N)` is N.",
    ),
    special(
        "size",
        Connection(&["seL4DMASharedData", "seL4SharedDataWithCaps"]),
        PAGES,
        "4096",
        "Size of the shared memory.",
    ),
    special(
        "paddr",
        Connection(&["seL4DMASharedData", "seL4SharedDataWithCaps"]),
        ADDRESS,
        "",
        "Physical address of the shared memory.",
    ),
    special(
        "controller",
        Connection(&["seL4DMASharedData"]),
        Kind::Text(Form::End),
        "",
        "The end, `instance.interface`, whose instance allocates DMA memory from here.",
    ),
    special(
        "buffer",
        Connection(&[
            "seL4RPCCall",
            "seL4RPCCallNoType",
            "seL4RPCCallSignal",
            "seL4RPCCallSignalNoThreads",
            "seL4GPIOServer",
        ]),
        Kind::Text(Form::Connection),
        "",
        "Name of a connection of one dataport to one, between the same instances, in whose memory arguments travel instead of the IPC buffer.",
    ),
    special("queue_length", Connection(&["seL4VirtQueues"]), ENTRIES, "256", "Entries of the queue."),
    special("queue_size", Connection(&["seL4MessageQueue"]), ENTRIES, "128", "Messages for which the queue has room."),
    special(
        "connection_name",
        Connection(&[
            "BPMPServerClientInit",
            "BPMPServerInit",
            "ClockServerClientInit",
            "ClockServerInit",
            "GPIOServerClientInit",
            "GPIOServerInit",
            "MUXServerClientInit",
            "MUXServerInit",
            "PicotcpBaseInit",
            "PicotcpEthernetAsyncClientInit",
            "PicotcpEthernetAsyncServerInit",
            "PicotcpSocketSyncClientInit",
            "PicotcpSocketSyncServerInit",
            "ResetServerClientInit",
            "ResetServerInit",
        ]),
        Kind::Text(Form::Free),
        "",
        "Begin of the names of the interfaces that the module uses.",
    ),
];

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Memory of an instance, and how it is built.

use super::{ADDRESS, MANY, special};
use crate::special::Owner::{BinarySemaphore, Connector, Instance, Semaphore};
use crate::special::{Form, Kind, Special, Unit};

pub(super) const SETTINGS: &[Special] = &[
    special(
        "heap_size",
        Instance,
        Kind::CExpression(Unit::Bytes),
        "",
        "Heap of the instance; without it, that of the build's configuration.",
    ),
    special(
        "dma_pool",
        Instance,
        Kind::Number { min: 0, max: MANY, unit: Unit::Bytes },
        "0",
        "Memory from which `camkes_dma_alloc` gives, rounded up to pages of 4096 bytes.",
    ),
    special("dma_pool_cached", Instance, Kind::Flag, "false", "Maps the memory of `dma_pool` cached."),
    special("dma_pool_paddr", Instance, ADDRESS, "", "Puts the memory of `dma_pool` at a fixed physical address."),
    special(
        "<semaphore>_value",
        Semaphore,
        Kind::Number { min: 0, max: i32::MAX as i128, unit: Unit::Count },
        "1",
        "Count with which the semaphore starts.",
    ),
    special(
        "<semaphore>_value",
        BinarySemaphore,
        Kind::Number { min: 0, max: 1, unit: Unit::Count },
        "0",
        "Count with which the binary semaphore starts: 0 (taken) or 1 (free).",
    ),
    special(
        "environment",
        Instance,
        Kind::WordAnyCase(&["c", "cakeml"]),
        "\"c\"",
        "Language in which the component is written.",
    ),
    special(
        "integrity_label",
        Instance,
        Kind::Text(Form::Free),
        "",
        "Label of the instance in the access control policy that is handed to Isabelle; instances with one label trust each other.",
    ),
    special(
        "simple",
        Instance,
        Kind::Flag,
        "false",
        "Gives the instance a `simple_t`, an interface of libsel4simple to its capabilities.",
    ),
    special("debug", Instance, Kind::Flag, "false", "Lets a debugger attach to the instance."),
    special("rump_config", Instance, Kind::Any, "", "Configuration of a component that runs on a rump kernel."),
    special(
        "disable_interface_type_checking",
        Connector,
        Kind::Flag,
        "false",
        "Interfaces of different types may be joined by this connector.",
    ),
    special(
        "from_global_endpoint",
        Connector,
        Kind::Flag,
        "false",
        "Signals to `from` ends arrive on one notification of their instance, told apart by badges.",
    ),
    special(
        "to_global_endpoint",
        Connector,
        Kind::Flag,
        "false",
        "Signals to `to` ends arrive on one notification of their instance, told apart by badges.",
    ),
    special(
        "from_global_rpc_endpoint",
        Connector,
        Kind::Flag,
        "false",
        "Calls to `from` ends arrive on one endpoint of their instance, told apart by badges.",
    ),
    special(
        "to_global_rpc_endpoint",
        Connector,
        Kind::Flag,
        "false",
        "Calls to `to` ends arrive on one endpoint of their instance, told apart by badges.",
    ),
    special(
        "isabelle_connector_spec",
        Connector,
        Kind::Text(Form::Free),
        "",
        "Rights that the connector gives, as a term of Isabelle.",
    ),
];

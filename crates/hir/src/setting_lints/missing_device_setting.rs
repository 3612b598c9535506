// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `missing-device-setting`: a connector's templates need what nobody set.

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::item_tree::Side;
use crate::model::{Connection, End, Value};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    if !look.complete {
        return;
    }
    const NODES: &[&str] = &["seL4DTBHardware", "seL4DTBHW", "seL4DTBHardwareThreadless", "seL4DTBHWThreadless"];
    let mut each = |connectors: &[&str], side: Side, check: Check| {
        for connection in look.joined_by(connectors) {
            let ends = if side == Side::From { &connection.from } else { &connection.to };
            ends.iter().for_each(|end| check(look, connection, *end, out));
        }
    };
    each(&["seL4HardwareMMIO"], Side::To, memory);
    each(&["seL4HardwareIOPort"], Side::To, ports);
    each(&["seL4HardwareInterrupt", "seL4GlobalAsynchHardwareInterrupt"], Side::From, interrupt);
    each(&["seL4MessageQueue"], Side::From, queue);
    each(&["seL4MessageQueue"], Side::To, queue);
    each(NODES, Side::To, node);
    each(&["seL4InitHardware"], Side::To, drivers);
}

/// What is missing at one end of a connection.
type Check = fn(&Look<'_>, &Connection, End, &mut Vec<Finding>);

fn memory(look: &Look<'_>, connection: &Connection, end: End, out: &mut Vec<Finding>) {
    need(look, connection, end, "paddr", "the physical address of the device", out);
    need(look, connection, end, "size", "the size of its memory in bytes", out);
}

fn ports(look: &Look<'_>, connection: &Connection, end: End, out: &mut Vec<Finding>) {
    need(look, connection, end, "attributes", "the range of ports, such as `\"0x60:0x64\"`", out);
}

fn queue(look: &Look<'_>, connection: &Connection, end: End, out: &mut Vec<Finding>) {
    need(look, connection, end, "id", "the number of the queue", out);
}

/// Drivers are found by the paths of their nodes, which are a setting of the instance.
fn drivers(look: &Look<'_>, connection: &Connection, end: End, out: &mut Vec<Finding>) {
    const PATHS: &str = "fdt_bind_driver_paths";
    let Some((instance, _)) = look.names(end) else { return };
    if !look.is_given(instance, PATHS) {
        let setting = format!("{instance}.{PATHS}");
        out.push(missing(look, connection, end, &setting, "the paths of the nodes whose drivers start"));
    }
}

/// Which settings an interrupt needs depends on its type.
fn interrupt(look: &Look<'_>, connection: &Connection, end: End, out: &mut Vec<Finding>) {
    let Some((instance, interface)) = look.names(end) else { return };
    let attribute = format!("{interface}_irq_type");
    let kind = match look.get(instance, &attribute).map(|it| it.value) {
        Some(Value::Str(kind)) => kind.as_str(),
        None if !look.is_given(instance, &attribute) => "simple",
        _ => return,
    };
    let needed: &[(&str, &str)] = match kind {
        "simple" | "arm" => &[("irq_number", "the number of the interrupt")],
        "isa" | "pci" => &[IOAPIC, PIN, VECTOR],
        "ioapic" => &[IOAPIC, PIN, VECTOR],
        "msi" => &[
            ("irq_handle", "the handle of the interrupt message"),
            ("irq_pci_bus", "the PCI bus of the device"),
            ("irq_pci_dev", "the number of the device on its PCI bus"),
            ("irq_pci_fun", "the PCI function of the device"),
            VECTOR,
        ],
        _ => return,
    };
    for (what, meaning) in needed {
        need(look, connection, end, what, meaning, out);
    }
    if kind == "ioapic" {
        let given = |name: &str| look.is_given(instance, &format!("{interface}_{name}"));
        for (what, other, meaning) in [
            ("irq_level", "irq_ioapic_level", "1 for an interrupt that is triggered by a level, 0 for one by an edge"),
            (
                "irq_polarity",
                "irq_ioapic_polarity",
                "1 for an interrupt that is active low, 0 for one that is active high",
            ),
        ] {
            if !given(other) {
                need(look, connection, end, what, meaning, out);
            }
        }
    }
}

const IOAPIC: (&str, &str) = ("irq_ioapic", "the number of the I/O APIC");
const PIN: (&str, &str) = ("irq_ioapic_pin", "the pin of the I/O APIC");
const VECTOR: (&str, &str) = ("irq_vector", "the vector at which the interrupt arrives");

/// A connector to a node of the device tree needs the query that finds it.
fn node(look: &Look<'_>, connection: &Connection, end: End, out: &mut Vec<Finding>) {
    let Some((instance, interface)) = look.names(end) else { return };
    let entity = format!("{instance}.{interface}");
    if !look.is_given(&entity, "dtb") {
        out.push(missing(look, connection, end, &format!("{entity}.dtb"), "the node of the device tree"));
    }
}

fn need(look: &Look<'_>, connection: &Connection, end: End, what: &str, meaning: &str, out: &mut Vec<Finding>) {
    let Some((instance, interface)) = look.names(end) else { return };
    let attribute = format!("{interface}_{what}");
    if !look.is_given(instance, &attribute) {
        out.push(missing(look, connection, end, &format!("{instance}.{attribute}"), meaning));
    }
}

fn missing(look: &Look<'_>, connection: &Connection, end: End, setting: &str, meaning: &str) -> Finding {
    let message = format!("connector `{}` needs the setting `{setting}`", connection.connector.name);
    let finding = Finding::new(Rule::MissingDeviceSetting, connection.origin, message);
    let finding = match look.assembly.resolve(end) {
        Some((_, interface)) => finding.label(interface.origin, "for this interface"),
        None => finding,
    };
    finding.note(format!("it gives {meaning}"))
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `missing-device-setting`: a connector's templates need what nobody set.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Look;
use crate::assembly::resolution;
use crate::db::Db;
use crate::diagnostic::{Certainty, Finding, Mend, MendEdit, Rule, Spot};
use crate::input::System;
use crate::item_tree::Side;
use crate::loc::ItemLoc;
use crate::model::{Connection, End, Value};

/// A setting that a connector's templates need and nobody gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSetting {
    /// The connection.
    pub connection: ItemLoc,
    /// Full name of the instance at its end.
    pub instance: String,
    /// What the instance's name and a dot stand before in the setting.
    pub attribute: String,
    /// A value of its form, to be replaced; what it must be where only one value can be meant.
    pub example: String,
}

/// The settings that the connections of a system lack. It looks through all settings: ask where the rule found something.
pub fn missing_device_settings(db: &dyn Db, system: System) -> Vec<MissingSetting> {
    let resolution = resolution(db, system);
    let Some(assembly) = resolution.assembly.as_deref() else { return Vec::new() };
    let missing = |it: Missing<'_>| MissingSetting {
        connection: it.connection.origin,
        instance: it.instance.to_owned(),
        example: it.example(),
        attribute: it.attribute,
    };
    missing_of(&Look::new(assembly, resolution)).into_iter().map(missing).collect()
}

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    out.extend(missing_of(look).iter().map(|it| it.finding(look)));
}

/// A setting that is not there.
struct Missing<'a> {
    connection: &'a Connection,
    end: End,
    instance: &'a str,
    attribute: String,
    need: &'static Need,
    /// The only value that makes sense, as far as a machine can tell.
    value: Option<i128>,
}

/// What the name of an interface is followed by in a setting, or the whole attribute.
struct Need {
    name: &'static str,
    meaning: &'static str,
    example: &'static str,
}

const fn number(name: &'static str, meaning: &'static str) -> Need {
    Need { name, meaning, example: "0" }
}

static PADDR: Need = Need { name: "paddr", meaning: "the physical address of the device", example: "0x0" };
static SIZE: Need = Need { name: "size", meaning: "the size of its memory in bytes", example: "0x1000" };
static PORTS: Need =
    Need { name: "attributes", meaning: "the range of ports, such as `\"0x60:0x64\"`", example: "\"0x0:0x0\"" };
static QUEUE: Need = Need { name: "id", meaning: "the number of the queue", example: "1" };
/// Drivers are found by the paths of their nodes, which are a setting of the instance.
static DRIVERS: Need =
    Need { name: "fdt_bind_driver_paths", meaning: "the paths of the nodes whose drivers start", example: "[\"\"]" };
static NODE: Need = Need { name: "dtb", meaning: "the node of the device tree", example: "dtb({\"path\": \"\"})" };
static SIMPLE: [Need; 1] = [number("irq_number", "the number of the interrupt")];
static IOAPIC: [Need; 3] = [
    number("irq_ioapic", "the number of the I/O APIC"),
    number("irq_ioapic_pin", "the pin of the I/O APIC"),
    number("irq_vector", "the vector at which the interrupt arrives"),
];
static MSI: [Need; 5] = [
    number("irq_handle", "the handle of the interrupt message"),
    number("irq_pci_bus", "the PCI bus of the device"),
    number("irq_pci_dev", "the number of the device on its PCI bus"),
    number("irq_pci_fun", "the PCI function of the device"),
    number("irq_vector", "the vector at which the interrupt arrives"),
];
static LEVEL: Need = number("irq_level", "1 for an interrupt that is triggered by a level, 0 for one by an edge");
static POLARITY: Need = number("irq_polarity", "1 for an interrupt that is active low, 0 for one that is active high");

fn missing_of<'a>(look: &Look<'a>) -> Vec<Missing<'a>> {
    let mut out = Vec::new();
    if !look.complete {
        return out;
    }
    const NODES: &[&str] = &["seL4DTBHardware", "seL4DTBHW", "seL4DTBHardwareThreadless", "seL4DTBHWThreadless"];
    let mut each = |connectors: &[&str], side: Side, check: Check| {
        for connection in look.joined_by(connectors) {
            let ends = if side == Side::From { &connection.from } else { &connection.to };
            for &end in ends {
                if let Some((instance, interface)) = look.names(end) {
                    check(&Place { look, connection, end, instance, interface }, &mut out);
                }
            }
        }
    };
    each(&["seL4HardwareMMIO"], Side::To, |place, out| {
        place.need(&PADDR, out);
        place.need(&SIZE, out);
    });
    each(&["seL4HardwareIOPort"], Side::To, |place, out| place.need(&PORTS, out));
    each(&["seL4HardwareInterrupt", "seL4GlobalAsynchHardwareInterrupt"], Side::From, interrupt);
    each(&["seL4MessageQueue"], Side::From, |place, out| place.need(&QUEUE, out));
    each(&["seL4MessageQueue"], Side::To, |place, out| place.need(&QUEUE, out));
    // A connector to a node of the device tree needs the query that finds it.
    each(NODES, Side::To, |place, out| {
        if !place.look.is_given(&format!("{}.{}", place.instance, place.interface), NODE.name) {
            out.push(place.missing(format!("{}.{}", place.interface, NODE.name), &NODE));
        }
    });
    each(&["seL4InitHardware"], Side::To, |place, out| {
        if !place.look.is_given(place.instance, DRIVERS.name) {
            out.push(place.missing(DRIVERS.name.to_owned(), &DRIVERS));
        }
    });
    number_queues(look, &mut out);
    out
}

/// Gives the queues without a number the first ones that are free: those of one instance need different ones, and nothing else is asked
/// of them.
fn number_queues(look: &Look<'_>, missing: &mut [Missing<'_>]) {
    let mut taken: FxHashMap<&str, FxHashSet<i128>> = FxHashMap::default();
    for it in missing.iter_mut().filter(|it| std::ptr::eq(it.need, &QUEUE)) {
        let taken = taken.entry(it.instance).or_insert_with(|| {
            let ids = look.values_of(it.instance).filter(|value| value.meaning.name.ends_with("_id"));
            ids.filter_map(super::Special::number).collect()
        });
        let free = (1..).find(|number| !taken.contains(number));
        it.value = free;
        taken.extend(free);
    }
}

/// What is missing at one end of a connection.
type Check = for<'l, 'a> fn(&Place<'l, 'a>, &mut Vec<Missing<'a>>);

/// One end of a connection.
struct Place<'l, 'a> {
    look: &'l Look<'a>,
    connection: &'a Connection,
    end: End,
    /// Full name of its instance.
    instance: &'a str,
    interface: &'a str,
}

impl<'a> Place<'_, 'a> {
    fn is_given(&self, what: &str) -> bool {
        self.look.is_given(self.instance, &format!("{}_{what}", self.interface))
    }

    fn need(&self, need: &'static Need, out: &mut Vec<Missing<'a>>) {
        if !self.is_given(need.name) {
            out.push(self.missing(format!("{}_{}", self.interface, need.name), need));
        }
    }

    fn missing(&self, attribute: String, need: &'static Need) -> Missing<'a> {
        let (connection, end, instance) = (self.connection, self.end, self.instance);
        Missing { connection, end, instance, attribute, need, value: None }
    }
}

/// Which settings an interrupt needs depends on its type.
fn interrupt<'a>(place: &Place<'_, 'a>, out: &mut Vec<Missing<'a>>) {
    let attribute = format!("{}_irq_type", place.interface);
    let kind = match place.look.get(place.instance, &attribute).map(|it| it.value) {
        Some(Value::Str(kind)) => kind.as_str(),
        None if !place.look.is_given(place.instance, &attribute) => "simple",
        _ => return,
    };
    let needed: &'static [Need] = match kind {
        "simple" | "arm" => &SIMPLE,
        "isa" | "pci" | "ioapic" => &IOAPIC,
        "msi" => &MSI,
        _ => return,
    };
    needed.iter().for_each(|need| place.need(need, out));
    if kind == "ioapic" {
        for (need, other) in [(&LEVEL, "irq_ioapic_level"), (&POLARITY, "irq_ioapic_polarity")] {
            if !place.is_given(other) {
                place.need(need, out);
            }
        }
    }
}

impl Missing<'_> {
    fn example(&self) -> String {
        self.value.map_or_else(|| self.need.example.to_owned(), |value| value.to_string())
    }

    /// The setting, if the instance stands beside the connection: what is deeper inside is set there.
    fn mend(&self) -> Option<Mend> {
        let connection = self.connection.parts.first().map_or(&self.connection.name, |part| &part.name);
        let level = |name: &str| name.rsplit_once('.').map_or("", |(level, _)| level).to_owned();
        if level(connection) != level(self.instance) {
            return None;
        }
        let setting = format!("{}.{}", self.instance.rsplit('.').next()?, self.attribute);
        let example = self.example();
        let (title, certainty) = match self.value {
            Some(value) => (format!("Add `{setting} = {value}`"), Certainty::Sure),
            None => (format!("Add `{setting} = …`"), Certainty::Choice),
        };
        let at = Spot::SettingFor(self.connection.origin);
        Some(Mend { title, edits: vec![MendEdit { at, text: format!("{setting} = {example};") }], certainty })
    }

    fn finding(&self, look: &Look<'_>) -> Finding {
        let setting = format!("{}.{}", self.instance, self.attribute);
        let message = format!("connector `{}` needs the setting `{setting}`", self.connection.connector.name);
        let finding = Finding::new(Rule::MissingDeviceSetting, self.connection.origin, message);
        let finding = match look.assembly.resolve(self.end) {
            Some((_, interface)) => finding.label(interface.origin, "for this interface"),
            None => finding,
        };
        let finding = finding.note(format!("it gives {}", self.need.meaning));
        match self.mend() {
            Some(mend) => finding.mends(mend),
            None => finding,
        }
    }
}

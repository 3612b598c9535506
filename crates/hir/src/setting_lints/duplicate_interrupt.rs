// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `duplicate-interrupt`: two devices with one interrupt number, vector or pin.

use rustc_hash::FxHashMap;

use super::{Found, Look};
use crate::diagnostic::{Finding, Rule};
use crate::model::{End, Value};

const CONNECTORS: &[&str] = &["seL4HardwareInterrupt", "seL4GlobalAsynchHardwareInterrupt"];

/// Numbers of Arm count from the first shared peripheral interrupt where they are told to.
const FIRST_SPI: i128 = 32;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Resource {
    Number(i128),
    Vector(i128),
    Pin(i128, i128),
}

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    let mut taken: FxHashMap<Resource, (String, Found<'_>)> = FxHashMap::default();
    let mut seen: Vec<End> = Vec::new();
    for connection in look.joined_by(CONNECTORS) {
        for end in &connection.from {
            if seen.contains(end) {
                continue;
            }
            seen.push(*end);
            let Some((instance, interface)) = look.names(*end) else { continue };
            for (resource, found) in resources(look, instance, interface) {
                let name = format!("{instance}.{interface}");
                match taken.get(&resource) {
                    Some((other, first)) => out.push(finding(resource, &name, found, other, *first)),
                    None => {
                        taken.insert(resource, (name, found));
                    }
                }
            }
        }
    }
}

fn finding(resource: Resource, name: &str, found: Found<'_>, other: &str, first: Found<'_>) -> Finding {
    let what = match resource {
        Resource::Number(n) => format!("interrupt {n}"),
        Resource::Vector(n) => format!("vector {n}"),
        Resource::Pin(ioapic, pin) => format!("pin {pin} of I/O APIC {ioapic}"),
    };
    let message = format!("{what} belongs to both `{other}` and `{name}`");
    found.finding(Rule::DuplicateInterrupt, message).label(first.at, format!("that of `{other}`"))
}

/// What an interrupt takes for itself.
fn resources<'a>(look: &Look<'a>, instance: &str, interface: &str) -> Vec<(Resource, Found<'a>)> {
    let number = |what: &str| look.number(instance, &format!("{interface}_{what}"));
    let kind = format!("{interface}_irq_type");
    let found = look.get(instance, &kind);
    let kind = match found.map(|it| it.value) {
        Some(Value::Str(kind)) => kind.as_str(),
        None if !look.is_given(instance, &kind) => "simple",
        _ => return Vec::new(),
    };
    let mut out = Vec::new();
    match kind {
        "simple" | "arm" => {
            if let Some((n, found)) = number("irq_number") {
                let shared = kind == "simple" && number("spi_number").is_some_and(|(spi, _)| spi == 0);
                out.push((Resource::Number(if shared { n.saturating_add(FIRST_SPI) } else { n }), found));
            }
        }
        _ => {
            out.extend(number("irq_vector").map(|(n, found)| (Resource::Vector(n), found)));
            if let (Some((ioapic, _)), Some((pin, found))) = (number("irq_ioapic"), number("irq_ioapic_pin")) {
                out.push((Resource::Pin(ioapic, pin), found));
            }
        }
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `setting-without-effect`: a setting for an interface that does not have what it sets.

use super::{Look, Set};
use crate::diagnostic::{Finding, Rule, Spot};
use crate::model::{Component, End};
use crate::special::{self, Hole, Owner};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for Set { setting, place, instance, is_special } in look.settings() {
        let (entity, attribute) = (setting.entity.as_str(), setting.attribute.as_str());
        let Some((index, component)) = instance else {
            out.extend(look.parts.get(entity).map(|whole| {
                let message = format!("`{attribute}` has no effect: `{entity}` is part of the connection `{whole}`");
                let finding = Finding::new(Rule::SettingWithoutEffect, place.word, message);
                finding.note("connections that share an interface become one, under another name; write them as one")
            }));
            continue;
        };
        if let Some(finding) = group(look, index, attribute) {
            out.push(Finding::new(Rule::SettingWithoutEffect, place.word, finding.0).label(finding.1, "in a group"));
            continue;
        }
        if is_special || component.attribute(attribute).is_some() {
            continue;
        }
        let Some((interface, owners)) = meanings(component, attribute) else { continue };
        let ends: Vec<_> = look.entities.ends(End { instance: index, interface }).collect();
        // Without a connection, or with templates that are not known here, anything may be read.
        if ends.is_empty() || !ends.iter().all(|(_, connection)| is_known(&connection.connector.name)) {
            continue;
        }
        let name = &component.interfaces[interface].name;
        let connectors: Vec<_> =
            ends.iter().map(|(side, it)| format!("`{}` end of `{}`", side.keyword(), it.connector.name)).collect();
        let message = format!("`{attribute}` has no effect: `{name}` is the {}", connectors.join(" and the "));
        let finding = Finding::new(Rule::SettingWithoutEffect, place.word, message);
        let owners: Vec<_> = owners.iter().map(|owner| owner.words()).collect();
        out.push(
            finding
                .label(component.interfaces[interface].origin, "the interface")
                .note(format!("it is a setting of {}", owners.join(", or of ")))
                .choice("Remove the setting", Spot::Lines(place.origin), ""),
        );
    }
}

/// The interface that an attribute is named after, and what else it would be a setting of.
fn meanings(component: &Component, attribute: &str) -> Option<(usize, Vec<Owner>)> {
    let mut found: Option<(usize, Vec<Owner>)> = None;
    for special in special::all().filter(|it| it.name.hole() == Some(Hole::Interface)) {
        let interface = special.name.matches(attribute).and_then(|name| component.interface_index(name));
        let Some(interface) = interface else { continue };
        match &mut found {
            Some((known, owners)) if *known == interface => owners.push(special.owner),
            Some(_) => {}
            None => found = Some((interface, vec![special.owner])),
        }
    }
    found
}

/// Connectors of camkes-tool, whose templates read nothing but what the table knows.
fn is_known(connector: &str) -> bool {
    const KNOWN: &[&str] = &[
        "seL4Notification",
        "seL4NotificationBind",
        "seL4NotificationQueue",
        "seL4NotificationNative",
        "seL4RPCEvent",
        "seL4RPCCall",
        "seL4RPCCallNoType",
        "seL4DirectCall",
        "seL4SharedData",
        "seL4HardwareMMIO",
        "seL4HardwareInterrupt",
        "seL4IOAPICHardwareInterrupt",
        "seL4HardwareIOPort",
        "seL4DTBHardware",
        "seL4DTBHW",
        "seL4DMASharedData",
    ];
    KNOWN.contains(&connector)
}

/// The CNode of a group has its size by the group's name.
fn group(look: &Look<'_>, index: usize, attribute: &str) -> Option<(String, crate::loc::ItemLoc)> {
    if attribute != "cnode_size_bits" {
        return None;
    }
    let instance = look.assembly.instances.get(index)?;
    let entity = &instance.name;
    let alone = instance.address_space == instance.name;
    if alone || look.is_given(entity, "simple") {
        return None;
    }
    let space = &instance.address_space;
    Some((format!("`{entity}` shares the CNode of its group; the setting is `{space}.{attribute}`"), instance.origin))
}

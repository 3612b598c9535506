// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `undeclared-setting`: a setting that is close to one that something would read.

use super::{Look, Set};
use crate::diagnostic::{Finding, Rule};
use crate::model::Component;
use crate::special::{self, Hole};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for Set { setting, place, instance, is_special } in look.settings() {
        if is_special {
            continue;
        }
        let (entity, attribute) = (setting.entity.as_str(), setting.attribute.as_str());
        let component = instance.map(|(_, component)| component);
        let declared = |name: &str| component.is_some_and(|it| it.attribute(name).is_some());
        if declared(attribute) || component.is_some_and(|it| names_interface(it, attribute)) {
            continue;
        }
        let bits = digits(attribute);
        let available = look.entities.settings_of(entity).into_iter();
        // What the value could not be for was not meant.
        let fitting = available.filter(|it| it.special.kind.check(&setting.value).is_none());
        let mut known: Vec<String> = fitting.map(|it| it.name.replace("<bits>", &bits)).collect();
        let attributes = component.into_iter().flat_map(|it| &it.attributes);
        let fitting = attributes.filter(|it| crate::types::check(&setting.value, it).is_empty());
        known.extend(fitting.map(|it| it.name.to_string()));
        let near = crate::names::closest(attribute, known.iter().map(String::as_str));
        let Some(near) = near else { continue };
        let what = match component {
            Some(it) => format!("component `{}` declares no attribute `{attribute}`", it.name),
            None => format!("`{entity}` has no setting `{attribute}`"),
        };
        let message = format!("{what}, and no template reads it");
        let finding = Finding::new(Rule::UndeclaredSetting, place.word, message);
        out.push(finding.note(format!("did you mean `{near}`?")).mend(format!("Change to `{near}`"), place.word, near));
    }
}

/// Whether an attribute is made of an interface's name and what a template reads of it; whether it reads it here is
/// another rule's matter.
fn names_interface(component: &Component, attribute: &str) -> bool {
    let mut matching = special::candidates(attribute).into_iter();
    matching.any(|(it, name)| it.name.hole() == Some(Hole::Interface) && component.interface_index(name).is_some())
}

/// The digits in a name.
fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

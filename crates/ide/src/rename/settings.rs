// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings whose attribute is made of the name of an interface: `instance.<interface>_priority` and its like.

use std::sync::Arc;

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{ConfigurationDecl, Given, Item, Path, SettingDecl, SettingValue};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::Component;
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::Writing;
use camkes_hir::special::{self, Hole};
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use super::{Refusal, place_of};
use crate::resolve;

/// The parts of attributes that are names of this interface.
pub(super) fn of_interface(
    db: &RootDatabase,
    system: System,
    interface: ItemLoc,
    name: &str,
) -> Result<Vec<(File, TextRange)>, Refusal> {
    let mut out = Vec::new();
    let Some(assembly) = camkes_hir::assembly(db, system) else { return Ok(out) };
    for &file in &import_graph(db, system).files {
        for setting in settings(db, system, file) {
            for path in paths(&setting) {
                let [owner, attribute] = path.parts.as_slice() else { continue };
                let Some(target) = resolve::target_of(db, system, ItemLoc::new(file, owner.id)) else { continue };
                let Some(instance) = assembly.instances.iter().find(|it| it.origin == target) else { continue };
                if !is_named_after(&instance.component, interface, name, &attribute.text) {
                    continue;
                }
                let Some(spot) = source_map(db, system, file).get(attribute.id) else { continue };
                let range = TextRange::at(spot.focus.start(), TextSize::of(name));
                if spot.writing == Writing::Macro || spot.focus.len() != TextSize::of(attribute.text.as_str()) {
                    return Err(Refusal::Macro(place_of(db, spot.file, spot.focus)));
                }
                out.push((spot.file, range));
            }
        }
    }
    Ok(out)
}

/// Whether an attribute that the component does not declare begins with the interface's name and `_`, and no longer name
/// of an interface fits as well.
fn is_named_after(component: &Component, interface: ItemLoc, name: &str, attribute: &str) -> bool {
    let begins = |with: &str| attribute.strip_prefix(with).is_some_and(|rest| rest.len() > 1 && rest.starts_with('_'));
    let is_longer = |other: &str| other.len() > name.len() && begins(other);
    begins(name)
        && component.interfaces.iter().any(|it| it.origin == interface)
        && component.attribute(attribute).is_none()
        && !component.interfaces.iter().any(|it| is_longer(&it.name))
        && special::all().any(|it| it.name.hole() == Some(Hole::Interface) && it.name.matches(attribute) == Some(name))
}

fn paths(setting: &SettingDecl) -> impl Iterator<Item = &Path> {
    let reference = match &setting.value {
        Some(SettingValue::Ref { path, .. }) => Some(path),
        _ => None,
    };
    std::iter::once(&setting.target).chain(reference)
}

fn settings(db: &RootDatabase, system: System, file: File) -> Vec<Arc<SettingDecl>> {
    let mut out = Vec::new();
    let mut add = |given: &[Given<ConfigurationDecl>]| {
        for configuration in given {
            if let Given::Here(decl) = configuration {
                out.extend(decl.settings.iter().cloned());
            }
        }
    };
    for item in &item_tree(db, system, file).items {
        match item {
            Item::Assembly(it) => add(&it.configurations),
            Item::Component(it) => add(&it.configurations),
            Item::Configuration(it) => add(&[Given::Here(it.clone())]),
            _ => {}
        }
    }
    out
}

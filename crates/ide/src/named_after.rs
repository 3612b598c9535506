// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings whose attribute is made of the name of an interface: `instance.<interface>_priority` and its like.

use std::sync::Arc;

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{ConfigurationDecl, Given, Item, Path, SettingDecl, SettingValue};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Assembly, Component};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::special::{self, Hole};
use camkes_hir::{File, RootDatabase, System};
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use crate::references::{Access, Place};
use crate::resolve;

/// The parts of attributes that are names of this interface; all of the attribute, or of a macro's use, where a macro made it.
pub(crate) fn of_interface(db: &RootDatabase, system: System, interface: ItemLoc, name: &str) -> Vec<Place> {
    let mut out = Vec::new();
    let begins =
        |path: &&Path| path.parts.last().is_some_and(|it| it.text.len() > name.len() && it.text.starts_with(name));
    let mut components = None;
    for &file in &import_graph(db, system).files {
        for setting in settings(db, system, file) {
            for path in paths(&setting).filter(begins) {
                let [owner, attribute] = path.parts.as_slice() else { continue };
                let Some(target) = resolve::target_of(db, system, ItemLoc::new(file, owner.id)) else { continue };
                let Some(assembly) = camkes_hir::assembly(db, system) else { return out };
                let components = components.get_or_insert_with(|| components_of(&assembly));
                let is_it = |it: &&Arc<Component>| is_named_after(it, interface, name, &attribute.text);
                if components.get(&target).filter(is_it).is_none() {
                    continue;
                }
                let Some(spot) = source_map(db, system, file).get(attribute.id) else { continue };
                let as_written =
                    spot.writing == Writing::Source && spot.focus.len() == TextSize::of(attribute.text.as_str());
                let (range, writing) = match as_written {
                    true => (TextRange::at(spot.focus.start(), TextSize::of(name)), Writing::Source),
                    false => (spot.focus, Writing::Macro),
                };
                out.push(Place { file: spot.file, range, writing, access: Access::Read });
            }
        }
    }
    out
}

/// The attribute of a setting that is named after an interface.
pub(crate) struct NamedAfter {
    /// The attribute.
    pub(crate) word: TextRange,
    /// The interface's name in it.
    pub(crate) part: TextRange,
    pub(crate) interface: ItemLoc,
}

/// The attribute at an offset, if it is named after an interface, as a person wrote it.
pub(crate) fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<NamedAfter> {
    for owner in resolve::owners(db, system, file) {
        // To look through all settings of a large system takes a while, and few words look like one of these.
        let text = file.contents(db).as_str();
        let word = |spot: &Spot| text.get(std::ops::Range::<usize>::from(spot.focus)).unwrap_or_default();
        let here = source_map(db, system, owner).at(file, offset);
        let here: Vec<_> = here.filter(|(_, spot)| looks_like_one(word(spot))).collect();
        if here.is_empty() {
            continue;
        }
        for setting in settings(db, system, owner) {
            for path in paths(&setting) {
                let [instance, attribute] = path.parts.as_slice() else { continue };
                let Some((_, spot)) = here.iter().find(|(id, _)| *id == attribute.id) else { continue };
                let target = resolve::target_of(db, system, ItemLoc::new(owner, instance.id))?;
                let assembly = camkes_hir::assembly(db, system)?;
                let component = &assembly.instances.iter().find(|it| it.origin == target)?.component;
                let mut interfaces = component.interfaces.iter();
                let found = interfaces.find(|it| is_named_after(component, it.origin, &it.name, &attribute.text))?;
                if spot.writing == Writing::Macro || spot.focus.len() != TextSize::of(attribute.text.as_str()) {
                    return None;
                }
                let part = TextRange::at(spot.focus.start(), TextSize::of(found.name.as_str()));
                return Some(NamedAfter { word: spot.focus, part, interface: found.origin });
            }
        }
    }
    None
}

/// Whether a word can be named after an interface.
fn looks_like_one(word: &str) -> bool {
    special::all().any(|it| it.name.hole() == Some(Hole::Interface) && it.name.matches(word).is_some())
}

/// Components of instances by their declaration.
fn components_of(assembly: &Assembly) -> FxHashMap<ItemLoc, Arc<Component>> {
    assembly.instances.iter().rev().map(|it| (it.origin, Arc::clone(&it.component))).collect()
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

/// The settings of a file.
pub(crate) fn settings(db: &RootDatabase, system: System, file: File) -> Vec<Arc<SettingDecl>> {
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

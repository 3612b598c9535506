// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings whose attribute is made of the name of an interface: `instance.<interface>_priority` and its like.

use std::sync::Arc;

use camkes_hir::imports::import_graph;
use camkes_hir::item_tree::{ConfigurationDecl, Given, Item, Path, SettingDecl, SettingValue};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::model::{Assembly, Component};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::special::{self, Hole};
use camkes_hir::{File, RootDatabase, System};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::bodies;
use crate::references::{Access, How, Place};
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
                let at = ItemLoc::new(file, attribute.id);
                let Some((file, word, how)) = bodies::word_of(db, system, at) else { continue };
                let as_written = how.can_be_edited() && word.len() == TextSize::of(attribute.text.as_str());
                let (range, how) = match as_written {
                    true => (TextRange::at(word.start(), TextSize::of(name)), how),
                    false => (word, How::Made),
                };
                out.push(Place { file, range, how, access: Access::Read });
                out.extend(bodies::used(db, system, at, how, Access::Read));
            }
        }
    }
    out
}

/// The attribute of a setting that is named after an interface.
pub(crate) struct NamedAfter {
    /// The attribute, as it is written.
    pub(crate) word: TextRange,
    /// The interface's name, with which it begins.
    pub(crate) name: SmolStr,
    pub(crate) interface: ItemLoc,
}

impl NamedAfter {
    /// The interface's name in the word.
    pub(crate) fn part(&self) -> TextRange {
        TextRange::at(self.word.start(), TextSize::of(self.name.as_str()))
    }
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
        let is_here = |id: LocalId| here.iter().any(|(at, _)| *at == id);
        let Some((id, found)) = of_attributes(db, system, owner, is_here).into_iter().next() else { continue };
        let (_, spot) = here.iter().find(|(at, _)| *at == id)?;
        return (spot.writing == Writing::Source && spot.focus == found.word).then_some(found);
    }
    None
}

/// As [`at`], all in a file.
pub(crate) fn in_file(db: &RootDatabase, system: System, owner: File) -> FxHashMap<LocalId, NamedAfter> {
    of_attributes(db, system, owner, |_| true).into_iter().collect()
}

/// Attributes of the settings of a file that are named after interfaces, and stand somewhere in one word.
fn of_attributes(
    db: &RootDatabase,
    system: System,
    owner: File,
    wanted: impl Fn(LocalId) -> bool,
) -> Vec<(LocalId, NamedAfter)> {
    let mut out = Vec::new();
    let mut components = None;
    for setting in settings(db, system, owner) {
        for path in paths(&setting) {
            let [instance, attribute] = path.parts.as_slice() else { continue };
            if !wanted(attribute.id) || !looks_like_one(&attribute.text) {
                continue;
            }
            let Some(target) = resolve::target_of(db, system, ItemLoc::new(owner, instance.id)) else { continue };
            let Some(assembly) = camkes_hir::assembly(db, system) else { return out };
            let components = components.get_or_insert_with(|| components_of(&assembly));
            let Some(component) = components.get(&target) else { continue };
            let mut interfaces = component.interfaces.iter();
            let found = interfaces.find(|it| is_named_after(component, it.origin, &it.name, &attribute.text));
            let word = bodies::word_of(db, system, ItemLoc::new(owner, attribute.id));
            let word = word.filter(|(_, word, _)| word.len() == TextSize::of(attribute.text.as_str()));
            if let (Some(found), Some((_, word, _))) = (found, word) {
                let (name, interface) = (SmolStr::new(&found.name), found.origin);
                out.push((attribute.id, NamedAfter { word, name, interface }));
            }
        }
    }
    out
}

/// Whether a word can be named after an interface.
pub(crate) fn looks_like_one(word: &str) -> bool {
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

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings: values worked out, `<-` followed through any depth of the hierarchy, defaults filled in.

mod references;

use rustc_hash::{FxHashMap, FxHashSet};

use self::references::Resolver;
use super::flat::{Flat, FlatInstance, FlatSetting};
use super::merge::Merged;
use crate::db::Db;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::input::System;
use crate::item_tree::SettingValue;
use crate::loc::ItemLoc;
use crate::model::{Configuration, Setting};
use crate::names::is_c_keyword;
use crate::types::{self, Misfit};

/// Resolves all settings of a flattened system, and what templates see of them.
///
/// As in the reference, settings with a value of their own come before those that refer to another.
pub(super) fn resolve(
    db: &dyn Db,
    system: System,
    flat: &mut Flat,
    merged: &[Merged],
) -> (Vec<Setting>, Configuration) {
    let settings = std::mem::take(&mut flat.settings);
    let mut resolver = Resolver::new(db, system, flat, &settings);
    let refers = |setting: &FlatSetting| matches!(setting.decl.value, Some(SettingValue::Ref { .. }));
    let plain = (0..settings.len()).filter(|&i| !refers(&settings[i]));
    let references = (0..settings.len()).filter(|&i| refers(&settings[i]));
    let resolved: Vec<_> = plain.chain(references).filter_map(|i| resolver.setting(i)).collect();
    let (mut findings, mut uses) = resolver.finish();
    let mut configuration = Configuration::default();
    let mut again = Vec::new();
    for setting in &resolved {
        let values = configuration.entry(setting.entity.clone()).or_default();
        if values.contains_key(&setting.attribute) {
            again.push(setting);
        } else {
            values.insert(setting.attribute.clone(), setting.value.clone());
        }
    }
    findings.extend(duplicates(&resolved, &again));
    findings.extend(settings.iter().filter_map(keyword));
    findings.extend(unknown_targets(flat, merged, &settings));
    flat.findings.append(&mut findings);
    flat.uses.append(&mut uses);
    let mut findings = add_defaults(flat, &mut configuration);
    flat.findings.append(&mut findings);
    (resolved, configuration)
}

/// Settings of what is set before them.
fn duplicates(resolved: &[Setting], again: &[&Setting]) -> Vec<Finding> {
    let mut first_at: FxHashMap<(&str, &str), ItemLoc> = FxHashMap::default();
    // Nearly no system has one.
    for setting in resolved.iter().filter(|_| !again.is_empty()) {
        first_at.entry((&setting.entity, &setting.attribute)).or_insert(setting.origin);
    }
    let finding = |setting: &&Setting| {
        let first = first_at.get(&(setting.entity.as_str(), setting.attribute.as_str()))?;
        let message = format!("`{}.{}` is already set", setting.entity, setting.attribute);
        Some(Finding::new(Rule::DuplicateSetting, setting.origin, message).label(*first, "first set here"))
    };
    again.iter().filter_map(finding).collect()
}

/// A setting becomes a C symbol, declared or not.
fn keyword(setting: &FlatSetting) -> Option<Finding> {
    let name = setting.decl.target.parts.last().filter(|name| is_c_keyword(&name.text))?;
    let at = ItemLoc::new(setting.def.file, name.id);
    Some(Finding::new(Rule::CKeyword, at, format!("setting name `{}` is a keyword of C", name.text)))
}

/// Settings that stand twice inside a component by itself: as in the reference, one is enough to stop a build.
fn duplicates_inside(settings: &[FlatSetting]) -> Vec<Finding> {
    let mut first_at: FxHashMap<(&str, &str), ItemLoc> = FxHashMap::default();
    let mut findings = Vec::new();
    for setting in settings {
        let at = ItemLoc::new(setting.def.file, setting.decl.id);
        match first_at.get(&(setting.entity.as_str(), setting.attribute.as_str())) {
            Some(first) => {
                let message = format!("`{}.{}` is already set", setting.entity, setting.attribute);
                findings.push(Finding::new(Rule::DuplicateSetting, at, message).label(*first, "first set here"));
            }
            None => {
                first_at.insert((&setting.entity, &setting.attribute), at);
            }
        }
    }
    findings
}

/// Checks the settings inside a component by itself. What they refer to may be set outside.
pub(super) fn check(db: &dyn Db, system: System, flat: &mut Flat, connections: &[Merged]) {
    let settings = std::mem::take(&mut flat.settings);
    let mut findings = unknown_targets(flat, connections, &settings);
    findings.extend(settings.iter().filter_map(keyword));
    findings.extend(duplicates_inside(&settings));
    // What is set outside is not missing here.
    flat.incomplete = true;
    let mut resolver = Resolver::new(db, system, flat, &settings);
    for index in 0..settings.len() {
        let _ = resolver.setting(index);
    }
    let (mistakes, mut uses) = resolver.finish();
    // As in the reference, what is wrong with a setting stops a build when the component has an instance; a value that can't be
    // worked out always does.
    findings.extend(mistakes.into_iter().map(|it| match it.rule() {
        Rule::InvalidValue => it,
        _ => it.severity(Severity::Warning),
    }));
    flat.findings.append(&mut findings);
    flat.uses.append(&mut uses);
}

/// Instances see the defaults of attributes that nobody set; connections do not. A default that lacks a member is a mistake
/// where it is used.
fn add_defaults(flat: &Flat, configuration: &mut Configuration) -> Vec<Finding> {
    let mut findings = Vec::new();
    for instance in &flat.instances {
        for attribute in &instance.def.model.attributes {
            let Some(default) = &attribute.default else { continue };
            let values = configuration.entry(instance.name.clone()).or_default();
            if values.contains_key(&attribute.name) {
                continue;
            }
            for misfit in types::check(default, attribute) {
                if let Misfit::Missing { member, .. } = &misfit {
                    let message = format!("`{}` takes a default without the member `{member}`", instance.name);
                    let finding = Finding::new(Rule::MissingMember, instance.origin, message);
                    findings.push(finding.label(attribute.origin, "the default"));
                }
            }
            values.insert(attribute.name.clone(), types::complete(default, attribute));
        }
    }
    findings
}

/// Settings for something that does not exist. The reference accepts them silently.
fn unknown_targets(flat: &Flat, merged: &[Merged], settings: &[FlatSetting]) -> Vec<Finding> {
    if flat.incomplete {
        return Vec::new();
    }
    let mut known: FxHashSet<&str> = flat.instances.iter().map(|i| i.name.as_str()).collect();
    known.extend(flat.connections.iter().map(|c| c.name.as_str()));
    known.extend(merged.iter().map(|c| c.name.as_str()));
    known.extend(flat.instances.iter().map(|i| i.address_space.as_str()));
    let instances: FxHashMap<&str, &FlatInstance> = flat.instances.iter().map(|i| (i.name.as_str(), i)).collect();
    let interface = |entity: &str| {
        let (instance, interface) = entity.rsplit_once('.')?;
        instances.get(instance)?.def.model.interface_index(interface)
    };
    let unknown = settings.iter().filter(|s| !known.contains(s.entity.as_str()) && interface(&s.entity).is_none());
    let mut siblings: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    unknown
        .filter_map(|setting| {
            let name = setting.decl.target.parts.first()?;
            let at = ItemLoc::new(setting.def.file, name.id);
            let message = format!("no instance or connection is named `{}`", setting.entity);
            let siblings = siblings.entry(&setting.prefix).or_insert_with(|| {
                let mut names = siblings_in(&setting.prefix, &known);
                // Inside a component, a setting may also be for one of its interfaces.
                let around = instances.get(setting.prefix.as_str()).into_iter();
                names.extend(around.flat_map(|it| &it.def.model.interfaces).map(|it| it.name.as_str()));
                names
            });
            let finding = Finding::new(Rule::UnknownSettingTarget, at, message);
            Some(finding.did_you_mean(at, &name.text, siblings.iter().copied()))
        })
        .collect()
}

/// Names at one level of the hierarchy, without what comes before them.
fn siblings_in<'a>(prefix: &str, known: &FxHashSet<&'a str>) -> Vec<&'a str> {
    let names = known.iter().filter_map(|known| match prefix {
        "" => Some(*known),
        prefix => known.strip_prefix(prefix)?.strip_prefix('.'),
    });
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

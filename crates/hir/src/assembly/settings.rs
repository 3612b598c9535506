// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings: values worked out, `<-` followed through any depth of the hierarchy, defaults filled in.

mod references;

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use self::references::Resolver;
use super::body::{Target, stop_if_overtaken};
use super::flat::{Flat, FlatInstance, FlatSetting, FlatTarget};
use super::merge::Merged;
use crate::db::Db;
use crate::declarations::Use;
use crate::diagnostic::{Finding, Rule, Severity, Spot};
use crate::input::System;
use crate::loc::ItemLoc;
use crate::model::{AttributeType, Setting};
use crate::types::{self, Misfit};

/// The settings of a system.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) settings: Vec<Setting>,
    /// More about each of them.
    pub(super) sources: Vec<SettingSource>,
    pub(super) findings: Vec<Finding>,
    pub(super) uses: Vec<Use>,
}

/// Where a setting comes from, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SettingSource {
    /// Its number among those that are written.
    pub(crate) written: usize,
    /// The instance that it is for, when that is an instance of the level in which it stands.
    pub(crate) instance: Option<usize>,
}

/// Resolves all settings of a flattened system.
///
/// As in the reference, settings with a value of their own come before those that refer to another. In an incomplete system what
/// seems to be missing may only be unknown.
pub(super) fn resolve(
    db: &dyn Db,
    system: System,
    flat: &Flat<'_>,
    merged: &[Merged<'_>],
    incomplete: bool,
) -> Settings {
    let mut out = Settings::default();
    out.settings.reserve(flat.settings.len());
    out.sources.reserve(flat.settings.len());
    let mut resolver = Resolver::new(db, system, flat, incomplete);
    let mut references = Vec::new();
    for (written, setting) in flat.settings.iter().enumerate() {
        stop_if_overtaken(db, written);
        if setting.local.is_reference {
            references.push((written, setting));
        } else if let Some(resolved) = resolver.setting(written) {
            out.add(written, setting, resolved);
        }
    }
    for (written, setting) in references {
        stop_if_overtaken(db, written);
        if let Some(resolved) = resolver.setting(written) {
            out.add(written, setting, resolved);
        }
    }
    let step = || db.step();
    step();
    (out.findings, out.uses) = resolver.finish();
    out.findings.extend(flat.bodies.iter().flat_map(|it| &it.misfits).cloned());
    // Nearly no system has one.
    if flat.bodies.iter().any(|it| it.repeats) {
        out.findings.extend(duplicates(&out.settings));
    }
    step();
    if !incomplete {
        out.findings.extend(unknown_targets(db, flat, merged));
    }
    step();
    let lacking = lacking_defaults(flat, &out.settings);
    out.findings.extend(lacking);
    out
}

impl Settings {
    fn add(&mut self, written: usize, setting: &FlatSetting<'_>, resolved: Setting) {
        let instance = match setting.target {
            FlatTarget::Instance(index) => Some(index),
            FlatTarget::Connection(_) | FlatTarget::Named => None,
        };
        self.sources.push(SettingSource { written, instance });
        self.settings.push(resolved);
    }
}

/// Settings of what is set before them.
fn duplicates(resolved: &[Setting]) -> Vec<Finding> {
    let mut first_at: FxHashMap<(&str, &str), ItemLoc> = FxHashMap::default();
    let mut findings = Vec::new();
    for setting in resolved {
        match first_at.get(&(setting.entity.as_str(), setting.attribute.as_str())) {
            Some(first) => findings.push(already_set(&setting.entity, &setting.attribute, setting.origin, *first)),
            None => {
                first_at.insert((&setting.entity, &setting.attribute), setting.origin);
            }
        }
    }
    findings
}

/// Settings that stand twice inside a component by itself: as in the reference, one is enough to stop a build.
fn duplicates_inside(flat: &Flat<'_>) -> Vec<Finding> {
    let mut first_at: FxHashMap<_, ItemLoc> = FxHashMap::default();
    let mut findings = Vec::new();
    for setting in &flat.settings {
        let (entity, attribute, at) = (flat.entity(setting), &setting.local.attribute, setting.local.origin());
        match first_at.get(&(entity.clone(), attribute)) {
            Some(first) => findings.push(already_set(&entity, attribute, at, *first)),
            None => {
                first_at.insert((entity, attribute), at);
            }
        }
    }
    findings
}

fn already_set(entity: &str, attribute: &str, at: ItemLoc, first: ItemLoc) -> Finding {
    let message = format!("`{entity}.{attribute}` is already set");
    let finding = Finding::new(Rule::DuplicateSetting, at, message).label(first, "first set here");
    let finding = finding.choice("Remove this setting", Spot::Lines(at), "");
    finding.choice("Remove the first setting", Spot::Lines(first), "")
}

/// Checks the settings inside a component by itself. What they refer to may be set outside.
pub(super) fn check(db: &dyn Db, system: System, flat: &Flat<'_>) -> (Vec<Finding>, Vec<Use>) {
    let mut findings = if flat.incomplete { Vec::new() } else { unknown_targets(db, flat, &[]) };
    if flat.bodies.iter().any(|it| it.repeats) {
        findings.extend(duplicates_inside(flat));
    }
    let mut resolver = Resolver::new(db, system, flat, true);
    for index in 0..flat.settings.len() {
        let _ = resolver.setting(index);
    }
    let (mut mistakes, uses) = resolver.finish();
    mistakes.extend(flat.bodies.iter().flat_map(|it| &it.misfits).cloned());
    // As in the reference, what is wrong with a setting stops a build when the component has an instance; a value that can't be
    // worked out always does.
    findings.extend(mistakes.into_iter().map(|it| match it.rule() {
        Rule::InvalidValue => it,
        _ => it.severity(Severity::Warning),
    }));
    (findings, uses)
}

/// Instances see the defaults of attributes that nobody set. One that lacks a member is a mistake where it is used.
fn lacking_defaults(flat: &Flat<'_>, settings: &[Setting]) -> Vec<Finding> {
    let set: OnceCell<FxHashSet<(&str, &str)>> = OnceCell::new();
    let is_set = |instance: &FlatInstance<'_>, attribute: &str| {
        let set = set.get_or_init(|| settings.iter().map(|it| (it.entity.as_str(), it.attribute.as_str())).collect());
        set.contains(&(instance.name.as_str(), attribute))
    };
    let mut findings = Vec::new();
    for instance in &flat.instances {
        for attribute in &instance.def.model.attributes {
            // Only a struct has members.
            let (Some(default), AttributeType::Struct(_)) = (&attribute.default, &attribute.ty) else { continue };
            let misfits = types::check(default, attribute);
            let mut missing = misfits.iter().filter_map(|misfit| match misfit {
                Misfit::Missing { member, .. } => Some(member),
                _ => None,
            });
            let Some(first) = missing.next().filter(|_| !is_set(instance, &attribute.name)) else { continue };
            for member in std::iter::once(first).chain(missing) {
                let message = format!("`{}` takes a default without the member `{member}`", instance.name);
                let finding = Finding::new(Rule::MissingMember, instance.origin, message);
                findings.push(finding.label(attribute.origin, "the default"));
            }
        }
    }
    findings
}

/// Settings for something that does not exist. The reference accepts them silently.
fn unknown_targets(db: &dyn Db, flat: &Flat<'_>, merged: &[Merged<'_>]) -> Vec<Finding> {
    let is_doubtful = |it: &&FlatSetting<'_>| matches!(it.local.target, Target::Unknown | Target::Nested);
    let doubtful: Vec<_> = flat.settings.iter().filter(is_doubtful).collect();
    if doubtful.is_empty() {
        return Vec::new();
    }
    let names = flat.instances.iter().map(|i| i.name.as_str()).chain(flat.connections.iter().map(|c| c.name.as_str()));
    let names = names.chain(merged.iter().map(|c| c.name().as_str()));
    let names = names.chain(flat.instances.iter().map(|i| i.address_space.as_str()));
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for (index, name) in names.enumerate() {
        stop_if_overtaken(db, index);
        known.insert(name);
    }
    let mut instances: FxHashMap<&str, &FlatInstance<'_>> = FxHashMap::default();
    for (index, instance) in flat.instances.iter().enumerate() {
        stop_if_overtaken(db, index);
        instances.insert(&instance.name, instance);
    }
    let interface = |entity: &str| {
        let (instance, interface) = entity.rsplit_once('.')?;
        instances.get(instance)?.def.model.interface_index(interface)
    };
    let prefixes: Vec<_> = doubtful.iter().map(|it| flat.prefix(it)).collect();
    let mut siblings: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    let finding = |(setting, prefix)| {
        let (setting, prefix): (&FlatSetting<'_>, &smol_str::SmolStr) = (setting, prefix);
        let entity = flat.entity(setting);
        if known.contains(entity.as_str()) || interface(&entity).is_some() {
            return None;
        }
        let name = setting.local.decl().target.parts.first()?;
        let at = setting.local.at(name.id);
        let message = format!("no instance or connection is named `{entity}`");
        let siblings = siblings.entry(prefix).or_insert_with(|| {
            let mut names = siblings_in(prefix, &known);
            // Inside a component, a setting may also be for one of its interfaces.
            let around = instances.get(prefix.as_str()).into_iter();
            names.extend(around.flat_map(|it| &it.def.model.interfaces).map(|it| it.name.as_str()));
            names
        });
        let finding = Finding::new(Rule::UnknownSettingTarget, at, message);
        let finding = finding.did_you_mean(at, &name.text, siblings.iter().copied());
        let whole = Spot::Lines(setting.local.at(setting.local.decl().id));
        Some(finding.choice("Remove the setting", whole, ""))
    };
    doubtful.into_iter().zip(&prefixes).filter_map(finding).collect()
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

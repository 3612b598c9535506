// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is wrong with the values of settings that templates read. Nothing here keeps a system from being resolved; most of it
//! would keep it from being generated, loaded or run. One file a rule.

mod budget_exceeds_period;
mod dataport_size;
mod dataport_size_mismatch;
mod dma_controller;
mod duplicate_badge;
mod duplicate_interrupt;
mod invalid_access;
mod missing_device_setting;
mod overlapping_memory;
mod pool_domains;
mod queue_length;
mod queue_topology;
mod rpc_buffer;
mod separate_address_spaces;
mod setting_form;
mod setting_range;
mod setting_type;
mod setting_without_effect;
mod setting_word;
mod small_cnode;
mod stack_size;
mod unaligned_address;
mod undeclared_setting;
mod unscheduled_domain;
mod untyped_size;

pub use self::missing_device_setting::{MissingSetting, missing_device_settings};

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::assembly::{Resolution, Written, resolution};
use crate::db::Db;
use crate::diagnostic::{Finding, Rule, Severity, Spot};
use crate::input::System;
use crate::loc::ItemLoc;
use crate::model::{Assembly, Component, Connection, DataportType, End, InterfaceType, Setting, Value};
use crate::special::{Available, Candidate, Entities, Entity, Kind, Misuse, Needs, candidates, number};

/// One rule.
type Lint = fn(&Look<'_>, &mut Vec<Finding>);

const LINTS: &[Lint] = &[
    budget_exceeds_period::check,
    dataport_size::check,
    dataport_size_mismatch::check,
    dma_controller::check,
    duplicate_badge::check,
    duplicate_interrupt::check,
    invalid_access::check,
    missing_device_setting::check,
    overlapping_memory::check,
    pool_domains::check,
    queue_length::check,
    queue_topology::check,
    rpc_buffer::check,
    separate_address_spaces::check,
    setting_form::check,
    setting_range::check,
    setting_type::check,
    setting_without_effect::check,
    setting_word::check,
    small_cnode::check,
    stack_size::check,
    unaligned_address::check,
    undeclared_setting::check,
    unscheduled_domain::check,
    untyped_size::check,
];

/// What is wrong with the settings of a system.
#[salsa::tracked(returns(deref))]
pub(crate) fn setting_findings(db: &dyn Db, system: System) -> Arc<[Finding]> {
    let resolution = resolution(db, system);
    let Some(assembly) = resolution.assembly.as_deref() else { return Arc::from([]) };
    let look = Look::new(assembly, resolution);
    let mut findings = Vec::new();
    for lint in LINTS {
        // Each may go through all of a large system.
        db.step();
        lint(&look, &mut findings);
    }
    findings.into()
}

/// A resolved system, with what rules ask of it.
pub(crate) struct Look<'a> {
    assembly: &'a Assembly,
    resolution: &'a Resolution,
    entities: Entities<'a>,
    /// Entities and attributes that are set, with a value or without.
    written: OnceCell<FxHashSet<(&'a str, &'a str)>>,
    /// Connections by the name of their connector.
    by_connector: FxHashMap<&'a str, Vec<usize>>,
    /// Connections that became part of another one, and of which.
    parts: FxHashMap<&'a str, &'a str>,
    /// Everything is known, so that what is not there is missing.
    complete: bool,
    /// Every value of a setting with a special meaning.
    values: Vec<Special<'a>>,
    /// The position of the first value of each entity.
    by_entity: FxHashMap<&'a str, usize>,
    /// Whether each setting has a special meaning.
    special: Vec<bool>,
}

/// A setting, and the instance that it is for.
struct Set<'a> {
    setting: &'a Setting,
    place: &'a Written,
    /// Number and component.
    instance: Option<(usize, &'a Component)>,
    /// Templates give it a meaning.
    is_special: bool,
}

/// A value and where it is given.
#[derive(Clone, Copy)]
struct Found<'a> {
    value: &'a Value,
    at: Spot,
    /// Where the value stands, when `at` is a reference to it.
    source: Option<ItemLoc>,
    /// The value can be replaced at `at`.
    literal: bool,
}

/// A value of a setting with a special meaning.
struct Special<'a> {
    entity: &'a str,
    /// Number of the instance that it is for.
    instance: Option<usize>,
    found: Found<'a>,
    meaning: Available,
    /// Why it is none of its setting's values.
    misuse: Option<Misuse>,
    /// The position of the next value of the same entity.
    next: Option<usize>,
}

impl<'a> Look<'a> {
    fn new(assembly: &'a Assembly, resolution: &'a Resolution) -> Self {
        let mut by_connector: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (index, connection) in assembly.connections.iter().enumerate() {
            by_connector.entry(&connection.connector.name).or_default().push(index);
        }
        let mut look = Self {
            assembly,
            resolution,
            entities: Entities::new(assembly),
            written: OnceCell::new(),
            by_connector,
            parts: resolution.parts.iter().map(|(part, whole)| (part.as_str(), whole.as_str())).collect(),
            complete: !resolution.incomplete,
            values: Vec::new(),
            by_entity: FxHashMap::default(),
            special: vec![false; assembly.settings.len()],
        };
        look.find_special_values();
        for (index, it) in look.values.iter_mut().enumerate().rev() {
            it.next = look.by_entity.insert(it.entity, index);
        }
        look
    }

    /// Looks for every value with a special meaning: settings, and defaults of attributes that nobody set.
    fn find_special_values(&mut self) {
        let (assembly, resolution) = (self.assembly, self.resolution);
        let mut out = Vec::new();
        // A system has a great many settings of a few names.
        let mut known: FxHashMap<&'a str, Vec<Candidate<'a>>> = FxHashMap::default();
        let entities = &self.entities;
        let mut find = |entity: &dyn Fn() -> Option<Entity<'a, 'a>>, attribute: &'a str| {
            let candidates = known.entry(attribute).or_insert_with(|| candidates(attribute));
            let entity = if candidates.is_empty() { None } else { entity() };
            entities.meaning(entity?, attribute, candidates)
        };
        for (index, (setting, source)) in assembly.settings.iter().zip(&resolution.sources).enumerate() {
            let entity = || match source.instance {
                Some(instance) => entities.entity_of(instance),
                None => Some(entities.entity(&setting.entity)),
            };
            let Some(meaning) = find(&entity, &setting.attribute) else { continue };
            let Some(place) = resolution.written.get(source.written) else { continue };
            let source_of_value = setting.via.last().copied();
            let found = Found {
                value: &setting.value,
                at: Spot::Full(place.value),
                source: source_of_value,
                literal: place.literal,
            };
            let misuse = meaning.special.kind.check(found.value);
            let (entity, instance) = (setting.entity.as_str(), source.instance);
            out.push(Special { entity, instance, found, meaning, misuse, next: None });
            if let Some(slot) = self.special.get_mut(index) {
                *slot = true;
            }
        }
        for (index, instance) in assembly.instances.iter().enumerate() {
            for attribute in &instance.component.attributes {
                let Some(value) = &attribute.default else { continue };
                let Some(meaning) = find(&|| entities.entity_of(index), &attribute.name) else { continue };
                if self.is_written(&instance.name, &attribute.name) {
                    continue;
                }
                let found = Found { value, at: Spot::Focus(attribute.origin), source: None, literal: false };
                let misuse = meaning.special.kind.check(value);
                let entity = instance.name.as_str();
                out.push(Special { entity, instance: Some(index), found, meaning, misuse, next: None });
            }
        }
        self.values = out;
    }

    /// Every setting that has a value.
    fn settings(&self) -> impl Iterator<Item = Set<'a>> + '_ {
        let all = self.assembly.settings.iter().zip(&self.resolution.sources).enumerate();
        all.filter_map(|(index, (setting, source))| {
            let instance = match source.instance {
                Some(index) => Some((index, &*self.assembly.instances.get(index)?.component)),
                None => self.entities.instance(&setting.entity),
            };
            let place = self.resolution.written.get(source.written)?;
            Some(Set { setting, place, instance, is_special: self.special.get(index).copied().unwrap_or_default() })
        })
    }

    /// The connections with one of these connectors, in order.
    fn joined_by(&self, connectors: &[&str]) -> impl Iterator<Item = &'a Connection> {
        let found = connectors.iter().filter_map(|name| self.by_connector.get(name)).flatten();
        let mut found: Vec<usize> = found.copied().collect();
        found.sort_unstable();
        let assembly = self.assembly;
        found.into_iter().filter_map(|index| assembly.connections.get(index))
    }

    /// The values of an entity.
    fn values_of(&self, entity: &str) -> impl Iterator<Item = &Special<'a>> {
        let first = self.by_entity.get(entity).and_then(|it| self.values.get(*it));
        std::iter::successors(first, |it| self.values.get(it.next?))
    }

    /// The value that templates see for an attribute.
    fn get(&self, entity: &str, attribute: &str) -> Option<Found<'a>> {
        self.values_of(entity).find(|it| it.meaning.name == attribute).map(|it| it.found)
    }

    /// The whole number that templates see for an attribute.
    fn number(&self, entity: &str, attribute: &str) -> Option<(i128, Found<'a>)> {
        let it = self.values_of(entity).find(|it| it.meaning.name == attribute)?;
        Some((it.number()?, it.found))
    }

    fn is_written(&self, entity: &str, attribute: &str) -> bool {
        let all = || self.resolution.written.iter().map(|it| (it.entity.as_str(), it.attribute.as_str())).collect();
        self.written.get_or_init(all).contains(&(entity, attribute))
    }

    /// Whether somebody gave an attribute a value, known or not.
    fn is_given(&self, entity: &str, attribute: &str) -> bool {
        let has_default = || {
            let declared = self.entities.instance(entity).and_then(|(_, it)| it.attribute(attribute));
            declared.is_some_and(|it| it.default.is_some())
        };
        self.is_written(entity, attribute) || has_default()
    }

    /// Values that are none of their setting's, with the reason.
    fn misuses(&self) -> impl Iterator<Item = (&Special<'a>, &Misuse)> {
        self.values.iter().filter_map(|it| Some((it, it.misuse.as_ref()?)))
    }

    /// Full names of an end's instance and interface.
    fn names(&self, end: End) -> Option<(&'a str, &'a str)> {
        let (instance, interface) = self.assembly.resolve(end)?;
        Some((&instance.name, &interface.name))
    }

    /// Bytes of an end's dataport, when its type says so: `Buf(N)`.
    fn sized(&self, end: End) -> Option<u64> {
        match &self.assembly.resolve(end)?.1.ty {
            InterfaceType::Dataport(DataportType::Sized(bytes)) => Some(*bytes),
            _ => None,
        }
    }
}

impl Special<'_> {
    /// The whole number, written as one or, where that is the same, as a string of one.
    fn number(&self) -> Option<i128> {
        match (self.meaning.special.kind, self.found.value) {
            (_, Value::Int(n)) => Some(*n),
            (Kind::NumberOrText { .. } | Kind::NumberOrDigits { .. }, Value::Str(text)) => number(text),
            _ => None,
        }
    }
}

impl Found<'_> {
    /// A finding at the value.
    fn finding(&self, rule: Rule, message: String) -> Finding {
        let finding = Finding::new(rule, self.at, message);
        match self.source {
            Some(source) if !self.literal => finding.label(source, "the value comes from here"),
            _ => finding,
        }
    }

    /// A finding with the mend of another value, where the value can be replaced.
    fn finding_with(&self, rule: Rule, message: String, text: &str) -> Finding {
        let finding = self.finding(rule, message);
        if self.literal { finding.mend(format!("Change to `{text}`"), self.at, text) } else { finding }
    }
}

impl Found<'_> {
    /// As [`Self::finding_with`], of a value that a person should choose.
    fn finding_or(&self, rule: Rule, message: String, text: &str) -> Finding {
        let finding = self.finding(rule, message);
        if self.literal { finding.choice(format!("Change to `{text}`"), self.at, text) } else { finding }
    }
}

/// A value that stops a build only where it is read.
fn severity_of(needs: Needs) -> Severity {
    if needs == Needs::Nothing { Severity::Error } else { Severity::Warning }
}

/// A number of bytes rounded up to whole pages.
fn whole_pages(bytes: i128) -> Option<i128> {
    let rest = bytes.rem_euclid(PAGE);
    if rest == 0 { Some(bytes) } else { bytes.checked_add(PAGE - rest) }
}

/// Bytes of the smallest page.
const PAGE: i128 = 4096;

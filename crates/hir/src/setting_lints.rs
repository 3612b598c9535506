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

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::assembly::{Resolution, Written, resolution};
use crate::db::Db;
use crate::diagnostic::{Finding, Rule, Severity, Spot};
use crate::input::System;
use crate::loc::ItemLoc;
use crate::model::{Assembly, DataportType, End, InterfaceType, Setting, Value};
use crate::special::{Available, Entities, Kind, Misuse, Needs, number};

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
        lint(&look, &mut findings);
    }
    findings.into()
}

/// A resolved system, with what rules ask of it.
pub(crate) struct Look<'a> {
    assembly: &'a Assembly,
    entities: Entities<'a>,
    written: FxHashMap<(&'a str, &'a str), Vec<&'a Written>>,
    /// Connections that became part of another one, and of which.
    parts: FxHashMap<&'a str, &'a str>,
    /// Everything is known, so that what is not there is missing.
    complete: bool,
    /// Every value of a setting with a special meaning.
    values: Vec<Special<'a>>,
    /// Positions in `values`, by entity.
    by_entity: FxHashMap<&'a str, Vec<usize>>,
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
    found: Found<'a>,
    meaning: Available,
}

impl<'a> Look<'a> {
    fn new(assembly: &'a Assembly, resolution: &'a Resolution) -> Self {
        let mut written: FxHashMap<_, Vec<&Written>> = FxHashMap::default();
        for it in &resolution.written {
            written.entry((it.entity.as_str(), it.attribute.as_str())).or_default().push(it);
        }
        let entities = Entities::new(assembly);
        let parts = resolution.parts.iter().map(|(part, whole)| (part.as_str(), whole.as_str())).collect();
        let complete = !resolution.incomplete;
        let mut look =
            Self { assembly, entities, written, parts, complete, values: Vec::new(), by_entity: FxHashMap::default() };
        look.values = look.special_values();
        for (index, it) in look.values.iter().enumerate() {
            look.by_entity.entry(it.entity).or_default().push(index);
        }
        look
    }

    /// Every value with a special meaning: settings, and defaults of attributes that nobody set.
    fn special_values(&self) -> Vec<Special<'a>> {
        let mut out = Vec::new();
        let mut add = |entity: &'a str, attribute: &str, found: Found<'a>| {
            if let Some(meaning) = self.entities.find(entity, attribute) {
                out.push(Special { entity, found, meaning });
            }
        };
        for setting in &self.assembly.settings {
            let Some(place) = self.place(setting) else { continue };
            let source = setting.via.last().copied();
            let found = Found { value: &setting.value, at: Spot::Full(place.value), source, literal: place.literal };
            add(&setting.entity, &setting.attribute, found);
        }
        for instance in &self.assembly.instances {
            for attribute in &instance.component.attributes {
                if self.written.contains_key(&(instance.name.as_str(), attribute.name.as_str())) {
                    continue;
                }
                let Some(value) = &attribute.default else { continue };
                let found = Found { value, at: Spot::Focus(attribute.origin), source: None, literal: false };
                add(&instance.name, &attribute.name, found);
            }
        }
        out
    }

    /// Where a setting is written.
    fn place(&self, setting: &Setting) -> Option<&'a Written> {
        let places = self.written.get(&(setting.entity.as_str(), setting.attribute.as_str()))?;
        places.iter().copied().find(|it| it.origin == setting.origin)
    }

    /// The values of an entity.
    fn values_of(&self, entity: &str) -> impl Iterator<Item = &Special<'a>> {
        self.by_entity.get(entity).into_iter().flatten().filter_map(|index| self.values.get(*index))
    }

    /// Whether templates give an attribute a meaning.
    fn is_special(&self, entity: &str, attribute: &str) -> bool {
        self.values_of(entity).any(|it| it.meaning.name == attribute)
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

    /// Whether somebody gave an attribute a value, known or not.
    fn is_given(&self, entity: &str, attribute: &str) -> bool {
        self.written.contains_key(&(entity, attribute)) || self.assembly.value(entity, attribute).is_some()
    }

    /// Values that are none of their setting's, with the reason.
    fn misuses(&self) -> impl Iterator<Item = (&Special<'a>, Misuse)> {
        self.values.iter().filter_map(|it| Some((it, it.meaning.special.kind.check(it.found.value)?)))
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

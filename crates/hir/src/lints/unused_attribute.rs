// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! An attribute that has no value in any instance. Attributes with a value are read by C code and by templates, which are not seen
//! here.

use rustc_hash::FxHashMap;

use super::usage::usage;
use super::{Check, Lint, is_private};
use crate::assembly::resolution;
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule, Spot, Tag};
use crate::input::System;
use crate::loc::ItemLoc;
use crate::special::Entities;

pub(super) const LINT: Lint =
    Lint { rule: Rule::UnusedAttribute, tag: Some(Tag::Unused), holds: Holds::InAll, check: Check::System(check) };

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let resolution = resolution(db, system);
    let Some(assembly) = &resolution.assembly else { return Vec::new() };
    let usage = usage(db, system);
    // Attributes without a default, and whether any instance gives them a value.
    let mut has_value: FxHashMap<ItemLoc, (&str, &str, bool)> = FxHashMap::default();
    let mut order = Vec::new();
    for instance in &assembly.instances {
        for attribute in instance.component.attributes.iter().filter(|it| it.default.is_none()) {
            has_value.entry(attribute.origin).or_insert_with(|| {
                order.push(attribute.origin);
                (&instance.component.name, &attribute.name, false)
            });
        }
    }
    if order.is_empty() {
        return Vec::new();
    }
    let entities = Entities::new(assembly);
    for (setting, source) in assembly.settings.iter().zip(&resolution.sources) {
        let component = match source.instance {
            Some(index) => assembly.instances.get(index).map(|it| &*it.component),
            None => entities.instance(&setting.entity).map(|(_, component)| component),
        };
        let attribute = component.and_then(|it| it.attribute(&setting.attribute));
        if let Some(known) = attribute.and_then(|it| has_value.get_mut(&it.origin)) {
            known.2 = true;
        }
    }
    let unused = order.into_iter().filter_map(|at| {
        let (component, name, valued) = has_value.get(&at)?;
        let used = *valued || usage.used.contains(&at) || usage.hidden.contains(*name);
        (!used && is_private(db, system, at.file)).then_some((at, component, name))
    });
    let finding = |(at, component, name): (ItemLoc, &&str, &&str)| {
        let message = format!("no instance of `{component}` has a value for `{name}`");
        let finding =
            Finding::new(Rule::UnusedAttribute, at, message).note("it has no default, so that C code can't read it");
        finding.choice("Remove the attribute", Spot::Documented(at), "")
    };
    unused.map(finding).collect()
}

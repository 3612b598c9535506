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

pub(super) const LINT: Lint =
    Lint { rule: Rule::UnusedAttribute, tag: Some(Tag::Unused), holds: Holds::InAll, check: Check::System(check) };

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let Some(assembly) = &resolution(db, system).assembly else { return Vec::new() };
    let usage = usage(db, system);
    // By attribute, whether any instance gives it a value.
    let mut has_value: FxHashMap<ItemLoc, (&str, &str, bool)> = FxHashMap::default();
    let mut order = Vec::new();
    for instance in &assembly.instances {
        for attribute in &instance.component.attributes {
            let value = assembly.value(&instance.name, &attribute.name).is_some();
            let known = has_value.entry(attribute.origin).or_insert_with(|| {
                order.push(attribute.origin);
                (&instance.component.name, &attribute.name, false)
            });
            known.2 |= value;
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
        finding.choice("Remove the attribute", Spot::Lines(at), "")
    };
    unused.map(finding).collect()
}

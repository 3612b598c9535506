// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! An instance that does nothing: it has no thread of its own to enter `run`, and nothing is connected to it.

use rustc_hash::FxHashSet;

use super::{Check, Lint};
use crate::assembly::resolution;
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule, Spot, Tag};
use crate::input::System;

pub(super) const LINT: Lint =
    Lint { rule: Rule::IdleInstance, tag: Some(Tag::Unused), holds: Holds::InAll, check: Check::System(check) };

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let Some(assembly) = &resolution(db, system).assembly else { return Vec::new() };
    let ends = assembly.connections.iter().flat_map(|it| it.from.iter().chain(&it.to));
    let mut connected = vec![false; assembly.instances.len()];
    for end in ends {
        if let Some(it) = connected.get_mut(end.instance) {
            *it = true;
        }
    }
    // A compound component is what is inside of it.
    let outer: FxHashSet<&str> = assembly
        .instances
        .iter()
        .flat_map(|it| it.name.rmatch_indices('.').map(|(at, _)| it.name.get(..at).unwrap_or_default()))
        .collect();
    let mut seen = FxHashSet::default();
    let idle = assembly.instances.iter().enumerate().filter(|(index, instance)| {
        let component = &instance.component;
        // A device is there for its settings too.
        let alive = component.control
            || component.hardware
            || connected.get(*index).copied().unwrap_or_default()
            || outer.contains(instance.name.as_str());
        !alive && component.exported.is_empty() && seen.insert(instance.origin)
    });
    let finding = |(_, instance): (usize, &crate::model::Instance)| {
        let message = format!("instance `{}` has no thread of its own, and nothing is connected to it", instance.name);
        Finding::new(Rule::IdleInstance, instance.origin, message)
            .label(instance.component.origin, "the component")
            .choice("Remove the instance", Spot::Documented(instance.origin), "")
    };
    idle.map(finding).collect()
}

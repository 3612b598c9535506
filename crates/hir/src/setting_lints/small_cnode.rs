// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `small-cnode`: fewer slots than capabilities. Only capabilities that every build needs are counted.

use rustc_hash::FxHashMap;

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::model::{End, Instance};
use crate::special::Hole;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    let sizes: Vec<_> = look.values.iter().filter(|it| it.meaning.special.name.text() == "cnode_size_bits").collect();
    if sizes.is_empty() {
        return;
    }
    let mut needed: FxHashMap<&str, u64> = FxHashMap::default();
    for (index, instance) in look.assembly.instances.iter().enumerate() {
        if !instance.component.hardware {
            let sum = needed.entry(&instance.address_space).or_insert(1);
            *sum = sum.saturating_add(capabilities(look, index, instance));
        }
    }
    for it in sizes {
        let bits = it.number().and_then(|bits| u32::try_from(bits).ok()).filter(|bits| (1..=28).contains(bits));
        let Some(bits) = bits else { continue };
        let Some(needed) = needed.get(it.entity).filter(|needed| **needed > 1 << bits) else { continue };
        let message =
            format!("a CNode of {bits} bits has {} slots, but `{}` needs at least {needed}", 1_u64 << bits, it.entity);
        let enough = needed.checked_next_power_of_two().map_or(u64::BITS, u64::trailing_zeros);
        out.push(it.found.finding_or(Rule::SmallCnode, message, &enough.to_string()));
    }
}

/// Capabilities that an instance surely gets: one for each of its threads, locks and pooled objects.
fn capabilities(look: &Look<'_>, index: usize, instance: &Instance) -> u64 {
    let component = &instance.component;
    let mut sum = 1 + component.mutexes.len() + component.semaphores.len() + component.binary_semaphores.len();
    for interface in 0..component.interfaces.len() {
        for (side, connection) in look.entities.ends(End { instance: index, interface }) {
            let end = match side {
                crate::item_tree::Side::From => connection.connector.from,
                crate::item_tree::Side::To => connection.connector.to,
            };
            sum += end.threads as usize;
        }
    }
    let pools = look.values_of(&instance.name).filter(|it| {
        let name = it.meaning.special.name;
        matches!(name.text(), "tcb_pool" | "ep_pool" | "notification_pool")
            || (name.hole() == Some(Hole::Bits) && !name.text().starts_with("simple"))
    });
    let pooled: u64 = pools.filter_map(|it| u64::try_from(it.number()?).ok()).fold(0, u64::saturating_add);
    pooled.saturating_add(sum as u64)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `budget-exceeds-period`: more time than there is.

use std::collections::BTreeSet;

use super::{Found, Look};
use crate::diagnostic::{Finding, Rule, Spot};
use crate::model::{End, Instance};
use crate::special::has_thread;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    let budgets = look.values.iter().filter(|it| it.meaning.name.ends_with("budget"));
    let limited: BTreeSet<usize> = budgets.filter_map(|it| it.instance).collect();
    for index in limited {
        let Some(instance) = look.assembly.instances.get(index) else { continue };
        let mut seen: Vec<(Spot, Spot)> = Vec::new();
        for prefix in prefixes(look, index, instance) {
            let of = |what: &str| own_or_general(look, &instance.name, &prefix, what);
            let (Some((budget, at)), Some((period, limit))) = (of("budget"), of("period")) else { continue };
            // Two settings for the whole instance meet in each of its threads.
            if budget <= period || seen.contains(&(at.at, limit.at)) {
                continue;
            }
            seen.push((at.at, limit.at));
            let message = format!("a budget of {budget} microseconds does not fit into a period of {period}");
            out.push(at.finding(Rule::BudgetExceedsPeriod, message).label(limit.at, "the period"));
        }
    }
}

fn own_or_general<'a>(look: &Look<'a>, instance: &str, prefix: &str, what: &str) -> Option<(i128, Found<'a>)> {
    let own = format!("{prefix}{what}");
    // An own setting without a value that is known hides the general one.
    if look.is_given(instance, &own) { look.number(instance, &own) } else { look.number(instance, what) }
}

/// What the settings of each thread begin with.
fn prefixes(look: &Look<'_>, index: usize, instance: &Instance) -> Vec<String> {
    let mut out = vec!["_".to_owned(), "fault".to_owned()];
    for (interface, it) in instance.component.interfaces.iter().enumerate() {
        if look.entities.ends(End { instance: index, interface }).any(has_thread) {
            out.push(format!("{}_", it.name));
        }
    }
    out
}

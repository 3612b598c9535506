// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `unscheduled-domain`: a thread in a domain that the schedule never runs.

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::model::Value;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    let schedule = &look.assembly.schedule;
    if schedule.is_empty() {
        // The kernel has a schedule of its own then.
        return;
    }
    let runs = |domain: i128| schedule.iter().any(|slot| i128::from(slot.domain) == domain);
    for it in &look.values {
        let name = it.meaning.special.name.text();
        if !matches!(name, "_domain" | "<interface>_domain" | "tcb_pool_domains") {
            continue;
        }
        let domains: Vec<i128> = match it.found.value {
            Value::List(items) => items.iter().filter_map(Value::as_int).collect(),
            value => value.as_int().into_iter().collect(),
        };
        if let Some(domain) = domains.into_iter().find(|domain| (0..=255).contains(domain) && !runs(*domain)) {
            let message = format!("domain {domain} has no slot in the schedule");
            let finding = it.found.finding(Rule::UnscheduledDomain, message);
            out.push(finding.note("a thread in it would never run"));
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `queue-length`: a queue whose length is no power of two.

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::special::Unit;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in &look.values {
        if it.meaning.special.kind.unit() != Some(Unit::Entries) {
            continue;
        }
        let length = it.number().and_then(|length| u32::try_from(length).ok());
        let Some(length) = length.filter(|it| *it > 0 && !it.is_power_of_two()) else { continue };
        let Some(next) = length.checked_next_power_of_two() else { continue };
        let message = format!("a queue of {length} entries is none: their number must be a power of two");
        out.push(it.found.finding_with(Rule::QueueLength, message, &next.to_string()));
    }
}

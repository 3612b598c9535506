// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `duplicate-badge`: two callers that the callee can't tell apart.

use super::{Found, Look};
use crate::diagnostic::{Finding, Rule};
use crate::special::Kind;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for connection in look.assembly.connections.iter().filter(|it| it.from.len() > 1) {
        let mut seen: Vec<(i128, String, Found<'_>)> = Vec::new();
        for end in &connection.from {
            let Some((instance, interface)) = look.names(*end) else { continue };
            let Some((badge, found)) = badge(look, instance, &format!("{interface}_attributes")) else { continue };
            let name = format!("{instance}.{interface}");
            if let Some((_, other, first)) = seen.iter().find(|(it, ..)| *it == badge) {
                let message = format!("`{name}` and `{other}` have the same badge, {badge}");
                let finding = found.finding(Rule::DuplicateBadge, message);
                out.push(finding.label(first.at, format!("the badge of `{other}`")));
            } else {
                seen.push((badge, name, found));
            }
        }
    }
}

/// The badge that a caller asks for.
fn badge<'a>(look: &Look<'a>, instance: &str, attribute: &str) -> Option<(i128, Found<'a>)> {
    let it = look.values_of(instance).find(|it| it.meaning.name == attribute)?;
    // For other connectors the attribute is no badge of a caller.
    let is_badge = matches!(it.meaning.special.kind, Kind::NumberOrDigits { .. });
    is_badge.then_some((it.number()?, it.found))
}

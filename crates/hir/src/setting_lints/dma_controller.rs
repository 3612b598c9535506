// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `dma-controller`: the end that allocates from a DMA pool is none of its connection.

use super::Look;
use crate::diagnostic::{Finding, Rule};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    if !look.complete {
        return;
    }
    for it in look.values.iter().filter(|it| it.meaning.special.name.text() == "controller") {
        let (Some(name), Some(connection)) = (it.found.value.as_str(), look.entities.connection(it.entity)) else {
            continue;
        };
        let ends = connection.from.iter().chain(&connection.to).filter_map(|end| look.names(*end));
        let ends: Vec<String> = ends.map(|(instance, interface)| format!("{instance}.{interface}")).collect();
        if ends.iter().any(|end| end == name) {
            continue;
        }
        let message = format!("`{name}` is no end of `{}`", connection.name);
        let finding = match crate::names::closest(name, ends.iter().map(String::as_str)) {
            Some(near) => it.found.finding_with(Rule::DmaController, message, &format!("\"{near}\"")),
            None => it.found.finding(Rule::DmaController, message),
        };
        out.push(finding.label(connection.origin, "the connection").note("nobody would allocate from the pool"));
    }
}

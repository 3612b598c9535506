// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `dataport-size`: shared or device memory that does not fill pages.

use super::{Look, PAGE, whole_pages};
use crate::diagnostic::{Finding, Rule};
use crate::special::{Owner, Unit};

/// Connectors that map the size in `Buf(N)` as it is.
const EXACT: &[&str] = &["seL4SharedData", "seL4MessageQueue"];

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in &look.values {
        let paged = it.meaning.special.kind.unit() == Some(Unit::PagedBytes);
        if !paged || it.meaning.name.ends_with("_stack_size") || is_ignored(look, it.entity, it.meaning.special.owner) {
            continue;
        }
        let Some(bytes) = it.number().filter(|bytes| *bytes > 0 && bytes % PAGE != 0) else { continue };
        let Some(rounded) = whole_pages(bytes) else { continue };
        let message = format!("{bytes} bytes do not fill pages of {PAGE} bytes");
        out.push(it.found.finding_with(Rule::DataportSize, message, &rounded.to_string()));
    }
    for connection in look.joined_by(EXACT) {
        for end in connection.from.iter().chain(&connection.to) {
            let Some(bytes) = look.sized(*end).map(i128::from).filter(|bytes| bytes % PAGE != 0) else { continue };
            let Some((_, interface)) = look.assembly.resolve(*end) else { continue };
            let message = format!("a dataport of {bytes} bytes does not fill pages of {PAGE} bytes");
            let finding = Finding::new(Rule::DataportSize, interface.origin, message);
            let finding = finding.label(connection.origin, format!("`{}` maps whole pages", connection.connector.name));
            let rounded = whole_pages(bytes).map(|bytes| format!("`Buf({bytes})` does"));
            out.push(rounded.into_iter().fold(finding, Finding::note));
        }
    }
}

/// The size of a connection whose dataports say their size is not read.
fn is_ignored(look: &Look<'_>, entity: &str, owner: Owner) -> bool {
    let Owner::Connection(_) = owner else { return false };
    let connection = look.entities.connection(entity);
    connection.is_some_and(|it| {
        EXACT.contains(&it.connector.name.as_str())
            && it.from.iter().chain(&it.to).all(|end| look.sized(*end).is_some())
    })
}

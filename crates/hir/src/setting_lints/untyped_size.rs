// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `untyped-size`: untyped memory of a size that no kernel can give.

use super::{Look, severity_of};
use crate::diagnostic::{Finding, Rule};
use crate::special::Hole;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in look.values.iter().filter(|it| it.meaning.special.name.hole() == Some(Hole::Bits)) {
        let name = it.meaning.special.name;
        // The largest untyped of a 32-bit kernel has 2^29 bytes; that of a 64-bit one 2^47.
        let greatest = if name.text().starts_with("simple") { 47 } else { 28 };
        let Some(filling) = name.matches(&it.meaning.name) else { continue };
        let bits = filling.parse::<u32>().unwrap_or(u32::MAX);
        if (4..=greatest).contains(&bits) || it.number().is_none_or(|count| count <= 0) {
            continue;
        }
        let message = format!("`{}` asks for untyped memory of {filling} bits", it.meaning.name);
        let finding = it.found.finding(Rule::UntypedSize, message).severity(severity_of(it.meaning.special.needs));
        out.push(finding.note(format!("there are sizes from 4 to {greatest} bits")));
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `unaligned-address`: memory that does not begin with a page.

use super::{Look, PAGE};
use crate::diagnostic::{Finding, Rule};
use crate::special::Unit;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in &look.values {
        if it.meaning.special.kind.unit() != Some(Unit::Address) {
            continue;
        }
        let Some(address) = it.number().filter(|it| *it > 0 && it % PAGE != 0) else { continue };
        let message = format!("address {address:#x} is not that of a page of {PAGE} bytes");
        let start = address - address % PAGE;
        let note = format!("the page begins at {start:#x}, and the device {:#x} bytes behind it", address - start);
        out.push(it.found.finding_or(Rule::UnalignedAddress, message, &format!("{start:#x}")).note(note));
    }
}

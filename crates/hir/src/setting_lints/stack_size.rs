// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `stack-size`: a stack that does not fill pages.

use super::{Look, PAGE, whole_pages};
use crate::diagnostic::{Finding, Rule};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for it in look.values.iter().filter(|it| it.meaning.name.ends_with("_stack_size")) {
        let Some(bytes) = it.number().filter(|bytes| *bytes > 0 && bytes % PAGE != 0) else { continue };
        let Some(rounded) = whole_pages(bytes) else { continue };
        let message = format!("a stack of {bytes} bytes does not fill pages of {PAGE} bytes");
        let finding = it.found.finding_with(Rule::StackSize, message, &rounded.to_string());
        out.push(finding.note("the stack pointer would start in the middle of a page"));
    }
}

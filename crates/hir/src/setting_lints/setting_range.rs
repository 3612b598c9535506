// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `setting-range`: a number that is too small or too great for what it sets.

use super::{Look, severity_of};
use crate::diagnostic::{Finding, Rule};
use crate::special::Misuse;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for (it, misuse) in look.misuses() {
        let Misuse::Range(range, nearest) = misuse else { continue };
        let message = format!("`{}` is {range}, not {}", it.meaning.name, it.found.value);
        let finding = it.found.finding_or(Rule::SettingRange, message, &nearest.to_string());
        out.push(finding.severity(severity_of(it.meaning.special.needs)));
    }
}

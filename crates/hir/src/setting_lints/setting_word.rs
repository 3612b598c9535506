// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `setting-word`: a string that is none of the words that a setting knows.

use super::{Look, severity_of};
use crate::diagnostic::{Finding, Rule, Severity};
use crate::model::Value;
use crate::special::Misuse;

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for (it, misuse) in look.misuses() {
        let Misuse::Word(words) = misuse else { continue };
        let known: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let message = format!("`{}` is none of {}: {}", it.meaning.name, known.join(", "), it.found.value);
        let near = it.found.value.as_str().and_then(|text| crate::names::closest(text, words.iter().copied()));
        let finding = match near {
            Some(word) => it.found.finding_with(Rule::SettingWord, message, &format!("\"{word}\"")),
            None => it.found.finding(Rule::SettingWord, message),
        };
        // The trigger of an interrupt is read for one type alone.
        let kind = it
            .meaning
            .name
            .strip_suffix("_irq_trigger")
            .and_then(|subject| look.get(it.entity, &format!("{subject}_irq_type")).map(|kind| kind.value));
        let is_read = kind.and_then(Value::as_str) == Some("arm");
        let severity = if is_read { Severity::Error } else { severity_of(it.meaning.special.needs) };
        out.push(finding.severity(severity));
    }
}

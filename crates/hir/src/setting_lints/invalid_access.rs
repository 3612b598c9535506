// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `invalid-access`: letters that are no rights, or stand in another order than templates know them in.

use super::Look;
use crate::diagnostic::{Finding, Rule};
use crate::special::{Form, Misuse};

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for (it, misuse) in look.misuses() {
        if *misuse != Misuse::Form(Form::Access) {
            continue;
        }
        let message = format!("`{}` is {}, not {}", it.meaning.name, Form::Access.shape(), it.found.value);
        let finding = match it.found.value.as_str().and_then(sorted) {
            Some(text) => it.found.finding_with(Rule::InvalidAccess, message, &format!("\"{text}\"")),
            None => it.found.finding(Rule::InvalidAccess, message),
        };
        out.push(finding);
    }
}

/// The same rights in order, if all letters are rights.
fn sorted(text: &str) -> Option<String> {
    const RIGHTS: [char; 4] = ['R', 'W', 'X', 'P'];
    let upper = text.to_ascii_uppercase();
    let known = upper.chars().all(|letter| RIGHTS.contains(&letter));
    known.then(|| RIGHTS.iter().filter(|letter| upper.contains(**letter)).collect())
}

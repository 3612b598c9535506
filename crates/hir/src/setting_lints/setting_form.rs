// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `setting-form`: a string that can't be taken apart.

use super::{Look, severity_of};
use crate::diagnostic::{Finding, Rule};
use crate::special::{Form, Misuse};

/// The connector that reads the ports of a device does so on every machine that has it.
const PORTS: &str = "_attributes";

pub(super) fn check(look: &Look<'_>, out: &mut Vec<Finding>) {
    for (it, misuse) in look.misuses() {
        let Misuse::Form(form) = misuse else { continue };
        if *form == Form::Access {
            continue;
        }
        let message = format!("`{}` does not have the form of its setting: {}", it.meaning.name, it.found.value);
        let finding = it.found.finding(Rule::SettingForm, message).note(format!("it is {}", form.shape()));
        let always = it.meaning.name.ends_with(PORTS);
        out.push(if always { finding } else { finding.severity(severity_of(it.meaning.special.needs)) });
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings that have a newer form. The templates of the Arm VM warn about them too, when C code is compiled.

use super::{Check, Lint};
use crate::assembly::resolution;
use crate::db::Db;
use crate::diagnostic::{Finding, Holds, Rule, Tag};
use crate::input::System;

pub(super) const LINT: Lint =
    Lint { rule: Rule::DeprecatedForm, tag: Some(Tag::Deprecated), holds: Holds::InAny, check: Check::System(check) };

/// Old and new names of attributes (templates of the Arm VM, `seL4VMParameters`).
const RENAMED: [(&str, &str); 2] =
    [("linux_address_config", "vm_address_config"), ("linux_image_config", "vm_image_config")];

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let Some(assembly) = &resolution(db, system).assembly else { return Vec::new() };
    let mut findings = Vec::new();
    for setting in &assembly.settings {
        let Some((old, new)) = RENAMED.iter().find(|(old, _)| setting.attribute == *old) else { continue };
        let Some(attribute) = assembly.instance(&setting.entity).and_then(|it| it.component.attribute(new)) else {
            continue;
        };
        let message = format!("`{old}` is an old form of `{new}`");
        let finding = Finding::new(Rule::DeprecatedForm, setting.origin, message);
        findings.push(finding.label(attribute.origin, "the newer attribute"));
    }
    findings
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings that have a newer form. The templates of the Arm VM warn about them too, when C code is compiled.

use super::bodies::setting;
use super::{Check, Lint};
use crate::assembly::{Resolution, Written, resolution};
use crate::db::Db;
use crate::diagnostic::{Certainty, Edge, Finding, Holds, Mend, MendEdit, Rule, Spot, Tag};
use crate::input::{File, System};
use crate::item_tree::{Expr, ExprKind, SettingDecl, SettingValue};
use crate::loc::ItemLoc;
use crate::model::Value;
use crate::parse::item_tree;

pub(super) const LINT: Lint =
    Lint { rule: Rule::DeprecatedForm, tag: Some(Tag::Deprecated), holds: Holds::InAny, check: Check::System(check) };

/// A struct attribute that another one has taken the place of.
struct Renamed {
    old: &'static str,
    new: &'static str,
    /// Members with other names in the new struct; `None` where nothing reads them any more.
    members: &'static [(&'static str, Option<&'static str>)],
    /// Whether the new form means the same without a further word.
    certainty: Certainty,
    note: Option<&'static str>,
}

/// Attributes of the virtual machine monitor for Arm (`seL4VMParameters`, `vm.h` of its configurations).
const RENAMED: [Renamed; 2] = [
    Renamed {
        old: "linux_address_config",
        new: "vm_address_config",
        members: &[
            ("linux_ram_base", Some("ram_base")),
            ("linux_ram_paddr_base", Some("ram_paddr_base")),
            ("linux_ram_size", Some("ram_size")),
            ("linux_ram_offset", None),
            ("initrd_max_size", None),
        ],
        certainty: Certainty::Sure,
        note: None,
    },
    Renamed {
        old: "linux_image_config",
        new: "vm_image_config",
        members: &[
            ("linux_name", Some("kernel_name")),
            ("linux_bootcmdline", Some("kernel_bootcmdline")),
            ("linux_stdout", Some("kernel_stdout")),
        ],
        certainty: Certainty::Choice,
        note: Some(
            "in the new form `provide_initrd`, `provide_dtb`, `generate_dtb`, `map_one_to_one` and `clean_cache` are members, \
             which the build's settings and the platform decided before",
        ),
    },
];

fn check(db: &dyn Db, system: System) -> Vec<Finding> {
    let resolution = resolution(db, system);
    let found = resolution.written.iter().filter_map(|written| {
        let renamed = RENAMED.iter().find(|it| written.attribute == it.old)?;
        finding(db, system, resolution, written, renamed)
    });
    found.collect()
}

fn finding(
    db: &dyn Db,
    system: System,
    resolution: &Resolution,
    written: &Written,
    renamed: &Renamed,
) -> Option<Finding> {
    let Renamed { old, new, .. } = renamed;
    let instance = resolution.assembly.as_deref()?.instance(&written.entity)?;
    // A component that has no newer form yet.
    let attribute = instance.component.attribute(new)?;
    let newer = resolution.written.iter().find(|it| it.entity == written.entity && it.attribute == *new);
    if let Some(newer) = newer {
        let message = format!("`{old}` has no effect beside `{new}`");
        let finding = Finding::new(Rule::DeprecatedForm, written.origin, message).label(newer.origin, "the newer form");
        return Some(finding.mend("Remove the setting", Spot::Lines(written.origin), ""));
    }
    let message = format!("`{old}` is an old form of `{new}`");
    let finding = Finding::new(Rule::DeprecatedForm, written.origin, message);
    let finding = finding.label(attribute.origin, "the newer attribute");
    let finding = renamed.note.into_iter().fold(finding, Finding::note);
    let decl = setting(item_tree(db, system, written.origin.file), written.origin.id);
    let mend = decl.and_then(|decl| {
        let rewritten = rewritten(written.origin.file, decl, renamed);
        rewritten.or_else(|| with_value(resolution, written, decl, renamed))
    });
    Some(match mend {
        Some(mend) => finding.mends(mend),
        None => finding,
    })
}

/// The setting in its new form with the value that it has now, where that is said elsewhere or worked out: it no longer follows what it
/// came from, so that a person should choose it.
fn with_value(resolution: &Resolution, written: &Written, decl: &SettingDecl, renamed: &Renamed) -> Option<Mend> {
    let settings = &resolution.assembly.as_deref()?.settings;
    let set = settings.iter().find(|it| it.entity == written.entity && it.attribute == written.attribute)?;
    let Value::Dict(entries) = &set.value else { return None };
    let entries = entries.iter().filter_map(|(key, value)| {
        let known = renamed.members.iter().find(|(old, _)| key.as_str() == Some(old));
        let key = match known {
            Some((_, new)) => Value::from((*new)?),
            None => key.clone(),
        };
        Some((key, value.clone()))
    });
    let value = Value::Dict(entries.collect());
    let (_, owner) = decl.target.parts.split_last()?;
    let owner: String = owner.iter().map(|part| format!("{}.", part.text)).collect();
    let text = format!("{owner}{} = {value};", renamed.new);
    let edits = vec![MendEdit { at: Spot::Full(written.origin), text }];
    let title = format!("Write it as `{}` with its present value", renamed.new);
    Some(Mend { title, edits, certainty: Certainty::Choice })
}

/// The setting in its new form. Only a dict that stands there can be rewritten.
fn rewritten(file: File, decl: &SettingDecl, renamed: &Renamed) -> Option<Mend> {
    let name = decl.target.parts.last()?;
    let Some(SettingValue::Expr(Expr { kind: ExprKind::Dict(entries), .. })) = &decl.value else { return None };
    let loc = |id| ItemLoc::new(file, id);
    let mut edits = vec![MendEdit { at: Spot::Full(loc(name.id)), text: renamed.new.to_owned() }];
    for (index, (key, value)) in entries.iter().enumerate() {
        let ExprKind::Str(word) = &key.kind else { return None };
        let Some((_, new)) = renamed.members.iter().find(|(old, _)| word == old) else { continue };
        let (next, before) = (entries.get(index + 1), index.checked_sub(1).and_then(|it| entries.get(it)));
        let edit = match (new, next, before) {
            (Some(new), ..) => MendEdit { at: Spot::Full(loc(key.id)), text: format!("\"{new}\"") },
            (None, Some((next, _)), _) => cut(Edge::Start(loc(key.id)), Edge::Start(loc(next.id))),
            (None, None, Some((_, before))) => cut(Edge::End(loc(before.id)), Edge::End(loc(value.id))),
            (None, None, None) => cut(Edge::Start(loc(key.id)), Edge::End(loc(value.id))),
        };
        edits.push(edit);
    }
    Some(Mend { title: format!("Write it as `{}`", renamed.new), edits, certainty: renamed.certainty })
}

fn cut(from: Edge, to: Edge) -> MendEdit {
    MendEdit { at: Spot::Stretch(from, to), text: String::new() }
}

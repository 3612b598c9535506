// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp capdl diff`: what a reviewer wants to know of a change.

use std::fmt::Write as _;

use camkes_capdl::{Change, Detail};
use serde::Serialize;

use crate::{
    cli::{Color, DiffCommand},
    commands::{CommandResult, Outcome},
    system::System,
};

/// Compares two specifications.
///
/// # Errors
/// When a stream takes no more.
pub(super) fn run(system: &mut System<'_>, command: &DiffCommand, color: Color) -> CommandResult {
    let old = super::load(system, &command.old, color)?;
    let new = super::load(system, &command.new, color)?;
    let (Some(old), Some(new)) = (old, new) else { return Ok(Outcome::Usage) };
    let detail = if command.details { Detail::Everything } else { Detail::Authority };
    let changes = old.diff(&new, detail);
    system.print(&if command.json { json(&changes) } else { text(&changes) })?;
    Ok(if changes.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// A paragraph for each component; nothing if there is no change.
fn text(changes: &[Change]) -> String {
    let mut text = String::new();
    let mut last = None;
    for change in changes {
        if last != Some(&change.component) {
            let name = change.component.as_deref().unwrap_or("system");
            let _ = writeln!(text, "{}{name}:", if last.is_some() { "\n" } else { "" });
            last = Some(&change.component);
        }
        let _ = writeln!(text, "  {} {}", change.kind.sign(), change.text);
    }
    text
}

/// A change as machines read it.
#[derive(Serialize)]
struct Row<'a> {
    component: Option<&'a str>,
    change: &'static str,
    object: &'a str,
    rights: &'a [&'static str],
    text: &'a str,
}

fn json(changes: &[Change]) -> String {
    let rows: Vec<_> = changes
        .iter()
        .map(|change| Row {
            component: change.component.as_deref(),
            change: change.kind.word(),
            object: &change.object,
            rights: &change.rights,
            text: &change.text,
        })
        .collect();
    // Strings always have a form in JSON.
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}

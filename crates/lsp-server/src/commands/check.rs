// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp check`: findings are its result, so they go to standard output.

mod fix;
mod watch;
mod workspace;

use std::mem::ManuallyDrop;

use self::workspace::Workspace;
use super::{CommandResult, Outcome, reading, style};
use crate::{
    cli::{CheckCommand, Color},
    report::{self, Finding, Gate, Sources},
    system::System,
};

/// Reports what is wrong in the given files and what they import, or mends it.
///
/// # Errors
/// When standard output takes no more.
pub fn run(system: &mut System<'_>, command: &CheckCommand, color: Color) -> CommandResult {
    if command.files.is_empty() && !names_systems(system, command) {
        system.say("error: name files to check, or `roots` in a camkes.toml of this folder or one above\n")?;
        return Ok(Outcome::Usage);
    }
    if command.watch {
        return watch::run(system, command, color);
    }
    if command.fix {
        return fix::run(system, command, color);
    }
    // The process is about to end, and taking every tree apart first would cost as much as a rule.
    let workspace = ManuallyDrop::new(Workspace::open(system, command));
    let found = workspace.findings();
    let sources = workspace.sources(system, &found);
    report(system, command, color, &found, &sources)
}

/// Whether the settings of the working folder name systems, or have mistakes that must be told.
fn names_systems(system: &System<'_>, command: &CheckCommand) -> bool {
    let settings = reading::settings(system, &command.reading);
    !settings.roots_of(&system.working_folder).is_empty() || !settings.problems().is_empty()
}

/// Prints findings; they also are the outcome.
fn report(
    system: &mut System<'_>,
    command: &CheckCommand,
    color: Color,
    found: &[Finding],
    sources: &Sources,
) -> CommandResult {
    let text = rendered(system, command, color, found, sources);
    system.print(&text)?;
    Ok(outcome(command, found))
}

fn rendered(system: &System<'_>, command: &CheckCommand, color: Color, found: &[Finding], sources: &Sources) -> String {
    let style = style(system, color, system.terminals.stdout);
    report::render(command.output_format, found, sources, style, gate(command))
}

fn gate(command: &CheckCommand) -> Gate {
    if command.error_on_warning { Gate::Warnings } else { Gate::Errors }
}

fn outcome(command: &CheckCommand, found: &[Finding]) -> Outcome {
    let stops = !command.exit_zero && found.iter().any(|finding| gate(command).stops(finding.severity));
    if stops { Outcome::Findings } else { Outcome::Clean }
}

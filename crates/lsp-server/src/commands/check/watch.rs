// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp check --watch`: checks again whenever a file changes that matters.

use camino::Utf8Path;

use super::{CommandResult, Outcome, rendered, workspace::Workspace};
use crate::{
    cli::{CheckCommand, Color},
    commands::watching::{Wake, Watching, folders_of},
    system::System,
};

/// Clears a terminal and what was scrolled out of it.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Checks, and again after each change, until Ctrl-C.
///
/// # Errors
/// When standard output takes no more, or the system lets nobody watch files.
pub(super) fn run(system: &mut System<'_>, command: &CheckCommand, color: Color) -> CommandResult {
    let mut watching = Watching::new()?;
    loop {
        let workspace = Workspace::open(system, command);
        let found = workspace.findings();
        let (asked, matters) = (workspace.asked(), workspace.matters());
        // Those that are named, with what is below, and those of all files.
        let mut folders = folders_of(&matters);
        for argument in workspace.arguments().iter().filter(|path| path.is_dir()) {
            folders.extend(crate::commands::fmt::files::folders(argument));
        }
        if watching.add(folders) {
            continue;
        }
        if system.terminals.stdout {
            system.print_while_read(CLEAR)?;
        }
        let sources = workspace.sources(system, &found);
        let text = rendered(system, command, color, &found, &sources);
        system.print_while_read(&text)?;
        let plural = if asked.len() == 1 { "" } else { "s" };
        system.say(&format!("watching {} file{plural}; Ctrl-C ends\n", asked.len()))?;
        let is_ours = |path: &Utf8Path| {
            matters.contains(path) || matches!(path.extension(), Some("camkes" | "idl4")) || path.is_dir()
        };
        if watching.wait(is_ours) == Wake::End {
            return Ok(Outcome::Clean);
        }
    }
}

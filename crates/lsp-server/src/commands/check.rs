// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp check`: findings are its result, so they go to standard output.

use super::{CommandResult, Outcome, project::Project, style};
use crate::{
    cli::{CheckCommand, Color, ReportFormat},
    report,
    system::System,
};

/// Reports what is wrong in the given files and what they import.
///
/// # Errors
/// When standard output takes no more.
pub fn run(system: &mut System<'_>, command: &CheckCommand, color: Color) -> CommandResult {
    let mut found = Vec::new();
    let mut sources = report::Sources::new(&system.working_folder);
    for file in &command.files {
        let project = Project::open(system, file, &command.reading);
        let more = project.findings();
        project.add_sources(&more, &mut sources);
        found.extend(more);
    }
    report::sort(&mut found);
    let text = match command.format {
        ReportFormat::Full => {
            let style = style(system, color, system.terminals.stdout);
            let mut text = report::full(&found, &sources, style);
            text.push_str(&report::tally(&found).map(|tally| tally + "\n").unwrap_or_default());
            text
        }
        ReportFormat::Concise => report::concise(&found, &sources),
        ReportFormat::Json => format!("{:#}\n", report::json(&found, &sources)),
    };
    system.print(&text)?;
    Ok(if report::any_error(&found) { Outcome::Findings } else { Outcome::Clean })
}

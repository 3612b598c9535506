// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp graph`: the picture goes to standard output.

use camkes_codegen::{
    assembly_graph,
    graph::{to_dot, to_svg},
};

use super::{CommandResult, Outcome, project::Project, reading, style};
use crate::{
    cli::{Color, GraphCommand, GraphFormat},
    report,
    system::System,
};

/// Draws a system.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &GraphCommand, color: Color) -> CommandResult {
    let project = Project::open(system, &command.file, &reading::settings(system, &command.reading));
    let found = project.findings_of_assembly();
    let style = style(system, color, system.terminals.stderr);
    let mut sources = report::Sources::new(&system.working_folder);
    project.add_sources(&found, &mut sources);
    system.say(&report::full(&found, &sources, style))?;
    let assembly = camkes_hir::assembly(&project.db, project.system);
    let Some(assembly) = assembly.filter(|_| !report::any_error(&found)) else { return Ok(Outcome::Findings) };
    let graph = assembly_graph(&assembly);
    system.print(&match command.format {
        GraphFormat::Svg => to_svg(&graph),
        GraphFormat::Dot => to_dot(&graph),
    })?;
    Ok(Outcome::Clean)
}

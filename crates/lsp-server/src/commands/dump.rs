// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp dump`: what is made of a file on the way from its text to the resolved system.

mod json;
mod model;

use std::fmt::Write as _;

use camkes_hir::{
    FileContents, FileLoader as _,
    declarations::{all_structs, anonymous_structs},
    preprocess::preprocessed,
};

use super::{
    CommandResult, Outcome, findings,
    project::{Project, add_settings},
    reading, style,
};
use crate::{
    cli::{Color, DumpCommand, DumpWhat},
    report::{self, Finding, Sources},
    settings::{Problem, show},
    system::System,
    vfs::disk::Disk,
};

/// Shows tokens, tree, preprocessed text or resolved system. A file with mistakes has them too, except for the system:
/// there, mistakes take its place.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &DumpCommand, color: Color) -> CommandResult {
    let path = system.absolute(&command.file);
    let why = match Disk.load(&path) {
        FileContents::Text { text, .. } => {
            let text = match command.what {
                DumpWhat::Tokens => tokens(&text),
                DumpWhat::Tree => tree(&text),
                DumpWhat::Preprocessed => preprocessed_text(system, command),
                DumpWhat::Model => return model(system, command, color),
                DumpWhat::Settings => return settings(system, command, color),
            };
            system.print(&text)?;
            return Ok(Outcome::Clean);
        }
        FileContents::Missing => "the file does not exist".to_owned(),
        FileContents::Directory => "this is a folder, not a file".to_owned(),
        FileContents::Unreadable(reason) => format!("the file can't be read: {reason}"),
    };
    let sources = Sources::new(&system.working_folder);
    show(system, &[findings::unreadable(&path, &why)], &sources, color)?;
    Ok(Outcome::Findings)
}

fn show(system: &mut System<'_>, found: &[Finding], sources: &Sources, color: Color) -> std::io::Result<()> {
    let style = style(system, color, system.terminals.stderr);
    system.say(&report::full(found, sources, style))
}

fn tokens(text: &str) -> String {
    let mut out = String::new();
    let mut start = 0;
    for lexeme in camkes_syntax::lex(text) {
        let end = start + lexeme.len as usize;
        let token = text.get(start..end).unwrap_or_default();
        let _ = writeln!(out, "{:?}@{start}..{end} {token:?}", lexeme.kind);
        start = end;
    }
    out
}

fn tree(text: &str) -> String {
    let parse = camkes_syntax::parse(text);
    let mut out = format!("{:#?}", parse.syntax_node());
    for error in parse.errors() {
        let _ = writeln!(out, "error {:?}: {}", error.range, error.kind);
    }
    out
}

/// The text that is parsed.
fn preprocessed_text(system: &System<'_>, command: &DumpCommand) -> String {
    let Project { db, system, .. } = open(system, command);
    let file = system.root(&db);
    match preprocessed(&db, system, file) {
        Some(expanded) => expanded.output.text.to_string(),
        None => file.contents(&db).as_str().to_owned(),
    }
}

fn open(system: &System<'_>, command: &DumpCommand) -> Project {
    Project::open(system, &command.file, &reading::settings(system, &command.reading))
}

/// The settings under which the file is read, as a table.
fn settings(system: &mut System<'_>, command: &DumpCommand, color: Color) -> CommandResult {
    let settings = reading::settings(system, &command.reading);
    let layer = settings.of(&system.absolute(&command.file));
    let found: Vec<_> = settings.problems().iter().map(Problem::finding).collect();
    let mut sources = Sources::new(&system.working_folder);
    add_settings(&settings.files(), &mut sources);
    show(system, &found, &sources, color)?;
    let table = show::table(&show::values(&layer, &system.working_folder));
    system.print(&table)?;
    Ok(if report::any_error(&found) { Outcome::Findings } else { Outcome::Clean })
}

fn model(system: &mut System<'_>, command: &DumpCommand, color: Color) -> CommandResult {
    let project = open(system, command);
    let found = project.findings_of_assembly();
    let mut sources = Sources::new(&system.working_folder);
    project.add_sources(&found, &mut sources);
    show(system, &found, &sources, color)?;
    let assembly = camkes_hir::assembly(&project.db, project.system);
    let Some(assembly) = assembly.filter(|_| !report::any_error(&found)) else { return Ok(Outcome::Findings) };
    let structs = all_structs(&project.db, project.system);
    let anonymous = anonymous_structs(&project.db, project.system);
    system.print(&model::project(&assembly, &structs, &anonymous).to_text())?;
    Ok(Outcome::Clean)
}

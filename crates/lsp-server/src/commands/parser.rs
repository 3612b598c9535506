// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp parser`: reads a system and leaves what it is for `camkes-lsp runner`.

use std::{collections::BTreeSet, mem::ManuallyDrop, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::Ast;
use camkes_hir::{
    ForwardReferences, RootDatabase, System as HirSystem, builtin, diagnostic::Severity, imports::import_graph,
    preprocess::preprocessed,
};

use super::{CommandResult, Outcome, files, findings, project, style};
use crate::{
    cli::{Color, ParserCommand, Verbosity},
    report::{self, Finding, Sources},
    settings::{
        Origin,
        command::{self, Program},
    },
    system::System,
    vfs::disk::Disk,
};

/// Reads a system. Nothing is written if anything is wrong.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &ParserCommand, color: Color) -> CommandResult {
    let words = words(command);
    let call = command::read(Program::Parser, &words, &system.working_folder, &Origin::CommandLine).unwrap_or_default();
    let mut settings = call.layer.system_settings();
    if !command.allow_forward_references {
        settings.forward_references = ForwardReferences::Forbid;
    }
    let db = RootDatabase::new(Arc::new(Disk));
    settings.rule_levels = settings.rule_levels.for_build();
    let hir = project::enter(&db, &system.absolute(&command.file), &settings);
    let mut found: Vec<_> = camkes_hir::diagnostics(&db, hir).iter().map(|d| findings::of_diagnostic(&db, d)).collect();
    if !report::any_error(&found) {
        found.extend(camkes_hir::check::missing_assembly(&db, hir).map(|d| findings::of_diagnostic(&db, &d)));
    }
    report::sort(&mut found);
    show(system, &db, &found, command.verbosity, color)?;
    let ast = Ast::of(&db, hir).filter(|_| !report::any_error(&found));
    let Some(ast) = ast else { return Ok(Outcome::ReferenceFindings) };
    // The process ends with this command: nothing needs to be taken apart.
    let (db, ast) = (ManuallyDrop::new(db), ManuallyDrop::new(ast));
    let written = ast.encode().map_err(|error| vec![error.to_string()]).and_then(|bytes| {
        let mut outputs = vec![(command.save_ast.clone(), bytes)];
        if let Some(path) = &command.makefile_dependencies {
            let data = settings.device_tree.into_iter().chain(settings.pin_list).map(Utf8PathBuf::into_string);
            let read = read(&db, hir).into_iter().chain(data).chain(predefined(command)).collect();
            outputs.push((path.clone(), rule(&command.save_ast, &read).into_bytes()));
        }
        files::write_all(system, &outputs)
    });
    finish(system, written)
}

/// Ends a command that writes files.
pub(super) fn finish(system: &mut System<'_>, written: Result<(), Vec<String>>) -> CommandResult {
    match written {
        Ok(()) => Ok(Outcome::Clean),
        Err(messages) => {
            for message in messages {
                system.say(&format!("error: {message}\n"))?;
            }
            Ok(Outcome::ReferenceFindings)
        }
    }
}

/// The command line in the words of the reference tool.
fn words(command: &ParserCommand) -> Vec<String> {
    let mut words = vec![Program::Parser.module().to_owned()];
    let mut add = |name: &str, value: &str| words.extend([name.to_owned(), value.to_owned()]);
    for path in &command.import_paths {
        add("--import-path", path.as_str());
    }
    for flag in &command.cpp_flags {
        add("--cpp-flag", flag);
    }
    for (name, path) in [("--dtb", &command.dtb), ("--gpio-list", &command.gpio_list)] {
        if let Some(path) = path {
            add(name, path.as_str());
        }
    }
    words.extend(command.nocpp.then(|| "--nocpp".to_owned()));
    words.extend(command.allow_forward_references.then(|| "--allow-forward-references".to_owned()));
    words
}

fn show(
    system: &mut System<'_>,
    db: &RootDatabase,
    found: &[Finding],
    verbosity: Verbosity,
    color: Color,
) -> std::io::Result<()> {
    let all = (verbosity.verbose || verbosity.debug) && !verbosity.quiet;
    let told: Vec<Finding> = found.iter().filter(|it| all || it.severity == Severity::Error).cloned().collect();
    if told.is_empty() {
        return Ok(());
    }
    let mut sources = Sources::new(&system.working_folder);
    project::add_sources(db, &told, &mut sources);
    let style = style(system, color, system.terminals.stderr);
    system.say(&report::full(&told, &sources, style))
}

/// The files that were read: of the system, and the headers that those include.
fn read(db: &RootDatabase, hir: HirSystem) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for &file in std::iter::once(&hir.root(db)).chain(&import_graph(db, hir).files) {
        found.insert(file.path(db).to_string());
        let expanded = preprocessed(db, hir, file);
        found
            .extend(expanded.iter().flat_map(|expanded| expanded.headers()).map(|(_, file)| file.path(db).to_string()));
    }
    found.retain(|path| !builtin::is_builtin(Utf8Path::new(path)));
    found
}

/// The header that GNU cpp includes before each file of itself. Nothing is read from it, since it only says what the C library can do; but
/// a build that called GNU cpp would depend on it.
const PREDEFINED: &str = "/usr/include/stdc-predef.h";

/// That header, where the preprocessor that the build names would have found it.
fn predefined(command: &ParserCommand) -> Option<String> {
    let program = command.cpp_bin.as_deref().map_or(Some("cpp"), Utf8Path::file_name)?;
    let gnu = program == "cpp" || program.starts_with("cpp-") || program == "gcc" || program.starts_with("gcc-");
    let sought = gnu && !command.nocpp && !command.cpp_flags.iter().any(|flag| flag == "-nostdinc");
    (sought && Utf8Path::new(PREDEFINED).is_file()).then(|| PREDEFINED.to_owned())
}

/// A rule of a Makefile; the prerequisites stand in the order of their letters.
pub(super) fn rule(target: &Utf8Path, prerequisites: &BTreeSet<String>) -> String {
    let prerequisites: Vec<&str> = prerequisites.iter().map(String::as_str).collect();
    format!("{target}: \\\n  {}\n", prerequisites.join(" \\\n  "))
}

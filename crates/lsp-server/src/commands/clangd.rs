// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp clangd`: lets clangd find what the C files of components include. Where a CMake build folder has a compilation
//! database, a `.clangd` leads to it. Else the headers are generated, and a `compile_commands.json` beside the system names them
//! with the folders of headers of each component.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::Arch;
use camkes_hir::model::Assembly;
use serde_json::{Value, json};

use super::{
    CommandResult, Outcome,
    build::{Remembered, make, out_folder},
    findings,
    project::Project,
    reading, style,
};
use crate::{
    cli::{ClangdCommand, Color},
    output::{self, OutputFile, Written},
    report,
    system::System,
};

/// Name of a compilation database (clang's JSON Compilation Database Format).
const DATABASE: &str = "compile_commands.json";

/// Name of clangd's settings of a folder.
const SETTINGS: &str = ".clangd";

/// Writes what clangd reads.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &ClangdCommand, color: Color) -> CommandResult {
    let settings = reading::settings(system, &command.reading);
    let project = Project::open(system, &command.file, &settings);
    let root = project.root().path;
    let folder = root.parent().unwrap_or(&root).to_owned();
    let mut sources = report::Sources::new(&system.working_folder);
    let mut found = project.findings_of_assembly();
    let mut made = None;
    if !report::any_error(&found) {
        let built = project.settings.build_folder.as_ref().map(|it| it.value.clone());
        let built = built.filter(|it| it.join(DATABASE).is_file());
        let files = match built {
            Some(built) => Ok((SETTINGS, fragment(&built, &folder))),
            None => generated(system, &project, command, &mut sources).map(|text| (DATABASE, text)),
        };
        match files.and_then(|(name, text)| write(&project, &folder.join(name), &text)) {
            Ok(path) => made = Some(path),
            Err(more) => found.extend(more),
        }
        report::sort(&mut found);
    }
    project.add_sources(&found, &mut sources);
    let style = style(system, color, system.terminals.stderr);
    system.say(&report::full(&found, &sources, style))?;
    let Some(path) = made else { return Ok(Outcome::Findings) };
    let shown = system.shown(&path);
    system.print(&format!("{shown}\n"))?;
    Ok(Outcome::Clean)
}

/// Settings that lead clangd to the database of a build folder.
fn fragment(built: &Utf8Path, folder: &Utf8Path) -> String {
    let built = built.strip_prefix(folder).unwrap_or(built);
    format!("CompileFlags:\n  CompilationDatabase: {}\n", json!(built.as_str()))
}

fn write(project: &Project, path: &Utf8Path, text: &str) -> Result<Utf8PathBuf, Vec<report::Finding>> {
    let (folder, name) = (path.parent().unwrap_or(path), path.file_name().unwrap_or_default());
    let file = OutputFile { path: Utf8Path::new(name), bytes: &Arc::from(text.as_bytes()) };
    let written = output::write(folder, &[file], &project.paths(), &Written::default());
    written.map_err(|error| vec![findings::of_output(&error, &project.root())])?;
    Ok(path.to_owned())
}

/// Generates the files of the system; the database with them.
fn generated(
    system: &System<'_>,
    project: &Project,
    command: &ClangdCommand,
    sources: &mut report::Sources,
) -> Result<String, Vec<report::Finding>> {
    let out = out_folder(system, project, command.out_dir.as_deref());
    let remembered = Remembered::new(system);
    let built = make(project, &remembered, None, &out, sources)?;
    remembered.settle();
    let Some(assembly) = camkes_hir::assembly(&project.db, project.system) else { return Err(Vec::new()) };
    let entries = entries(project, &assembly, &out, &built.paths());
    Ok(format!("{:#}\n", Value::Array(entries)))
}

/// One entry for each source of each component that has an instance.
fn entries(project: &Project, assembly: &Assembly, out: &Utf8Path, generated: &[&str]) -> Vec<Value> {
    let root = project.root().path;
    let folder = root.parent().unwrap_or(&root);
    let target = triple(reading::target(&project.settings).arch);
    let includes = project.settings.include_folders.iter().map(|it| it.value.path.clone());
    let includes: Vec<_> = includes.collect();
    let mut entries = Vec::new();
    for component in camkes_ide::component_sources(&project.db, project.system) {
        let own = assembly.instances.iter().find(|it| it.component.name == component.component.as_str());
        let Some(instance) = own else { continue };
        let headers = [&instance.name, &instance.address_space].map(|it| format!("{it}/include"));
        let headers = headers.iter().filter(|it| generated.iter().any(|path| Utf8Path::new(path).starts_with(it)));
        let headers = headers.take(1).map(|it| out.join(it));
        let folders: Vec<_> =
            headers.chain(component.includes.iter().cloned()).chain(includes.iter().cloned()).collect();
        for source in component.sources.iter().filter(|it| it.is_file()) {
            let is_c = source.extension() == Some("c");
            let (compiler, standard) = if is_c { ("clang", "-std=gnu11") } else { ("clang++", "-std=gnu++17") };
            let mut arguments = vec![compiler.to_owned(), format!("--target={target}"), standard.to_owned()];
            arguments.extend(folders.iter().map(|folder| format!("-I{folder}")));
            arguments.extend(["-c".to_owned(), source.to_string()]);
            entries.push(json!({ "directory": folder.as_str(), "file": source.as_str(), "arguments": arguments }));
        }
    }
    entries
}

/// The name by which clang knows an architecture.
fn triple(arch: Arch) -> &'static str {
    match arch {
        Arch::Aarch32 | Arch::ArmHyp => "arm-linux-gnueabi",
        Arch::Aarch64 => "aarch64-linux-gnu",
        Arch::Ia32 => "i386-linux-gnu",
        Arch::X86_64 => "x86_64-linux-gnu",
        Arch::Riscv32 => "riscv32-linux-gnu",
        Arch::Riscv64 => "riscv64-linux-gnu",
    }
}

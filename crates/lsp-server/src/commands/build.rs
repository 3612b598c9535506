// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp build`: from a system's text to its generated files.
//!
//! Everything is rendered before anything is written. The summary, or with `--json` the report, goes to standard output
//! and diagnostics go to standard error.
//!
//! The report of `--json` is one object:
//!
//! ```json
//! {
//!   "schema": 1,
//!   "status": "built",
//!   "root": "examples/echo/echo.camkes",
//!   "outDir": "build/echo",
//!   "arch": "x86_64",
//!   "instances": 2,
//!   "connections": 1,
//!   "written": 3,
//!   "unchanged": 9,
//!   "files": [{ "path": "client/camkes.c", "status": "written", "bytes": 5120 }],
//!   "diagnostics": [],
//!   "milliseconds": 12.5
//! }
//! ```
//!
//! `status` is `built` or `failed`; a failed build has no files. `files` are in the order of generation, their `path`s
//! relative to `outDir`, their `status` `written` or `unchanged`. `diagnostics` have the shape of
//! `check --output-format json`.
//! `milliseconds` is the only field that differs between two builds of the same text.

mod render;
mod summary;
pub(crate) mod template_folders;

use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{Arch, Failure, GeneratedFile, Templates};

use super::{
    CommandResult, Outcome,
    findings::{self, Generation},
    project::Project,
    reading, style,
};
use crate::{
    cli::{BuildCommand, BuildOptions, Color, ReportFormat},
    output::{self, FileStatus, OutputFile},
    report::{self, Finding, Gate},
    system::System,
};

/// What a build made.
pub(crate) struct Built {
    files: Vec<GeneratedFile>,
    statuses: Vec<FileStatus>,
    instances: usize,
    connections: usize,
}

/// A build that can be told about.
pub(crate) struct Told<'a> {
    root: Utf8PathBuf,
    arch: Arch,
    folder: Utf8PathBuf,
    built: Option<&'a Built>,
    found: &'a [Finding],
    sources: &'a report::Sources,
    started: Instant,
}

/// Builds a system.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &BuildCommand, color: Color) -> CommandResult {
    let started = Instant::now();
    let project = Project::open(system, &command.file, &reading::settings_of_build(system, &command.options));
    let folder = out_folder(system, &project, &command.options);
    let mut sources = report::Sources::new(&system.working_folder);
    let mut found = project.findings_of_assembly();
    let built = if report::any_error(&found) {
        None
    } else {
        match make(&project, command, &folder, &mut sources) {
            Ok(built) => Some(built),
            Err(more) => {
                found.extend(more);
                report::sort(&mut found);
                None
            }
        }
    };
    project.add_sources(&found, &mut sources);
    let told = Told {
        root: system.shown(&project.root().path),
        arch: reading::target(&project.settings).arch,
        folder: system.shown(&folder),
        built: built.as_ref(),
        found: &found,
        sources: &sources,
        started,
    };
    if command.options.json {
        let report = format!("{:#}\n", summary::json(&told));
        system.print(&report)?;
    } else {
        let style = style(system, color, system.terminals.stderr);
        let report = match command.options.output_format {
            // The summary has the tally.
            ReportFormat::Full => report::full(&found, &sources, style),
            format => report::render(format, &found, &sources, style, Gate::Errors),
        };
        system.say(&report)?;
        match summary::text(&told) {
            Ok(summary) => system.print(&summary)?,
            Err(summary) => system.say(&summary)?,
        }
    }
    Ok(if built.is_some() { Outcome::Clean } else { Outcome::Findings })
}

fn out_folder(system: &System<'_>, project: &Project, options: &BuildOptions) -> Utf8PathBuf {
    let default = || Utf8Path::new("build").join(project.stem());
    system.absolute(&options.out_dir.clone().unwrap_or_else(default))
}

/// Renders and writes; the findings are those of templates and of the output folder.
fn make(
    project: &Project,
    command: &BuildCommand,
    folder: &Utf8Path,
    sources: &mut report::Sources,
) -> Result<Built, Vec<Finding>> {
    let Some(assembly) = camkes_hir::assembly(&project.db, project.system) else { return Err(Vec::new()) };
    let overrides = template_folders::read(&project.settings.templates).map_err(|finding| vec![*finding])?;
    for (name, text) in &overrides {
        sources.insert(name.into(), text.as_str().into());
    }
    let generation = Generation { db: &project.db, system: project.system, assembly: &assembly, root: project.root() };
    let templates = Templates::with_overrides(overrides.iter().map(|(name, text)| (name, text)));
    let templates = templates.map_err(|failures| {
        let text = |name: &str| overrides.iter().find(|(of, _)| of == name).map(|(_, text)| text.as_str());
        let finding = |failure| generation.finding(&Failure::Template(failure), text);
        failures.into_iter().map(finding).collect::<Vec<_>>()
    })?;
    let target = reading::target(&project.settings);
    let generated = render::all(&assembly, &target, &templates, &project.stem(), command.options.jobs);
    let generated = generated.map_err(|failures| {
        for name in templates.names() {
            sources.insert(name.into(), templates.text(name).unwrap_or_default().into());
        }
        failures.iter().map(|failure| generation.finding(failure, |name| templates.text(name))).collect::<Vec<_>>()
    })?;
    let files: Vec<_> =
        generated.files.iter().map(|file| OutputFile { path: &file.path, bytes: &file.bytes }).collect();
    let statuses = output::write(folder, &files, &project.paths())
        .map_err(|error| vec![findings::of_output(&error, &project.root())])?;
    Ok(Built {
        files: generated.files,
        statuses,
        instances: assembly.instances.len(),
        connections: assembly.connections.len(),
    })
}

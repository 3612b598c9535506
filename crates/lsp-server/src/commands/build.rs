// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp build`: from a system's text to its generated files.
//!
//! Everything is rendered before anything is written. The summary, or with `--json` the report, goes to standard output
//! and diagnostics go to standard error. With `--watch` the database stays, so that a change renders only what can see it.
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

mod remembered;
mod render;
mod summary;
pub(crate) mod template_folders;
mod watch;

use std::{sync::Arc, time::Instant};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{Arch, Failure, Generated, TemplateSet, queries};

pub use self::remembered::Remembered;
use self::{render::Wanted, template_folders::named};
use super::{
    CommandResult, Outcome,
    findings::{self, Generation},
    project::Project,
    reading, style,
};
use crate::{
    cli::{BuildCommand, Color, ReportFormat},
    output::{self, FileStatus, OutputFile},
    report::{self, Finding, Gate},
    system::System,
};

/// What a build made.
pub(crate) struct Built {
    generated: Arc<Generated>,
    statuses: Vec<FileStatus>,
    instances: usize,
    connections: usize,
    /// What may be missing in it.
    warnings: Vec<Finding>,
}

impl Built {
    /// Paths of the generated files, below their folder.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.generated.files.iter().map(|file| file.path.as_str()).collect()
    }
}

/// A build that can be told about.
struct Told {
    root: Utf8PathBuf,
    arch: Arch,
    folder: Utf8PathBuf,
    built: Option<Built>,
    found: Vec<Finding>,
    sources: report::Sources,
    started: Instant,
}

/// Builds a system.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &BuildCommand, color: Color) -> CommandResult {
    if command.options.watch {
        return watch::run(system, command, color);
    }
    let started = Instant::now();
    let project = open(system, command);
    let remembered = Remembered::new(system);
    let told = build(system, &project, command, &remembered, started);
    if command.options.json {
        let report = format!("{:#}\n", summary::json(&told));
        system.print(&report)?;
    } else {
        tell_findings(system, command, color, &told)?;
        match summary::text(&told) {
            Ok(summary) => system.print(&summary)?,
            Err(summary) => system.say(&summary)?,
        }
    }
    // What is kept is of use to later processes: nobody waits for it.
    remembered.settle();
    Ok(if told.built.is_some() { Outcome::Clean } else { Outcome::Findings })
}

fn open(system: &System<'_>, command: &BuildCommand) -> Project {
    Project::open(system, &command.file, &reading::settings_of_build(system, &command.options))
}

fn build(
    system: &System<'_>,
    project: &Project,
    command: &BuildCommand,
    remembered: &Remembered,
    started: Instant,
) -> Told {
    let folder = out_folder(system, project, command.options.out_dir.as_deref());
    let mut sources = report::Sources::new(&system.working_folder);
    let mut found = project.findings_of_assembly();
    let built = if report::any_error(&found) {
        None
    } else {
        match make(project, remembered, command.options.jobs, &folder, &mut sources) {
            Ok(mut built) => {
                found.append(&mut built.warnings);
                report::sort(&mut found);
                Some(built)
            }
            Err(more) => {
                found.extend(more);
                report::sort(&mut found);
                None
            }
        }
    };
    project.add_sources(&found, &mut sources);
    Told {
        root: system.shown(&project.root().path),
        arch: reading::target(&project.settings).arch,
        folder: system.shown(&folder),
        built,
        found,
        sources,
        started,
    }
}

fn tell_findings(system: &mut System<'_>, command: &BuildCommand, color: Color, told: &Told) -> std::io::Result<()> {
    let style = style(system, color, system.terminals.stderr);
    let report = match command.options.output_format {
        // The summary has the tally.
        ReportFormat::Full => report::full(&told.found, &told.sources, style),
        format => report::render(format, &told.found, &told.sources, style, Gate::Errors),
    };
    system.say(&report)
}

/// Where the files of a system are generated.
pub(crate) fn out_folder(system: &System<'_>, project: &Project, given: Option<&Utf8Path>) -> Utf8PathBuf {
    match (given, &project.settings.output_folder) {
        (Some(folder), _) => system.absolute(folder),
        (None, Some(set)) => set.value.join(project.stem()),
        (None, None) => system.absolute(&Utf8Path::new(OUTPUT_FOLDER).join(project.stem())),
    }
}

/// Where generated files go if nobody says it.
pub(crate) const OUTPUT_FOLDER: &str = "build";

/// Renders and writes; the findings are those of templates and of the output folder.
pub(crate) fn make(
    project: &Project,
    remembered: &Remembered,
    jobs: Option<u16>,
    folder: &Utf8Path,
    sources: &mut report::Sources,
) -> Result<Built, Vec<Finding>> {
    let Some(assembly) = camkes_hir::assembly(&project.db, project.system) else { return Err(Vec::new()) };
    let found =
        template_folders::of_system(&project.db, project.system, &project.settings.templates, &remembered.templates)
            .map_err(|finding| vec![*finding])?;
    let files = &found.files;
    let generation = Generation { db: &project.db, system: project.system, assembly: &assembly, root: project.root() };
    let mut failed = |failures: &[Failure], set: Option<&TemplateSet>| -> Vec<Finding> {
        let own = |name: &str| named(files, name).map(|file| &*file.text);
        let text = |name: &str| own(name).or_else(|| set.and_then(|set| set.text(name)));
        for failure in failures {
            if let Failure::Template(failure) = failure
                && let Some(text) = text(&failure.template)
            {
                sources.insert(failure.template.as_str().into(), text.into());
            }
        }
        failures.iter().map(|failure| generation.finding(failure, text)).collect()
    };
    let set = remembered.templates.set(&found).map_err(|failures| {
        let failures: Vec<_> = failures.into_iter().map(Failure::Template).collect();
        failed(&failures, None)
    })?;
    let target = reading::full_target(&project.settings).map_err(|finding| vec![*finding])?;
    let kept = remembered.caches.kept(&project.settings);
    let wanted = Wanted { target, templates: set.clone(), kept };
    render::ahead(&project.db, project.system, &wanted, jobs);
    let Some(generated) = queries::generate(&project.db, project.system, wanted.build(&project.db)) else {
        return Err(Vec::new());
    };
    let generated = generated.map_err(|failures| failed(&failures, Some(&set)))?;
    remembered.note(&generated);
    let outputs: Vec<_> =
        generated.files.iter().map(|file| OutputFile { path: &file.path, bytes: &file.bytes }).collect();
    let inputs: Vec<_> = project.paths().into_iter().chain(files.iter().map(|file| file.path.clone())).collect();
    let statuses = output::write(folder, &outputs, &inputs, &remembered.written)
        .map_err(|error| vec![findings::of_output(&error, &project.root())])?;
    let silent = template_folders::undeclared(&project.db, project.system, &assembly, &set);
    let warnings = generation.undeclared(&silent).into_iter().collect();
    let (instances, connections) = (assembly.instances.len(), assembly.connections.len());
    Ok(Built { generated, statuses, instances, connections, warnings })
}

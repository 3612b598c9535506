// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp build --watch`: builds again whenever a file changes that matters, and tells which files that changed.
//!
//! The database stays from build to build, so that a change costs what depends on it. Settings, device trees and lists of pins
//! are read anew with everything that depends on them.

use std::{collections::BTreeSet, time::Instant};

use camino::{Utf8Path, Utf8PathBuf};

use super::{CommandResult, Outcome, Remembered, build, open, summary, tell_findings, template_folders};
use crate::{
    cli::{BuildCommand, Color},
    commands::{
        project::Project,
        watching::{Wake, Watching, folders_of},
    },
    system::System,
};

/// Builds, and again after each change, until Ctrl-C or the end of a pipe that is standard input.
///
/// # Errors
/// When a stream takes no more, or the system lets nobody watch files.
pub(super) fn run(system: &mut System<'_>, command: &BuildCommand, color: Color) -> CommandResult {
    let mut watching = Watching::new()?;
    let remembered = Remembered::new(system);
    let mut started = Instant::now();
    let mut project = open(system, command);
    let mut first = true;
    loop {
        // Reads all that there is to watch.
        let _ = project.findings_of_assembly();
        // What changed between the reading and the watching would be missed.
        if watching.add(Inputs::of(&project).folders()) {
            project = open(system, command);
            continue;
        }
        let told = build(system, &project, command, &remembered, started);
        let inputs = Inputs::of(&project);
        tell_findings(system, command, color, &told)?;
        match if first { summary::text(&told) } else { summary::changes(&told) } {
            Ok(summary) => system.print_while_read(&summary)?,
            Err(summary) => system.say(&summary)?,
        }
        if first {
            let plural = if inputs.sources.len() == 1 { "" } else { "s" };
            system.say(&format!("watching {} file{plural}; Ctrl-C ends\n", inputs.sources.len()))?;
        }
        first = false;
        remembered.settle();
        let Wake::Changed(changed) = watching.wait(|path| inputs.matter(path)) else { return Ok(Outcome::Clean) };
        started = Instant::now();
        if inputs.only_texts(&changed) {
            remembered.make_room(&mut project.db);
            for path in inputs.sources.iter().filter(|path| concerns(&changed, path)) {
                project.db.reload(path);
            }
        } else {
            project = open(system, command);
        }
    }
}

/// What a build reads.
struct Inputs {
    /// Texts of the language and headers, there or not.
    sources: BTreeSet<Utf8PathBuf>,
    /// Settings, and what they name.
    settings: BTreeSet<Utf8PathBuf>,
    /// Folders with templates, which are read anew for every build.
    templates: Vec<Utf8PathBuf>,
}

impl Inputs {
    fn of(project: &Project) -> Self {
        let layer = &project.settings;
        let data = [&layer.device_tree, &layer.pin_list, &layer.object_sizes];
        let data = data.into_iter().flatten().map(|setting| setting.value.clone());
        Self {
            sources: project.asked(),
            settings: project.looked_at().iter().cloned().chain(data).collect(),
            templates: template_folders::all(&project.db, project.system, &layer.templates),
        }
    }

    fn folders(&self) -> BTreeSet<Utf8PathBuf> {
        let mut folders = folders_of(self.sources.iter().chain(&self.settings));
        folders.extend(self.templates.iter().filter(|folder| folder.is_dir()).cloned());
        folders
    }

    fn matter(&self, path: &Utf8Path) -> bool {
        self.sources.iter().chain(&self.settings).any(|input| input.starts_with(path)) || self.is_template(path)
    }

    fn is_template(&self, path: &Utf8Path) -> bool {
        self.templates.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether no setting is among what changed.
    fn only_texts(&self, changed: &BTreeSet<Utf8PathBuf>) -> bool {
        !self.settings.iter().any(|path| concerns(changed, path))
    }
}

/// Whether a file, or a folder above it, is among what changed.
fn concerns(changed: &BTreeSet<Utf8PathBuf>, path: &Utf8Path) -> bool {
    path.ancestors().any(|path| changed.contains(path))
}

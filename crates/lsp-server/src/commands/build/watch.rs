// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp build --watch`: builds again whenever a file changes that matters, and tells which files that changed.
//!
//! The database stays from build to build, so that a change costs what depends on it. Settings, device trees and lists of pins
//! are read anew with everything that depends on them.

use std::{collections::BTreeSet, time::Instant};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashSet;

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
    remembered.templates.remember();
    let mut started = Instant::now();
    let mut project = open(system, command);
    let mut known = None;
    let mut first = true;
    loop {
        // Reads all that there is to watch.
        let _ = project.findings_of_assembly();
        let inputs = match known.take().filter(|inputs: &Inputs| inputs.are_those_of(&project)) {
            Some(inputs) => inputs,
            None => {
                let inputs = Inputs::of(&project);
                // What changed between the reading and the watching would be missed.
                if watching.add(inputs.folders()) {
                    remembered.templates.look_again();
                    project = open(system, command);
                    continue;
                }
                remembered.templates.is_watched(inputs.templates.iter().all(|folder| watching.has(folder)));
                inputs
            }
        };
        let told = build(system, &project, command, &remembered, started);
        let inputs = if inputs.are_those_of(&project) { inputs } else { Inputs::of(&project) };
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
        if changed.iter().any(|path| inputs.is_template(path)) {
            remembered.templates.look_again();
        }
        if inputs.only_texts(&changed) {
            remembered.make_room(&mut project.db);
            for path in inputs.sources.iter().filter(|path| concerns(&changed, path)) {
                project.db.reload(path);
            }
            known = inputs.stay_watched(&changed).then_some(inputs);
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
    /// Folders with templates.
    templates: Vec<Utf8PathBuf>,
    /// The outermost of them.
    roots: Vec<Utf8PathBuf>,
    /// The paths of sources and settings as texts, which compare faster.
    files: FxHashSet<String>,
    /// Those of all folders above them.
    above: FxHashSet<String>,
}

impl Inputs {
    fn of(project: &Project) -> Self {
        let layer = &project.settings;
        let data = [&layer.device_tree, &layer.pin_list, &layer.object_sizes];
        let data = data.into_iter().flatten().map(|setting| setting.value.clone());
        let sources = project.asked();
        let settings: BTreeSet<_> = project.looked_at().iter().cloned().chain(data).collect();
        let roots = template_folders::roots(&project.db, project.system, &layer.templates);
        let (mut files, mut above) = (FxHashSet::default(), FxHashSet::default());
        for path in sources.iter().chain(&settings) {
            files.insert(path.as_str().to_owned());
            for folder in path.ancestors().skip(1) {
                // Those above a known folder are known, too.
                if !above.insert(folder.as_str().to_owned()) {
                    break;
                }
            }
        }
        Self { sources, settings, templates: template_folders::below(&roots), roots, files, above }
    }

    /// Whether a project still reads these: what it asked for once, it goes on to ask for.
    fn are_those_of(&self, project: &Project) -> bool {
        self.sources.len() == project.asked_count()
            && self.roots == template_folders::roots(&project.db, project.system, &project.settings.templates)
    }

    fn folders(&self) -> BTreeSet<Utf8PathBuf> {
        let mut folders = folders_of(self.sources.iter().chain(&self.settings));
        folders.extend(self.templates.iter().filter(|folder| folder.is_dir()).cloned());
        folders
    }

    fn matter(&self, path: &Utf8Path) -> bool {
        self.files.contains(path.as_str()) || self.above.contains(path.as_str()) || self.is_template(path)
    }

    fn is_template(&self, path: &Utf8Path) -> bool {
        self.roots.iter().any(|folder| path.starts_with(folder))
    }

    /// Whether no setting is among what changed.
    fn only_texts(&self, changed: &BTreeSet<Utf8PathBuf>) -> bool {
        !self.settings.iter().any(|path| concerns(changed, path))
    }

    /// Whether the folders to be watched are the same after a change: no folder came or went.
    fn stay_watched(&self, changed: &BTreeSet<Utf8PathBuf>) -> bool {
        !changed.iter().any(|path| self.above.contains(path.as_str()) || self.is_template(path))
    }
}

/// Whether a file, or a folder above it, is among what changed.
fn concerns(changed: &BTreeSet<Utf8PathBuf>, path: &Utf8Path) -> bool {
    changed.iter().any(|changed| path.as_str().starts_with(changed.as_str()) && path.starts_with(changed))
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generation that follows each save, where the user wants it.
//!
//! What is generated is what the editor shows at that moment, by the same queries as everything else, so that an edit renders
//! what can see it and no more. Nothing is written unless all of a system could be made.

mod shown;

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::{
    Failure, Generated,
    queries::{self, Build},
};
use camkes_hir::{RootDatabase, System as HirSystem, check::blocks_build, imports::import_graph};
use camkes_ide::Cancelled;
use tower_lsp::gen_lsp_types as lsp;

use super::{outgoing::Outgoing, owner::is_settings, progress::Work, snapshot::Snapshot};
use crate::{
    commands::{
        build::{
            OUTPUT_FOLDER,
            template_folders::{self, Found, named},
        },
        findings, reading,
    },
    output::{self, FileStatus, OutputFile, Written},
    report::{Finding, Place},
    settings::Layer,
};

/// What failed in the last generation of each system: by root, and by the file that it is about.
pub(crate) type Failures = BTreeMap<Utf8PathBuf, InFiles>;

/// Diagnostics by file.
pub(crate) type InFiles = BTreeMap<Utf8PathBuf, Vec<lsp::Diagnostic>>;

/// Saves that generation has to follow.
#[derive(Default)]
pub(crate) struct OnSave {
    /// Files that were saved since the last time.
    pub(crate) saved: BTreeSet<Utf8PathBuf>,
    /// The generation that is under way.
    pub(crate) running: Option<Work>,
    /// The user ended it.
    pub(crate) given_up: bool,
    /// What failed last.
    pub(crate) failures: Arc<Failures>,
}

/// How the generation that follows saves ended.
#[derive(Debug)]
pub enum Followed {
    /// What became of each system.
    Done(Vec<Outcome>),
    /// A change overtook it: these files still wait.
    Overtaken(BTreeSet<Utf8PathBuf>),
    /// A bug. The same state would only run into it again.
    Panicked,
}

/// What became of a system.
#[derive(Debug)]
pub struct Outcome {
    pub(crate) root: Utf8PathBuf,
    folder: Utf8PathBuf,
    pub(crate) failures: InFiles,
    /// How many files were written, and how many had their bytes already; `None` if the system could not be made.
    written: Option<(usize, usize)>,
}

impl Outcome {
    /// Tells it in the client's log.
    pub(crate) fn log(&self, outgoing: &Outgoing) {
        let (root, folder) = (&self.root, &self.folder);
        let message = match self.written {
            Some((written, unchanged)) => {
                let plural = if written == 1 { "" } else { "s" };
                format!("generated {root} into {folder}: {written} file{plural} written, {unchanged} unchanged")
            }
            None => format!("{root} has mistakes: nothing was generated"),
        };
        let params = lsp::LogMessageParams { kind: lsp::MessageType::Info, message };
        outgoing.notify::<lsp::LogMessageNotification>(&params);
    }
}

/// Generates the systems to which saved files belong.
pub(crate) fn follow(snapshot: Snapshot, saved: BTreeSet<Utf8PathBuf>) -> Followed {
    let made = catch_unwind(AssertUnwindSafe(|| {
        let roots = roots(&snapshot, &saved)?;
        roots.iter().map(|root| make(&snapshot, root)).collect::<Result<Vec<_>, Cancelled>>()
    }));
    let made = match made {
        Ok(Ok(made)) => made,
        Ok(Err(_)) => return Followed::Overtaken(saved),
        Err(_) => return Followed::Panicked,
    };
    // A change of the text waits for all snapshots; it need not wait for the disk.
    let generation = Arc::clone(&snapshot.generation);
    drop(snapshot);
    let remembered = generation.remembered();
    let done = made.into_iter().map(|made| made.write(&remembered.written)).collect();
    remembered.settle();
    Followed::Done(done)
}

/// The systems to which saved files belong: the one that the user works on, else all. Settings are about every system below them.
fn roots(snapshot: &Snapshot, saved: &BTreeSet<Utf8PathBuf>) -> Result<BTreeSet<Utf8PathBuf>, Cancelled> {
    let systems = snapshot.analysis.systems()?;
    let chosen = systems.iter().find(|system| system.chosen).map(|system| &system.root);
    let mut roots = BTreeSet::new();
    for path in saved {
        if is_settings(path) {
            let folder = path.parent().unwrap_or(path);
            roots.extend(systems.iter().map(|system| &system.root).filter(|root| root.starts_with(folder)).cloned());
            continue;
        }
        let of_path = snapshot.analysis.systems_of(path)?;
        match chosen.filter(|root| of_path.contains(root)) {
            Some(root) => roots.extend([root.clone()]),
            None => roots.extend(of_path),
        }
    }
    roots.retain(|root| snapshot.project.of(root).generate_on_save.is_some_and(|setting| setting.value));
    // A file without an assembly is a part of systems, and none itself.
    roots.retain(|root| systems.iter().any(|system| system.root == *root && system.instances.is_some()));
    Ok(roots)
}

/// A system that is ready to be written.
struct Made {
    root: Utf8PathBuf,
    folder: Utf8PathBuf,
    /// What failed, or what is to be written and which files must stay as they are.
    outcome: Result<(Arc<Generated>, Vec<Utf8PathBuf>), InFiles>,
}

fn make(snapshot: &Snapshot, root: &Utf8Path) -> Result<Made, Cancelled> {
    let layer = snapshot.project.of(root);
    let folder = folder(snapshot, root, &layer);
    let made = |outcome| Made { root: root.to_owned(), folder: folder.clone(), outcome };
    if let Some(other) = rival(snapshot, root, &folder)? {
        let message = format!("`{other}` is generated into `{folder}`, too");
        let place = Place { path: root.to_owned(), range: None };
        let mut finding = findings::plain("output", message, place);
        finding
            .notes
            .push("give one of them an `output-folder` of its own in a `[[system]]` of camkes.toml".to_owned());
        return Ok(made(Err(shown::in_files(snapshot, &[finding], &[])?)));
    }
    let of_system = |db: &RootDatabase, system| {
        template_folders::of_system(db, system, &layer.templates, &snapshot.generation.remembered().templates)
    };
    let found = match snapshot.analysis.of_system(root, of_system)?.transpose() {
        Ok(found) => found.unwrap_or_default(),
        Err(finding) => return Ok(made(Err(shown::in_files(snapshot, &[*finding], &[])?))),
    };
    let files = &found.files;
    let generated = snapshot.analysis.of_system(root, |db, system| generate(snapshot, db, system, &layer, &found))?;
    Ok(made(match generated {
        Some(Ok(generated)) => Ok(generated),
        Some(Err(wrong)) => Err(shown::in_files(snapshot, &wrong, files)?),
        None => Err(InFiles::new()),
    }))
}

/// What is generated, and the files that it comes from; no findings if the system itself has mistakes, which are known.
fn generate(
    snapshot: &Snapshot,
    db: &RootDatabase,
    system: HirSystem,
    layer: &Layer,
    found: &Found,
) -> Result<(Arc<Generated>, Vec<Utf8PathBuf>), Vec<Finding>> {
    let files = &found.files;
    let Some(assembly) = camkes_hir::assembly(db, system).filter(|_| !blocks_build(db, system)) else {
        return Err(Vec::new());
    };
    let root = Place { path: system.root(db).path(db).to_owned(), range: None };
    let generation = findings::Generation { db, system, assembly: &assembly, root };
    let failed = |failures: &[Failure]| -> Vec<Finding> {
        let text = |name: &str| named(files, name).map(|file| &*file.text);
        let finding = |failure: &Failure| {
            let mut finding = generation.finding(failure, text);
            if let Failure::Template(failure) = failure
                && named(files, &failure.template).is_none()
            {
                let (template, line, column) = (&failure.template, failure.line, failure.column);
                finding.notes.push(format!("in the built-in template {template}:{line}:{column}"));
            }
            finding
        };
        failures.iter().map(finding).collect()
    };
    let set = snapshot
        .generation
        .remembered()
        .templates
        .set(found)
        .map_err(|failures| failed(&failures.into_iter().map(Failure::Template).collect::<Vec<_>>()))?;
    let target = reading::full_target(layer).map_err(|finding| vec![*finding])?;
    let kept = snapshot.generation.remembered().caches.kept(layer);
    let generated = queries::generate(db, system, Build::new(db, target, set, kept)).ok_or_else(Vec::new)?;
    let generated = generated.map_err(|failures| failed(&failures))?;
    snapshot.generation.remembered().note(&generated);
    let sources = import_graph(db, system).files.iter().map(|file| file.path(db).to_owned());
    let inputs = sources.chain(files.iter().map(|file| file.path.clone())).chain([generation.root.path]);
    Ok((generated, inputs.collect()))
}

/// Where the files of a system go.
pub(crate) fn folder(snapshot: &Snapshot, root: &Utf8Path, layer: &Layer) -> Utf8PathBuf {
    let stem = root.file_stem().unwrap_or("system");
    match &layer.output_folder {
        Some(set) => set.value.join(stem),
        None => {
            let folders = snapshot.client.folders.iter().filter(|folder| root.starts_with(folder));
            let nearest = folders.max_by_key(|folder| folder.as_str().len());
            let workspace = nearest.map(Utf8PathBuf::as_path).or_else(|| root.parent()).unwrap_or(root);
            workspace.join(OUTPUT_FOLDER).join(stem)
        }
    }
}

/// Another system whose files would go into the same folder.
fn rival(snapshot: &Snapshot, root: &Utf8Path, ours: &Utf8Path) -> Result<Option<Utf8PathBuf>, Cancelled> {
    let systems = snapshot.analysis.systems()?.into_iter().filter(|system| system.instances.is_some());
    let others = systems.map(|system| system.root).filter(|other| other != root);
    Ok(others.into_iter().find(|other| folder(snapshot, other, &snapshot.project.of(other)) == ours))
}

impl Made {
    fn write(self, written: &Written) -> Outcome {
        let Self { root, folder, outcome } = self;
        let (generated, inputs) = match outcome {
            Ok(made) => made,
            Err(failures) => return Outcome { root, folder, failures, written: None },
        };
        let files: Vec<_> =
            generated.files.iter().map(|file| OutputFile { path: &file.path, bytes: &file.bytes }).collect();
        match output::write(&folder, &files, &inputs, written) {
            Ok(statuses) => {
                let written = statuses.iter().filter(|status| **status == FileStatus::Written).count();
                let counts = Some((written, statuses.len() - written));
                Outcome { root, folder, failures: InFiles::new(), written: counts }
            }
            Err(error) => {
                let failures = InFiles::from([(root.clone(), vec![shown::of_output(&error)])]);
                Outcome { root, folder, failures, written: None }
            }
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp runner`: renders templates for a system that `camkes-lsp parser` has read, all in one call with one state.

mod kept;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    sync::{Arc, Mutex, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_capdl::{ObjectSizes, ObjectState};
use camkes_codegen::{
    Ast,
    runner::{Objects, RunFailure, Runner, RunnerOptions},
};
use camkes_jinja::{Engine, Source};
use tempfile::SpooledData;

use self::kept::Kept;
use super::{
    CommandResult, Outcome, capdl_linker, files,
    findings::of_template,
    parser::{finish, rule},
    style,
};
use crate::{
    cli::{Color, RunnerCommand},
    output::Contents,
    report::{self, Finding, Sources},
    system::System,
    vfs::disk::MAX_BYTES,
};

/// Renders all items. Nothing is written if one of them fails.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &RunnerCommand, color: Color) -> CommandResult {
    let folders = Arc::new(Folders::new(system, &command.templates));
    let kept = Kept::of(system, command);
    if let Some((kept, outputs)) = kept.as_ref().and_then(|kept| Some((kept, kept.outputs(command, &folders)?))) {
        let written = write(system, &outputs);
        kept.settle();
        return finish(system, written);
    }
    let outputs = match render(system, command, &folders) {
        Ok(outputs) => outputs,
        Err(Failed::Messages(messages)) => return finish(system, Err(messages)),
        Err(Failed::Finding(finding)) => {
            let sources = folders.sources(&system.working_folder);
            let style = style(system, color, system.terminals.stderr);
            system.say(&report::full(&[*finding], &sources, style))?;
            return Ok(Outcome::ReferenceFindings);
        }
    };
    let written = write(system, &outputs);
    if let Some(kept) = kept.filter(|_| written.is_ok()) {
        kept.keep(&outputs, &folders);
        kept.settle();
    }
    finish(system, written)
}

/// Why nothing is written.
enum Failed {
    Messages(Vec<String>),
    Finding(Box<Finding>),
}

impl From<Vec<String>> for Failed {
    fn from(messages: Vec<String>) -> Self {
        Self::Messages(messages)
    }
}

type Outputs = Vec<(Utf8PathBuf, Output)>;

/// What a file is to hold.
enum Output {
    Bytes(Vec<u8>),
    /// It is large, and in a file without a name.
    File(fs::File),
}

impl Output {
    /// The object state. It may be as large as all that it was made of, so that it is not in memory as a whole unless it is small.
    fn state(system: &System<'_>, runner: &Runner, path: &Utf8Path) -> Result<Self, Vec<String>> {
        let path = system.absolute(path);
        let folder = path.parent().unwrap_or(Utf8Path::new("/"));
        let mut file = tempfile::spooled_tempfile_in(LARGE_STATE, folder);
        runner.finish_file(&mut file).map_err(|error| vec![error.to_string()])?;
        Ok(match file.into_inner() {
            SpooledData::InMemory(bytes) => Self::Bytes(bytes.into_inner()),
            SpooledData::OnDisk(file) => Self::File(file),
        })
    }

    fn contents(&self) -> Contents<'_> {
        match self {
            Self::Bytes(bytes) => Contents::Bytes(bytes),
            Self::File(file) => Contents::File(file),
        }
    }
}

/// Bytes of an object state from which on it is not kept in memory.
const LARGE_STATE: usize = 128 << 10;

fn write(system: &mut System<'_>, outputs: &Outputs) -> Result<(), Vec<String>> {
    files::write_contents(system, outputs.iter().map(|(path, output)| (path, output.contents())))
}

fn render(system: &System<'_>, command: &RunnerCommand, folders: &Arc<Folders>) -> Result<Outputs, Failed> {
    check(command)?;
    let sizes = match &command.object_sizes {
        Some(path) => capdl_linker::object_sizes(system, path)?,
        None => ObjectSizes::default(),
    };
    let path = system.absolute(&command.load_ast);
    let ast = Ast::decode(&files::read(&path)?).map_err(|error| vec![format!("{}: {error}", system.shown(&path))])?;
    let engine = Arc::new(Engine::new(Arc::clone(folders) as Arc<dyn Source>));
    let objects = objects(system, command)?;
    let runner = Runner::new(ast, options(command), sizes, objects, engine);
    let mut outputs = Vec::with_capacity(command.items.len() + 2);
    let mut used = BTreeSet::new();
    for ((item, template), outfile) in command.items.iter().zip(&command.template).zip(&command.outfiles) {
        match runner.render(item, template, outfile.as_str()) {
            Ok(rendered) => {
                used.extend(rendered.templates);
                let mut bytes = rendered.text.into_bytes();
                // All of them wait for the last one, and what they were given to grow into would be more than a third of it.
                bytes.shrink_to_fit();
                outputs.push((outfile.clone(), Output::Bytes(bytes)));
            }
            Err(RunFailure::Item(error)) => return Err(vec![error.to_string()].into()),
            Err(RunFailure::Template { failure, declared }) => {
                let text = folders.text(&failure.template);
                return Err(Failed::Finding(Box::new(of_template(&failure, text.as_deref(), declared))));
            }
        }
    }
    if let (Some(path), Some(first)) = (&command.makefile_dependencies, command.outfiles.first()) {
        let paths = used.iter().filter_map(|name| folders.path(name)).map(Utf8PathBuf::into_string).collect();
        outputs.push((path.clone(), Output::Bytes(rule(first, &paths).into_bytes())));
    }
    if let Some(path) = &command.save_object_state {
        outputs.push((path.clone(), Output::state(system, &runner, path)?));
    }
    // The process ends with this command; to take apart what it made would be a tenth of its time.
    std::mem::forget(runner);
    Ok(outputs)
}

fn objects(system: &System<'_>, command: &RunnerCommand) -> Result<Objects, Vec<String>> {
    let Some(path) = &command.load_object_state else {
        return Ok(if command.save_object_state.is_some() { Objects::Fresh } else { Objects::Absent });
    };
    let path = system.absolute(path);
    let state = ObjectState::decode(&files::read(&path)?);
    let state = state.map_err(|error| vec![format!("{}: {error}", system.shown(&path))])?;
    Ok(Objects::Kept(Box::new(state)))
}

fn check(command: &RunnerCommand) -> Result<(), Vec<String>> {
    let counts = [command.items.len(), command.template.len(), command.outfiles.len()];
    if counts.iter().any(|count| *count != command.items.len()) {
        let [items, templates, outfiles] = counts;
        return Err(vec![format!(
            "each --item needs one --template and one --outfile, but there are {items}, {templates} and {outfiles}"
        )]);
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = command.outfiles.iter().find(|path| *path != "/dev/null" && !seen.insert(*path)) {
        return Err(vec![format!("two items go to the file `{twice}`")]);
    }
    if let Some(name) = &command.verification_base_name {
        let mut letters = name.chars();
        let valid = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !valid {
            return Err(vec![format!("`{name}` can't begin the names of theories: it is no identifier")]);
        }
    }
    Ok(())
}

fn options(command: &RunnerCommand) -> RunnerOptions {
    RunnerOptions {
        frpc_lock_elision: !command.fno_rpc_lock_elision,
        fprovide_tcb_caps: !command.fno_provide_tcb_caps,
        default_priority: command.default_priority,
        default_max_priority: command.default_max_priority,
        default_affinity: command.default_affinity,
        default_period: command.default_period,
        default_budget: command.default_budget,
        default_data: command.default_data,
        default_size_bits: command.default_size_bits,
        default_stack_size: command.default_stack_size,
        largeframe: command.largeframe,
        largeframe_dma: command.largeframe_dma,
        debug_fault_handlers: command.debug_fault_handlers,
        realtime: command.realtime,
        verification_base_name: command.verification_base_name.clone(),
        ..RunnerOptions::new(command.architecture)
    }
}

/// Folders with templates, searched in order.
pub(super) struct Folders {
    folders: Vec<Utf8PathBuf>,
    /// What was looked for: path and text by name, or that there was none.
    found: Mutex<BTreeMap<String, Option<Found>>>,
}

/// The path and the text of a template.
type Found = (Utf8PathBuf, Arc<str>);

impl Folders {
    pub(super) fn new(system: &System<'_>, folders: &[Utf8PathBuf]) -> Self {
        Self { folders: folders.iter().map(|folder| system.absolute(folder)).collect(), found: Mutex::default() }
    }

    fn path(&self, name: &str) -> Option<Utf8PathBuf> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.get(name)?.as_ref().map(|(path, _)| path.clone())
    }

    /// Everything that was looked for.
    fn looked_for(&self) -> Vec<(String, Option<Found>)> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.iter().map(|(name, found)| (name.clone(), found.clone())).collect()
    }

    fn read(&self, name: &str) -> Option<Found> {
        let path = self.folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file())?;
        if fs::metadata(&path).ok()?.len() > MAX_BYTES {
            return None;
        }
        let text = fs::read_to_string(&path).ok()?.into();
        Some((path, text))
    }

    /// The texts that were read, by the names under which findings know them.
    fn sources(&self, working_folder: &Utf8Path) -> Sources {
        let mut sources = Sources::new(working_folder);
        for (name, found) in self.looked_for() {
            if let Some((_, text)) = found {
                sources.insert(name.into(), text);
            }
        }
        sources
    }
}

impl Source for Folders {
    fn text(&self, name: &str) -> Option<Arc<str>> {
        let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.contains_key(name) {
            known.insert(name.to_owned(), self.read(name));
        }
        known.get(name)?.as_ref().map(|(_, text)| Arc::clone(text))
    }
}

impl fmt::Debug for Folders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Folders").field("folders", &self.folders).finish_non_exhaustive()
    }
}

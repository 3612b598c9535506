// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp check --watch`: checks again whenever a file changes that matters.

use std::{
    collections::BTreeSet,
    io,
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use notify::{RecursiveMode, Watcher as _};

use super::{CommandResult, Outcome, rendered, workspace::Workspace};
use crate::{
    cli::{CheckCommand, Color},
    system::System,
};

/// Editors write a file in several steps, and tools write many files; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(60);

/// Clears a terminal and what was scrolled out of it.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

enum Event {
    /// These files or folders changed.
    Changed(Vec<Utf8PathBuf>),
    /// The user has seen enough.
    Interrupted,
}

/// Checks, and again after each change, until Ctrl-C.
///
/// # Errors
/// When standard output takes no more, or the system lets nobody watch files.
pub(super) fn run(system: &mut System<'_>, command: &CheckCommand, color: Color) -> CommandResult {
    let (sender, events) = mpsc::channel();
    interrupts(sender.clone())?;
    let mut watcher = watcher(sender).map_err(io::Error::other)?;
    let mut watched: BTreeSet<Utf8PathBuf> = BTreeSet::new();
    loop {
        let workspace = Workspace::open(system, command);
        let found = workspace.findings();
        let (asked, matters) = (workspace.asked(), workspace.matters());
        let before = watched.len();
        for folder in folders(workspace.arguments(), &matters) {
            if !watched.contains(&folder) && watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive).is_ok() {
                watched.insert(folder);
            }
        }
        // What changed between the reading and the watching would be missed.
        if watched.len() > before {
            continue;
        }
        if system.terminals.stdout {
            system.print_while_read(CLEAR)?;
        }
        let sources = workspace.sources(system, &found);
        let text = rendered(system, command, color, &found, &sources);
        system.print_while_read(&text)?;
        let plural = if asked.len() == 1 { "" } else { "s" };
        system.say(&format!("watching {} file{plural}; Ctrl-C ends\n", asked.len()))?;
        if let Wake::End = wait(&events, &matters) {
            return Ok(Outcome::Clean);
        }
        watched.retain(|folder| folder.is_dir());
    }
}

/// Folders in which a change can matter: those that are named, with what is below, and those of all files.
fn folders(arguments: &[Utf8PathBuf], asked: &BTreeSet<Utf8PathBuf>) -> BTreeSet<Utf8PathBuf> {
    let parents = asked.iter().filter_map(|path| path.ancestors().skip(1).find(|folder| folder.is_dir()));
    let mut folders: BTreeSet<_> = parents.map(Utf8Path::to_owned).collect();
    for argument in arguments.iter().filter(|path| path.is_dir()) {
        folders.extend(crate::commands::fmt::files::folders(argument));
    }
    folders
}

enum Wake {
    Check,
    End,
}

/// Waits for a change that matters and for the end of what follows it at once.
fn wait(events: &Receiver<Event>, asked: &BTreeSet<Utf8PathBuf>) -> Wake {
    let matters = |paths: &[Utf8PathBuf]| {
        let is_ours = |path: &Utf8PathBuf| matches!(path.extension(), Some("camkes" | "idl4")) || path.is_dir();
        paths.iter().any(|path| asked.contains(path) || is_ours(path))
    };
    loop {
        match events.recv() {
            Ok(Event::Changed(paths)) if matters(&paths) => break,
            Ok(Event::Changed(_)) => {}
            Ok(Event::Interrupted) | Err(_) => return Wake::End,
        }
    }
    loop {
        match events.recv_timeout(SETTLE) {
            Ok(Event::Changed(_)) => {}
            Ok(Event::Interrupted) | Err(RecvTimeoutError::Disconnected) => return Wake::End,
            Err(RecvTimeoutError::Timeout) => return Wake::Check,
        }
    }
}

fn watcher(sender: Sender<Event>) -> notify::Result<notify::RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // That a file was read is no change: we read them ourselves.
        let Ok(event) = event.map(|event| (!event.kind.is_access()).then_some(event)) else { return };
        let paths = event.into_iter().flat_map(|event| event.paths);
        let paths: Vec<_> = paths.filter_map(|path| Utf8PathBuf::from_path_buf(path).ok()).collect();
        if !paths.is_empty() {
            let _ = sender.send(Event::Changed(paths));
        }
    })
}

/// Tells of Ctrl-C, from a thread that ends with the process.
fn interrupts(sender: Sender<Event>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::Builder::new().name("interrupts".to_owned()).spawn(move || {
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            let _ = sender.send(Event::Interrupted);
        }
    })?;
    Ok(())
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Waiting for changes of files, for commands that go on until the user has seen enough.

use std::{
    collections::BTreeSet,
    io::{self, Read as _},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Editors write a file in several steps, and tools write many files; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(60);

enum Event {
    /// These files or folders changed.
    Changed(Vec<Utf8PathBuf>),
    /// The user has seen enough.
    Interrupted,
}

/// Folders whose changes are told.
pub(super) struct Watching {
    events: Receiver<Event>,
    watcher: RecommendedWatcher,
    folders: BTreeSet<Utf8PathBuf>,
}

/// What ended a wait.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wake {
    /// These files or folders changed, among them one that matters.
    Changed(BTreeSet<Utf8PathBuf>),
    /// Ctrl-C, or the end of a pipe that is standard input.
    End,
}

impl Watching {
    /// Watches nothing yet.
    ///
    /// # Errors
    /// When the system lets nobody watch files, or gives no threads.
    pub(super) fn new() -> io::Result<Self> {
        let (sender, events) = mpsc::channel();
        interrupts(sender.clone())?;
        end_of_input(sender.clone())?;
        let watcher = watcher(sender).map_err(io::Error::other)?;
        Ok(Self { events, watcher, folders: BTreeSet::new() })
    }

    /// Watches folders, too. Returns whether one of them is new: what changed in it before would be missed.
    pub(super) fn add(&mut self, folders: BTreeSet<Utf8PathBuf>) -> bool {
        self.folders.retain(|folder| folder.is_dir());
        let before = self.folders.len();
        for folder in folders {
            if !self.folders.contains(&folder)
                && self.watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive).is_ok()
            {
                self.folders.insert(folder);
            }
        }
        self.folders.len() > before
    }

    /// Whether a folder is watched.
    pub(super) fn has(&self, folder: &Utf8Path) -> bool {
        self.folders.contains(folder)
    }

    /// Waits for a change that matters and for the end of what follows it at once.
    pub(super) fn wait(&self, matters: impl Fn(&Utf8Path) -> bool) -> Wake {
        let mut changed = BTreeSet::new();
        while !changed.iter().any(|path: &Utf8PathBuf| matters(path)) {
            match self.events.recv() {
                Ok(Event::Changed(paths)) => changed.extend(paths),
                Ok(Event::Interrupted) | Err(_) => return Wake::End,
            }
        }
        loop {
            match self.events.recv_timeout(SETTLE) {
                Ok(Event::Changed(paths)) => changed.extend(paths),
                Ok(Event::Interrupted) | Err(RecvTimeoutError::Disconnected) => return Wake::End,
                Err(RecvTimeoutError::Timeout) => return Wake::Changed(changed),
            }
        }
    }
}

/// For each file the nearest folder above it that is there.
pub(super) fn folders_of<'a>(files: impl IntoIterator<Item = &'a Utf8PathBuf>) -> BTreeSet<Utf8PathBuf> {
    let parent = |path: &'a Utf8PathBuf| path.ancestors().skip(1).find(|folder| folder.is_dir());
    files.into_iter().filter_map(parent).map(Utf8Path::to_owned).collect()
}

fn watcher(sender: Sender<Event>) -> notify::Result<RecommendedWatcher> {
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

/// Tells of the end of standard input, if it is a pipe: then whoever started this has gone or wants its end. A terminal is
/// not read, which would stop a process in the background, and a file is at its end from the beginning.
fn end_of_input(sender: Sender<Event>) -> io::Result<()> {
    if !input_is_pipe() {
        return Ok(());
    }
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let mut ignored = [0; 512];
        let mut input = io::stdin().lock();
        loop {
            match input.read(&mut ignored) {
                Ok(0) => break,
                Err(error) if error.kind() != io::ErrorKind::Interrupted => break,
                _ => {}
            }
        }
        let _ = sender.send(Event::Interrupted);
    })?;
    Ok(())
}

#[cfg(unix)]
fn input_is_pipe() -> bool {
    use std::os::{fd::AsFd as _, unix::fs::FileTypeExt as _};
    let kind = io::stdin().as_fd().try_clone_to_owned().and_then(|input| std::fs::File::from(input).metadata());
    kind.is_ok_and(|kind| kind.file_type().is_fifo() || kind.file_type().is_socket())
}

#[cfg(not(unix))]
fn input_is_pipe() -> bool {
    false
}

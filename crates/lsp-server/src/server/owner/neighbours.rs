// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Assemblies of the workspace that nobody opened and that share files with those in use. They are looked for on a thread of their
//! own: once the diagnostics of the present state are told, or when a request is about all that use something.

use std::panic::{AssertUnwindSafe, catch_unwind};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::Change;
use tower_lsp::jsonrpc::Error;

use super::{Event, Owner};
use crate::server::dispatch::{Job, WhenStale};

/// What is known of them.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// The files for which they were looked for last.
    shared: Vec<Utf8PathBuf>,
    /// What was found.
    found: Vec<Utf8PathBuf>,
    /// All of it is in use, for a request that is about all, until the next change.
    all: bool,
    /// Files of the workspace changed since, or its settings.
    outdated: bool,
    /// A search is under way.
    running: bool,
    /// Changes that the session had seen when this was last looked at.
    looked: Option<u64>,
    /// Requests that wait for the search.
    waiting: Vec<Job>,
}

impl Neighbours {
    /// Those that are in use.
    fn checked(&self) -> Vec<Utf8PathBuf> {
        self.found.iter().take(MOST_CHECKED).cloned().collect()
    }

    /// Notes that the settings changed.
    pub(super) fn settings_changed(&mut self) {
        self.outdated = true;
    }

    /// Notes that a file changed on the disk.
    pub(super) fn file_changed(&mut self, path: &Utf8Path) {
        self.outdated |= matches!(path.extension(), Some("camkes" | "idl4"));
    }
}

/// Whether an answer is about all that use something, open or not.
fn concerns_all(method: &str) -> bool {
    matches!(
        method,
        "textDocument/references"
            | "textDocument/rename"
            | "workspace/symbol"
            | "workspace/willRenameFiles"
            | "callHierarchy/incomingCalls"
            | "camkes/systems"
    )
}

/// The most of them that are checked whenever a shared file changes. A change that must not miss one has all of them.
const MOST_CHECKED: usize = 64;

/// Whether an answer that leaves one out would break something, or be wrong.
fn needs_each(method: &str) -> bool {
    concerns_all(method) && !matches!(method, "workspace/symbol" | "camkes/systems")
}

impl Owner {
    /// Starts a request, once the systems that it is about are known.
    pub(super) fn start_with_neighbours(&mut self, job: Job) {
        self.flush();
        if concerns_all(job.route.method) && !self.neighbours_known() {
            return self.neighbours.waiting.push(job);
        }
        if needs_each(job.route.method) && self.neighbours.found.len() > MOST_CHECKED && !self.neighbours.all {
            self.neighbours.all = true;
            let change = Change { neighbours: Some(self.neighbours.found.clone()), ..Change::default() };
            self.host.apply_change(change);
        }
        if let Some(job) = self.awaits_elsewhere(job) {
            self.start(job);
        }
    }

    /// Neighbours that were in use for one request alone go out of use with the next change.
    pub(super) fn fewer_neighbours(&mut self) -> Option<Vec<Utf8PathBuf>> {
        std::mem::take(&mut self.neighbours.all).then(|| self.neighbours.checked())
    }

    /// Whether the neighbours of the present state are known; begins to look for them if not.
    pub(super) fn neighbours_known(&mut self) -> bool {
        if self.neighbours.running {
            return false;
        }
        if self.neighbours.looked == Some(self.count) {
            return true;
        }
        self.neighbours.looked = Some(self.count);
        let shared = self.host.shared_files();
        if !std::mem::take(&mut self.neighbours.outdated) && shared == self.neighbours.shared {
            return true;
        }
        self.neighbours.shared.clone_from(&shared);
        if shared.is_empty() {
            self.use_neighbours(Vec::new());
            return true;
        }
        let search = self.host.neighbour_search(shared);
        let events = self.events.clone();
        let work = move || {
            let found = catch_unwind(AssertUnwindSafe(|| search.run())).ok();
            let _ = events.send(Event::Neighbours(found));
        };
        let thread = std::thread::Builder::new().name("camkes-neighbours".into()).spawn(work);
        self.neighbours.running = thread.is_ok();
        if let Err(error) = thread {
            tracing::error!(%error, "assemblies that nobody opened are not looked for");
        }
        !self.neighbours.running
    }

    /// Takes over what a search found; `None` when it panicked.
    pub(super) fn neighbours_found(&mut self, found: Option<Vec<Utf8PathBuf>>) {
        self.neighbours.running = false;
        match found {
            Some(found) => self.use_neighbours(found),
            None => tracing::error!("looking for assemblies that nobody opened panicked"),
        }
        for job in std::mem::take(&mut self.neighbours.waiting) {
            let edited = job.document.as_ref().is_some_and(|(path, version)| self.documents.version(path) != *version);
            match job.route.when_stale {
                WhenStale::Retry | WhenStale::AskAgain => self.start_with_neighbours(job),
                // The position in it means another place now.
                _ if edited => job.ticket.answer(Err(Error::content_modified())),
                _ => self.start_with_neighbours(job),
            }
        }
    }

    fn use_neighbours(&mut self, found: Vec<Utf8PathBuf>) {
        if self.neighbours.found == found {
            return;
        }
        self.neighbours.found = found;
        self.neighbours.all = false;
        self.host.apply_change(Change { neighbours: Some(self.neighbours.checked()), ..Change::default() });
        self.watch_more();
        self.changed();
    }
}

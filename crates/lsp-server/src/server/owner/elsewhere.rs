// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the folders of the workspace hold beside the systems in use. It is looked for when a request is about it: names and
//! assemblies in the texts of all files; what is wrong in those assemblies for a client that asks for the diagnostics of all files. Both run on threads of
//! their own, beside the database, and what they read is not kept.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Analysis, Elsewhere as OtherSystems, WorkspaceIndex};

use super::{Diagnosis, Event, Owner};
use crate::server::{
    diagnostics::{Findings, Round},
    dispatch::Job,
    snapshot::Snapshot,
};

/// Systems that are checked at once. More would need more memory at one moment, fewer would read more often what they share.
const BATCH: usize = 16;

/// The most systems that nobody uses and that are checked.
const MOST_CHECKED: usize = 1024;

/// Diagnostics of files that no system in use has.
pub(crate) type FindingsElsewhere = Arc<BTreeMap<Utf8PathBuf, Findings>>;

/// What is known of the folders of the workspace.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// Files of the workspace are as they were when they were looked through last.
    is_known: bool,
    /// They are being looked through.
    searching: bool,
    /// How often they were.
    searches: u64,
    /// Requests that wait for it.
    waiting: Vec<Job>,
    /// For what assemblies were checked last: the search, and the roots of the systems in use.
    checked: Option<(u64, Vec<Utf8PathBuf>)>,
    /// They are being checked.
    checking: bool,
    /// What was wrong.
    pub(super) findings: FindingsElsewhere,
}

impl Elsewhere {
    /// Notes that settings or folders changed.
    pub(super) fn settings_changed(&mut self) {
        self.is_known = false;
    }

    /// Notes that a file changed on the disk.
    pub(super) fn file_changed(&mut self, path: &Utf8Path) {
        self.is_known &= !matches!(path.extension(), Some("camkes" | "idl4"));
    }
}

/// What a thread found.
#[derive(Debug)]
pub enum Found {
    /// What the folders hold; `None` when the search panicked.
    Index(Option<WorkspaceIndex>),
    /// What is wrong there; `None` when checking panicked.
    Findings(Option<BTreeMap<Utf8PathBuf, Findings>>),
}

impl Owner {
    /// Whether all is known that a request is about; else it is started later.
    pub(super) fn awaits_elsewhere(&mut self, job: Job) -> Option<Job> {
        let is_known = match job.route.method {
            "workspace/symbol" | "camkes/systems" => self.workspace_known(),
            // Those of the systems in use come first: what else there is follows as news.
            "workspace/diagnostic" => self.host.roots().is_empty().then(|| self.elsewhere_checked()) != Some(false),
            _ => true,
        };
        if is_known {
            return Some(job);
        }
        self.elsewhere.waiting.push(job);
        None
    }

    /// Begins to check what nobody uses, for a client that asks for the diagnostics of all files, once those of what is in use are told.
    pub(super) fn check_elsewhere(&mut self) {
        if self.pulls_all && self.diagnosis == Diagnosis::Fresh {
            self.elsewhere_checked();
        }
    }

    /// Whether it is known what the folders of the workspace hold; begins to look if not.
    fn workspace_known(&mut self) -> bool {
        if self.elsewhere.is_known || self.elsewhere.searching {
            return !self.elsewhere.searching;
        }
        self.elsewhere.is_known = true;
        let search = self.host.workspace_search();
        self.elsewhere.searching =
            self.look("camkes-workspace", move || Found::Index(catch_unwind(AssertUnwindSafe(|| search.run())).ok()));
        !self.elsewhere.searching
    }

    /// Whether all assemblies of the workspace that nobody uses are checked; begins to check them if not.
    fn elsewhere_checked(&mut self) -> bool {
        if !self.workspace_known() || self.elsewhere.checking {
            return false;
        }
        let now = Some((self.elsewhere.searches, self.host.roots()));
        if self.elsewhere.checked == now {
            return true;
        }
        self.elsewhere.checked = now;
        let wanted = self.settings.checks_workspace();
        let mut roots = if wanted { self.host.assemblies_elsewhere() } else { Vec::new() };
        if roots.len() > MOST_CHECKED {
            tracing::warn!(found = roots.len(), most = MOST_CHECKED, "not all assemblies of the workspace are checked");
            roots.truncate(MOST_CHECKED);
        }
        if roots.is_empty() {
            self.use_findings(BTreeMap::new());
            return true;
        }
        let (others, over) = (self.host.elsewhere(), self.snapshots());
        self.elsewhere.checking = self.look("camkes-elsewhere", move || {
            Found::Findings(catch_unwind(AssertUnwindSafe(|| check(&others, &roots, over))).ok())
        });
        !self.elsewhere.checking
    }

    /// Does work on a thread of its own; whether there is one.
    fn look(&self, name: &str, work: impl FnOnce() -> Found + Send + 'static) -> bool {
        let events = self.events.clone();
        let work = move || {
            let _ = events.send(Event::Elsewhere(work()));
        };
        let thread = std::thread::Builder::new().name(name.into()).spawn(work);
        if let Err(error) = &thread {
            tracing::error!(%error, "what nobody opened is not looked for");
        }
        thread.is_ok()
    }

    /// Takes over what a thread found.
    pub(super) fn found_elsewhere(&mut self, found: Found) {
        match found {
            Found::Index(index) => {
                self.elsewhere.searching = false;
                self.elsewhere.searches += 1;
                match index {
                    Some(index) => self.host.set_workspace_index(index),
                    None => tracing::error!("looking through the folders of the workspace panicked"),
                }
            }
            Found::Findings(findings) => {
                self.elsewhere.checking = false;
                match findings {
                    Some(findings) => self.use_findings(findings),
                    None => tracing::error!("checking what nobody opened panicked"),
                }
            }
        }
        for job in std::mem::take(&mut self.elsewhere.waiting) {
            self.start_with_neighbours(job);
        }
    }

    /// Requests that wait for news hear of them.
    fn use_findings(&mut self, findings: BTreeMap<Utf8PathBuf, Findings>) {
        if *self.elsewhere.findings != findings {
            self.elsewhere.findings = Arc::new(findings);
            self.count += 1;
            self.wake();
        }
    }
}

/// What is wrong in systems that nobody uses.
fn check(
    others: &OtherSystems,
    roots: &[Utf8PathBuf],
    over: impl Fn(Analysis) -> Snapshot,
) -> BTreeMap<Utf8PathBuf, Findings> {
    let mut out = BTreeMap::new();
    for roots in roots.chunks(BATCH) {
        let host = others.host(roots);
        // Nothing writes to it, so that nothing cancels it.
        for (path, findings) in Round::of_systems(&over(host.analysis())).unwrap_or_default().into_files() {
            out.entry(path).or_insert(findings);
        }
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Diagnostics on their way to the editor.

use std::{
    collections::{BTreeMap, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::Cancelled;
use rustc_hash::FxBuildHasher;
use tower_lsp::gen_lsp_types::{self as lsp, PublishDiagnosticsNotification as Publish};

use super::{documents::Documents, outgoing::Outgoing, snapshot::Snapshot};
use crate::lsp::{
    position::Lines,
    to_proto::{Converter, settings_diagnostic},
};

/// Diagnostics of all files of the systems that the editor's documents belong to, at one moment.
#[derive(Debug, Default)]
pub struct Round {
    files: BTreeMap<Utf8PathBuf, Findings>,
}

#[derive(Debug, Clone, PartialEq)]
struct Findings {
    uri: lsp::Uri,
    version: Option<i32>,
    diagnostics: Vec<lsp::Diagnostic>,
}

/// How a round ended.
#[derive(Debug)]
pub enum Diagnosed {
    /// With diagnostics.
    Round(Round),
    /// A change overtook it.
    Overtaken,
    /// A bug. The same state would only run into it again.
    Panicked,
}

impl Diagnosed {
    /// Works out a round.
    pub(crate) fn compute(snapshot: Snapshot) -> Self {
        match catch_unwind(AssertUnwindSafe(|| snapshot.analysis.attached(|| Round::of(&snapshot)))) {
            Ok(Ok(round)) => Self::Round(round),
            Ok(Err(_)) => Self::Overtaken,
            Err(_) => Self::Panicked,
        }
    }
}

impl Round {
    fn of(snapshot: &Snapshot) -> Result<Self, Cancelled> {
        let mut converter = Converter::new(snapshot);
        let mut round = Self::default();
        for (path, found) in snapshot.analysis.all_diagnostics()? {
            if camkes_ide::builtin::is_builtin(&path) {
                continue;
            }
            let mut diagnostics = Vec::with_capacity(found.len());
            for diagnostic in &found {
                diagnostics.push(converter.diagnostic(&path, diagnostic)?);
            }
            round.insert(snapshot, path, diagnostics);
        }
        for file in snapshot.project.files() {
            let lines = Lines::new(&file.text);
            let place = |range: Option<_>| lines.range(&file.text, &range.unwrap_or(0..0), snapshot.client.encoding);
            let found = file.problems.iter().map(|problem| settings_diagnostic(problem, place(problem.range.clone())));
            round.insert(snapshot, file.path.clone(), found.collect());
        }
        // An open document that no system reported has nothing wrong; the editor still wants to hear it.
        for path in snapshot.documents.keys() {
            if !round.files.contains_key(path) {
                round.insert(snapshot, path.clone(), Vec::new());
            }
        }
        Ok(round)
    }

    fn insert(&mut self, snapshot: &Snapshot, path: Utf8PathBuf, diagnostics: Vec<lsp::Diagnostic>) {
        let open = snapshot.documents.get(&path);
        let findings = Findings { uri: snapshot.uri(&path), version: open.map(|open| open.version), diagnostics };
        self.files.insert(path, findings);
    }
}

/// Remembers what the editor was told, and tells it only what is new.
#[derive(Debug, Default)]
pub(crate) struct Publisher {
    told: HashMap<Utf8PathBuf, Findings, FxBuildHasher>,
}

impl Publisher {
    /// Tells the editor a round.
    pub(crate) fn publish(&mut self, round: Round, documents: &Documents, outgoing: &Outgoing) {
        let gone: Vec<_> = self.told.keys().filter(|path| !round.files.contains_key(*path)).cloned().collect();
        for path in gone {
            self.clear(&path, outgoing);
        }
        for (path, findings) in round.files {
            // Closed (or edited) while the round was under way: the next round knows better.
            if documents.version(&path) != findings.version {
                continue;
            }
            let silent = findings.version.is_none() && findings.diagnostics.is_empty();
            match self.told.get(&path) {
                Some(told) if *told == findings => {}
                None if silent => {}
                told => {
                    // A file that was shown under our spelling of its URI may have been opened under the client's.
                    if told.is_some_and(|told| told.uri != findings.uri) {
                        self.clear(&path, outgoing);
                    }
                    send(&findings, outgoing);
                    self.told.insert(path, findings);
                }
            }
        }
    }

    /// Takes back what the editor was told about a file.
    pub(crate) fn clear(&mut self, path: &Utf8Path, outgoing: &Outgoing) {
        if let Some(told) = self.told.remove(path) {
            send(&Findings { version: None, diagnostics: Vec::new(), ..told }, outgoing);
        }
    }
}

fn send(findings: &Findings, outgoing: &Outgoing) {
    outgoing.notify::<Publish>(&lsp::PublishDiagnosticsParams {
        uri: findings.uri.clone(),
        version: findings.version,
        diagnostics: findings.diagnostics.clone(),
    });
}

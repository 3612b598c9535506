// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Diagnostics on their way to the editor.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{Hash as _, Hasher as _},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::Cancelled;
use rustc_hash::{FxBuildHasher, FxHasher};
use tower_lsp::gen_lsp_types::{
    self as lsp, PublishDiagnosticsNotification as Publish, TextDocumentContentChangeEvent as Edit,
};

use super::{
    client::DiagnosticsWay,
    first_look::{Look, Looked, Moves},
    outgoing::Outgoing,
    owner::is_settings,
    snapshot::Snapshot,
};
use crate::{
    lsp::{
        position::{Encoding, Lines},
        to_proto::{Converter, settings_diagnostic},
    },
    settings::file::ProjectFile,
};

/// Diagnostics of all files of the systems that the editor's documents belong to, at one moment.
#[derive(Debug, Default)]
pub struct Round {
    files: BTreeMap<Utf8PathBuf, Findings>,
    /// Of the open files of large systems, what is not about the file by itself.
    rest: BTreeMap<Utf8PathBuf, Vec<lsp::Diagnostic>>,
}

/// Diagnostics of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// The client's name of it.
    pub uri: lsp::Uri,
    /// The version that they are about, when the editor has it open.
    pub version: Option<i32>,
    /// The diagnostics.
    pub diagnostics: Vec<lsp::Diagnostic>,
}

/// Diagnostics of a file, with the name under which the client remembers them.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The name: the same for the same diagnostics.
    pub id: String,
    /// The diagnostics.
    pub items: Vec<lsp::Diagnostic>,
}

impl Report {
    /// A report of diagnostics.
    #[must_use]
    pub fn new(items: Vec<lsp::Diagnostic>) -> Self {
        let mut hasher = FxHasher::default();
        // Without a text of them they are never the same.
        let text = serde_json::to_string(&items).unwrap_or_else(|error| error.to_string());
        text.hash(&mut hasher);
        Self { id: format!("{:016x}-{}", hasher.finish(), items.len()), items }
    }

    /// Whether the client has it under this name.
    #[must_use]
    pub fn is(&self, id: Option<&str>) -> bool {
        id == Some(self.id.as_str())
    }
}

/// What is wrong in one file.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn of_path(snapshot: &Snapshot, path: &Utf8Path) -> Result<Vec<lsp::Diagnostic>, Cancelled> {
    if is_settings(path) {
        let file = snapshot.project.files().into_iter().find(|file| file.path == path);
        return Ok(file.map(|file| of_settings(snapshot, &file)).unwrap_or_default());
    }
    if camkes_ide::builtin::is_builtin(path) {
        return Ok(Vec::new());
    }
    let mut converter = Converter::new(snapshot);
    let found = snapshot.analysis.diagnostics(path)?;
    let found: Result<Vec<_>, _> = found.iter().map(|it| converter.diagnostic(path, it)).collect();
    Ok(found?.into_iter().chain(of_generation(snapshot, path)).collect())
}

/// What is wrong in a file by itself.
///
/// # Errors
/// When a change overtook the snapshot.
pub(super) fn own_of_path(
    snapshot: &Snapshot,
    path: &Utf8Path,
    converter: &mut Converter<'_>,
) -> Result<Vec<lsp::Diagnostic>, Cancelled> {
    snapshot.analysis.own_diagnostics(path)?.iter().map(|it| converter.diagnostic(path, it)).collect()
}

/// What failed in a file when files were generated after the last saves.
fn of_generation(snapshot: &Snapshot, path: &Utf8Path) -> Vec<lsp::Diagnostic> {
    let of_systems = snapshot.failures.values().filter_map(|files| files.get(path));
    of_systems.flatten().cloned().collect()
}

fn of_settings(snapshot: &Snapshot, file: &ProjectFile) -> Vec<lsp::Diagnostic> {
    let lines = Lines::new(&file.text);
    let place = |range: Option<_>| lines.range(&file.text, &range.unwrap_or(0..0), snapshot.client.encoding);
    file.problems.iter().map(|problem| settings_diagnostic(snapshot, problem, place(problem.range.clone()))).collect()
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
    /// Works out a round. What can be told of edited files before that is told to `first`.
    pub(crate) fn compute(snapshot: Snapshot, looks: Vec<Look>, first: impl FnOnce(Vec<Looked>)) -> Self {
        let work = || {
            if !looks.is_empty() {
                let looked: Result<_, _> = looks.into_iter().map(|look| look.compute(&snapshot)).collect();
                first(looked?);
            }
            Round::of(&snapshot)
        };
        match catch_unwind(AssertUnwindSafe(|| snapshot.analysis.attached(work))) {
            Ok(Ok(round)) => Self::Round(round),
            Ok(Err(_)) => Self::Overtaken,
            Err(_) => Self::Panicked,
        }
    }
}

impl Round {
    /// Works out a round.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub fn of(snapshot: &Snapshot) -> Result<Self, Cancelled> {
        let mut round = Self::of_systems(snapshot)?;
        let mut converter = Converter::new(snapshot);
        for file in snapshot.project.files() {
            round.insert(snapshot, file.path.clone(), of_settings(snapshot, &file));
        }
        let failed: BTreeSet<_> = snapshot.failures.values().flat_map(BTreeMap::keys).collect();
        for path in failed {
            let more = of_generation(snapshot, path);
            match round.files.get_mut(path) {
                Some(findings) => findings.diagnostics.extend(more),
                None => round.insert(snapshot, path.clone(), more),
            }
        }
        let hears_again = snapshot.client.diagnostics == DiagnosticsWay::Push || snapshot.client.refreshes_diagnostics;
        if hears_again && snapshot.analysis.instances()? >= snapshot.large {
            round.rest = round.rest(snapshot, &mut converter)?;
        }
        // An open document that no system reported has nothing wrong; the editor still wants to hear it.
        for path in snapshot.documents.keys() {
            if !round.files.contains_key(path) {
                round.insert(snapshot, path.clone(), Vec::new());
            }
        }
        Ok(round)
    }

    /// Diagnostics of the files of all systems that the snapshot has.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub(super) fn of_systems(snapshot: &Snapshot) -> Result<Self, Cancelled> {
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
        Ok(round)
    }

    /// What is not about the open files by themselves.
    fn rest(
        &self,
        snapshot: &Snapshot,
        converter: &mut Converter<'_>,
    ) -> Result<BTreeMap<Utf8PathBuf, Vec<lsp::Diagnostic>>, Cancelled> {
        let is_told = |path: &&Utf8PathBuf| !is_settings(path) && !camkes_ide::is_c(path);
        let mut out = BTreeMap::new();
        for path in snapshot.documents.keys().filter(is_told) {
            let Some(findings) = self.files.get(path) else { continue };
            let place = |it: &lsp::Diagnostic| [it.range.start, it.range.end].map(|at| (at.line, at.character));
            let mut own: HashMap<_, Vec<_>, FxBuildHasher> = HashMap::default();
            for diagnostic in own_of_path(snapshot, path, converter)? {
                own.entry(place(&diagnostic)).or_default().push(diagnostic);
            }
            let is_other = |it: &&lsp::Diagnostic| {
                let Some(there) = own.get_mut(&place(it)) else { return true };
                there.iter().position(|own| own == *it).map(|at| there.swap_remove(at)).is_none()
            };
            out.insert(path.clone(), findings.diagnostics.iter().filter(is_other).cloned().collect());
        }
        Ok(out)
    }

    /// Every file with its diagnostics, by path.
    pub fn into_files(self) -> impl Iterator<Item = (Utf8PathBuf, Findings)> {
        self.files.into_iter()
    }

    fn insert(&mut self, snapshot: &Snapshot, path: Utf8PathBuf, diagnostics: Vec<lsp::Diagnostic>) {
        let open = snapshot.documents.get(&path);
        let findings = Findings { uri: snapshot.uri(&path), version: open.map(|open| open.version), diagnostics };
        self.files.insert(path, findings);
    }
}

/// The one publisher of a session. The owner tells it of the client's documents, and rounds of diagnostics what they find; nothing is
/// published of a text that the owner knows to be old.
#[derive(Debug, Clone, Default)]
pub(crate) struct SharedPublisher(Arc<Mutex<Publisher>>);

impl SharedPublisher {
    /// The publisher, for a moment.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Publisher> {
        // Whatever panicked: it says of each file what the editor was told last.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers what the editor was told, and tells it only what is new.
#[derive(Debug, Default)]
pub(crate) struct Publisher {
    /// Versions of the open documents.
    open: HashMap<Utf8PathBuf, i32, FxBuildHasher>,
    told: HashMap<Utf8PathBuf, Findings, FxBuildHasher>,
    /// Names of the last round's reports, files without mistakes left out.
    last: BTreeMap<Utf8PathBuf, String>,
    /// What the last round found in open files of large systems that is not about the file by itself, moved along with the edits
    /// since.
    rest: HashMap<Utf8PathBuf, Vec<lsp::Diagnostic>, FxBuildHasher>,
}

/// Which files the editor is told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// All.
    Everything,
    /// Those that it doesn't have open: it asks for the others.
    Closed,
    /// None: it asks for all.
    Nothing,
}

impl Publisher {
    /// Compares a round with the last one: files whose diagnostics are others now.
    pub(crate) fn changed(&mut self, round: &Round) -> BTreeSet<Utf8PathBuf> {
        let ids = |(path, findings): (&Utf8PathBuf, &Findings)| {
            let report = Report::new(findings.diagnostics.clone());
            (!report.items.is_empty()).then(|| (path.clone(), report.id))
        };
        let now: BTreeMap<_, _> = round.files.iter().filter_map(ids).collect();
        let before = std::mem::replace(&mut self.last, now);
        let paths = before.keys().chain(self.last.keys());
        paths.filter(|path| before.get(*path) != self.last.get(*path)).cloned().collect()
    }

    /// Tells the editor a round, without the files that it asks for itself.
    pub(crate) fn publish(&mut self, mut round: Round, told: Told, outgoing: &Outgoing) {
        let rest = std::mem::take(&mut round.rest);
        let is_new = |path: &Utf8PathBuf| round.files.get(path).is_some_and(|it| self.is_of_now(path, it));
        self.rest = rest.into_iter().filter(|(path, _)| is_new(path)).collect();
        match told {
            Told::Everything => {}
            Told::Closed => round.files.retain(|path, _| !self.open.contains_key(path)),
            Told::Nothing => round.files.clear(),
        }
        let gone: Vec<_> = self.told.keys().filter(|path| !round.files.contains_key(*path)).cloned().collect();
        for path in gone {
            self.clear(&path, outgoing);
        }
        for (path, findings) in round.files {
            // Closed (or edited) while the round was under way: the next round knows better.
            if self.is_of_now(&path, &findings) {
                self.tell(path, findings, outgoing);
            }
        }
    }

    /// Whether findings are about the text that the editor has now.
    fn is_of_now(&self, path: &Utf8Path, findings: &Findings) -> bool {
        self.open.get(path).copied() == findings.version
    }

    /// Tells the editor what is wrong in a file, if that is new.
    fn tell(&mut self, path: Utf8PathBuf, findings: Findings, outgoing: &Outgoing) {
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

    /// Forgets what was found in a document whose text is another now.
    pub(crate) fn opened(&mut self, path: &Utf8Path, version: i32) {
        self.rest.remove(path);
        self.open.insert(path.to_owned(), version);
    }

    /// Moves what was found in a document along with edits of it.
    pub(crate) fn edited(
        &mut self,
        path: &Utf8Path,
        document: &lsp::VersionedTextDocumentIdentifier,
        edits: &[Edit],
        encoding: Encoding,
    ) {
        if let Some(version) = self.open.get_mut(path) {
            *version = document.version;
        }
        let uri = &document.text_document_identifier.uri;
        let Some(rest) = self.rest.get_mut(path) else { return };
        for edit in edits {
            match edit {
                Edit::TextDocumentContentChangePartial(part) => Moves::of(part, encoding).apply(rest, uri),
                Edit::TextDocumentContentChangeWholeDocument(_) => {
                    self.rest.remove(path);
                    return;
                }
            }
        }
    }

    /// What was found in a document and is not about the file by itself, if anything can be said before the next round.
    pub(crate) fn rest(&self, path: &Utf8Path) -> Option<Vec<lsp::Diagnostic>> {
        self.rest.get(path).cloned()
    }

    /// Whether a round found something else in documents whose diagnostics were asked for before it was over.
    pub(crate) fn differs(&self, round: &Round, asked: &BTreeSet<Utf8PathBuf>) -> bool {
        asked.iter().any(|path| self.rest.get(path) != round.rest.get(path))
    }

    /// What can be told of edited documents before the next round.
    pub(crate) fn looks<'a>(&self, edited: impl Iterator<Item = &'a Utf8PathBuf>) -> Vec<Look> {
        let look = |path: &Utf8PathBuf| Some(Look { path: path.clone(), rest: self.rest.get(path)?.clone() });
        edited.filter_map(look).collect()
    }

    /// Tells the editor what was found in edited files before the round is over.
    pub(crate) fn looked(&mut self, looked: Vec<Looked>, outgoing: &Outgoing) {
        for Looked { path, findings } in looked {
            if self.is_of_now(&path, &findings) {
                self.tell(path, findings, outgoing);
            }
        }
    }

    /// Takes back what the editor was told about a document that it has closed.
    pub(crate) fn closed(&mut self, path: &Utf8Path, outgoing: &Outgoing) {
        self.open.remove(path);
        self.clear(path, outgoing);
    }

    /// Takes back what the editor was told about a file.
    fn clear(&mut self, path: &Utf8Path, outgoing: &Outgoing) {
        self.rest.remove(path);
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

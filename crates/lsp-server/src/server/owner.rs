// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The owner thread: the only one that changes anything.
//!
//! Events come in the order of the client's messages. A change of state is applied here; a request gets its snapshot
//! here and goes to the pool, so it sees exactly the changes that were sent before it. A change makes the queries of
//! running requests unwind; such a request comes back as [`Event::Stale`] and is run again or answered with
//! `ContentModified`.

mod elsewhere;
mod neighbours;
mod view;
mod work;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::Arch;
use camkes_ide::{AnalysisHost, Change, Config, FileContents, QueryCounts};
use indexmap::IndexSet;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

pub(crate) use self::elsewhere::FindingsElsewhere;
use self::{
    elsewhere::{Elsewhere, Found},
    neighbours::Neighbours,
};
use super::{
    Parts,
    asked::{AllAsked, Asked},
    client::Client,
    diagnostics::{Diagnosed, SharedPublisher},
    dispatch::{Job, MOST_OVERTAKEN, Ran, Routes, WhenStale},
    documents::Documents,
    generation::Generation,
    on_save::{Followed, OnSave},
    outgoing::Outgoing,
    pending::Ticket,
    pool::Pool,
    progress::Work,
    settings::Settings,
    token_cache::TokenCache,
    watch,
    wire::Closer,
};
use crate::{
    handlers::{self, generated_document},
    log::ClientLog,
    lsp::from_proto,
    settings::{build_folder, keys::FILE_NAME, project::ProjectSettings},
    vfs::library::Library,
};

/// What the owner thread hears of, in order.
#[derive(Debug)]
pub enum Event {
    /// A notification of the client.
    Notification {
        /// Its method.
        method: String,
        /// Its parameters, `null` when it has none.
        params: Value,
    },
    /// A request of the client.
    Request {
        /// Its method.
        method: String,
        /// Its parameters, `null` when it has none.
        params: Value,
        /// The right to answer it.
        ticket: Ticket,
    },
    /// The client's answer to a request of ours.
    Response {
        /// Id of our request.
        id: String,
        /// The answer.
        answer: Result<Value>,
    },
    /// A request whose snapshot was overtaken by a change.
    Stale(Box<Job>),
    /// A request that waits for the next change.
    Waits(Box<Job>),
    /// A round of diagnostics has ended.
    Diagnosed(Diagnosed),
    /// The generation that follows saves has ended.
    Followed(Followed),
    /// A search for assemblies that share files with those in use has ended; `None` when it panicked.
    Neighbours(Option<Vec<Utf8PathBuf>>),
    /// A look at what no system in use has has ended.
    Elsewhere(Found),
    /// The session is over.
    Exit,
}

/// `LSPErrorCodes.ServerCancelled`.
const SERVER_CANCELLED: i64 = -32802;
/// Method of a request of the diagnostics of one document.
const PULL: &str = "textDocument/diagnostic";
/// Id of our request that the client asks for diagnostics again.
const REFRESH: &str = "camkes/refreshDiagnostics";

/// Name of files for CMake.
const CMAKE: &str = "CMakeLists.txt";

/// Start of the ids of requests to fetch a document of ours again; its URI follows.
const CONTENT: &str = "camkes/refreshContent/";

/// Answers a request for news that won't come: the client waits for all answers before it leaves.
fn end_waiting(job: Job) {
    job.ticket.answer(Ok(serde_json::json!({ "items": [] })));
}

/// Whether a document holds settings, not ADL.
pub(crate) fn is_settings(path: &Utf8Path) -> bool {
    path.file_name() == Some(FILE_NAME)
}

/// The state of a session.
pub struct Owner {
    pub(crate) documents: Documents,
    pub(crate) client: Arc<Client>,
    pub(crate) settings: Settings,
    /// Settings of the user for one folder of the workspace.
    pub(crate) folder_settings: BTreeMap<Utf8PathBuf, Settings>,
    /// Folders whose settings the client was asked for.
    pub(crate) asked_folders: Vec<Utf8PathBuf>,
    /// Files outside of the client's folders that it watches; `None` before it takes requests.
    pub(crate) watches: Option<BTreeSet<Utf8PathBuf>>,
    /// What the settings of all places make together.
    pub(crate) project: Arc<ProjectSettings>,
    pub(crate) outgoing: Outgoing,
    pub(crate) log: ClientLog,
    pub(crate) library: Arc<Library>,
    pub(crate) publisher: SharedPublisher,
    pub(crate) tokens: Arc<TokenCache>,
    generation: Arc<Generation>,
    on_save: OnSave,
    closer: Option<Closer>,
    host: AnalysisHost,
    counts: Option<QueryCounts>,
    routes: Arc<Routes>,
    pool: Pool,
    events: mpsc::Sender<Event>,
    changes: Changes,
    diagnosis: Diagnosis,
    /// The round of diagnostics that is under way.
    round: Option<Work>,
    /// Work that takes less is not shown.
    patience: Duration,
    /// From so many instances on, a system is large.
    large: usize,
    /// Requests whose client wants to see them.
    asked: AllAsked,
    /// Work that was shown.
    shown: u64,
    /// The user ended the round that is under way.
    given_up: bool,
    /// Documents edited since the last round.
    edited: BTreeSet<Utf8PathBuf>,
    /// Documents whose diagnostics were asked for since the last round, and told without the next.
    asked_early: BTreeSet<Utf8PathBuf>,
    /// Changes that the database was told.
    count: u64,
    /// Requests that wait for the next change.
    waiting: Vec<Job>,
    /// The client is about to leave.
    closing: bool,
    /// The client asked for the diagnostics of all files.
    pulls_all: bool,
    /// The system that the user works on.
    chosen: Option<Utf8PathBuf>,
    /// The same, if it is in use for no other reason.
    extra_root: Option<Utf8PathBuf>,
    /// Architectures that the user chose for systems, by root.
    architectures: BTreeMap<Utf8PathBuf, Arch>,
    /// Assemblies that nobody opened and that share files with those in use.
    neighbours: Neighbours,
    /// What the folders of the workspace hold beside the systems in use.
    elsewhere: Elsewhere,
}

/// What changed since the database was last told.
#[derive(Debug, Default)]
struct Changes {
    files: BTreeSet<Utf8PathBuf>,
    settings: bool,
}

/// Whether the published diagnostics are those of the present state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Diagnosis {
    /// They are.
    Fresh,
    /// They aren't, and nothing is under way.
    Due,
    /// A round of the present state is under way.
    Running,
    /// A round of an earlier state is under way.
    Overtaken,
}

/// Whether the thread goes on.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Continue,
    Stop,
}

impl Owner {
    /// The owner of a new session. What works something out calls `give_way` again and again.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(
        parts: Parts,
        events: mpsc::Sender<Event>,
        outgoing: Outgoing,
        closer: Closer,
        give_way: fn(),
    ) -> io::Result<Self> {
        Ok(Self {
            documents: Documents::default(),
            client: Arc::default(),
            settings: Settings::default(),
            folder_settings: BTreeMap::new(),
            asked_folders: Vec::new(),
            watches: None,
            project: Arc::default(),
            outgoing,
            log: parts.log,
            library: Arc::new(parts.library),
            publisher: SharedPublisher::default(),
            tokens: Arc::default(),
            generation: Arc::new(Generation::new(parts.remembered)),
            on_save: OnSave::default(),
            closer: Some(closer),
            host: match &parts.counts {
                Some(counts) => counts.host(parts.loader),
                None => AnalysisHost::new(parts.loader),
            }
            .attended(give_way),
            counts: parts.counts,
            routes: Arc::new(parts.routes),
            pool: Pool::new(give_way)?,
            events,
            changes: Changes::default(),
            diagnosis: Diagnosis::Fresh,
            round: None,
            patience: parts.patience,
            large: parts.large,
            asked: AllAsked::default(),
            shown: 0,
            given_up: false,
            edited: BTreeSet::new(),
            asked_early: BTreeSet::new(),
            count: 0,
            waiting: Vec::new(),
            closing: false,
            pulls_all: false,
            chosen: None,
            extra_root: None,
            architectures: BTreeMap::new(),
            neighbours: Neighbours::default(),
            elsewhere: Elsewhere::default(),
        })
    }

    /// Handles events until the session is over. Work that only follows from the final state (diagnostics) waits until
    /// the queue is empty, so a burst of edits costs one round.
    pub fn run(mut self, inbox: &mpsc::Receiver<Event>) {
        loop {
            let event = match inbox.try_recv() {
                Ok(event) => event,
                Err(_) => {
                    if catch_unwind(AssertUnwindSafe(|| self.settle())).is_err() {
                        tracing::error!("applying a change panicked");
                    }
                    match self.wait(inbox) {
                        Some(event) => event,
                        None => return,
                    }
                }
            };
            // One bad message must not take the session down.
            match catch_unwind(AssertUnwindSafe(|| self.handle(event))) {
                Ok(Next::Continue) => {}
                Ok(Next::Stop) => return,
                Err(_) => tracing::error!("handling a message panicked"),
            }
        }
    }

    /// Notes that a document was saved.
    pub(crate) fn saved(&mut self, path: Utf8PathBuf) {
        if self.generates_on_save() {
            self.on_save.saved.insert(path);
        }
    }

    fn generates_on_save(&self) -> bool {
        self.settings.generates_on_save() || self.folder_settings.values().any(Settings::generates_on_save)
    }

    /// Whether a system in use has this root file, or there is an assembly in it, so that it can be one.
    pub(crate) fn is_root(&mut self, path: &Utf8Path) -> bool {
        self.flush();
        self.host.is_root(path) || self.host.is_assembly(path)
    }

    /// Chooses the system that the user works on, and its architecture.
    pub(crate) fn choose(&mut self, root: Option<Utf8PathBuf>, architecture: Option<Arch>) {
        let is_extra = |it: &&Utf8PathBuf| !self.host.is_root(it) || self.extra_root.as_ref() == Some(*it);
        let extra = root.as_ref().filter(is_extra).cloned();
        if extra != self.extra_root {
            self.extra_root = extra;
            self.settings_changed();
        }
        self.host.choose(root.as_deref());
        if let Some(root) = &root {
            match architecture {
                Some(architecture) => self.architectures.insert(root.clone(), architecture),
                None => self.architectures.remove(root),
            };
            self.settings_changed();
        }
        self.chosen = root;
        self.diagnostics_due();
    }

    /// Notes that the database must read this file anew: from the editor when it is open there, else from the disk.
    pub(crate) fn file_changed(&mut self, path: Utf8PathBuf) {
        let is_record = path.file_name() == Some(build_folder::PARSER_CALL);
        if is_settings(&path) || is_record || self.project.looked_at().contains(&path) {
            self.settings_changed();
            // Changes of a name or of what is searched edit settings, too.
            self.changes.files.extend(self.host.knows(&path).then_some(path));
        } else if !camkes_ide::builtin::is_builtin(&path) && (self.is_open(&path) || self.may_matter(&path)) {
            if !self.is_open(&path) {
                self.neighbours.file_changed(&path);
                self.elsewhere.file_changed(&path);
            }
            self.changes.files.insert(path);
        }
    }

    /// Whether a file that is not open may be part of a system. A build writes many C files that are part of none.
    fn may_matter(&self, path: &Utf8Path) -> bool {
        let is_source = camkes_ide::is_c(path) || path.extension() == Some("cmake") || path.file_name() == Some(CMAKE);
        !is_source || self.host.knows(path)
    }

    /// Notes that a document was edited: its client may ask for its diagnostics without being told.
    pub(crate) fn edited(&mut self, path: Utf8PathBuf) {
        self.edited.insert(path);
    }

    /// Notes that the settings changed.
    pub(crate) fn settings_changed(&mut self) {
        self.changes.settings = true;
        self.neighbours.settings_changed();
        self.elsewhere.settings_changed();
    }

    /// Asks for a new round of diagnostics although no file changed.
    pub(crate) fn diagnostics_due(&mut self) {
        self.diagnosis = match self.diagnosis {
            Diagnosis::Fresh | Diagnosis::Due => Diagnosis::Due,
            Diagnosis::Running | Diagnosis::Overtaken => Diagnosis::Overtaken,
        };
    }

    fn handle(&mut self, event: Event) -> Next {
        match event {
            Event::Notification { method, params } => handlers::notification::handle(self, &method, params),
            Event::Request { method, params, ticket } => self.request(&method, params, ticket),
            Event::Response { id, answer } => handlers::response::handle(self, &id, answer),
            Event::Stale(job) => self.stale(*job),
            Event::Waits(job) if self.closing => end_waiting(*job),
            Event::Waits(job) if job.changes < self.count => self.start(*job),
            Event::Waits(job) => self.waiting.push(*job),
            Event::Diagnosed(round) => self.diagnosed(round),
            Event::Followed(followed) => self.followed(followed),
            Event::Neighbours(found) => self.neighbours_found(found),
            Event::Elsewhere(found) => self.found_elsewhere(found),
            Event::Exit => return Next::Stop,
        }
        Next::Continue
    }

    fn request(&mut self, method: &str, params: Value, ticket: Ticket) {
        match method {
            "initialize" => ticket.answer(handlers::request::initialize::handle(self, params)),
            "shutdown" => {
                self.closing = true;
                self.waiting.drain(..).for_each(end_waiting);
                ticket.answer(Ok(Value::Null));
            }
            "workspace/executeCommand" => match handlers::request::execute_command::request(params) {
                Ok((method, params)) => self.request(&method, params, ticket),
                Err(error) => ticket.answer(Err(error)),
            },
            "camkes/setActiveSystem" => {
                ticket.answer(handlers::request::set_active_system::handle(self, params));
            }
            _ => match self.routes.get(method) {
                Some(route) => {
                    let document = self.document_of(&params);
                    // Nothing of the language is in them.
                    let is_pull = method == PULL;
                    if !is_pull && document.as_ref().is_some_and(|(path, _)| is_settings(path)) {
                        return ticket.answer(Ok(Value::Null));
                    }
                    if method == "workspace/diagnostic" && !self.pulls_all {
                        self.pulls_all = true;
                        self.diagnostics_due();
                    }
                    let asked = Asked::new(method, &params, self.client.progress, &ticket, &self.outgoing);
                    if let Some(asked) = &asked {
                        self.asked.add(asked);
                    }
                    self.start_with_neighbours(Job {
                        route,
                        params,
                        ticket,
                        document,
                        asked,
                        changes: 0,
                        overtaken: 0,
                    });
                }
                None => {
                    let message = format!("method not found: {method}").into();
                    ticket.answer(Err(Error { message, ..Error::method_not_found() }));
                }
            },
        }
    }

    /// The document that a request is about, with its version: positions in the request mean this text.
    fn document_of(&self, params: &Value) -> Option<(Utf8PathBuf, Option<i32>)> {
        let uri = params.get("textDocument")?.get("uri")?.as_str()?;
        let path = from_proto::path(&uri.into(), &self.library).ok()?;
        let version = self.documents.version(&path);
        Some((path, version))
    }

    fn start(&mut self, mut job: Job) {
        if job.ticket.is_cancelled() {
            return;
        }
        self.flush();
        job.changes = self.count;
        let mut snapshot = self.snapshot();
        snapshot.rest = self.rest_for(&job);
        let events = self.events.clone();
        self.pool.spawn(move || {
            let _ = match job.run(snapshot) {
                Ran::Done => Ok(()),
                Ran::Overtaken(job) => events.send(Event::Stale(Box::new(job))),
                Ran::Waits(job) => events.send(Event::Waits(Box::new(job))),
            };
        });
    }

    fn stale(&mut self, mut job: Job) {
        job.overtaken += 1;
        if job.route.when_stale == WhenStale::AskAgain {
            let data = Some(serde_json::json!({ "retriggerRequest": true }));
            let message = "the document changed meanwhile".into();
            let error = Error { code: ErrorCode::ServerError(SERVER_CANCELLED), message, data };
            return job.ticket.answer(Err(error));
        }
        let edited = job.document.as_ref().is_some_and(|(path, version)| self.documents.version(path) != *version);
        let give_up = self.client.retries.contains(job.route.method)
            || (edited && job.route.when_stale == WhenStale::RetryUnlessEdited)
            || job.route.when_stale == WhenStale::GiveUp
            || job.overtaken >= MOST_OVERTAKEN;
        if give_up {
            job.ticket.answer(Err(Error::content_modified()));
        } else {
            self.start(job);
        }
    }

    /// Puts the settings of all places together anew.
    fn config(&mut self) -> Config {
        let first = self.client.folders.first().cloned().unwrap_or_else(|| Utf8PathBuf::from("/"));
        let of_folder = |folder: &Utf8PathBuf| self.folder_settings.get(folder).unwrap_or(&self.settings);
        let folders: Vec<_> = self.client.folders.iter().map(|it| (it.clone(), of_folder(it).layer(it))).collect();
        let settings = self.documents.texts().filter(|(path, _)| is_settings(path));
        let open: HashMap<_, _, _> = settings.map(|(path, text)| (path.to_owned(), Arc::from(text))).collect();
        let mut roots = IndexSet::new();
        roots.extend(self.extra_root.clone());
        roots.extend(self.settings.roots(&first));
        for folder in &self.client.folders {
            roots.extend(of_folder(folder).roots(folder));
        }
        let project = ProjectSettings::of_editor(self.settings.layer(&first), folders, open);
        let project = Arc::new(project.with_architectures(&self.architectures));
        let documents = self.documents.texts().map(|(path, _)| path);
        for path in self.client.folders.iter().map(Utf8PathBuf::as_path).chain(documents) {
            roots.extend(project.roots_of(path));
        }
        self.project = Arc::clone(&project);
        Config { roots: roots.into_iter().collect(), folders: self.client.folders.clone(), settings: project }
    }

    /// Tells the database everything that changed. This is the place where running snapshots are cancelled.
    fn flush(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        if changes.files.is_empty() && !changes.settings {
            return;
        }
        let mut files = Vec::with_capacity(changes.files.len());
        for path in changes.files {
            let contents = self.documents.text(&path).map(FileContents::text);
            files.push((path, contents));
        }
        let (opened, closed) = self.documents.take_moves();
        let config = changes.settings.then(|| self.config());
        let change = Change { files, opened, closed, config, neighbours: self.fewer_neighbours() };
        let configured = change.config.is_some();
        self.host.with_db(|db| self.generation.remembered().make_room(db));
        self.host.apply_change(change);
        if configured && !self.generates_on_save() {
            self.on_save = OnSave { running: self.on_save.running.take(), ..OnSave::default() };
        }
        if configured {
            self.watch_more();
        }
        self.changed();
    }

    /// Notes that the database was told something.
    fn changed(&mut self) {
        self.count += 1;
        self.diagnostics_due();
        self.wake();
    }

    /// Requests that wait for a change look whether it is news to them.
    fn wake(&mut self) {
        for job in std::mem::take(&mut self.waiting) {
            let _ = self.events.send(Event::Waits(Box::new(job)));
        }
    }

    /// Has the client watch what settings depend on outside of its folders.
    pub(crate) fn watch_more(&mut self) {
        let Some(before) = self.watches.take() else { return };
        let mut files = self.project.looked_at();
        for root in self.host.roots() {
            let settings = self.project.of(&root);
            files.extend([settings.device_tree, settings.pin_list].into_iter().flatten().map(|path| path.value));
        }
        files.retain(|path| !self.client.folders.iter().any(|folder| path.starts_with(folder)));
        if self.client.watches_anywhere && files != before {
            handlers::notification::initialized::watch(self, &before, &files);
        }
        self.watches = Some(files);
    }

    /// Ends the session when the client's process does, as `initialize` wants it.
    pub(crate) fn watch_client(&mut self) {
        if let (Some(process), Some(closer)) = (self.client.process, self.closer.take()) {
            watch::client_process(process, closer);
        }
    }

    /// The path of a URI, built-in library included; logs what can't be understood.
    pub(crate) fn path(&self, uri: &tower_lsp::gen_lsp_types::Uri) -> Option<Utf8PathBuf> {
        // A client that takes it for an open document of its own has nothing to tell of it: its text is ours.
        if generated_document::is_generated(uri) {
            return None;
        }
        from_proto::path(uri, &self.library).inspect_err(|error| tracing::warn!(%error, "a message is ignored")).ok()
    }

    /// Whether the editor has this document open.
    pub(crate) fn is_open(&self, path: &Utf8Path) -> bool {
        self.documents.version(path).is_some()
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One client's session.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use super::documents::Document;
use super::random::Random;
use super::recording::{Recording, Step};
use crate::session::Session;

/// `RequestCancelled`, `ContentModified` and `ServerCancelled`: a client asks again, or no longer wants to know.
const OVERTAKEN: [i64; 3] = [-32800, -32801, -32802];

/// `RequestFailed`: what was asked for can't be done, such as the change of a name of the library.
const REFUSED: i64 = -32803;

/// How long a request may wait for its answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often the memory is looked at.
const SAMPLE: Duration = Duration::from_secs(10);

/// A session that is played.
pub(super) struct Player {
    session: Session,
    steps: Vec<Step>,
    at: usize,
    random: Random,
    /// Every file that may be opened.
    files: Vec<PathBuf>,
    open: Vec<Document>,
    /// Requests without an answer yet: method, document and time.
    waiting: HashMap<i64, (String, Option<String>, Instant)>,
    /// The last answer of each method, for requests that follow it.
    answers: HashMap<String, Value>,
    /// Names of the last reports of each document.
    reports: HashMap<(String, String), Value>,
    counts: BTreeMap<String, u64>,
    problems: Vec<String>,
    /// KiB, by time.
    memory: Vec<(Duration, u64)>,
    slowest: Duration,
}

impl Player {
    /// Starts the server and shakes hands as the client does.
    pub(super) fn start(
        binary: &Path,
        recording: Recording,
        folder: &Path,
        errors: File,
        seed: u64,
    ) -> anyhow::Result<Self> {
        let mut session = Session::spawn(binary, &["--stdio"], errors)?;
        session.request("initialize", &recording.initialize)?;
        session.notify("initialized", &json!({}))?;
        let mut files = Vec::new();
        sources(folder, &mut files)?;
        files.sort();
        ensure!(!files.is_empty(), "no sources in {}", folder.display());
        Ok(Self {
            session,
            steps: recording.steps,
            at: 0,
            random: Random(seed),
            files,
            open: Vec::new(),
            waiting: HashMap::new(),
            answers: HashMap::new(),
            reports: HashMap::new(),
            counts: BTreeMap::new(),
            problems: Vec::new(),
            memory: Vec::new(),
            slowest: Duration::ZERO,
        })
    }

    /// Plays for a time, with a pause behind each message, and leaves.
    ///
    /// # Errors
    /// When the server ends, or does not answer.
    pub(super) fn play(&mut self, time: Duration, pace: Duration, name: &str) -> anyhow::Result<()> {
        let started = Instant::now();
        let mut sampled = None::<Instant>;
        while started.elapsed() < time {
            if sampled.is_none_or(|at| at.elapsed() >= SAMPLE) {
                sampled = Some(Instant::now());
                let now = self.session.memory().now.unwrap_or_default();
                self.memory.push((started.elapsed(), now));
                if self.memory.len() % 30 == 1 {
                    eprintln!("{name}: {} s, {} messages, {now} KiB", started.elapsed().as_secs(), self.messages());
                }
            }
            self.step()?;
            // Half of the time shorter, half of the time longer; letters of a word follow each other at once.
            let pause = pace.mul_f64(self.random.below(200) as f64 / 100.0);
            let until = Instant::now() + pause;
            loop {
                self.receive(until.saturating_duration_since(Instant::now()))?;
                if Instant::now() >= until {
                    break;
                }
            }
            self.check_patience()?;
        }
        self.settle()?;
        self.leave()
    }

    /// Waits for all answers but those that wait for a change.
    fn settle(&mut self) -> anyhow::Result<()> {
        let is_due = |(method, ..): &(String, Option<String>, Instant)| method != "workspace/diagnostic";
        while self.waiting.values().any(is_due) {
            self.receive(Duration::from_millis(100))?;
            self.check_patience()?;
        }
        Ok(())
    }

    fn leave(&mut self) -> anyhow::Result<()> {
        let id = self.session.start("shutdown", &Value::Null)?;
        self.session.answer(id)?;
        self.session.notify("exit", &Value::Null)
    }

    fn check_patience(&self) -> anyhow::Result<()> {
        let stuck =
            self.waiting.values().find(|(method, _, at)| method != "workspace/diagnostic" && at.elapsed() > PATIENCE);
        match stuck {
            Some((method, ..)) => bail!("{method} is not answered"),
            None => Ok(()),
        }
    }

    /// Plays the next message of the recording, or jumps to another place in it.
    fn step(&mut self) -> anyhow::Result<()> {
        if self.random.percent(2) {
            self.at = self.random.below(self.steps.len());
        }
        let step = self.steps.get(self.at).cloned().context("an empty recording")?;
        self.at = (self.at + 1) % self.steps.len();
        // Editors ask more often than people type; here there is to be an edit for every other question.
        if self.random.percent(30) {
            self.edit()?;
        }
        match (step.is_request, step.method.as_str()) {
            (true, _) => self.ask(&step),
            (false, "textDocument/didChange") => self.edit(),
            (false, "textDocument/didOpen") => self.open_one(),
            (false, "textDocument/didClose") if self.open.len() > 1 => self.close_one(),
            (false, _) => Ok(()),
        }
    }

    fn notify(&mut self, method: &str, params: &Value) -> anyhow::Result<()> {
        *self.counts.entry(method.to_owned()).or_default() += 1;
        self.session.notify(method, params)
    }

    fn open_one(&mut self) -> anyhow::Result<()> {
        let Some(path) = self.random.pick(&self.files).cloned() else { return Ok(()) };
        let uri = format!("file://{}", path.display());
        if self.open.iter().any(|document| document.uri == uri) {
            return Ok(());
        }
        let document = Document::new(uri.clone(), fs::read_to_string(&path)?);
        let language = if uri.ends_with(".c") { "c" } else { "camkes" };
        let item = json!({ "uri": uri, "languageId": language, "version": 0, "text": document.text });
        self.open.push(document);
        self.notify("textDocument/didOpen", &json!({ "textDocument": item }))
    }

    fn close_one(&mut self) -> anyhow::Result<()> {
        let document = self.open.swap_remove(self.random.below(self.open.len()));
        self.notify("textDocument/didClose", &json!({ "textDocument": { "uri": document.uri } }))
    }

    fn edit(&mut self) -> anyhow::Result<()> {
        let texts: Vec<String> = self.open.iter().map(|document| document.text.clone()).collect();
        let index = self.random.below(self.open.len());
        let Some(document) = self.open.get_mut(index) else { return self.open_one() };
        let params = document.edit(&mut self.random, &texts);
        self.notify("textDocument/didChange", &params)
    }

    /// Sends a request with document, place and range by chance, and cancels some.
    fn ask(&mut self, step: &Step) -> anyhow::Result<()> {
        let method = step.method.as_str();
        if method == "workspace/diagnostic" && self.waiting.values().any(|(waits, ..)| waits == method) {
            return Ok(());
        }
        let Some(params) = self.params(step) else { return Ok(()) };
        let document = params["textDocument"]["uri"].as_str().map(str::to_owned);
        *self.counts.entry(method.to_owned()).or_default() += 1;
        let id = self.session.start(method, &params)?;
        self.waiting.insert(id, (method.to_owned(), document, Instant::now()));
        if self.random.percent(8) {
            let old = self.waiting.keys().copied().min().filter(|_| self.random.percent(30));
            self.notify("$/cancelRequest", &json!({ "id": old.unwrap_or(id) }))?;
        }
        Ok(())
    }

    /// The parameters of a recorded request, about something else; nothing when there is nothing yet that it could follow.
    fn params(&mut self, step: &Step) -> Option<Value> {
        let mut params = step.params.clone();
        let follows = match step.method.as_str() {
            "completionItem/resolve" => Some(("textDocument/completion", None)),
            "codeLens/resolve" => Some(("textDocument/codeLens", None)),
            "codeAction/resolve" => Some(("textDocument/codeAction", None)),
            "inlayHint/resolve" => Some(("textDocument/inlayHint", None)),
            "callHierarchy/outgoingCalls" | "callHierarchy/incomingCalls" => {
                Some(("textDocument/prepareCallHierarchy", Some("item")))
            }
            _ => None,
        };
        if let Some((before, key)) = follows {
            let answer = self.answers.get(before)?;
            let list = answer.get("items").unwrap_or(answer).as_array()?;
            let item = self.random.pick(list)?.clone();
            return Some(key.map_or_else(|| item.clone(), |key| json!({ key: item })));
        }
        if params.get("textDocument").is_none() {
            return Some(params);
        }
        let index = self.random.below(self.open.len());
        let document = self.open.get(index)?;
        params["textDocument"]["uri"] = json!(document.uri);
        for key in ["position", "range"] {
            if params.get(key).is_some() {
                let chosen =
                    if key == "range" { document.range(&mut self.random) } else { document.place(&mut self.random) };
                params[key] = chosen;
            }
        }
        if let Some(positions) = params.get_mut("positions").and_then(Value::as_array_mut) {
            positions.iter_mut().for_each(|place| *place = document.place(&mut self.random));
        }
        if params.get("previousResultId").is_some() {
            let kind = kind_of_result(&step.method);
            params["previousResultId"] = self.reports.get(&(kind.to_owned(), document.uri.clone()))?.clone();
        }
        Some(params)
    }

    /// Takes in what the server says during a time.
    fn receive(&mut self, time: Duration) -> anyhow::Result<()> {
        let Some(message) = self.session.receive(time)? else { return Ok(()) };
        let mut body = message.body;
        if body.get("method").is_some() {
            let name = format!("server: {}", body["method"].as_str().unwrap_or_default());
            *self.counts.entry(name).or_default() += 1;
            return Ok(());
        }
        let Some((method, document, since)) = body["id"].as_i64().and_then(|id| self.waiting.remove(&id)) else {
            self.problems.push(format!("an answer that nobody waits for: {body:.300}"));
            return Ok(());
        };
        if method != "workspace/diagnostic" {
            self.slowest = self.slowest.max(message.at - since);
        }
        if let Some(error) = body.get("error") {
            let code = error["code"].as_i64().unwrap_or_default();
            *self.counts.entry(format!("error {code}")).or_default() += 1;
            if !OVERTAKEN.contains(&code) && code != REFUSED {
                self.problems.push(format!("{method}: {error}"));
            }
            return Ok(());
        }
        let result = body["result"].take();
        if let (Some(document), Some(id)) = (document, result.get("resultId").filter(|id| !id.is_null())) {
            self.reports.insert((kind_of_result(&method).to_owned(), document), id.clone());
        }
        self.answers.insert(method, result);
        Ok(())
    }

    fn messages(&self) -> u64 {
        self.counts.iter().filter(|(name, _)| !name.starts_with("error")).map(|(_, count)| count).sum()
    }

    /// What went wrong.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut out: Vec<String> = self.problems.iter().take(20).cloned().collect();
        let third = self.memory.len() / 3;
        let most = |part: &[(Duration, u64)]| part.iter().map(|(_, kib)| *kib).max().unwrap_or_default();
        // The first minute fills caches.
        let warm = self.memory.partition_point(|(time, _)| *time < Duration::from_secs(60));
        if let (Some(early), Some(late)) = (self.memory.get(warm..third.max(warm)), self.memory.get(2 * third..))
            && !early.is_empty()
            && most(late) > most(early) + most(early) / 8 + 2048
        {
            out.push(format!("the memory grows: from {} KiB to {} KiB", most(early), most(late)));
        }
        out
    }

    /// Messages by kind, memory over time, the slowest answer.
    pub(super) fn figures(&self) -> Value {
        let step = self.memory.len().div_ceil(40).max(1);
        let memory: Vec<_> = self.memory.iter().step_by(step).map(|(at, kib)| json!([at.as_secs(), kib])).collect();
        json!({
            "messages": self.messages(),
            "by_kind": self.counts,
            "memory_kib_by_second": memory,
            "most_memory_kib": self.memory.iter().map(|(_, kib)| *kib).max(),
            "slowest_answer_ms": self.slowest.as_millis(),
        })
    }
}

/// Reports of one kind share their names.
fn kind_of_result(method: &str) -> &str {
    if method.starts_with("textDocument/semanticTokens") { "tokens" } else { method }
}

/// ADL and C below a folder.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, out)?;
        } else if path.extension().is_some_and(|it| it == "c" || it == "camkes" || it == "idl4") {
            out.push(path);
        }
    }
    Ok(())
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a person at an editor waits for, over real standard input and output: a scripted session with one file open.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::generated::{self, Form};
use super::places::{self, Edit, Position};
use super::times::Times;
use crate::session::Session;

/// An application of seL4/camkes-vm-examples: with what it imports and includes it is the largest of the public ones.
const PUBLIC: &str = "camkes-vm-examples/apps/x86/cma34cr_centos/cma34cr_centos.camkes";

/// Where its build looks for imports.
const LIBRARIES: [&str; 8] = [
    "camkes-vm/components",
    "camkes-vm/interfaces",
    "global-components/components",
    "global-components/interfaces",
    "camkes-tool/components",
    "camkes-tool/components/arch/x86",
    "camkes-tool/components/plat/pc99",
    // The machine's first serial port is the one of four that the build takes.
    "camkes-tool/components/plat/pc99/plat/components/serial_com1",
];

/// Where its build looks for headers.
const HEADERS: [&str; 8] = [
    "camkes-vm/components/VM",
    "camkes-vm/components/StringReverse/include",
    "camkes-vm/components/Sataserver/include/plat/pc99/optiplex",
    "camkes-vm-examples/apps/x86/cma34cr_centos/configurations",
    "global-components/components/BenchUtiliz/camkes-include",
    "global-components/components/Ethdriver/include/plat/pc99",
    "global-components/components/SerialServer/include/plat/pc99",
    "global-components/components/TimeServer/include/plat/pc99",
];

/// Folders in which both are looked for.
const MODULES: &str = "global-components/components/modules";

/// How long one kind of keystroke or question is repeated at most.
const TIME: Duration = Duration::from_secs(20);

/// `RequestCancelled` of the protocol.
const CANCELLED: i64 = -32800;

/// A system, and the file of it that is edited.
struct Subject {
    folder: PathBuf,
    open: PathBuf,
    /// What the user set.
    settings: Value,
}

/// Who asks for diagnostics, and how much it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Client {
    /// Nobody: the server tells those of the edited file first.
    Told,
    /// The client asks for those of all files after each edit, and gets them when the whole system is checked.
    Asking,
}

/// Figures of all systems by name. The public one is missing where `CAMKES_CORPUS` doesn't lead to it.
///
/// # Errors
/// When the server can't be started, or doesn't do what it is asked to.
pub(crate) fn measure(binary: &Path, most: u16) -> anyhow::Result<Value> {
    let mut out = Map::new();
    match public() {
        Some(subject) => drop(out.insert("public".to_owned(), subject.measure(binary, most)?)),
        None => {
            eprintln!("NOT RUN: the public application is read from CAMKES_CORPUS, which does not lead to {PUBLIC}")
        }
    }
    for (name, form, open) in [
        ("generated_in_one_file", Form::OneFile, "main.camkes"),
        ("generated_in_many_files", Form::Spread, "rack_50.camkes"),
    ] {
        let folder = tempfile::tempdir()?;
        let root = generated::write(folder.path(), form)?;
        let settings = json!({ "roots": [root.display().to_string()] });
        let open = folder.path().join(open);
        let subject = Subject { folder: folder.path().to_owned(), open, settings };
        out.insert(name.to_owned(), subject.measure(binary, most)?);
    }
    out.insert("load".to_owned(), json!(fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()));
    Ok(Value::Object(out))
}

fn public() -> Option<Subject> {
    let corpus = std::env::var("CAMKES_CORPUS").ok()?;
    let folders: Vec<PathBuf> = std::env::split_paths(&corpus).collect();
    let corpus = folders.iter().find(|folder| folder.join(PUBLIC).is_file())?;
    let open = corpus.join(PUBLIC);
    let below = |path: &&str| corpus.join(path).display().to_string();
    let mut imports: Vec<String> = LIBRARIES.iter().map(below).collect();
    let mut includes: Vec<String> = HEADERS.iter().map(below).collect();
    for module in fs::read_dir(corpus.join(MODULES)).into_iter().flatten().flatten() {
        let headers = module.path().join("camkes-include");
        imports.extend([&module.path(), &headers].map(|path| path.display().to_string()));
        includes.push(headers.display().to_string());
    }
    let settings = json!({ "importPaths": imports, "includePaths": includes, "architecture": "x86_64" });
    Some(Subject { folder: open.parent()?.to_owned(), open, settings })
}

impl Subject {
    fn measure(&self, binary: &Path, most: u16) -> anyhow::Result<Value> {
        let mut starts = Times::default();
        for _ in 0..most.min(15) {
            let session = self.start(binary, &[], Client::Told)?;
            starts.push(session.1);
            session.0.leave()?;
        }
        eprintln!("measuring sessions of {}", self.open.display());
        let (mut told, _) = self.start(binary, &[], Client::Told)?;
        let status = told.request("camkes/serverStatus", &Value::Null)?;
        let first = told.memory();
        let file = self.keystrokes(&mut told, Client::Told, most)?;
        let questions = self.questions(&mut told, most)?;
        let cancel = self.cancels(&mut told, most)?;
        let last = told.memory();
        told.leave()?;
        let (mut asking, _) = self.start(binary, &[], Client::Asking)?;
        let assembly = self.keystrokes(&mut asking, Client::Asking, most)?;
        asking.leave()?;
        Ok(json!({
            "bytes": fs::metadata(&self.open)?.len(),
            "system": status["systems"],
            "start_to_first_diagnostics": starts.json(),
            "keystroke_to_diagnostics_of_the_file": file,
            "keystroke_to_diagnostics_of_the_assembly": assembly,
            "questions": questions,
            "cancel_to_answer": cancel,
            "memory_kib": { "after_the_first_diagnostics": first.now, "at_the_end": last.now, "most": last.most },
            "executed_queries": self.counts(binary)?,
        }))
    }

    /// A session that has shown its first diagnostics, and how long that took from the start of the process.
    fn start(&self, binary: &Path, arguments: &[&str], client: Client) -> anyhow::Result<(Session, Duration)> {
        let mut session = Session::spawn(binary, arguments, File::create("/dev/null")?)?;
        let diagnostic = if client == Client::Asking { json!({ "dynamicRegistration": false }) } else { Value::Null };
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true },
                "diagnostic": diagnostic,
                "hover": { "contentFormat": ["markdown"] },
                "completion": {
                    "completionItem": { "snippetSupport": true },
                    "completionList": { "itemDefaults": ["editRange"] },
                },
                "definition": { "linkSupport": true },
            },
        });
        let folder = json!({ "uri": uri(&self.folder), "name": "folder" });
        let params = json!({
            "processId": null, "rootUri": null, "workspaceFolders": [folder],
            "capabilities": capabilities, "initializationOptions": self.settings,
        });
        session.request("initialize", &params)?;
        session.notify("initialized", &json!({}))?;
        let text = fs::read_to_string(&self.open)?;
        let document = json!({ "uri": self.uri(), "languageId": "camkes", "version": 0, "text": text });
        session.notify("textDocument/didOpen", &json!({ "textDocument": document }))?;
        let shown = self.diagnosed(&mut session, client, 0)?;
        let time = shown - session.started;
        Ok((session, time))
    }

    fn uri(&self) -> String {
        uri(&self.open)
    }

    fn text(&self) -> anyhow::Result<String> {
        fs::read_to_string(&self.open).with_context(|| format!("can't read {}", self.open.display()))
    }

    /// When the diagnostics of a version had arrived.
    fn diagnosed(&self, session: &mut Session, client: Client, version: i32) -> anyhow::Result<Instant> {
        let uri = self.uri();
        let message = match client {
            Client::Told => session.wait_for(|message| {
                message["method"] == "textDocument/publishDiagnostics"
                    && message["params"]["uri"] == uri.as_str()
                    && message["params"]["version"] == version
            })?,
            Client::Asking => {
                let id = session.start("workspace/diagnostic", &json!({ "previousResultIds": [] }))?;
                session.answer(id)?
            }
        };
        session.forget();
        Ok(message.at)
    }

    fn change(
        &self,
        session: &mut Session,
        version: i32,
        from: Position,
        to: Position,
        text: &str,
    ) -> anyhow::Result<()> {
        let change = json!({ "range": { "start": position(from), "end": position(to) }, "text": text });
        let document = json!({ "uri": self.uri(), "version": version });
        session.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }))
    }

    /// Each kind of edit, made and taken back, with the time until its diagnostics had come.
    fn keystrokes(&self, session: &mut Session, client: Client, most: u16) -> anyhow::Result<Value> {
        let mut out = Map::new();
        let mut version = 0;
        for edit in places::edits(&self.text()?) {
            let mut times = Times::default();
            let end = Instant::now() + TIME;
            for _ in 0..most {
                for (from, to, text) in [(edit.at, edit.at, edit.text.as_str()), (edit.at, end_of(&edit), "")] {
                    version += 1;
                    let started = Instant::now();
                    self.change(session, version, from, to, text)?;
                    times.push(self.diagnosed(session, client, version)? - started);
                }
                if Instant::now() > end {
                    break;
                }
            }
            out.insert(edit.kind.to_owned(), times.json());
        }
        Ok(Value::Object(out))
    }

    /// Completion, hover and definition all over the text by somebody who reads, and completion behind a letter that has just been
    /// typed.
    fn questions(&self, session: &mut Session, most: u16) -> anyhow::Result<Value> {
        // It is answered when the whole system is checked after the last keystroke.
        session.request("camkes/serverStatus", &Value::Null)?;
        let text = self.text()?;
        let most = usize::from(most) * 2;
        let mut out = Map::new();
        for (name, method, places) in [
            ("hover", "textDocument/hover", places::words(&text, most)),
            ("definition", "textDocument/definition", places::words(&text, most)),
            ("completion", "textDocument/completion", places::completions(&text, most)),
        ] {
            let mut times = Times::default();
            for place in places {
                times.push(self.ask(session, method, place, Instant::now())?);
            }
            out.insert(name.to_owned(), times.json());
        }
        let mut times = Times::default();
        let mut version = 1 << 20;
        for place in places::completions(&text, most / 2) {
            let started = Instant::now();
            self.change(session, version, place, place, "x")?;
            times.push(self.ask(session, "textDocument/completion", (place.0, place.1 + 1), started)?);
            self.change(session, version + 1, place, (place.0, place.1 + 1), "")?;
            version += 2;
            self.diagnosed(session, Client::Told, version - 1)?;
        }
        out.insert("completion_with_the_keystroke_before".to_owned(), times.json());
        Ok(Value::Object(out))
    }

    fn ask(&self, session: &mut Session, method: &str, place: Position, started: Instant) -> anyhow::Result<Duration> {
        let params = json!({ "textDocument": { "uri": self.uri() }, "position": position(place) });
        let id = session.start(method, &params)?;
        let time = session.answer(id)?.at - started;
        session.forget();
        Ok(time)
    }

    /// A picture of the system, behind an edit that makes all of it new, is no longer wanted.
    fn cancels(&self, session: &mut Session, most: u16) -> anyhow::Result<Value> {
        let edits = places::edits(&self.text()?);
        let edit = edits.iter().find(|edit| edit.kind == "in_the_name_of_an_instance").context("no instance")?;
        let mut times = Times::default();
        let mut late = 0;
        let end = Instant::now() + TIME;
        let mut version = 1 << 24;
        for _ in 0..most {
            for (from, to, text) in [(edit.at, edit.at, edit.text.as_str()), (edit.at, end_of(edit), "")] {
                version += 1;
                self.change(session, version, from, to, text)?;
                let params = json!({ "textDocument": { "uri": self.uri() } });
                let id = session.start("camkes/assemblyGraph", &params)?;
                let started = Instant::now();
                session.notify("$/cancelRequest", &json!({ "id": id }))?;
                let answer = session.answer(id)?;
                if answer.body["error"]["code"] == CANCELLED {
                    times.push(answer.at - started);
                } else {
                    late += 1;
                }
                self.diagnosed(session, Client::Told, version)?;
            }
            if Instant::now() > end {
                break;
            }
        }
        let mut out = times.json();
        out["answered_before"] = json!(late);
        Ok(out)
    }

    /// Queries that run again after each kind of edit.
    fn counts(&self, binary: &Path) -> anyhow::Result<Value> {
        let (mut session, _) = self.start(binary, &["server", "--count-queries"], Client::Asking)?;
        let mut out = Map::new();
        let mut version = 0;
        let mut before = executed(&mut session)?;
        for edit in places::edits(&self.text()?) {
            for (from, to, text) in [(edit.at, edit.at, edit.text.as_str()), (edit.at, end_of(&edit), "")] {
                version += 1;
                self.change(&mut session, version, from, to, text)?;
                self.diagnosed(&mut session, Client::Asking, version)?;
                let now = executed(&mut session)?;
                if !text.is_empty() {
                    let new = now.iter().map(|(name, count)| (name.clone(), count - before.get(name).unwrap_or(&0)));
                    let new: BTreeMap<_, _> = new.filter(|(_, count)| *count > 0).collect();
                    out.insert(edit.kind.to_owned(), json!({ "all": new.values().sum::<u64>(), "by_query": new }));
                }
                before = now;
            }
        }
        session.leave()?;
        Ok(Value::Object(out))
    }
}

/// How often each query has run since the start.
fn executed(session: &mut Session) -> anyhow::Result<BTreeMap<String, u64>> {
    let status = session.request("camkes/serverStatus", &Value::Null)?;
    serde_json::from_value(status["executedQueries"].clone()).context("the server does not count its queries")
}

/// Where a text ends that was put in.
fn end_of(edit: &Edit) -> Position {
    let (line, column) = edit.at;
    match edit.text.rsplit_once('\n') {
        Some((before, last)) => (line + before.matches('\n').count() + 1, last.len()),
        None => (line, column + edit.text.len()),
    }
}

fn position((line, character): Position) -> Value {
    json!({ "line": line, "character": character })
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A client for tests. It waits for what a test names and keeps the rest, so no test depends on the order in which
//! answers and notifications cross.

use std::{
    collections::VecDeque,
    io::{BufReader, PipeReader, PipeWriter, Read, Write},
    pin::Pin,
    process::{Child, Command, Stdio},
    sync::{Arc, mpsc},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use camkes_lsp_server::{
    commands::build::Remembered,
    log::ClientLog,
    server::{self, Parts, SessionEnd, dispatch::Routes, stdin::Input},
    vfs::{disk::Disk, library::Library},
};
use camkes_test_fixture::messages;
use serde_json::{Value, json};

/// How long a test waits before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Client {
    input: Option<Box<dyn Write + Send>>,
    messages: mpsc::Receiver<Value>,
    kept: VecDeque<Value>,
    next_id: i64,
    server: Running,
}

enum Running {
    Process(Child),
    Thread(Option<std::thread::JoinHandle<SessionEnd>>),
}

impl Client {
    /// A client of the real binary.
    pub(crate) fn spawn() -> Self {
        Self::spawn_with(&["--stdio"])
    }

    pub(crate) fn spawn_with(arguments: &[&str]) -> Self {
        let cache = std::env::temp_dir().join("camkes-lsp-tests-cache");
        let mut child = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"))
            .args(arguments)
            .env("XDG_CACHE_HOME", cache)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = Box::new(child.stdin.take().unwrap());
        let output = child.stdout.take().unwrap();
        Self::over(input, output, Running::Process(child))
    }

    /// A client of a server in this process, with requests of the test's own.
    pub(crate) fn in_process(add: impl FnOnce(&mut Routes)) -> Self {
        let mut routes = Routes::standard();
        add(&mut routes);
        Self::in_process_with(Parts { routes, ..Self::parts() })
    }

    /// What the server of a process is made of, without a library on the disk.
    pub(crate) fn parts() -> Parts {
        Parts {
            loader: Arc::new(Disk),
            library: Library::new(None),
            routes: Routes::standard(),
            patience: Parts::PATIENCE,
            large: Parts::LARGE,
            remembered: Remembered::default(),
            counts: None,
            log: ClientLog::default(),
        }
    }

    pub(crate) fn in_process_with(parts: Parts) -> Self {
        let (server_input, input) = std::io::pipe().unwrap();
        let (output, server_output) = std::io::pipe().unwrap();
        let serve = move || server::serve(Input::of(server_input).unwrap(), Blocking(server_output), parts).unwrap();
        let thread = std::thread::spawn(serve);
        Self::over(Box::new(input), output, Running::Thread(Some(thread)))
    }

    fn over(input: Box<dyn Write + Send>, output: impl Read + Send + 'static, server: Running) -> Self {
        let messages = read_messages(output);
        Self { input: Some(input), messages, kept: VecDeque::new(), next_id: 0, server }
    }

    /// Shakes hands with these capabilities and returns what the server said.
    pub(crate) fn initialize(&mut self, capabilities: Value) -> Value {
        self.initialize_with(json!({ "processId": null, "rootUri": null, "capabilities": capabilities }))
    }

    pub(crate) fn initialize_with(&mut self, params: Value) -> Value {
        let result = self.request("initialize", params).unwrap();
        self.notify("initialized", json!({}));
        result
    }

    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_raw(&messages::frame(message.to_string().as_bytes()));
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub(crate) fn start(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// The answer of a request: its result, or its error.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.wait_for(|message| message["id"] == json!(id) && message.get("method").is_none());
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.start(method, params);
        self.answer(id)
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "camkes", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Edits a document; a change is the range as four numbers and the new text.
    pub(crate) fn change(&mut self, uri: &str, version: i32, range: [u32; 4], text: &str) {
        let [start_line, start, end_line, end] = range;
        let range = json!({
            "start": { "line": start_line, "character": start },
            "end": { "line": end_line, "character": end },
        });
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": range, "text": text }],
        });
        self.notify("textDocument/didChange", params);
    }

    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The next diagnostics published for a document in this version (`null` for a file that is not open).
    pub(crate) fn diagnostics(&mut self, uri: &str, version: Value) -> Vec<Value> {
        let message = self.wait_for(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"].get("version").unwrap_or(&Value::Null) == &version
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Diagnostics that were published and not yet asked for, as URI and number; waits for what is under way by a request.
    pub(crate) fn pending_diagnostics(&mut self) -> Vec<(String, usize)> {
        let _ = self.request("camkes/nothing", Value::Null);
        let is_publish = |message: &Value| message["method"] == "textDocument/publishDiagnostics";
        let (published, kept): (VecDeque<_>, _) = self.kept.drain(..).partition(is_publish);
        self.kept = kept;
        let short = |message: Value| {
            let params = &message["params"];
            (params["uri"].as_str().unwrap().to_owned(), params["diagnostics"].as_array().unwrap().len())
        };
        published.into_iter().map(short).collect()
    }

    /// The next message that fits, whenever it came.
    pub(crate) fn wait_for(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at).unwrap();
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) if fits(&message) => return message,
                Ok(message) => self.kept.push_back(message),
                Err(error) => panic!("{error}; kept: {:#?}", self.kept),
            }
        }
    }

    /// Leaves properly; the server must say so with its exit code.
    pub(crate) fn leave(mut self) {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        assert_eq!(self.end(), 0);
    }

    /// Closes the stream and waits for the server to end; returns its exit code.
    pub(crate) fn end(mut self) -> i32 {
        self.input = None;
        self.wait_for_end()
    }

    /// Waits for the server to end by itself.
    pub(crate) fn wait_for_end(&mut self) -> i32 {
        match &mut self.server {
            Running::Thread(thread) => match thread.take().unwrap().join().unwrap() {
                SessionEnd::Orderly => 0,
                SessionEnd::Abrupt => 1,
            },
            Running::Process(child) => {
                let deadline = Instant::now() + PATIENCE;
                while Instant::now() < deadline {
                    if let Some(status) = child.try_wait().unwrap() {
                        return status.code().unwrap();
                    }
                    std::thread::sleep(Duration::from_millis(5));
                }
                panic!("the server does not end");
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Running::Process(child) = &mut self.server {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn read_messages(output: impl Read + Send + 'static) -> mpsc::Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        while let Ok(Some(body)) = messages::read(&mut output) {
            if sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// A pipe for a server in this process. Its writes block, which is fine: the test reads all the time.
struct Blocking(PipeWriter);

impl tokio::io::AsyncWrite for Blocking {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Poll::Ready(self.0.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Reads everything that a plain `tower-lsp` server writes to a pipe.
pub(crate) fn drain(mut output: PipeReader) {
    std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
}

pub(crate) fn blocking(output: PipeWriter) -> impl tokio::io::AsyncWrite {
    Blocking(output)
}

/// A folder with files, and the URIs of those.
pub(crate) struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.dir.path()
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.dir.path().join(name)).unwrap();
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        let path = camino::Utf8PathBuf::from_path_buf(self.dir.path().join(name)).unwrap();
        camkes_lsp_server::lsp::uri::from_path(&path).0
    }
}

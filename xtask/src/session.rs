// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The language server in a process of its own, and a client that talks with it over its standard input and output. Every message
//! is stamped when its last byte has arrived, before anybody looks into it.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use camkes_test_fixture::messages;
use serde_json::{Value, json};

/// How long an answer may take before the session counts as stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message of the server.
pub(crate) struct Message {
    /// When it had arrived.
    pub(crate) at: Instant,
    /// What it says.
    pub(crate) body: Value,
}

/// A server and its client.
pub(crate) struct Session {
    child: Child,
    input: Option<ChildStdin>,
    messages: mpsc::Receiver<(Instant, Vec<u8>)>,
    kept: VecDeque<Message>,
    next_id: i64,
    /// When the process was started.
    pub(crate) started: Instant,
}

impl Session {
    /// Starts a server; what it says on its standard error goes to a file.
    ///
    /// # Errors
    /// When it can't be started.
    pub(crate) fn spawn(binary: &Path, arguments: &[&str], errors: File) -> anyhow::Result<Self> {
        let started = Instant::now();
        let mut child = Command::new(binary)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::from(errors))
            .spawn()
            .with_context(|| format!("can't start {}", binary.display()))?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("a piped output is missing")?;
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            while let Ok(Some(body)) = messages::read(&mut output) {
                if sender.send((Instant::now(), body)).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, input, messages, kept: VecDeque::new(), next_id: 0, started })
    }

    /// Sends a message as it is.
    ///
    /// # Errors
    /// When the server has closed its input.
    pub(crate) fn send(&mut self, message: &Value) -> anyhow::Result<()> {
        let frame = messages::frame(message.to_string().as_bytes());
        let input = self.input.as_mut().context("the session is over")?;
        input.write_all(&frame).context("the server has closed its input")?;
        Ok(input.flush()?)
    }

    /// Sends a notification.
    ///
    /// # Errors
    /// When the server has closed its input.
    pub(crate) fn notify(&mut self, method: &str, params: &Value) -> anyhow::Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// Sends a request and returns its id.
    ///
    /// # Errors
    /// When the server has closed its input.
    pub(crate) fn start(&mut self, method: &str, params: &Value) -> anyhow::Result<i64> {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }))?;
        Ok(self.next_id)
    }

    /// The answer of a request, its error included.
    ///
    /// # Errors
    /// When none comes.
    pub(crate) fn answer(&mut self, id: i64) -> anyhow::Result<Message> {
        self.wait_for(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request and returns its result.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> anyhow::Result<Value> {
        let id = self.start(method, params)?;
        let mut body = self.answer(id)?.body;
        if let Some(error) = body.get("error") {
            bail!("{method} is answered with {error}");
        }
        Ok(body["result"].take())
    }

    /// The next message that fits, whenever it came. Requests of the server are answered on the way.
    ///
    /// # Errors
    /// When none comes.
    pub(crate) fn wait_for(&mut self, fits: impl Fn(&Value) -> bool) -> anyhow::Result<Message> {
        if let Some(at) = self.kept.iter().position(|message| fits(&message.body)) {
            return self.kept.remove(at).context("a kept message is gone");
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let message = self.receive(left)?.context("the server does not answer")?;
            if fits(&message.body) {
                return Ok(message);
            }
            self.kept.push_back(message);
        }
    }

    /// The next message, if one comes in this time. Requests of the server are answered with `null`.
    ///
    /// # Errors
    /// When the server has closed its output, or writes what is no message.
    pub(crate) fn receive(&mut self, time: Duration) -> anyhow::Result<Option<Message>> {
        let (at, body) = match self.messages.recv_timeout(time) {
            Ok(message) => message,
            Err(mpsc::RecvTimeoutError::Timeout) => return Ok(None),
            Err(mpsc::RecvTimeoutError::Disconnected) => bail!("the server has closed its output"),
        };
        let body: Value = serde_json::from_slice(&body).context("the server writes what is no JSON")?;
        if let (Some(id), Some(_)) = (body.get("id"), body.get("method")) {
            // A client without settings of its own says so for each of the sections that it is asked for.
            let nothing = body["params"]["items"].as_array().map(|items| vec![Value::Null; items.len()]);
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": nothing }))?;
        }
        Ok(Some(Message { at, body }))
    }

    /// Forgets messages that nobody waited for.
    pub(crate) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Resident memory now and at most, in KiB; none where the system doesn't tell.
    pub(crate) fn memory(&self) -> Memory {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().trim_end_matches("kB").trim().parse().ok()
        };
        Memory { now: field("VmRSS:"), most: field("VmHWM:") }
    }

    /// Leaves as the protocol wants it.
    ///
    /// # Errors
    /// When the server does not end with the exit code 0.
    pub(crate) fn leave(mut self) -> anyhow::Result<()> {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        let status = self.child.wait()?;
        self.input = None;
        if !status.success() {
            bail!("the server ends with {status}");
        }
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Resident memory of a process, in KiB.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) now: Option<u64>,
    pub(crate) most: Option<u64>,
}

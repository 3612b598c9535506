// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What an editor said in a session.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

/// Stands in a recording for the folder that the editor had open: its URI, and its path.
const FOLDER: &str = "{folder}";

/// A message of a client.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) method: String,
    pub(super) params: Value,
    pub(super) is_request: bool,
}

/// All messages of a session, in order.
#[derive(Debug)]
pub(super) struct Recording {
    /// Parameters of the handshake: what the client can do.
    pub(super) initialize: Value,
    /// What came behind the handshake.
    pub(super) steps: Vec<Step>,
}

impl Recording {
    /// Reads a recording, for a session in this folder.
    pub(super) fn read(text: &str, folder: &Path) -> anyhow::Result<Self> {
        let uri = format!("file://{}", folder.display());
        let messages: Vec<Value> = serde_json::from_str(&text.replace(FOLDER, uri.trim_end_matches('/')))?;
        let step = |message: &Value| {
            let method = message["method"].as_str().context("a message without a method")?.to_owned();
            Ok(Step { method, params: message["params"].clone(), is_request: message.get("id").is_some() })
        };
        let mut steps = messages.iter().map(step).collect::<anyhow::Result<Vec<_>>>()?;
        steps.retain(|step| step.method != "initialized");
        let handshake = steps.iter().position(|step| step.method == "initialize").context("no handshake")?;
        Ok(Self { initialize: steps.remove(handshake).params, steps })
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The progress of requests whose client gave a token for it.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tower_lsp::gen_lsp_types::ProgressToken;

use super::outgoing::Outgoing;

/// A request under way. It is shown once it takes long, and no longer when it is dropped.
#[derive(Debug)]
pub struct Asked {
    token: ProgressToken,
    title: String,
    started: Instant,
    outgoing: Outgoing,
    stage: Mutex<Stage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Hidden,
    Shown,
    Ended,
}

impl Asked {
    /// A request that begins now, if its parameters have a `workDoneToken`.
    pub(crate) fn new(method: &str, params: &Value, outgoing: &Outgoing) -> Option<Arc<Self>> {
        let token: ProgressToken = serde_json::from_value(params.get("workDoneToken")?.clone()).ok()?;
        Some(Arc::new(Self {
            token,
            title: title(method),
            started: Instant::now(),
            outgoing: outgoing.clone(),
            stage: Mutex::new(Stage::Hidden),
        }))
    }

    fn hidden_for(&self, patience: Duration) -> Option<Duration> {
        let hidden = *self.stage.lock().unwrap_or_else(PoisonError::into_inner) == Stage::Hidden;
        hidden.then(|| patience.saturating_sub(self.started.elapsed()))
    }

    fn show(&self) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if *stage == Stage::Hidden {
            // The client can end a request by itself, and knows how.
            let begin = json!({ "kind": "begin", "title": self.title, "cancellable": false });
            self.outgoing.progress(&self.token, &begin);
            *stage = Stage::Shown;
        }
    }

    /// Hides it: with its answer, its token is no longer good.
    pub(crate) fn end(&self) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if *stage == Stage::Shown {
            self.outgoing.progress(&self.token, &json!({ "kind": "end" }));
        }
        *stage = Stage::Ended;
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.end();
    }
}

/// What the user reads while a request is under way.
fn title(method: &str) -> String {
    let known = match method {
        "textDocument/references" => "Finding references",
        "textDocument/rename" => "Renaming",
        "textDocument/codeAction" => "Looking for actions",
        "workspace/symbol" => "Searching symbols",
        "workspace/willRenameFiles" => "Looking for imports of renamed files",
        "callHierarchy/incomingCalls" | "callHierarchy/outgoingCalls" => "Following connections",
        "camkes/assemblyGraph" => "Drawing the system",
        "camkes/generated" | "camkes/capdl" | "workspace/textDocumentContent" => "Generating files",
        _ => return format!("Answering {method}"),
    };
    known.to_owned()
}

/// The requests under way that may have to be shown.
#[derive(Debug, Default)]
pub(crate) struct AllAsked(Vec<Weak<Asked>>);

impl AllAsked {
    pub(crate) fn add(&mut self, asked: &Arc<Asked>) {
        self.0.retain(|it| it.strong_count() > 0);
        self.0.push(Arc::downgrade(asked));
    }

    /// Time until the next of them is to be shown; `None` without one.
    pub(crate) fn hidden_for(&self, patience: Duration) -> Option<Duration> {
        self.0.iter().filter_map(|it| it.upgrade()?.hidden_for(patience)).min()
    }

    /// Shows those that take longer than `patience`.
    pub(crate) fn show(&mut self, patience: Duration) {
        self.0.retain(|it| {
            let Some(asked) = it.upgrade() else { return false };
            let due = asked.hidden_for(patience).is_some_and(|time| time.is_zero());
            if due {
                asked.show();
            }
            !due
        });
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Work that takes so long that the user wants to see it, and to be able to end it.

use std::time::{Duration, Instant};

use camkes_ide::CancellationToken;
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types::{LspRequestMethod, ProgressToken};

use super::outgoing::Outgoing;

/// Work under way.
pub(crate) struct Work {
    title: &'static str,
    started: Instant,
    stop: CancellationToken,
    /// The client's name of it, once it is shown.
    shown: Option<ProgressToken>,
}

impl Work {
    /// Work that begins now.
    pub(crate) fn new(title: &'static str, stop: CancellationToken) -> Self {
        Self { title, started: Instant::now(), stop, shown: None }
    }

    /// Time until it is to be shown, when shorter work than `patience` is not; `None` when it is.
    pub(crate) fn hidden_for(&self, patience: Duration) -> Option<Duration> {
        self.shown.is_none().then(|| patience.saturating_sub(self.started.elapsed()))
    }

    /// Shows it under a number of its own.
    pub(crate) fn show(&mut self, number: u64, outgoing: &Outgoing) {
        let token = create(number, outgoing);
        let begin = json!({ "kind": "begin", "title": self.title, "cancellable": true });
        outgoing.progress(&token, &begin);
        self.shown = Some(token);
    }

    /// Stops it, if the client means this work by its token.
    pub(crate) fn cancel(&self, token: &Value) -> bool {
        let is_ours = self.shown.as_ref().is_some_and(|shown| json!(shown) == *token);
        if is_ours {
            self.stop.cancel();
        }
        is_ours
    }

    /// Hides it.
    pub(crate) fn end(self, outgoing: &Outgoing) {
        if let Some(token) = self.shown {
            outgoing.progress(&token, &json!({ "kind": "end" }));
        }
    }
}

/// Asks the client to take a token of ours, with a number of its own.
pub(super) fn create(number: u64, outgoing: &Outgoing) -> ProgressToken {
    let token = ProgressToken::String(format!("camkes/work/{number}"));
    let id = format!("camkes/progress/{number}");
    outgoing.request(id, LspRequestMethod::WindowWorkDoneProgressCreate, json!({ "token": token }));
    token
}

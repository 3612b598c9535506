// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The progress of requests: of those whose client gave a token for it, and of those that a person waits for.

use std::{
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tower_lsp::gen_lsp_types::ProgressToken;

use super::{
    outgoing::Outgoing,
    pending::{Canceller, Ticket},
    progress,
};

/// A request under way. It is shown once it takes long, and no longer when it is dropped.
#[derive(Debug)]
pub struct Asked {
    /// The client's token, or none before it is shown under one of ours.
    token: OnceLock<ProgressToken>,
    title: String,
    started: Instant,
    outgoing: Outgoing,
    canceller: Canceller,
    stage: Mutex<Stage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Hidden,
    Shown,
    Ended,
}

impl Asked {
    /// A request that begins now, if its parameters have a `workDoneToken`, or if a person waits for it and the client takes tokens
    /// of ours.
    pub(crate) fn new(
        method: &str,
        params: &Value,
        takes_tokens: bool,
        ticket: &Ticket,
        outgoing: &Outgoing,
    ) -> Option<Arc<Self>> {
        let given = params.get("workDoneToken").filter(|token| !token.is_null());
        let given = given.and_then(|token| serde_json::from_value::<ProgressToken>(token.clone()).ok());
        let title = title(method);
        if given.is_none() && (!takes_tokens || title.is_none()) {
            return None;
        }
        Some(Arc::new(Self {
            token: given.map(OnceLock::from).unwrap_or_default(),
            title: title.map_or_else(|| format!("Answering {method}"), str::to_owned),
            started: Instant::now(),
            outgoing: outgoing.clone(),
            canceller: ticket.canceller(),
            stage: Mutex::new(Stage::Hidden),
        }))
    }

    fn hidden_for(&self, patience: Duration) -> Option<Duration> {
        let hidden = *self.stage.lock().unwrap_or_else(PoisonError::into_inner) == Stage::Hidden;
        hidden.then(|| patience.saturating_sub(self.started.elapsed()))
    }

    /// Shows it, under the next number where the client gave no token.
    fn show(&self, number: &mut u64) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if *stage == Stage::Hidden {
            let token = self.token.get_or_init(|| {
                *number += 1;
                progress::create(*number, &self.outgoing)
            });
            let begin = json!({ "kind": "begin", "title": self.title, "cancellable": true });
            self.outgoing.progress(token, &begin);
            *stage = Stage::Shown;
        }
    }

    /// Hides it: with its answer, its token is no longer good.
    pub(crate) fn end(&self) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Stage::Shown, Some(token)) = (*stage, self.token.get()) {
            self.outgoing.progress(token, &json!({ "kind": "end" }));
        }
        *stage = Stage::Ended;
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.end();
    }
}

/// What a person reads who waits for an answer; `None` for what editors ask by themselves.
fn title(method: &str) -> Option<&'static str> {
    Some(match method {
        "textDocument/references" => "Finding references",
        "textDocument/rename" => "Renaming",
        "textDocument/definition" | "textDocument/declaration" | "textDocument/typeDefinition" => "Finding definitions",
        "textDocument/implementation" => "Finding implementations",
        "textDocument/formatting" | "textDocument/rangeFormatting" => "Laying out lines",
        "workspace/symbol" => "Searching symbols",
        "workspace/willRenameFiles" => "Looking for imports of renamed files",
        "callHierarchy/incomingCalls" | "callHierarchy/outgoingCalls" => "Following connections",
        "camkes/assemblyGraph" => "Drawing the system",
        "camkes/generated" | "camkes/capdl" | "workspace/textDocumentContent" => "Generating files",
        _ => return None,
    })
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

    /// Shows those that take longer than `patience`, under the next numbers where the client gave no token.
    pub(crate) fn show(&mut self, patience: Duration, number: &mut u64) {
        self.0.retain(|it| it.strong_count() > 0);
        for asked in self.0.iter().filter_map(Weak::upgrade) {
            if asked.hidden_for(patience).is_some_and(|time| time.is_zero()) {
                asked.show(number);
            }
        }
    }

    /// Cancels the request that the client means by a token.
    pub(crate) fn cancel(&self, token: &Value) {
        let is_it = |asked: &Arc<Asked>| asked.token.get().is_some_and(|it| json!(it) == *token);
        for asked in self.0.iter().filter_map(Weak::upgrade).filter(is_it) {
            asked.canceller.cancel();
            asked.end();
        }
    }
}

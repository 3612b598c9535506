// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What requests are answered from: the state at one moment; and the news that what a client shows of it has changed.

use std::sync::Arc;

use camkes_ide::Analysis;
use tower_lsp::gen_lsp_types::{self as lsp, LspRequestMethod};

use super::{CONTENT, Diagnosis, Owner, PULL};
use crate::server::{dispatch::Job, snapshot::Snapshot};

impl Owner {
    /// The state as it is.
    pub(super) fn snapshot(&self) -> Snapshot {
        self.snapshots()(self.host.analysis())
    }

    /// What makes a snapshot of the state at this moment, beside what is in the database.
    pub(super) fn snapshots(&self) -> impl Fn(Analysis) -> Snapshot + Send + use<> {
        let (client, library, project) =
            (Arc::clone(&self.client), Arc::clone(&self.library), Arc::clone(&self.project));
        let (documents, outgoing, tokens) = (self.documents.open(), self.outgoing.clone(), Arc::clone(&self.tokens));
        let (generation, failures) = (Arc::clone(&self.generation), Arc::clone(&self.on_save.failures));
        let (hints, large, counts) = (self.settings.hints(), self.large, self.counts.clone());
        let elsewhere = Arc::clone(&self.elsewhere.findings);
        move |analysis| Snapshot {
            analysis,
            client: Arc::clone(&client),
            documents: Arc::clone(&documents),
            library: Arc::clone(&library),
            project: Arc::clone(&project),
            outgoing: outgoing.clone(),
            tokens: Arc::clone(&tokens),
            generation: Arc::clone(&generation),
            failures: Arc::clone(&failures),
            elsewhere: Arc::clone(&elsewhere),
            hints,
            rest: None,
            large,
            counts: counts.clone(),
        }
    }

    /// For a client that can be told to ask again: what a request of diagnostics is answered with, beside what is wrong in the file
    /// by itself, while a large system is being checked.
    pub(super) fn rest_for(&mut self, job: &Job) -> Option<Vec<lsp::Diagnostic>> {
        let path = job.document.as_ref().filter(|_| job.route.method == PULL).map(|(path, _)| path)?;
        if !self.client.refreshes_diagnostics || self.diagnosis == Diagnosis::Fresh {
            return None;
        }
        let rest = self.publisher.lock().rest(path)?;
        self.asked_early.insert(path.clone());
        Some(rest)
    }

    /// Tells a client that shows documents of ours to fetch them again: what they are made from has changed.
    pub(super) fn refresh_content(&self) {
        if !self.client.shows_content {
            return;
        }
        for uri in self.generation.shown() {
            let id = format!("{CONTENT}{uri}");
            let params = serde_json::json!({ "uri": uri });
            self.outgoing.request(id, LspRequestMethod::WorkspaceTextDocumentContentRefresh, params);
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a request is answered from.

use std::sync::Arc;

use camino::Utf8Path;
use camkes_ide::{Analysis, Cancelled, QueryCounts};
use tower_lsp::gen_lsp_types::{self as lsp, Uri};

use super::{
    client::Client, documents::OpenDocuments, generation::Generation, hints::Hints, on_save::Failures,
    outgoing::Outgoing, owner::FindingsElsewhere, token_cache::TokenCache,
};
use crate::{
    lsp::{position::Lines, uri},
    settings::project::ProjectSettings,
    vfs::library::Library,
};

/// The state of the session at the moment when a request arrived.
pub struct Snapshot {
    /// The database as it was.
    pub analysis: Analysis,
    /// What the client can do.
    pub client: Arc<Client>,
    /// What was open, and in which version.
    pub documents: OpenDocuments,
    /// Where the built-in library can be opened.
    pub library: Arc<Library>,
    /// For parts of results.
    pub outgoing: Outgoing,
    /// The settings of all systems.
    pub project: Arc<ProjectSettings>,
    /// The last semantic tokens of each document.
    pub tokens: Arc<TokenCache>,
    /// What was generated last for each system.
    pub generation: Arc<Generation>,
    /// What failed when files were generated after the last saves.
    pub(crate) failures: Arc<Failures>,
    /// What is wrong in files that no system in use has.
    pub(crate) elsewhere: FindingsElsewhere,
    /// Which inlay hints the user wants.
    pub hints: Hints,
    /// For a request of diagnostics that is answered before all is checked: what the last check found that is not about the file by
    /// itself.
    pub(crate) rest: Option<Vec<lsp::Diagnostic>>,
    /// From so many instances on, a system is large.
    pub(crate) large: usize,
    /// Where executed queries are counted, if they are.
    pub counts: Option<QueryCounts>,
}

/// A text with its lines.
#[derive(Debug, Clone)]
pub struct Text {
    /// The text.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: Arc<Lines>,
}

impl Snapshot {
    /// Text and lines of a file; empty for one that can't be read.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub fn text(&self, path: &Utf8Path) -> Result<Text, Cancelled> {
        let text = self.analysis.text(path)?;
        let lines = match self.documents.get(path) {
            Some(open) => Arc::clone(&open.lines),
            None => Arc::new(Lines::new(&text)),
        };
        Ok(Text { text, lines })
    }

    /// The URI by which the client knows a file, or can open it.
    #[must_use]
    pub fn uri(&self, path: &Utf8Path) -> Uri {
        match self.documents.get(path) {
            Some(open) => open.uri.clone(),
            None => uri::from_path(&self.library.on_disk(path)),
        }
    }
}

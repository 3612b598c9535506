// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/didClose`: from now on the disk's text counts again.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::owner::Owner;

/// Handles `textDocument/didClose`.
pub(crate) fn handle(owner: &mut Owner, params: lsp::DidCloseTextDocumentParams) {
    let Some(path) = owner.path(&params.text_document.uri) else { return };
    if owner.documents.remove(&path).is_none() {
        tracing::warn!(%path, "a document that is not open is closed");
        return;
    }
    if !owner.client.folders.iter().any(|folder| path.starts_with(folder)) {
        owner.settings_changed();
    }
    owner.tokens.forget(&path);
    owner.publisher.lock().closed(&path, &owner.outgoing);
    owner.file_changed(path);
    owner.diagnostics_due();
}

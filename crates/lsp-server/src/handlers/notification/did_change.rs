// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/didChange`.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::owner::Owner;

/// Handles `textDocument/didChange`.
pub(crate) fn handle(owner: &mut Owner, params: lsp::DidChangeTextDocumentParams) {
    let document = params.text_document;
    let Some(path) = owner.path(&document.text_document_identifier.uri) else { return };
    let encoding = owner.client.encoding;
    owner.publisher.lock().edited(&path, &document, &params.content_changes, encoding);
    if owner.documents.edit(&path, document.version, params.content_changes, encoding) {
        owner.edited(path.clone());
        owner.file_changed(path);
        owner.diagnostics_due();
    } else {
        tracing::warn!(%path, "an edit of a document that is not open is ignored");
    }
}

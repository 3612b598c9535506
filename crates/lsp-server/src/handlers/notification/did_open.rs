// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/didOpen`: from now on the editor's text counts, not the disk's.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::owner::Owner;

/// Handles `textDocument/didOpen`.
pub(crate) fn handle(owner: &mut Owner, params: lsp::DidOpenTextDocumentParams) {
    let Some(path) = owner.path(&params.text_document.uri) else { return };
    owner.publisher.lock().opened(&path, params.text_document.version);
    owner.documents.insert(path.clone(), params.text_document);
    // A document outside of the workspace's folders may bring settings, and with them systems, of its own.
    if !owner.client.folders.iter().any(|folder| path.starts_with(folder)) {
        owner.settings_changed();
    }
    owner.file_changed(path);
    owner.diagnostics_due();
}

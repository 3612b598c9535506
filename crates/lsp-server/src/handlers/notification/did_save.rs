// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `textDocument/didSave`: the moment to generate files, where the user wants it.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::owner::Owner;

/// Handles `textDocument/didSave`.
pub(crate) fn handle(owner: &mut Owner, params: lsp::DidSaveTextDocumentParams) {
    let Some(path) = owner.path(&params.text_document.uri) else { return };
    owner.saved(path);
}

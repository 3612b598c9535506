// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/didChangeWatchedFiles`: files changed on the disk.

use tower_lsp::gen_lsp_types as lsp;

use crate::server::owner::Owner;

/// Handles `workspace/didChangeWatchedFiles`.
pub(crate) fn handle(owner: &mut Owner, params: lsp::DidChangeWatchedFilesParams) {
    for change in params.changes {
        if let Some(path) = owner.path(&change.uri).filter(|path| !owner.is_open(path)) {
            owner.file_changed(path);
        }
    }
}

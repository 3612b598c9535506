// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/didChangeWorkspaceFolders`: relative paths in the settings start at the first folder.

use std::sync::Arc;

use tower_lsp::gen_lsp_types as lsp;

use super::initialized;
use crate::{lsp::uri, server::owner::Owner};

/// Handles `workspace/didChangeWorkspaceFolders`.
pub(crate) fn handle(owner: &mut Owner, params: lsp::DidChangeWorkspaceFoldersParams) {
    let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<_> {
        folders.iter().filter_map(|folder| uri::to_path(&folder.uri).ok()).collect()
    };
    let removed = paths(&params.event.removed);
    let client = Arc::make_mut(&mut owner.client);
    client.folders.retain(|folder| !removed.contains(folder));
    client.folders.extend(paths(&params.event.added));
    owner.folder_settings.retain(|folder, _| !removed.contains(folder));
    owner.settings_changed();
    initialized::ask_for_settings(owner);
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Notifications. They change the state, so they run on the owner thread, in order.

pub(crate) mod did_change;
pub(crate) mod did_change_configuration;
pub(crate) mod did_change_watched_files;
pub(crate) mod did_change_workspace_folders;
pub(crate) mod did_close;
pub(crate) mod did_open;
pub(crate) mod did_save;
pub(crate) mod initialized;

use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_lsp::gen_lsp_types::Notification;

use crate::server::owner::Owner;

/// Handles one notification. Those that nobody handles are ignored: the optional ones (`$/…`) by the protocol's
/// rule, the others because a notification has no way to say no.
pub(crate) fn handle(owner: &mut Owner, method: &str, params: Value) {
    use tower_lsp::gen_lsp_types as lsp;
    match method {
        "initialized" => initialized::handle(owner),
        "textDocument/didOpen" => on::<lsp::DidOpenTextDocumentNotification>(owner, params, did_open::handle),
        "textDocument/didChange" => on::<lsp::DidChangeTextDocumentNotification>(owner, params, did_change::handle),
        "textDocument/didSave" => on::<lsp::DidSaveTextDocumentNotification>(owner, params, did_save::handle),
        "textDocument/didClose" => on::<lsp::DidCloseTextDocumentNotification>(owner, params, did_close::handle),
        "window/workDoneProgress/cancel" => owner.cancel_work(params.get("token").unwrap_or(&Value::Null)),
        "workspace/didChangeConfiguration" => did_change_configuration::handle(owner, &params),
        "workspace/didChangeWatchedFiles" => {
            on::<lsp::DidChangeWatchedFilesNotification>(owner, params, did_change_watched_files::handle);
        }
        "workspace/didChangeWorkspaceFolders" => {
            on::<lsp::DidChangeWorkspaceFoldersNotification>(owner, params, did_change_workspace_folders::handle);
        }
        _ => tracing::debug!(method, "a notification is ignored"),
    }
}

fn on<N: Notification>(owner: &mut Owner, params: Value, handle: fn(&mut Owner, N::Params))
where
    N::Params: DeserializeOwned,
{
    match serde_json::from_value(params) {
        Ok(params) => handle(owner, params),
        Err(error) => tracing::warn!(%error, method = %N::METHOD, "a notification can't be read"),
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `initialized`: the client now takes requests. Asks it to watch files and for the user's settings.

use serde_json::json;
use tower_lsp::gen_lsp_types::LspRequestMethod;

use crate::server::owner::Owner;

/// Id of the request for the settings.
pub(crate) const CONFIGURATION: &str = "camkes/configuration";
const WATCH: &str = "camkes/watch";

/// Handles `initialized`.
pub(crate) fn handle(owner: &Owner) {
    if owner.client.watches_files {
        let watchers = json!([
            { "globPattern": "**/*.{camkes,idl4,h,dtb,yml,yaml}" },
            { "globPattern": "**/{camkes.toml,ast.pickle.cmd,camkes-gen.cmake.cmd,CMakeCache.txt}" },
        ]);
        let registration = json!({
            "id": WATCH,
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        owner.outgoing.request(WATCH, LspRequestMethod::ClientRegisterCapability, params);
    }
    ask_for_settings(owner);
}

/// Asks for the user's settings, if the client lets itself be asked.
pub(crate) fn ask_for_settings(owner: &Owner) {
    if owner.client.configuration {
        let params = json!({ "items": [{ "section": "camkes" }] });
        owner.outgoing.request(CONFIGURATION, LspRequestMethod::WorkspaceConfiguration, params);
    }
}

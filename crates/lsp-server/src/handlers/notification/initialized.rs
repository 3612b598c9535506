// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `initialized`: the client now takes requests. Asks it to watch files and for the user's settings.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types::LspRequestMethod;

use crate::{
    handlers::{generated_document, notification::did_change_configuration},
    lsp::uri,
    server::{
        client::{Client, DiagnosticsWay},
        owner::Owner,
    },
};

/// The user's settings are under this key.
const SECTION: &str = "camkes";

/// Id of the request for the settings.
pub(crate) const CONFIGURATION: &str = "camkes/configuration";
/// What leads from a generated file to the ADL.
const BACK: [&str; 4] =
    ["textDocument/definition", "textDocument/implementation", "textDocument/hover", "textDocument/references"];

const REGISTER_C: &str = "camkes/c";
const WATCH: &str = "camkes/watch";
const WATCH_MORE: &str = "camkes/watchMore";

/// Handles `initialized`.
pub(crate) fn handle(owner: &mut Owner) {
    owner.log.hear(owner.outgoing.clone(), owner.settings.log_level());
    tracing::info!(version = env!("CARGO_PKG_VERSION"), folders = ?owner.client.folders, "camkes-lsp serves");
    if owner.client.watches_files {
        let watchers = json!([
            { "globPattern": "**/*.{camkes,idl4,h,dtb,yml,yaml}" },
            { "globPattern": "**/*.{c,cc,cpp,cxx,hh,hpp,hxx,cmake}" },
            { "globPattern": "**/{CMakeLists.txt,camkes.toml,ast.pickle.cmd,camkes-gen.cmake.cmd,CMakeCache.txt}" },
        ]);
        let registration = json!({
            "id": WATCH,
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        owner.outgoing.request(WATCH, LspRequestMethod::ClientRegisterCapability, params);
    }
    if owner.client.takes_documents && owner.settings.c_files() {
        let params = json!({ "registrations": registrations_for_c(&owner.client) });
        owner.outgoing.request(REGISTER_C, LspRequestMethod::ClientRegisterCapability, params);
    }
    did_change_configuration::tell_mistakes(owner, &owner.settings);
    owner.watches = Some(BTreeSet::new());
    owner.watch_more();
    ask_for_settings(owner);
}

/// What is asked of C files. Formatting, symbols and the like stay with a server for C, so that they can't be part of what
/// the server says for all documents.
fn registrations_for_c(client: &Client) -> Vec<Value> {
    let selector: Vec<_> = ["c", "cpp"].map(|language| json!({ "scheme": "file", "language": language })).to_vec();
    // Of what this server generates, the way back to the ADL is asked.
    let with_generated = [selector.clone(), vec![json!({ "scheme": generated_document::SCHEME })]].concat();
    let mut methods = vec![
        ("textDocument/didOpen", json!({})),
        ("textDocument/didChange", json!({ "syncKind": 2 })),
        ("textDocument/didClose", json!({})),
        ("textDocument/definition", json!({})),
        ("textDocument/implementation", json!({})),
        ("textDocument/hover", json!({})),
        ("textDocument/references", json!({})),
        ("textDocument/documentHighlight", json!({})),
        ("textDocument/completion", json!({ "resolveProvider": true })),
        ("textDocument/rename", json!({ "prepareProvider": client.prepares_renames })),
        ("textDocument/codeAction", json!({ "codeActionKinds": ["quickfix"] })),
    ];
    if client.diagnostics == DiagnosticsWay::Pull {
        let options = json!({ "identifier": "camkes", "interFileDependencies": true, "workspaceDiagnostics": false });
        methods.push(("textDocument/diagnostic", options));
    }
    let registration = |(method, mut options): (&str, Value)| {
        options["documentSelector"] = json!(if BACK.contains(&method) { &with_generated } else { &selector });
        json!({ "id": format!("camkes/c/{method}"), "method": method, "registerOptions": options })
    };
    methods.into_iter().map(registration).collect()
}

/// Asks the client to watch files outside of its folders, instead of those that it was asked to watch before.
pub(crate) fn watch(owner: &Owner, before: &BTreeSet<Utf8PathBuf>, files: &BTreeSet<Utf8PathBuf>) {
    const METHOD: &str = "workspace/didChangeWatchedFiles";
    if !before.is_empty() {
        let params = json!({ "unregisterations": [{ "id": WATCH_MORE, "method": METHOD }] });
        owner.outgoing.request(WATCH_MORE, LspRequestMethod::ClientUnregisterCapability, params);
    }
    let watcher = |path: &Utf8PathBuf| {
        let (folder, name) = (path.parent()?, path.file_name()?);
        Some(json!({ "globPattern": { "baseUri": uri::from_path(folder), "pattern": name } }))
    };
    let watchers: Vec<_> = files.iter().filter_map(watcher).collect();
    if !watchers.is_empty() {
        let registration = json!({ "id": WATCH_MORE, "method": METHOD, "registerOptions": { "watchers": watchers } });
        let params = json!({ "registrations": [registration] });
        owner.outgoing.request(WATCH_MORE, LspRequestMethod::ClientRegisterCapability, params);
    }
}

/// Asks for the user's settings, if the client lets itself be asked: those of the workspace, and where it has several
/// folders, those of each.
pub(crate) fn ask_for_settings(owner: &mut Owner) {
    if owner.client.configuration {
        let several = owner.client.folders.len() > 1;
        owner.asked_folders = if several { owner.client.folders.clone() } else { Vec::new() };
        let of_folder = |folder| json!({ "scopeUri": uri::from_path(folder), "section": SECTION });
        let of_folders = owner.asked_folders.iter().map(|folder| of_folder(folder));
        let items: Vec<_> = std::iter::once(json!({ "section": SECTION })).chain(of_folders).collect();
        let params = json!({ "items": items });
        owner.outgoing.request(CONFIGURATION, LspRequestMethod::WorkspaceConfiguration, params);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings, however the client brings them.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "import <parts.camkes>;\nassembly { composition { component Part p; } }\n";

fn folder() -> Folder {
    Folder::new(&[("app/root.camkes", ROOT), ("lib/parts.camkes", "component Part { control; }\n")])
}

fn params(folder: &Folder, options: Value, capabilities: Value) -> Value {
    let folders = json!([{ "uri": folder.uri(""), "name": "work" }]);
    json!({
        "processId": null,
        "rootUri": null,
        "capabilities": capabilities,
        "workspaceFolders": folders,
        "initializationOptions": options,
    })
}

#[test]
fn import_paths_come_with_the_handshake() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, json!({ "importPaths": ["lib"] }), json!({})));
    client.open(&root, ROOT);
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn changed_settings_take_effect_at_once() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({})));
    client.open(&root, ROOT);
    let before = client.diagnostics(&root, json!(1));
    assert_eq!(before[0]["code"], "import-not-found", "{before:#?}");
    let settings = json!({ "camkes": { "importPaths": ["lib"] } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn settings_are_asked_for_where_the_client_answers() {
    let folder = folder();
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(params(&folder, Value::Null, json!({ "workspace": { "configuration": true } })));
    client.open(&root, ROOT);
    assert!(!client.diagnostics(&root, json!(1)).is_empty());
    let question = client.wait_for(|message| message["method"] == "workspace/configuration");
    assert_eq!(question["params"]["items"], json!([{ "section": "camkes" }]));
    let result = json!([{ "importPaths": ["lib"] }]);
    client.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": result }));
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    client.leave();
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files that change on the disk, and files that belong to a system although nobody opened its root.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "import \"part.camkes\";\nassembly { composition { component Part p; } }\n";
const PART: &str = "component Part { control; }\n";

fn changed(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn a_file_that_changes_on_the_disk_is_read_again() {
    let folder = Folder::new(&[("root.camkes", ROOT)]);
    let (root, part) = (folder.uri("root.camkes"), folder.uri("part.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let missing = client.diagnostics(&root, json!(1));
    assert_eq!(missing[0]["code"], "import-not-found", "{missing:#?}");
    folder.write("part.camkes", PART);
    changed(&mut client, &part);
    assert_eq!(client.diagnostics(&root, json!(1)), Vec::<Value>::new());
    folder.write("part.camkes", "component Part { control; uses Nothing n; }\n");
    changed(&mut client, &part);
    assert!(!client.diagnostics(&part, Value::Null).is_empty(), "a file that is not open has its diagnostics too");
    folder.remove("part.camkes");
    changed(&mut client, &part);
    assert!(!client.diagnostics(&root, json!(1)).is_empty());
    client.leave();
}

#[test]
fn the_editor_s_text_wins_over_a_change_on_the_disk() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("part.camkes", PART)]);
    let part = folder.uri("part.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&part, PART);
    assert_eq!(client.diagnostics(&part, json!(1)), Vec::<Value>::new());
    folder.write("part.camkes", "component Part {");
    changed(&mut client, &part);
    client.change(&part, 2, [0, 0, 0, 0], " ");
    assert_eq!(client.diagnostics(&part, json!(2)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn the_client_is_asked_to_watch_if_it_can() {
    let mut client = Client::spawn();
    let watched = json!({ "dynamicRegistration": true });
    client.initialize(json!({ "workspace": { "didChangeWatchedFiles": watched } }));
    let request = client.wait_for(|message| message["method"] == "client/registerCapability");
    let registration = &request["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let watchers = registration["registerOptions"]["watchers"].to_string();
    for wanted in ["camkes,idl4,h,dtb", "camkes.toml", "ast.pickle.cmd"] {
        assert!(watchers.contains(wanted), "{wanted}: {watchers}");
    }
    client.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": null }));
    client.leave();
}

#[test]
fn a_part_knows_the_system_that_imports_it() {
    let folder = Folder::new(&[("app/root.camkes", ROOT), ("app/part.camkes", PART)]);
    let part = folder.uri("app/part.camkes");
    let root = folder.uri("app/root.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&part, PART);
    assert_eq!(client.diagnostics(&part, json!(1)), Vec::<Value>::new());
    client.change(&part, 2, [0, 10, 0, 14], "Other");
    let spoiled = client.diagnostics(&root, Value::Null);
    assert_eq!(spoiled[0]["code"], "unknown-component", "{spoiled:#?}");
    client.leave();
}

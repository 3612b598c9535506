// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Assemblies that nobody opened and that share files with what is open.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const COMMON: &str = "component Part { control; attribute int level; }\n";

/// An assembly of a part, in a folder beside that of the shared file.
fn assembly(part: &str) -> String {
    format!(
        "import \"../common.camkes\";\nassembly {{\n    composition {{ component Part {part}; }}\n    \
         configuration {{ {part}.level = 1; }}\n}}\n"
    )
}

/// The folder, opened as a workspace, and its client.
fn opened(files: &[(&str, &str)]) -> (Folder, Client) {
    let folder = Folder::new(files);
    let mut client = Client::spawn();
    let folders = json!([{ "uri": folder.uri(""), "name": "work" }]);
    client.initialize_with(json!({
        "processId": null, "rootUri": null, "capabilities": {}, "workspaceFolders": folders,
    }));
    (folder, client)
}

/// How many edits a rename makes in each file, by the file's name.
fn renamed(client: &mut Client, uri: &str, line: u32, character: u32) -> BTreeMap<String, usize> {
    let params = json!({
        "textDocument": { "uri": uri }, "position": { "line": line, "character": character }, "newName": "height",
    });
    let edit = client.request("textDocument/rename", params).unwrap();
    let changes = edit["changes"].as_object().unwrap_or_else(|| panic!("{edit:#}"));
    let name = |uri: &str| uri.rsplit('/').next().unwrap().to_owned();
    changes.iter().map(|(uri, edits)| (name(uri), edits.as_array().unwrap().len())).collect()
}

fn systems(client: &mut Client) -> Vec<String> {
    let all = client.request("camkes/systems", json!({})).unwrap();
    all["systems"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

fn once(names: &[&str]) -> BTreeMap<String, usize> {
    names.iter().map(|name| ((*name).to_owned(), 1)).collect()
}

#[test]
fn a_rename_in_a_shared_file_follows_in_every_assembly_that_has_it() {
    let (a, b) = (assembly("one"), assembly("two"));
    let (folder, mut client) = opened(&[("common.camkes", COMMON), ("a/a.camkes", &a), ("b/deep/b.camkes", &b)]);
    // Of another depth: it leads to a file that is not there.
    let common = folder.uri("common.camkes");
    client.open(&common, COMMON);
    assert_eq!(renamed(&mut client, &common, 0, 43), once(&["a.camkes", "common.camkes"]));
    folder.write("b/b.camkes", &b);
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": folder.uri("b/b.camkes"), "type": 1 }] }),
    );
    assert_eq!(renamed(&mut client, &common, 0, 43), once(&["a.camkes", "b.camkes", "common.camkes"]));
    client.leave();
}

#[test]
fn a_rename_from_one_assembly_follows_in_another() {
    let (a, b) = (assembly("one"), assembly("two"));
    let (folder, mut client) = opened(&[("common.camkes", COMMON), ("a/a.camkes", &a), ("b/b.camkes", &b)]);
    let uri = folder.uri("a/a.camkes");
    client.open(&uri, &a);
    assert_eq!(renamed(&mut client, &uri, 3, 25), once(&["a.camkes", "b.camkes", "common.camkes"]));
    client.leave();
}

#[test]
fn what_shares_nothing_is_not_read() {
    let (a, b) = (assembly("one"), assembly("two"));
    let other = "import \"common.camkes\";\nassembly { composition { component Part three; } }\n";
    let (folder, mut client) = opened(&[
        ("common.camkes", COMMON),
        ("a/a.camkes", &a),
        // The same name, another file.
        ("other/common.camkes", COMMON),
        ("other/other.camkes", other),
        ("build/b.camkes", &b),
        (".hidden/b.camkes", &b),
    ]);
    assert_eq!(systems(&mut client), Vec::<String>::new(), "nothing is open");
    let uri = folder.uri("common.camkes");
    client.open(&uri, COMMON);
    assert_eq!(systems(&mut client), ["a"]);
    client.close(&uri);
    assert_eq!(systems(&mut client), Vec::<String>::new());
    client.leave();
}

#[test]
fn what_an_edit_breaks_elsewhere_is_told_without_a_question() {
    let a = assembly("one");
    let (folder, mut client) = opened(&[("common.camkes", COMMON), ("a/a.camkes", &a)]);
    let uri = folder.uri("common.camkes");
    client.open(&uri, COMMON);
    assert_eq!(client.diagnostics(&uri, json!(1)), Vec::<Value>::new());
    client.change(&uri, 2, [0, 10, 0, 14], "Other");
    let spoiled = client.diagnostics(&folder.uri("a/a.camkes"), Value::Null);
    assert_eq!(spoiled[0]["code"], "unknown-component", "{spoiled:#?}");
    client.leave();
}

#[test]
fn a_rename_follows_in_more_assemblies_than_are_checked_at_each_change() {
    let names: Vec<String> = (0..100).map(|number| format!("a{number}/a{number}.camkes")).collect();
    let text = assembly("one");
    let files = names.iter().map(|name| (name.as_str(), text.as_str())).chain([("common.camkes", COMMON)]);
    let (folder, mut client) = opened(&files.collect::<Vec<_>>());
    let common = folder.uri("common.camkes");
    client.open(&common, COMMON);
    assert_eq!(renamed(&mut client, &common, 0, 43).len(), 101);
    // They are not kept for it.
    client.change(&common, 2, [0, 0, 0, 0], " ");
    assert_eq!(systems(&mut client).len(), 64);
    assert_eq!(renamed(&mut client, &common, 0, 44).len(), 101);
    client.leave();
}

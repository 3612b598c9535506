// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Documents: edits in each encoding, opening, closing, texts that only the editor has.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

fn names(symbols: &Value) -> Vec<&str> {
    symbols.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect()
}

fn symbols(client: &mut Client, uri: &str) -> Value {
    client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).unwrap()
}

#[test]
fn columns_are_counted_as_negotiated() {
    // The comment before the name is 1 character, 2 UTF-16 units, 4 bytes long, inside of its marks.
    let text = "/*𐍈*/component A { }";
    for (offered, chosen, column) in [
        (json!(["utf-16", "utf-8", "utf-32"]), "utf-8", 18),
        (json!(["utf-32", "utf-16"]), "utf-32", 15),
        (json!(["utf-16"]), "utf-16", 16),
        (Value::Null, "utf-16", 16),
    ] {
        let mut client = Client::spawn();
        let result = client.initialize(json!({ "general": { "positionEncodings": offered } }));
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
        let uri = "untitled:encoding.camkes";
        client.open(uri, text);
        client.change(uri, 2, [0, column, 0, column + 1], "Other");
        let symbols = symbols(&mut client, uri);
        assert_eq!(names(&symbols), ["Other"], "{chosen}");
        let range = &symbols[0]["location"]["range"]["start"]["character"];
        assert_eq!(range, column - 10, "{chosen}");
        client.leave();
    }
}

#[test]
fn several_edits_of_one_message_build_on_each_other() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let uri = "untitled:several.camkes";
    client.open(uri, "component A { }\n");
    let edit = |line: u32, start: u32, end: u32, text: &str| {
        json!({
            "range": { "start": { "line": line, "character": start }, "end": { "line": line, "character": end } },
            "text": text,
        })
    };
    let changes = json!([edit(0, 0, 0, "component B { }\n"), edit(1, 10, 11, "Second"), edit(0, 10, 11, "First")]);
    let params = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": changes });
    client.notify("textDocument/didChange", params);
    assert_eq!(names(&symbols(&mut client, uri)), ["First", "Second"]);
    client.leave();
}

#[test]
fn the_editor_s_text_counts_while_it_is_open_and_the_disk_s_afterwards() {
    let folder = Folder::new(&[("a.camkes", "component OnDisk { }")]);
    let uri = folder.uri("a.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    assert_eq!(names(&symbols(&mut client, &uri)), ["OnDisk"]);
    client.open(&uri, "component InEditor { }");
    assert_eq!(names(&symbols(&mut client, &uri)), ["InEditor"]);
    client.close(&uri);
    assert_eq!(names(&symbols(&mut client, &uri)), ["OnDisk"]);
    client.leave();
}

#[test]
fn edits_of_documents_that_are_not_open_are_ignored() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.change("untitled:closed.camkes", 2, [0, 0, 0, 0], "component A { }");
    client.close("untitled:closed.camkes");
    assert_eq!(names(&symbols(&mut client, "untitled:closed.camkes")), Vec::<&str>::new());
    client.leave();
}

#[test]
fn paths_with_spaces_and_umlauts_are_understood() {
    let folder = Folder::new(&[
        ("my wörk/inter faces/Ä.idl4", "procedure P { void m(); }"),
        ("my wörk/a b.camkes", "import \"inter faces/Ä.idl4\";\ncomponent C { provides P p; }\n"),
    ]);
    let uri = folder.uri("my wörk/a b.camkes");
    assert!(uri.ends_with("/my%20w%C3%B6rk/a%20b.camkes"), "{uri}");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&uri, "import \"inter faces/Ä.idl4\";\ncomponent C { provides P p; }\n");
    assert_eq!(client.diagnostics(&uri, json!(1)), Vec::<Value>::new());
    let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 1, "character": 23 } });
    let targets = client.request("textDocument/definition", params).unwrap();
    assert_eq!(targets[0]["uri"], folder.uri("my wörk/inter faces/Ä.idl4"));
    client.leave();
}

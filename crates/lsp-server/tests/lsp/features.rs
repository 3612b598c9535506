// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Diagnostics, definition, hover and symbols, in the shapes that different clients take.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "\
import <std_connector.camkes>;
import \"parts.camkes\";

assembly {
    composition {
        component Caller caller;
        component Callee callee;
        connection seL4RPCCall talk(from caller.voice, to callee.in_);
    }
}
";

const PARTS: &str = "\
procedure Talk {
    void say(in string what);
}

/* Speaks. */
component Caller {
    control;
    uses Talk voice;
}

component Callee {
    provides Talk in_;
}
";

fn folder() -> Folder {
    Folder::new(&[("root.camkes", ROOT), ("parts.camkes", PARTS)])
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

#[test]
fn a_mistake_appears_with_its_version_and_vanishes_with_its_repair() {
    let folder = folder();
    let uri = folder.uri("root.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&uri, ROOT);
    assert_eq!(client.diagnostics(&uri, json!(1)), Vec::<Value>::new());
    client.change(&uri, 2, [5, 18, 5, 24], "Nobody");
    let diagnostics = client.diagnostics(&uri, json!(2));
    let first = &diagnostics[0];
    assert_eq!(first["code"], "unknown-component", "{diagnostics:#?}");
    assert_eq!(first["severity"], 1);
    assert_eq!(first["source"], "camkes");
    assert_eq!(first["range"], json!({ "start": position(5, 18), "end": position(5, 24) }));
    client.change(&uri, 3, [5, 18, 5, 24], "Caller");
    assert_eq!(client.diagnostics(&uri, json!(3)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn a_mistake_in_one_file_is_shown_in_the_other_that_it_spoils() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } }));
    client.open(&root, ROOT);
    client.open(&parts, PARTS);
    assert_eq!(client.diagnostics(&parts, json!(1)), Vec::<Value>::new());
    client.change(&parts, 2, [7, 14, 7, 19], "gone");
    let diagnostics = client.diagnostics(&root, json!(1)).into_iter().chain(client.diagnostics(&root, json!(1)));
    let codes: Vec<_> = diagnostics.map(|d| d["code"].clone()).collect();
    assert!(codes.contains(&json!("unknown-interface")), "{codes:?}");
    client.leave();
}

#[test]
fn labels_are_related_information_or_part_of_the_message() {
    let text = "component A { }\ncomponent A { }\n";
    let uri = "untitled:twice.camkes";
    for supported in [true, false] {
        let mut client = Client::spawn();
        client.initialize(json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": supported } } }));
        client.open(uri, text);
        let diagnostics = client.diagnostics(uri, json!(1));
        assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
        let related = &diagnostics[0]["relatedInformation"];
        if supported {
            assert_eq!(related[0]["location"]["uri"], uri);
            assert_eq!(related[0]["location"]["range"]["start"], position(0, 10));
        } else {
            assert_eq!(*related, Value::Null);
            let message = diagnostics[0]["message"].as_str().unwrap();
            assert!(message.contains("twice.camkes:1"), "{message}");
        }
        client.leave();
    }
}

#[test]
fn diagnostics_are_taken_back_when_the_document_is_closed() {
    let uri = "untitled:closed.camkes";
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(uri, "component A {");
    assert_eq!(client.diagnostics(uri, json!(1)).len(), 1);
    client.close(uri);
    assert_eq!(client.diagnostics(uri, Value::Null), Vec::<Value>::new());
    client.leave();
}

#[test]
fn a_definition_leads_into_the_imported_file() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let locations = client.request("textDocument/definition", at(&root, 5, 20)).unwrap();
    let name = json!({ "start": position(5, 10), "end": position(5, 16) });
    assert_eq!(locations, json!([{ "uri": parts, "range": name }]));
    // From the end of a connection to the interface.
    let locations = client.request("textDocument/definition", at(&root, 7, 50)).unwrap();
    assert_eq!(locations[0]["range"]["start"], position(7, 14), "{locations}");
    client.leave();
}

#[test]
fn a_definition_is_a_link_for_clients_that_take_links() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({ "textDocument": { "definition": { "linkSupport": true } } }));
    client.open(&root, ROOT);
    let links = client.request("textDocument/definition", at(&root, 5, 20)).unwrap();
    assert_eq!(links[0]["targetUri"], parts, "{links}");
    assert_eq!(links[0]["originSelectionRange"], json!({ "start": position(5, 18), "end": position(5, 24) }));
    assert_eq!(links[0]["targetSelectionRange"]["start"], position(5, 10));
    assert_eq!(links[0]["targetRange"]["end"], position(8, 1));
    client.leave();
}

#[test]
fn the_built_in_library_can_be_opened_and_asked() {
    let folder = folder();
    let root = folder.uri("root.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let locations = client.request("textDocument/definition", at(&root, 7, 22)).unwrap();
    let library = locations[0]["uri"].as_str().unwrap().to_owned();
    let path = library.strip_prefix("file://").unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let line = locations[0]["range"]["start"]["line"].as_u64().unwrap() as usize;
    assert!(text.lines().nth(line).unwrap().contains("connector seL4RPCCall"), "{locations}");
    // What the editor opens there is the library itself: its own names are known, and it has no diagnostics.
    client.open(&library, &text);
    let hover = client.request("textDocument/hover", at(&library, line as u32, 12)).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("seL4RPCCall"), "{hover}");
    client.leave();
}

#[test]
fn a_hover_is_markdown_or_plain_text() {
    let folder = folder();
    let root = folder.uri("root.camkes");
    for (formats, kind) in [(json!(["markdown", "plaintext"]), "markdown"), (json!(["plaintext"]), "plaintext")] {
        let mut client = Client::spawn();
        client.initialize(json!({ "textDocument": { "hover": { "contentFormat": formats } } }));
        client.open(&root, ROOT);
        let hover = client.request("textDocument/hover", at(&root, 5, 20)).unwrap();
        assert_eq!(hover["contents"]["kind"], kind);
        let value = hover["contents"]["value"].as_str().unwrap();
        assert!(value.contains("component Caller"), "{value}");
        assert!(value.contains("Speaks."), "{value}");
        assert_eq!(value.contains("```"), kind == "markdown", "{value}");
        assert_eq!(hover["range"]["start"], position(5, 18));
        client.leave();
    }
}

#[test]
fn nothing_is_said_where_there_is_nothing() {
    let folder = folder();
    let root = folder.uri("root.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    assert_eq!(client.request("textDocument/hover", at(&root, 2, 0)), Ok(Value::Null));
    assert_eq!(client.request("textDocument/definition", at(&root, 2, 0)), Ok(Value::Null));
    let missing = folder.uri("missing.camkes");
    assert_eq!(client.request("textDocument/hover", at(&missing, 0, 0)), Ok(Value::Null));
    client.leave();
}

#[test]
fn symbols_are_a_tree_or_a_list() {
    let folder = folder();
    let parts = folder.uri("parts.camkes");
    let params = json!({ "textDocument": { "uri": parts } });
    let mut client = Client::spawn();
    let tree = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    client.initialize(tree);
    client.open(&parts, PARTS);
    let tree = client.request("textDocument/documentSymbol", params.clone()).unwrap();
    assert_eq!(tree[0]["name"], "Talk");
    assert_eq!(tree[0]["children"][0]["name"], "say", "{tree:#}");
    assert_eq!(tree[1]["selectionRange"]["start"], position(5, 10));
    client.leave();
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&parts, PARTS);
    let list = client.request("textDocument/documentSymbol", params).unwrap();
    let say = list.as_array().unwrap().iter().find(|symbol| symbol["name"] == "say").unwrap();
    assert_eq!(say["containerName"], "Talk");
    assert_eq!(say["location"]["uri"], parts);
    client.leave();
}

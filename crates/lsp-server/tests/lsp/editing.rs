// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! References, highlights, layout, rename and the ways to types over the wire.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "\
import \"parts.camkes\";
assembly {
    composition {
        component Caller caller;
    }
    configuration {
        caller.volume = 3;
    }
}
";

const PARTS: &str = "\
component Caller {
    control;
    attribute int volume;
}
";

fn folder() -> Folder {
    Folder::new(&[("root.camkes", ROOT), ("parts.camkes", PARTS)])
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } })
}

#[test]
fn references_come_with_or_without_the_declaration() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let mut ask = |declaration: bool| {
        let mut params = at(&root, 6, 18);
        params["context"] = json!({ "includeDeclaration": declaration });
        client.request("textDocument/references", params).unwrap()
    };
    let declaration = json!({ "uri": parts, "range": range(2, 18, 24) });
    let setting = json!({ "uri": root, "range": range(6, 15, 21) });
    assert_eq!(ask(true), json!([declaration, setting]));
    assert_eq!(ask(false), json!([setting]));
    client.leave();
}

#[test]
fn highlights_say_what_is_written() {
    let folder = folder();
    let root = folder.uri("root.camkes");
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let highlights = client.request("textDocument/documentHighlight", at(&root, 6, 18)).unwrap();
    assert_eq!(highlights, json!([{ "range": range(6, 15, 21), "kind": 3 }]));
    let highlights = client.request("textDocument/documentHighlight", at(&root, 6, 10)).unwrap();
    let (declared, used) = (range(3, 25, 31), range(6, 8, 14));
    assert_eq!(highlights, json!([{ "range": declared, "kind": 3 }, { "range": used, "kind": 2 }]));
    client.leave();
}

#[test]
fn a_document_and_a_part_of_it_get_their_layout() {
    let uri = "untitled:untidy.camkes";
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(uri, "component  A { }\ncomponent  B { }\n");
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let params = json!({ "textDocument": { "uri": uri }, "options": options });
    let edits = client.request("textDocument/formatting", params).unwrap();
    let lines: Vec<_> = edits.as_array().unwrap().iter().map(|edit| edit["range"]["start"]["line"].clone()).collect();
    assert!(lines.contains(&json!(0)) && lines.contains(&json!(1)), "{edits:#}");
    let params = json!({ "textDocument": { "uri": uri }, "options": options, "range": range(1, 0, 16) });
    let edits = client.request("textDocument/rangeFormatting", params).unwrap();
    assert!(!edits.as_array().unwrap().is_empty());
    assert!(edits.as_array().unwrap().iter().all(|edit| edit["range"]["start"]["line"] == 1), "{edits:#}");
    client.leave();
}

#[test]
fn a_rename_reaches_all_files_or_is_refused_with_the_reason() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    let result = client.initialize(json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": { "rename": { "prepareSupport": true } },
    }));
    assert_eq!(result["capabilities"]["renameProvider"], json!({ "prepareProvider": true, "workDoneProgress": true }));
    client.open(&root, ROOT);
    let prepared = client.request("textDocument/prepareRename", at(&root, 6, 18)).unwrap();
    assert_eq!(prepared, json!({ "range": range(6, 15, 21), "placeholder": "volume" }));
    let mut rename = |new: &str| {
        let mut params = at(&root, 6, 18);
        params["newName"] = json!(new);
        client.request("textDocument/rename", params)
    };
    let edit = rename("loudness").unwrap();
    let change = |uri: &str, version: Value, range: Value| {
        json!({
            "textDocument": { "uri": uri, "version": version },
            "edits": [{ "range": range, "newText": "loudness" }],
        })
    };
    let declared = change(&parts, Value::Null, range(2, 18, 24));
    let set = change(&root, json!(1), range(6, 15, 21));
    assert_eq!(edit["documentChanges"], json!([declared, set]));
    let refusal = rename("int").unwrap_err();
    assert_eq!(refusal["code"], -32803);
    assert_eq!(refusal["message"], "`int` is a keyword");
    let refusal = client.request("textDocument/prepareRename", at(&root, 2, 6)).unwrap_err();
    assert_eq!(refusal["code"], -32803);
    client.leave();
}

#[test]
fn an_instance_leads_to_its_component_and_back() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let types = client.request("textDocument/typeDefinition", at(&root, 6, 10)).unwrap();
    assert_eq!(types, json!([{ "uri": parts, "range": range(0, 10, 16) }]));
    let instances = client.request("textDocument/implementation", at(&parts, 0, 12)).unwrap();
    assert_eq!(instances, json!([{ "uri": root, "range": range(3, 25, 31) }]));
    client.leave();
}

#[test]
fn folds_are_lines_or_ranges() {
    let folder = folder();
    let root = folder.uri("root.camkes");
    let params = json!({ "textDocument": { "uri": root } });
    for lines in [true, false] {
        let mut client = Client::spawn();
        client.initialize(json!({ "textDocument": { "foldingRange": { "lineFoldingOnly": lines } } }));
        client.open(&root, ROOT);
        let folds = client.request("textDocument/foldingRange", params.clone()).unwrap();
        if lines {
            assert_eq!(folds[0], json!({ "startLine": 1, "endLine": 7 }), "the bracket stays in sight");
        } else {
            let whole = json!({ "startLine": 1, "startCharacter": 10, "endLine": 8, "endCharacter": 0 });
            assert_eq!(folds[0], whole);
        }
        assert_eq!(folds.as_array().unwrap().len(), 3, "{folds:#}");
        client.leave();
    }
}

#[test]
fn selections_grow_links_lead_on_and_symbols_are_found() {
    let folder = folder();
    let (root, parts) = (folder.uri("root.camkes"), folder.uri("parts.camkes"));
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(&root, ROOT);
    let document = json!({ "uri": root });
    let positions = json!([{ "line": 6, "character": 18 }, { "line": 0, "character": 2 }]);
    let params = json!({ "textDocument": document, "positions": positions });
    let selections = client.request("textDocument/selectionRange", params).unwrap();
    assert_eq!(selections.as_array().unwrap().len(), 2);
    assert_eq!(selections[0]["range"], range(6, 15, 21));
    assert_eq!(selections[0]["parent"]["range"], range(6, 8, 21));
    assert_eq!(selections[1]["range"], range(0, 0, 6));
    let links = client.request("textDocument/documentLink", json!({ "textDocument": document })).unwrap();
    assert_eq!(links, json!([{ "range": range(0, 7, 21), "target": parts }]));
    let symbols = client.request("workspace/symbol", json!({ "query": "vlm" })).unwrap();
    assert_eq!(symbols[0]["name"], "volume");
    assert_eq!(symbols[0]["containerName"], "Caller");
    assert_eq!(symbols[0]["location"], json!({ "uri": parts, "range": range(2, 18, 24) }));
    client.leave();
}

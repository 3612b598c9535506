// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Completion over the wire, for clients that can do more or less.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "\
/* Licence */

import <std_connector.camkes>;

assembly {
    composition {
        component \n    }
}
";

const FAR: &str = "\
/* From afar. */
component Far {
    control;
}
";

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn far(list: &Value) -> Value {
    assert_eq!(list["isIncomplete"], false);
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["label"] == "Far").unwrap_or_else(|| panic!("{list:#}")).clone()
}

#[test]
fn a_component_of_another_file_comes_with_its_import_and_is_explained_when_asked() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("parts/far.camkes", FAR)]);
    let uri = folder.uri("root.camkes");
    let mut client = Client::spawn();
    let completion = json!({ "completionItem": { "snippetSupport": true, "labelDetailsSupport": true } });
    let hover = json!({ "contentFormat": ["markdown"] });
    let result = client.initialize_with(json!({
        "processId": null,
        "rootUri": folder.uri(""),
        "capabilities": { "textDocument": { "completion": completion, "hover": hover } },
    }));
    let provider = &result["capabilities"]["completionProvider"];
    assert_eq!(provider["resolveProvider"], true);
    assert_eq!(provider["triggerCharacters"], json!([".", "\"", "<", "/", "#"]));
    client.open(&uri, ROOT);
    let item = far(&client.request("textDocument/completion", at(&uri, 6, 18)).unwrap());
    assert_eq!(item["kind"], 7);
    assert_eq!(item["insertTextFormat"], 2);
    assert_eq!(item["textEdit"]["newText"], "Far ${1:far};$0");
    assert_eq!(item["labelDetails"]["description"], "import \"parts/far.camkes\"");
    assert_eq!(item["additionalTextEdits"][0]["newText"], "\nimport \"parts/far.camkes\";");
    assert_eq!(item["documentation"], Value::Null, "it is worked out when asked for");
    let resolved = client.request("completionItem/resolve", item).unwrap();
    let documentation = resolved["documentation"]["value"].as_str().unwrap();
    assert!(documentation.contains("From afar."), "{documentation}");
    client.leave();
}

#[test]
fn a_simple_client_gets_plain_text() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("parts/far.camkes", FAR)]);
    let uri = folder.uri("root.camkes");
    let mut client = Client::spawn();
    client.initialize_with(json!({ "processId": null, "rootUri": folder.uri(""), "capabilities": {} }));
    client.open(&uri, ROOT);
    let item = far(&client.request("textDocument/completion", at(&uri, 6, 18)).unwrap());
    assert_eq!(item["insertTextFormat"], 1);
    assert_eq!(item["textEdit"]["newText"], "Far");
    assert_eq!(item["detail"], "import \"parts/far.camkes\"");
    assert_eq!(item["labelDetails"], Value::Null);
    client.leave();
}

#[test]
fn a_range_that_all_items_share_is_said_once_where_the_client_knows_that() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("parts/far.camkes", FAR)]);
    let uri = folder.uri("root.camkes");
    let mut lists = Vec::new();
    for defaults in [json!(["editRange"]), json!(["commitCharacters"])] {
        let mut client = Client::spawn();
        let completion = json!({
            "completionItem": { "snippetSupport": true },
            "completionList": { "itemDefaults": defaults },
        });
        let capabilities = json!({ "textDocument": { "completion": completion } });
        client.initialize_with(json!({ "processId": null, "rootUri": folder.uri(""), "capabilities": capabilities }));
        client.open(&uri, ROOT);
        lists.push(client.request("textDocument/completion", at(&uri, 6, 18)).unwrap());
        client.leave();
    }
    let [shared, each] = &lists[..] else { unreachable!() };
    assert_eq!(each["itemDefaults"], Value::Null);
    let [shared_items, items] = [shared, each].map(|list| list["items"].as_array().unwrap());
    assert!(!items.is_empty() && items.len() == shared_items.len());
    for (item, short) in items.iter().zip(shared_items) {
        assert_eq!(item["textEdit"]["range"], shared["itemDefaults"]["editRange"], "{item}");
        let text = short.get("textEditText").unwrap_or(&short["label"]);
        assert_eq!(item["textEdit"]["newText"], *text, "{short}");
        assert_eq!(short["textEdit"], Value::Null);
        assert_eq!(item["insertTextFormat"].as_i64(), Some(short["insertTextFormat"].as_i64().unwrap_or(1)));
    }
}

#[test]
fn words_of_the_language_are_explained() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let uri = "untitled:words.camkes";
    client.open(uri, "component A { con");
    let list = client.request("textDocument/completion", at(uri, 0, 17)).unwrap();
    let item = list["items"].as_array().unwrap().iter().find(|item| item["label"] == "control").unwrap().clone();
    let resolved = client.request("completionItem/resolve", item).unwrap();
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("run()"), "{resolved}");
    client.leave();
}

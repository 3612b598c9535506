// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Diagnostics that the client asks for.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "import \"part.camkes\";\nassembly { composition { component Part p; } }\n";
const PART: &str = "component Part { control; }\n";
const BROKEN: &str = "component Part { control; uses Nothing n; }\n";

fn pulling() -> Value {
    json!({
        "textDocument": { "diagnostic": {}, "publishDiagnostics": { "codeDescriptionSupport": true } },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

fn pull(client: &mut Client, uri: &str, previous: Option<&str>) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    client.request("textDocument/diagnostic", params).unwrap()
}

fn pull_all(client: &mut Client, previous: &[(&str, &Value)]) -> i64 {
    let ids: Vec<_> = previous.iter().map(|(uri, id)| json!({ "uri": uri, "value": id })).collect();
    client.start("workspace/diagnostic", json!({ "previousResultIds": ids }))
}

#[test]
fn only_a_client_that_pulls_is_told_that_it_can() {
    for (capabilities, expected) in [(json!({}), false), (pulling(), true)] {
        let mut client = Client::spawn();
        let result = client.initialize(capabilities);
        let provider = &result["capabilities"]["diagnosticProvider"];
        assert_eq!(provider.is_object(), expected, "{provider}");
        if expected {
            assert_eq!(provider["interFileDependencies"], true);
            assert_eq!(provider["workspaceDiagnostics"], true);
        }
        client.leave();
    }
}

#[test]
fn a_document_is_reported_in_full_once() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("part.camkes", PART)]);
    let (root, part) = (folder.uri("root.camkes"), folder.uri("part.camkes"));
    let mut client = Client::spawn();
    client.initialize(pulling());
    client.open(&root, ROOT);
    client.open(&part, BROKEN);
    let full = pull(&mut client, &part, None);
    assert_eq!(full["kind"], "full");
    let found = &full["items"][0];
    assert_eq!(found["code"], "unknown-procedure");
    let page = found["codeDescription"]["href"].as_str().unwrap();
    assert!(page.ends_with("/rules/unknown-procedure.md"), "{page}");
    let id = full["resultId"].as_str().unwrap();
    assert_eq!(pull(&mut client, &part, Some(id)), json!({ "kind": "unchanged", "resultId": id }));
    // an edit of another document leaves it as it was
    client.change(&root, 2, [0, 0, 0, 0], " ");
    assert_eq!(pull(&mut client, &part, Some(id))["kind"], "unchanged");
    client.change(&part, 2, [0, 26, 0, 41], "");
    let mended = pull(&mut client, &part, Some(id));
    assert_eq!((&mended["kind"], &mended["items"]), (&json!("full"), &json!([])));
    assert!(
        client.pending_diagnostics().iter().all(|(uri, _)| *uri != part && *uri != root),
        "they are not pushed too"
    );
    client.leave();
}

#[test]
fn files_that_are_not_open_are_pushed_until_the_client_asks_for_all() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("part.camkes", BROKEN)]);
    let (root, part) = (folder.uri("root.camkes"), folder.uri("part.camkes"));
    let mut client = Client::spawn();
    client.initialize(pulling());
    client.open(&root, ROOT);
    assert_eq!(client.diagnostics(&part, Value::Null).len(), 1);
    let all = pull_all(&mut client, &[]);
    let all = client.answer(all).unwrap();
    let of_part = all["items"].as_array().unwrap().iter().find(|item| item["uri"] == json!(part)).unwrap();
    assert_eq!(of_part["items"][0]["code"], "unknown-procedure");
    assert_eq!(client.diagnostics(&part, Value::Null), Vec::<Value>::new(), "the pushed ones are taken back");
    client.leave();
}

#[test]
fn a_question_about_all_files_waits_until_something_changes() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("part.camkes", BROKEN)]);
    let (root, part) = (folder.uri("root.camkes"), folder.uri("part.camkes"));
    let mut client = Client::spawn();
    client.initialize(pulling());
    client.open(&root, ROOT);
    let first = pull_all(&mut client, &[]);
    let first = client.answer(first).unwrap();
    let items = first["items"].as_array().unwrap().clone();
    let known: Vec<_> = items.iter().map(|item| (item["uri"].as_str().unwrap(), &item["resultId"])).collect();
    let waiting = pull_all(&mut client, &known);
    client.change(&root, 2, [0, 0, 0, 0], " ");
    // nothing about diagnostics changed, so it still waits
    let _ = pull(&mut client, &root, None);
    folder.write("part.camkes", PART);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": part, "type": 2 }] }));
    let news = client.answer(waiting).unwrap();
    let of = |uri: &str| news["items"].as_array().unwrap().iter().find(|item| item["uri"] == json!(uri)).cloned();
    assert_eq!(of(&part).unwrap()["items"], json!([]));
    assert_eq!(of(&root).unwrap()["kind"], "unchanged");
    let _ = client.wait_for(|message| message["method"] == "workspace/diagnostic/refresh");
    // one that waits at the end is answered, or cancelled by the client
    let items = news["items"].as_array().unwrap().clone();
    let known: Vec<_> = items.iter().map(|item| (item["uri"].as_str().unwrap(), &item["resultId"])).collect();
    let cancelled = pull_all(&mut client, &known);
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    assert_eq!(client.answer(cancelled).unwrap_err()["code"], -32800);
    let last = pull_all(&mut client, &known);
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(client.answer(last), Ok(json!({ "items": [] })));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_end(), 0);
}

#[test]
fn parts_of_the_result_come_where_they_are_wanted() {
    let folder = Folder::new(&[("root.camkes", ROOT), ("part.camkes", BROKEN)]);
    let root = folder.uri("root.camkes");
    let mut client = Client::spawn();
    client.initialize(pulling());
    client.open(&root, ROOT);
    let params = json!({ "previousResultIds": [], "partialResultToken": "p" });
    assert_eq!(client.request("workspace/diagnostic", params), Ok(json!({ "items": [] })));
    let part = client.wait_for(|message| message["method"] == "$/progress" && message["params"]["token"] == "p");
    assert_eq!(part["params"]["value"]["items"].as_array().unwrap().len(), 2, "{part:#}");
    client.leave();
}

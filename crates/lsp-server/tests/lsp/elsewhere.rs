// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the folders of the workspace hold although nobody opened it.

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const PART: &str = "component Part { control; attribute int level; }\n";
const FINE: &str = "import \"part.camkes\";\nassembly { composition { component Part one; } }\n";
const WRONG: &str = "import \"../part.camkes\";\nassembly { composition { component Other two; } }\n";

/// The folder, opened as a workspace, and its client.
fn opened(files: &[(&str, &str)], capabilities: Value) -> (Folder, Client) {
    let folder = Folder::new(files);
    let mut client = Client::spawn();
    let folders = json!([{ "uri": folder.uri(""), "name": "work" }]);
    client.initialize_with(json!({
        "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders,
    }));
    (folder, client)
}

fn files() -> [(&'static str, &'static str); 4] {
    [("part.camkes", PART), ("fine.camkes", FINE), ("deep/wrong.camkes", WRONG), ("build/made.camkes", FINE)]
}

/// Files, places and containers of the symbols that fit.
fn symbols(client: &mut Client, query: &str) -> Vec<(String, Value, Value)> {
    let found = client.request("workspace/symbol", json!({ "query": query })).unwrap();
    let name = |it: &Value| it["location"]["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let shown = |it: &Value| (name(it), it["location"]["range"]["start"].clone(), it["containerName"].clone());
    found.as_array().unwrap().iter().map(shown).collect()
}

fn touched(client: &mut Client, uri: &str) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
}

#[test]
fn symbols_are_found_before_anything_is_open() {
    let (folder, mut client) = opened(&files(), json!({}));
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    assert_eq!(symbols(&mut client, "level"), [("part.camkes".to_owned(), at(0, 40), json!("Part"))]);
    assert_eq!(symbols(&mut client, "two"), [("wrong.camkes".to_owned(), at(1, 41), json!("composition"))]);
    // The editor's text wins, and a file is read once.
    client.open(&folder.uri("part.camkes"), "component Part { control; attribute int height; }\n");
    assert_eq!(symbols(&mut client, "level"), []);
    assert_eq!(symbols(&mut client, "height").len(), 1);
    folder.write("deep/wrong.camkes", "component Later { }\n");
    touched(&mut client, &folder.uri("deep/wrong.camkes"));
    assert_eq!(symbols(&mut client, "two"), []);
    assert_eq!(symbols(&mut client, "later"), [("wrong.camkes".to_owned(), at(0, 10), json!(null))]);
    client.leave();
}

#[test]
fn a_symbol_is_resolved_where_it_stands_now() {
    let lazily = json!({ "workspace": { "symbol": { "resolveSupport": { "properties": ["location.range"] } } } });
    let (folder, mut client) = opened(&files(), lazily);
    let found = client.request("workspace/symbol", json!({ "query": "level" })).unwrap();
    assert_eq!(found[0]["location"], json!({ "uri": folder.uri("part.camkes") }));
    client.open(&folder.uri("part.camkes"), &format!("\n{PART}"));
    let resolved = client.request("workspaceSymbol/resolve", found[0].clone()).unwrap();
    let range = json!({ "start": { "line": 1, "character": 40 }, "end": { "line": 1, "character": 45 } });
    assert_eq!(resolved["location"]["range"], range);
    client.change(&folder.uri("part.camkes"), 2, [1, 40, 1, 45], "other");
    client.request("workspaceSymbol/resolve", found[0].clone()).unwrap_err();
    client.leave();
}

#[test]
fn assemblies_that_nobody_opened_are_listed_and_can_be_chosen() {
    let (folder, mut client) = opened(&files(), json!({}));
    let names = |answer: &Value, key: &str| -> Vec<String> {
        answer[key].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    let systems = |client: &mut Client| client.request("camkes/systems", json!({})).unwrap();
    let answer = systems(&mut client);
    assert_eq!((names(&answer, "systems"), names(&answer, "others")), (vec![], vec!["wrong".into(), "fine".into()]));
    let wrong = folder.uri("deep/wrong.camkes");
    client.request("camkes/setActiveSystem", json!({ "uri": wrong })).unwrap();
    let answer = systems(&mut client);
    assert_eq!(answer["systems"][0]["active"], true, "{answer:#}");
    assert_eq!((names(&answer, "systems"), names(&answer, "others")), (vec!["wrong".into()], vec!["fine".into()]));
    assert_eq!(client.diagnostics(&wrong, Value::Null)[0]["code"], "unknown-component");
    client.request("camkes/setActiveSystem", json!({ "uri": null })).unwrap();
    assert_eq!(names(&systems(&mut client), "systems"), Vec::<String>::new());
    let none = client.request("camkes/setActiveSystem", json!({ "uri": folder.uri("part.camkes") }));
    none.unwrap_err();
    client.leave();
}

/// Names of the files that have findings, of an answer for all files.
fn wrong(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap().iter();
    let is_wrong = |it: &&Value| it["items"].as_array().is_some_and(|found| !found.is_empty());
    items.filter(is_wrong).map(|it| it["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn a_client_that_asks_for_all_diagnostics_hears_of_assemblies_that_nobody_opened() {
    let (folder, mut client) = opened(&files(), json!({ "textDocument": { "diagnostic": {} } }));
    let all = |previous: &[Value]| json!({ "previousResultIds": previous });
    let first = client.request("workspace/diagnostic", all(&[])).unwrap();
    assert_eq!(wrong(&first), ["wrong.camkes"]);
    let ids = |answer: &Value| -> Vec<Value> {
        let items = answer["items"].as_array().unwrap();
        items.iter().map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect()
    };
    // The next waits until something is new.
    let waiting = client.start("workspace/diagnostic", all(&ids(&first)));
    folder.write(
        "fine.camkes",
        "import \"part.camkes\";\nassembly { composition { component Part one; component Lost lost; } }\n",
    );
    touched(&mut client, &folder.uri("fine.camkes"));
    let second = client.answer(waiting).unwrap();
    assert_eq!(wrong(&second), ["fine.camkes"]);
    // What is open is told as it is there, the rest as before.
    client.open(&folder.uri("deep/wrong.camkes"), &WRONG.replace("Other", "Part"));
    let third = client.request("workspace/diagnostic", all(&[])).unwrap();
    assert_eq!(wrong(&third), ["fine.camkes"]);
    client.leave();
}

#[test]
fn assemblies_of_which_nobody_says_where_their_imports_are_are_left_alone_until_somebody_does() {
    let text =
        "import <Serial/Serial.camkes>;\nassembly { composition { component Serial one; component Lost two; } }\n";
    let files = [("app/app.camkes", text), ("library/Serial/Serial.camkes", "component Serial { control; }\n")];
    let (folder, mut client) = opened(&files, json!({ "textDocument": { "diagnostic": {} } }));
    let mut all = || client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    assert_eq!(wrong(&all()), Vec::<String>::new());
    folder.write("camkes.toml", "import-paths = [\"library\"]\n");
    touched(&mut client, &folder.uri("camkes.toml"));
    let found = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    assert_eq!(wrong(&found), ["app.camkes"]);
    client.leave();
}

#[test]
fn assemblies_that_nobody_opened_are_left_alone_where_the_user_says_so() {
    let (_folder, mut client) = opened(&files(), json!({ "textDocument": { "diagnostic": {} } }));
    let settings = json!({ "settings": { "camkes": { "checkWorkspace": false } } });
    client.notify("workspace/didChangeConfiguration", settings);
    let found = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap();
    assert_eq!(found["items"], json!([]));
    // They are still found.
    assert_eq!(symbols(&mut client, "two").len(), 1);
    client.leave();
}

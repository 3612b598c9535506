// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Code actions, for clients that can take them in different ways.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "untitled:typos.camkes";

const TEXT: &str = "\
component Echo { control }
assembly { composition { component Ech e; } }
";

fn capabilities(versioned: bool) -> Value {
    let kinds = json!({ "codeActionKind": { "valueSet": ["quickfix", "source"] } });
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": versioned } },
        "textDocument": { "codeAction": { "codeActionLiteralSupport": kinds } },
    })
}

fn ask(client: &mut Client, only: Value) -> Value {
    let range = json!({ "start": { "line": 1, "character": 36 }, "end": { "line": 1, "character": 36 } });
    let mut context = json!({ "diagnostics": [] });
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).unwrap()
}

#[test]
fn a_quick_fix_names_its_diagnostic_and_the_version() {
    let mut client = Client::spawn();
    let result = client.initialize(capabilities(true));
    let kinds = &result["capabilities"]["codeActionProvider"]["codeActionKinds"];
    assert_eq!(
        *kinds,
        json!([
            "quickfix",
            "refactor.extract",
            "refactor.inline",
            "refactor.rewrite",
            "source.organizeImports",
            "source.fixAll.camkes"
        ])
    );
    client.open(URI, TEXT);
    let published = client.diagnostics(URI, json!(1));
    let actions = ask(&mut client, json!(["quickfix"]));
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions:#}");
    let action = &actions[0];
    assert_eq!(action["title"], "Change to `Echo`");
    assert_eq!(action["kind"], "quickfix");
    assert_eq!(action["isPreferred"], true);
    assert!(published.contains(&action["diagnostics"][0]), "{action:#}");
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    let range = json!({ "start": { "line": 1, "character": 35 }, "end": { "line": 1, "character": 38 } });
    assert_eq!(change["edits"], json!([{ "range": range, "newText": "Echo" }]));
    client.leave();
}

#[test]
fn an_import_names_the_diagnostic_that_it_mends() {
    let mut client = Client::spawn();
    client.initialize(capabilities(true));
    let text = "component A { control; emits E e; consumes E f; }\n\
        assembly { composition { component A a; connection seL4Notification n(from a.e, to a.f); } }\n";
    client.open(URI, text);
    let published = client.diagnostics(URI, json!(1));
    let at = json!({ "line": 1, "character": 60 });
    let params = json!({
        "textDocument": { "uri": URI },
        "range": { "start": at, "end": at },
        "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let title = "Import `seL4Notification` from <std_connector.camkes>";
    let import = actions.as_array().unwrap().iter().find(|it| it["title"] == title).unwrap();
    assert_eq!(import["isPreferred"], true);
    assert_eq!(import["diagnostics"].as_array().unwrap().len(), 1, "{import:#}");
    assert_eq!(import["diagnostics"][0]["code"], "unknown-connector");
    assert!(published.contains(&import["diagnostics"][0]), "{published:#?}");
    client.leave();
}

#[test]
fn what_mends_a_mistake_is_offered_once() {
    let mut client = Client::spawn();
    client.initialize(capabilities(true));
    let text = "procedure P { void f(); } connector C { from Procedure; to Procedure; }\n\
        component A { control; uses P p; } component B { provides P p; }\n\
        assembly { composition { component A a; component B b; connection C c(from b.p, to a.p); } }\n";
    client.open(URI, text);
    client.diagnostics(URI, json!(1));
    let at = json!({ "line": 2, "character": 76 });
    let params = json!({
        "textDocument": { "uri": URI },
        "range": { "start": at, "end": at },
        "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let titles: Vec<_> = actions.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Exchange the ends"]);
    client.leave();
}

#[test]
fn everything_sure_is_mended_at_once() {
    let mut client = Client::spawn();
    client.initialize(capabilities(false));
    client.open(URI, TEXT);
    let actions = ask(&mut client, json!(["source.fixAll"]));
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions:#}");
    assert_eq!(actions[0]["kind"], "source.fixAll.camkes");
    let texts: Vec<_> =
        actions[0]["edit"]["changes"][URI].as_array().unwrap().iter().map(|edit| &edit["newText"]).collect();
    assert_eq!(texts, [";", "Echo"]);
    // Without a wish it is offered beside the mends.
    let kinds: Vec<_> = ask(&mut client, Value::Null).as_array().unwrap().iter().map(|a| a["kind"].clone()).collect();
    assert_eq!(kinds, ["quickfix", "refactor.rewrite", "source.fixAll.camkes"]);
    assert_eq!(ask(&mut client, json!(["refactor.extract"])), json!([]));
    client.leave();
}

#[test]
fn a_client_that_only_knows_commands_gets_nothing() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, TEXT);
    assert_eq!(ask(&mut client, Value::Null), Value::Null);
    client.leave();
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the server logs reaches the client by `window/logMessage`, as much as the client wants.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///w/a.camkes";

/// `MessageType` of the protocol.
const WARNING: i64 = 2;
const LOG: i64 = 4;

fn client(options: Value) -> Client {
    let mut client = Client::spawn();
    client.initialize_with(json!({
        "processId": null, "rootUri": null, "capabilities": {}, "initializationOptions": options,
    }));
    client
}

/// Makes the server warn of this document, which is not open.
fn provoke(client: &mut Client, name: &str) {
    client.close(&format!("file:///w/{name}"));
}

/// What is logged next. It comes in the order of what happened, though maybe behind later answers.
fn logged(client: &mut Client) -> (i64, String) {
    let message = client.wait_for(|message| message["method"] == "window/logMessage");
    let params = &message["params"];
    (params["type"].as_i64().unwrap(), params["message"].as_str().unwrap().to_owned())
}

#[test]
fn without_a_level_warnings_are_told_and_nothing_less() {
    let mut client = client(Value::Null);
    provoke(&mut client, "a.camkes");
    let warning = "a document that is not open is closed path=/w/a.camkes";
    assert_eq!(logged(&mut client), (WARNING, warning.to_owned()));
    client.leave();
}

#[test]
fn requests_are_told_where_the_client_wants_to_hear_of_them() {
    let mut client = client(json!({ "log": { "level": "debug" } }));
    client.open(URI, "component A { control; }\n");
    client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } })).unwrap();
    let told = client.wait_for(|message| {
        let text = message["params"]["message"].as_str().unwrap_or_default();
        message["method"] == "window/logMessage" && text.contains("textDocument/foldingRange")
    });
    assert_eq!(told["params"]["type"], LOG, "{told}");
    client.leave();
}

#[test]
fn the_level_changes_with_the_settings() {
    let mut client = client(json!({ "log": { "level": "error" } }));
    let set = |client: &mut Client, level: &str| {
        let settings = json!({ "camkes": { "log": { "level": level } } });
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    };
    provoke(&mut client, "error.camkes");
    set(&mut client, "warn");
    provoke(&mut client, "warn.camkes");
    set(&mut client, "off");
    provoke(&mut client, "off.camkes");
    set(&mut client, "no such level");
    provoke(&mut client, "default.camkes");
    for name in ["warn", "default"] {
        let (kind, message) = logged(&mut client);
        assert!(kind == WARNING && message.contains(&format!("/w/{name}.camkes")), "{name}: {message}");
    }
    client.leave();
}

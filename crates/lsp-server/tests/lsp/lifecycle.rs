// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The handshake, the end, and requests at the wrong time.

use serde_json::{Value, json};

use crate::client::Client;

fn code(answer: Result<Value, Value>) -> i64 {
    answer.unwrap_err()["code"].as_i64().unwrap()
}

#[test]
fn a_session_in_the_right_order_ends_with_success() {
    let mut client = Client::spawn();
    let result = client.initialize(json!({}));
    assert_eq!(result["serverInfo"]["name"], "camkes-lsp");
    assert_eq!(result["capabilities"]["textDocumentSync"], json!({ "openClose": true, "change": 2, "save": true }));
    client.leave();
}

#[test]
fn every_spelling_of_the_server_command_serves() {
    for arguments in [&[][..], &["server"], &["server", "--stdio"], &["--log", "off"]] {
        let mut client = Client::spawn_with(arguments);
        client.initialize(json!({}));
        client.leave();
    }
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_end(), 1, "although the client keeps the stream open");
}

#[test]
fn exit_before_the_handshake_and_a_closed_stream_are_failures() {
    let mut client = Client::spawn();
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_end(), 1);
    assert_eq!(Client::spawn().end(), 1);
}

#[test]
fn a_stream_closed_after_shutdown_is_no_failure() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.request("shutdown", Value::Null).unwrap();
    assert_eq!(client.end(), 0);
}

#[test]
fn nothing_is_answered_before_the_handshake() {
    let mut client = Client::spawn();
    assert_eq!(code(client.request("textDocument/hover", json!({}))), -32002);
    assert_eq!(code(client.request("shutdown", Value::Null)), -32002);
    client.open("file:///never.camkes", "assembly {");
    client.initialize(json!({}));
    assert!(client.pending_diagnostics().is_empty(), "a notification before the handshake is dropped");
    client.leave();
}

#[test]
fn the_handshake_happens_once() {
    let mut client = Client::spawn();
    assert_eq!(code(client.request("initialize", json!({ "capabilities": 3 }))), -32602);
    client.initialize(json!({}));
    assert_eq!(code(client.request("initialize", json!({ "capabilities": {} }))), -32600);
    client.leave();
}

#[test]
fn after_shutdown_everything_but_exit_is_refused() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.request("shutdown", Value::Null).unwrap();
    assert_eq!(code(client.request("textDocument/hover", json!({}))), -32600);
    assert_eq!(code(client.request("shutdown", Value::Null)), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_for_end(), 0);
}

#[test]
fn unknown_methods_are_named_and_optional_notifications_ignored() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    assert_eq!(code(client.request("textDocument/teleport", json!({}))), -32601);
    assert_eq!(code(client.request("$/teleport", json!({}))), -32601);
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("$/teleport", json!([]));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": "file:///a" } }));
    client.notify("textDocument/didOpen", json!({ "nonsense": true }));
    client.leave();
}

#[test]
fn the_server_ends_when_the_process_of_its_client_does() {
    let mut parent = std::process::Command::new("sleep").arg("0.2").spawn().unwrap();
    let mut client = Client::spawn();
    client.initialize_with(json!({ "processId": parent.id(), "rootUri": null, "capabilities": {} }));
    parent.wait().unwrap();
    assert_eq!(client.wait_for_end(), 1, "although its input stays open");
}

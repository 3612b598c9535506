// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Work that takes long is shown, and the user can end it.

use std::{
    fmt::Write as _,
    sync::{Mutex, mpsc},
    time::Duration,
};

use camkes_lsp_server::server::{
    Parts,
    dispatch::{Routes, WhenStale},
};
use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///w/a.camkes";

/// A system that takes long to check, in a build without optimisations.
fn long() -> String {
    let mut text = String::from("component Part { control; attribute int size = 4; uses Nothing n; }\n");
    text.push_str("assembly {\n    composition {\n");
    for number in 0..20_000 {
        let _ = writeln!(text, "        component Part part_{number};");
    }
    text.push_str("    }\n}\n");
    text
}

/// Whose server shows all work, so that a fast machine sees as much as a slow one.
fn client() -> Client {
    let mut client = Client::in_process_with(Parts { patience: Duration::ZERO, ..Client::parts() });
    client.initialize(json!({ "window": { "workDoneProgress": true } }));
    client
}

fn progress(client: &mut Client, kind: &str) -> Value {
    client.wait_for(|message| message["method"] == "$/progress" && message["params"]["value"]["kind"] == kind)
}

#[test]
fn a_long_round_of_diagnostics_has_a_beginning_and_an_end() {
    let mut client = client();
    client.open(URI, &long());
    let create = client.wait_for(|message| message["method"] == "window/workDoneProgress/create");
    let begin = progress(&mut client, "begin");
    assert_eq!(begin["params"]["token"], create["params"]["token"]);
    assert_eq!(begin["params"]["value"]["cancellable"], true);
    client.notify("window/workDoneProgress/cancel", json!({ "token": "of somebody else" }));
    let end = progress(&mut client, "end");
    assert_eq!(end["params"]["token"], create["params"]["token"]);
    assert!(!client.diagnostics(URI, json!(1)).is_empty());
    client.leave();
}

#[test]
fn a_round_that_the_user_ends_begins_again_with_the_next_change() {
    let mut client = client();
    client.open(URI, &long());
    let token = progress(&mut client, "begin")["params"]["token"].clone();
    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    progress(&mut client, "end");
    assert!(client.pending_diagnostics().is_empty());
    client.change(URI, 2, [0, 0, 0, 0], " ");
    assert!(!client.diagnostics(URI, json!(2)).is_empty());
    client.leave();
}

const PUBLISH: &str = "textDocument/publishDiagnostics";

/// A client whose server has a request that ends when the test says so.
fn client_of_a_slow_request(patience: Duration) -> (Client, mpsc::Sender<()>) {
    client_of_slow("test/slow", patience, json!({}))
}

/// A client with these capabilities whose server answers a method when the test says so.
fn client_of_slow(method: &'static str, patience: Duration, capabilities: Value) -> (Client, mpsc::Sender<()>) {
    let (release, released) = mpsc::channel();
    let released = Mutex::new(released);
    let mut routes = Routes::standard();
    routes.add(method, WhenStale::GiveUp, move |_, _: Value| {
        released.lock().unwrap().recv().unwrap();
        Ok(true)
    });
    let mut client = Client::in_process_with(Parts { routes, patience, ..Client::parts() });
    client.initialize(capabilities);
    (client, release)
}

#[test]
fn a_long_request_is_shown_under_the_client_s_token_and_ends() {
    let (mut client, release) = client_of_a_slow_request(Duration::ZERO);
    let id = client.start("test/slow", json!({ "workDoneToken": "of the client" }));
    let begin = progress(&mut client, "begin");
    assert_eq!(begin["params"]["token"], "of the client");
    release.send(()).unwrap();
    assert_eq!(progress(&mut client, "end")["params"]["token"], "of the client");
    assert_eq!(client.answer(id), Ok(json!(true)));
    client.leave();
}

#[test]
fn a_request_that_the_client_cancels_is_no_longer_shown() {
    let (mut client, release) = client_of_a_slow_request(Duration::ZERO);
    let id = client.start("test/slow", json!({ "workDoneToken": 7 }));
    progress(&mut client, "begin");
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    release.send(()).unwrap();
    assert_eq!(progress(&mut client, "end")["params"]["token"], 7);
    client.leave();
}

#[test]
fn a_request_whose_progress_is_cancelled_is_cancelled() {
    let (mut client, release) = client_of_a_slow_request(Duration::ZERO);
    let id = client.start("test/slow", json!({ "workDoneToken": 7 }));
    assert_eq!(progress(&mut client, "begin")["params"]["value"]["cancellable"], true);
    client.notify("window/workDoneProgress/cancel", json!({ "token": 8 }));
    client.notify("window/workDoneProgress/cancel", json!({ "token": 7 }));
    assert_eq!(progress(&mut client, "end")["params"]["token"], 7);
    assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    release.send(()).unwrap();
    client.leave();
}

#[test]
fn a_long_request_without_a_token_is_shown_under_one_of_ours() {
    let window = json!({ "window": { "workDoneProgress": true } });
    let (mut client, release) = client_of_slow("camkes/generated", Duration::ZERO, window.clone());
    let id = client.start("camkes/generated", json!({}));
    let ours = |message: &Value| message["params"]["value"]["title"] == "Generating files";
    let begin = client.wait_for(ours);
    assert_eq!(begin["params"]["value"]["cancellable"], true);
    let token = begin["params"]["token"].clone();
    client.wait_for(|it| it["method"] == "window/workDoneProgress/create" && it["params"]["token"] == token);
    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    client.wait_for(|it| it["params"]["value"]["kind"] == "end" && it["params"]["token"] == token);
    assert_eq!(client.answer(id).unwrap_err()["code"], -32800);
    release.send(()).unwrap();
    client.leave();
    // What editors ask by themselves is not.
    let (mut client, release) = client_of_slow("textDocument/inlayHint", Duration::ZERO, window);
    let id = client.start("textDocument/inlayHint", json!({}));
    release.send(()).unwrap();
    assert_eq!(client.answer(id), Ok(json!(true)));
    // What goes to the client besides answers keeps its order.
    client.open(URI, "component A { control; }");
    let is_other = |it: &Value| it["params"]["value"]["title"].as_str().is_some_and(|it| !it.starts_with("Checking"));
    let first = client.wait_for(|it| it["method"] == PUBLISH || is_other(it));
    assert_eq!(first["method"], PUBLISH, "{first}");
    client.leave();
}

#[test]
fn a_short_request_is_not_shown_nor_is_one_without_a_token() {
    for (patience, params) in [
        (Duration::from_secs(3600), json!({ "workDoneToken": "of the client" })),
        (Duration::ZERO, json!({ "workDoneToken": null })),
        (Duration::ZERO, json!({ "workDoneToken": [] })),
        (Duration::ZERO, json!({})),
    ] {
        let (mut client, release) = client_of_a_slow_request(patience);
        let id = client.start("test/slow", params);
        release.send(()).unwrap();
        assert_eq!(client.answer(id), Ok(json!(true)));
        // What goes to the client besides answers keeps its order: this would come behind the other.
        client.open(URI, "component A { control; }");
        let first = client
            .wait_for(|message| ["$/progress", PUBLISH].contains(&message["method"].as_str().unwrap_or_default()));
        assert_eq!(first["method"], PUBLISH, "{first}");
        client.leave();
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Edits and requests take effect in the order in which they were sent, however long anything takes.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use camkes_lsp_server::server::{
    dispatch::{Failure, MOST_OVERTAKEN, WhenStale},
    snapshot::Snapshot,
};
use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "untitled:order.camkes";
const EDITS: i32 = 2000;

/// A small generator of numbers that look random, so that a failure can be repeated.
fn next(state: &AtomicU64) -> u64 {
    let step = |x: u64| Some(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    state.fetch_update(Ordering::SeqCst, Ordering::SeqCst, step).unwrap() >> 33
}

/// Answers with the text of the document, after a pause that differs from request to request.
fn slow_text(snapshot: &Snapshot, (): ()) -> Result<String, Failure> {
    static JITTER: AtomicU64 = AtomicU64::new(7);
    let text = snapshot.analysis.text("untitled:order.camkes".into())?;
    std::thread::sleep(Duration::from_micros(next(&JITTER) % 1500));
    Ok(text.to_string())
}

#[test]
fn two_thousand_edits_are_applied_in_order_among_slow_requests() {
    let mut client = Client::in_process(|routes| routes.add("test/text", WhenStale::GiveUp, slow_text));
    client.initialize(json!({}));
    client.open(URI, "");
    let random = AtomicU64::new(1);
    let mut model = String::new();
    let mut asked = Vec::new();
    for version in 2..EDITS + 2 {
        let at = next(&random) as usize % (model.len() + 1);
        let digit = char::from(b'0' + (version % 10) as u8);
        model.insert(at, digit);
        let column = u32::try_from(at).unwrap();
        client.change(URI, version, [0, column, 0, column], &digit.to_string());
        if version % 7 == 0 {
            asked.push((client.start("test/text", Value::Null), model.clone()));
        }
    }
    let mut answered = 0;
    for (id, expected) in asked {
        match client.answer(id) {
            Ok(text) => {
                answered += 1;
                assert_eq!(text, expected, "a request sees the edits before it and none after it");
            }
            // A later edit overtook it.
            Err(error) => assert_eq!(error["code"], -32801, "{error}"),
        }
    }
    assert!(answered > 0);
    assert_eq!(client.request("test/text", Value::Null), Ok(Value::String(model)));
    client.leave();
}

#[test]
fn a_burst_of_edits_ends_in_the_diagnostics_of_its_last_version() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, "component A { }");
    for version in 2..202 {
        let text = if version % 2 == 0 { "component A { " } else { "component A { }" };
        let change = json!({ "text": text });
        let params = json!({ "textDocument": { "uri": URI, "version": version }, "contentChanges": [change] });
        client.notify("textDocument/didChange", params);
    }
    assert_eq!(client.diagnostics(URI, json!(201)), Vec::<Value>::new());
    client.leave();
}

#[test]
fn a_request_about_whole_documents_is_answered_from_the_newer_text() {
    let mut client = Client::in_process(|routes| routes.add("test/text", WhenStale::Retry, slow_text));
    client.initialize(json!({}));
    client.open(URI, "old");
    let mut ids = Vec::new();
    for version in 2..50 {
        ids.push(client.start("test/text", Value::Null));
        client.change(URI, version, [0, 0, 0, 99], &format!("text {version}"));
    }
    for id in ids {
        let text = client.answer(id).expect("never an error");
        assert!(text == "old" || text.as_str().unwrap().starts_with("text "), "{text}");
    }
    client.leave();
}

#[test]
fn a_client_that_retries_itself_is_told_that_the_content_was_modified() {
    static STARTED: AtomicU64 = AtomicU64::new(0);
    let mut client = forever(&STARTED);
    let stale = json!({ "cancel": true, "retryOnContentModified": ["test/forever"] });
    client.initialize(json!({ "general": { "staleRequestSupport": stale } }));
    client.open(URI, "x");
    let id = client.start("test/forever", Value::Null);
    while STARTED.load(Ordering::SeqCst) == 0 {
        std::thread::yield_now();
    }
    client.change(URI, 2, [0, 0, 0, 1], "y");
    assert_eq!(client.answer(id).unwrap_err()["code"], -32801);
    client.leave();
}

#[test]
fn a_request_that_is_overtaken_again_and_again_has_an_answer() {
    static STARTED: AtomicU64 = AtomicU64::new(0);
    let mut client = forever(&STARTED);
    client.initialize(json!({}));
    client.open(URI, "x");
    let id = client.start("test/forever", Value::Null);
    for overtaken in 0..MOST_OVERTAKEN {
        while STARTED.load(Ordering::SeqCst) <= u64::from(overtaken) {
            std::thread::yield_now();
        }
        // The same text would be no change.
        client.change(URI, i32::try_from(overtaken).unwrap() + 2, [0, 0, 0, 99], &overtaken.to_string());
    }
    assert_eq!(client.answer(id).unwrap_err()["code"], -32801);
    client.leave();
}

/// A server with a request that never ends by itself, and counts how often it is started.
fn forever(started: &'static AtomicU64) -> Client {
    let until_overtaken = |snapshot: &Snapshot, (): ()| -> Result<Value, Failure> {
        started.fetch_add(1, Ordering::SeqCst);
        loop {
            snapshot.analysis.line_index(URI.into())?;
        }
    };
    Client::in_process(|routes| routes.add("test/forever", WhenStale::Retry, until_overtaken))
}

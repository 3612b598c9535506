// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Cancellation takes effect at once, whatever else is running.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use camkes_lsp_server::server::{
    dispatch::{Failure, WhenStale},
    snapshot::Snapshot,
};
use serde_json::{Value, json};

use crate::client::Client;

static STOPPED: AtomicU64 = AtomicU64::new(0);

/// Asks the database for ever; only a cancellation ends it.
fn endless(snapshot: &Snapshot, (): ()) -> Result<Value, Failure> {
    loop {
        if let Err(cancelled) = snapshot.analysis.line_index("untitled:cancel.camkes".into()) {
            STOPPED.fetch_add(1, Ordering::SeqCst);
            return Err(cancelled.into());
        }
    }
}

fn cancel(client: &mut Client, id: i64) {
    client.notify("$/cancelRequest", json!({ "id": id }));
}

#[test]
fn a_cancelled_request_is_answered_at_once_and_its_computation_ends() {
    let mut client = Client::in_process(|routes| routes.add("test/endless", WhenStale::GiveUp, endless));
    client.initialize(json!({}));
    client.open("untitled:cancel.camkes", "component A { }");
    // More than the pool has threads: some are still waiting for one when they are cancelled.
    let cores = std::thread::available_parallelism().map_or(2, usize::from) as i64;
    let ids: Vec<_> = (0..cores + 4).map(|_| client.start("test/endless", Value::Null)).collect();
    std::thread::sleep(Duration::from_millis(50));
    let last = *ids.last().unwrap();
    let sent = Instant::now();
    cancel(&mut client, last);
    assert_eq!(client.answer(last).unwrap_err()["code"], -32800);
    let waited = sent.elapsed();
    assert!(waited < Duration::from_millis(500), "answered after {waited:?} while others were running");
    for id in &ids[..ids.len() - 1] {
        cancel(&mut client, *id);
        assert_eq!(client.answer(*id).unwrap_err()["code"], -32800);
    }
    // The pool is free again, so the computations have ended: this would wait for ever otherwise.
    let symbols = json!({ "textDocument": { "uri": "untitled:cancel.camkes" } });
    client.request("textDocument/documentSymbol", symbols).unwrap();
    assert!(STOPPED.load(Ordering::SeqCst) > 0);
    client.leave();
}

#[test]
fn cancelling_what_is_answered_or_was_never_asked_does_nothing() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let id = client.start("textDocument/documentSymbol", json!({ "textDocument": { "uri": "untitled:a" } }));
    client.answer(id).unwrap();
    cancel(&mut client, id);
    cancel(&mut client, 9999);
    client.notify("$/cancelRequest", json!({ "id": {} }));
    client.notify("$/cancelRequest", Value::Null);
    client.leave();
}

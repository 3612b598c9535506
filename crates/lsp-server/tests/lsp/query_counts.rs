// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `server --count-queries`: what an edit makes the real binary do again.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Client, Folder};

const SYSTEM: &str = "component A { control; attribute int n; } // note\n\
    assembly { composition { component A a; } configuration { a.n = 1; } }\n";

fn executed(client: &mut Client) -> BTreeMap<String, u64> {
    let status = client.request("camkes/serverStatus", Value::Null).unwrap();
    serde_json::from_value(status["executedQueries"].clone()).unwrap()
}

/// How often each of these queries runs after an edit.
fn counts(client: &mut Client, uri: &str, version: i32, range: [u32; 4], queries: [&str; 4]) -> [u64; 4] {
    let before = executed(client);
    client.change(uri, version, range, "1");
    client.diagnostics(uri, json!(version));
    let after = executed(client);
    queries.map(|query| after[query] - before[query])
}

#[test]
fn a_letter_in_a_comment_resolves_nothing_again_and_one_in_a_value_no_names() {
    let folder = Folder::new(&[("a.camkes", SYSTEM)]);
    let uri = folder.uri("a.camkes");
    let mut client = Client::spawn_with(&["server", "--count-queries"]);
    client.initialize(json!({}));
    client.open(&uri, SYSTEM);
    client.diagnostics(&uri, json!(1));
    let queries = ["parse", "item_tree", "resolution", "scope"];
    assert_eq!(counts(&mut client, &uri, 2, [0, 47, 0, 47], queries), [1, 1, 0, 0]);
    assert_eq!(counts(&mut client, &uri, 3, [1, 64, 1, 64], queries), [1, 1, 1, 0]);
    client.leave();
}

#[test]
fn a_server_that_does_not_count_says_nothing_of_it() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let status = client.request("camkes/serverStatus", Value::Null).unwrap();
    assert_eq!(status.get("executedQueries"), None);
    client.leave();
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! In a large system an edited file is told of before all is checked. Here every system counts as large.

use camkes_lsp_server::server::Parts;
use serde_json::{Value, json};

use crate::client::Client;

const TEXT: &str = "\
procedure P { void f(); }
component A { control; uses P p; }
assembly {
    composition {
        component A a;
    }
}
";

const URI: &str = "untitled:large.camkes";

fn client() -> Client {
    let mut client = Client::in_process_with(Parts { large: 0, ..Client::parts() });
    client.initialize(json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } }));
    client.open(URI, TEXT);
    client
}

/// Messages with their places.
fn found(diagnostics: &[Value]) -> Vec<String> {
    let place = |at: &Value| format!("{}:{}", at["line"], at["character"]);
    let one = |it: &Value| {
        let range = &it["range"];
        format!("{}-{} {}", place(&range["start"]), place(&range["end"]), it["message"].as_str().unwrap())
    };
    let mut found: Vec<_> = diagnostics.iter().map(one).collect();
    found.iter_mut().for_each(|it| it.truncate(it.find('\n').unwrap_or(it.len())));
    found
}

#[test]
fn what_the_system_lacks_moves_along_until_all_is_checked() {
    let mut client = client();
    let [unconnected] = &found(&client.diagnostics(URI, json!(1)))[..] else { panic!("one finding") };
    assert_eq!(unconnected, "4:20-4:21 interface `a.p` is not connected");
    client.change(URI, 2, [4, 0, 4, 0], "        component A b;\n");
    assert_eq!(found(&client.diagnostics(URI, json!(2))), ["5:20-5:21 interface `a.p` is not connected"]);
    assert_eq!(
        found(&client.diagnostics(URI, json!(2))),
        ["4:20-4:21 interface `b.p` is not connected", "5:20-5:21 interface `a.p` is not connected"]
    );
    client.leave();
}

#[test]
fn what_is_wrong_in_the_file_comes_first() {
    let mut client = client();
    client.diagnostics(URI, json!(1));
    client.change(URI, 2, [0, 0, 0, 0], "component B { uses Q q; }\ncomponent C { ; }\n");
    // What is wrong in it may hide what is wrong with the system, but that is known later.
    let first = found(&client.diagnostics(URI, json!(2)));
    let [unknown, syntax, moved] = &first[..] else { panic!("{first:?}") };
    assert!(unknown.starts_with("0:19-0:20 ") && syntax.starts_with("1:14-1:15 "), "{first:?}");
    assert_eq!(moved, "6:20-6:21 interface `a.p` is not connected");
    client.leave();
}

#[test]
fn nothing_is_told_twice() {
    let mut client = client();
    client.diagnostics(URI, json!(1));
    for version in 2..6 {
        client.change(URI, version, [0, 0, 0, 0], "// more\n");
        let line = 3 + version;
        let now = format!("{line}:20-{line}:21 interface `a.p` is not connected");
        assert_eq!(found(&client.diagnostics(URI, json!(version))), [now]);
    }
    assert_eq!(client.pending_diagnostics(), []);
    client.leave();
}

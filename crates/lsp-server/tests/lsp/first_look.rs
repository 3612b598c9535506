// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! In a large system an edited file is told of before all is checked. Here every system counts as large.

use camkes_lsp_server::server::Parts;
use serde_json::{Value, json};

use crate::client::{Client, Folder};

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

#[test]
fn a_client_that_asks_is_told_to_ask_again_when_the_system_has_more() {
    let mut client = Client::in_process_with(Parts { large: 0, ..Client::parts() });
    client.initialize(json!({
        "textDocument": { "diagnostic": {}, "publishDiagnostics": { "relatedInformation": true } },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    }));
    let part = "component A { control; uses P p; uses Nothing n; }\nprocedure P { void f(); }\n";
    let folder = Folder::new(&[("root.camkes", ""), ("part.camkes", part)]);
    let root = folder.uri("root.camkes");
    let text = format!("import \"part.camkes\";\n{}", &TEXT[TEXT.find("assembly").unwrap()..]);
    client.open(&root, &text);
    // The first check is over when the closed file is told of. What it finds is news, too.
    let _ = client.diagnostics(&folder.uri("part.camkes"), Value::Null);
    let is_refresh = |message: &Value| message["method"] == "workspace/diagnostic/refresh";
    let _ = client.wait_for(is_refresh);
    for version in 2..8 {
        client.change(&root, version, [3, 0, 3, 0], &format!("        component A b{version};\n"));
        let expected = usize::try_from(version).unwrap();
        let pull = json!({ "textDocument": { "uri": root } });
        let report = client.request("textDocument/diagnostic", pull.clone()).unwrap();
        // It is answered from the check of all if that is over by then, else from what was known before.
        if report["items"].as_array().unwrap().len() != expected {
            let refresh = client.wait_for(is_refresh);
            client.send(&json!({ "jsonrpc": "2.0", "id": refresh["id"], "result": null }));
            let report = client.request("textDocument/diagnostic", pull).unwrap();
            assert_eq!(report["items"].as_array().unwrap().len(), expected, "{report}");
        }
    }
    let told = client.pending_diagnostics();
    assert!(told.iter().all(|(uri, _)| *uri != root), "it is told what it asks for: {told:?}");
    client.leave();
}

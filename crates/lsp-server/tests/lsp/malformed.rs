// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Messages that no client should send. The server answers as JSON-RPC wants and lives on.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///malformed.camkes";

/// Sends bytes, expects an error with this code and id, and then that the server still works.
fn refused(bytes: &[u8], code: i64, id: &Value) {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.send_raw(bytes);
    let answer = client.wait_for(|message| message.get("error").is_some());
    let shown = String::from_utf8_lossy(bytes);
    assert_eq!(answer["error"]["code"], code, "{shown}: {answer}");
    assert_eq!(&answer["id"], id, "{shown}: {answer}");
    client.leave();
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

#[test]
fn a_broken_header_costs_one_message() {
    refused(b"Content-Length: twelve\r\n\r\n", -32700, &Value::Null);
    refused(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", -32700, &Value::Null);
    refused(b"Content-Length: -1\r\n\r\n{}", -32700, &Value::Null);
    refused(b"Content-Length: 99999999999999999999\r\n\r\n", -32700, &Value::Null);
}

#[test]
fn a_broken_body_costs_one_message() {
    refused(&framed(b"{\"jsonrpc\":"), -32700, &Value::Null);
    refused(&framed(b"\xff\xfe"), -32700, &Value::Null);
    refused(&framed(b""), -32700, &Value::Null);
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    refused(&framed(&deep), -32700, &Value::Null);
}

#[test]
fn json_that_is_no_message_is_an_invalid_request() {
    refused(&framed(b"[]"), -32600, &Value::Null);
    refused(&framed(b"3"), -32600, &Value::Null);
    refused(&framed(br#"{"id":4,"method":"shutdown"}"#), -32600, &json!(4));
    refused(&framed(br#"{"jsonrpc":"1.0","id":5,"method":"shutdown"}"#), -32600, &json!(5));
    refused(&framed(br#"{"jsonrpc":"2.0","id":6}"#), -32600, &json!(6));
}

#[test]
fn parameters_that_make_no_sense_are_named() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let at = json!({ "line": 0, "character": 0 });
    let cases = [
        Value::Null,
        json!([]),
        json!({ "textDocument": { "uri": URI } }),
        json!({ "textDocument": { "uri": URI }, "position": { "line": -1, "character": 0 } }),
        json!({ "textDocument": { "uri": "no uri" }, "position": at }),
        json!({ "textDocument": { "uri": "file:///%FF" }, "position": at }),
    ];
    for params in cases {
        let error = client.request("textDocument/hover", params.clone()).unwrap_err();
        assert_eq!(error["code"], -32602, "{params}: {error}");
    }
    client.leave();
}

#[test]
fn positions_outside_of_the_text_are_answered() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, "component A {\n}\n");
    for (line, character) in [(0, 9999), (9999, 0), (u32::MAX, u32::MAX)] {
        let params = json!({
            "textDocument": { "uri": URI },
            "position": { "line": line, "character": character },
        });
        for method in ["textDocument/hover", "textDocument/definition"] {
            assert_eq!(client.request(method, params.clone()), Ok(Value::Null), "{line}:{character}");
        }
    }
    client.leave();
}

#[test]
fn an_id_that_is_still_waiting_can_not_be_used_again() {
    let mut client = Client::in_process(|routes| {
        use camkes_lsp_server::server::dispatch::WhenStale;
        routes.add("test/slow", WhenStale::GiveUp, |_, (): ()| {
            std::thread::sleep(std::time::Duration::from_millis(200));
            Ok(true)
        });
    });
    client.initialize(json!({}));
    for _ in 0..2 {
        client.send(&json!({ "jsonrpc": "2.0", "id": "same", "method": "test/slow", "params": null }));
    }
    let first = client.wait_for(|message| message["id"] == "same");
    assert_eq!(first["error"]["code"], -32600, "{first}");
    let second = client.wait_for(|message| message["id"] == "same");
    assert_eq!(second["result"], true, "{second}");
    client.leave();
}

#[test]
fn a_request_that_panics_is_an_internal_error() {
    let mut client = Client::in_process(|routes| {
        use camkes_lsp_server::server::dispatch::WhenStale;
        routes.add("test/panic", WhenStale::GiveUp, |_, (): ()| -> Result<Value, _> { panic!("on purpose") });
    });
    client.initialize(json!({}));
    let error = client.request("test/panic", Value::Null).unwrap_err();
    assert_eq!(error["code"], -32603, "{error}");
    client.leave();
}

#[test]
fn a_panic_while_files_are_read_costs_diagnostics_but_not_the_session() {
    use camino::Utf8Path;
    use camkes_hir::{FileContents, FileLoader};
    use camkes_lsp_server::server::Parts;

    struct Trap;
    impl FileLoader for Trap {
        fn load(&self, path: &Utf8Path) -> FileContents {
            assert!(!path.as_str().contains("trap"), "on purpose");
            FileContents::Missing
        }
    }

    let mut client = Client::in_process_with(Parts { loader: std::sync::Arc::new(Trap), ..Client::parts() });
    client.initialize(json!({}));
    let text = "import \"trap.camkes\";\nassembly { }\n";
    client.open("file:///w/a.camkes", text);
    let symbols = json!({ "textDocument": { "uri": "file:///w/a.camkes" } });
    let _ = client.request("textDocument/documentSymbol", symbols.clone());
    client.change("file:///w/a.camkes", 2, [0, 0, 0, 22], "");
    assert!(client.request("textDocument/documentSymbol", symbols).is_ok());
    assert!(!client.diagnostics("file:///w/a.camkes", json!(2)).is_empty(), "an assembly needs a composition");
    client.leave();
}

/// The methods that are about a document.
const ABOUT_DOCUMENTS: [&str; 7] = [
    "textDocument/documentSymbol",
    "textDocument/formatting",
    "textDocument/foldingRange",
    "textDocument/documentLink",
    "textDocument/diagnostic",
    "textDocument/hover",
    "textDocument/references",
];

#[test]
fn documents_of_any_scheme_are_served_and_the_rest_is_refused() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let place = |uri: &str| {
        json!({
            "textDocument": { "uri": uri },
            "position": { "line": 0, "character": 11 },
            "options": { "tabSize": 4, "insertSpaces": true },
            "context": { "includeDeclaration": true },
        })
    };
    for uri in ["untitled:Untitled-1", "git:/a.camkes?ref=HEAD", "vscode-vfs://github/a/b.camkes", "zip:///x.zip::a"] {
        client.open(uri, "component A {\n}\n");
        for method in ABOUT_DOCUMENTS {
            assert!(client.request(method, place(uri)).is_ok(), "{uri}: {method}");
        }
        client.close(uri);
    }
    for uri in ["", "a.camkes", "file://host/a.camkes", "file:///a%zz", ":", "file:///a%00"] {
        client.open(uri, "component A { }");
        for method in ABOUT_DOCUMENTS {
            assert_eq!(client.request(method, place(uri)).unwrap_err()["code"], -32602, "{uri:?}: {method}");
        }
    }
    client.leave();
}

#[test]
fn messages_in_the_wrong_order_change_nothing() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.change(URI, 7, [0, 0, 9, 9], "nothing is open");
    client.close(URI);
    client.open(URI, "component A {\n");
    client.open(URI, "component A { control; }\n");
    client.change(URI, 0, [5, 5, 1, 1], " ");
    client.notify("textDocument/didChange", json!({ "textDocument": { "uri": URI }, "contentChanges": 3 }));
    client.send(&json!({ "jsonrpc": "2.0", "id": "nobody asked", "result": 3 }));
    client.send(&json!({ "jsonrpc": "2.0", "id": "camkes/configuration", "result": "no list" }));
    client.send(&json!({ "jsonrpc": "2.0", "id": "camkes/configuration", "error": { "code": 1, "message": "no" } }));
    client.notify("window/workDoneProgress/cancel", json!({ "token": 3 }));
    client.notify("$/cancelRequest", json!({ "id": 99 }));
    client.close(URI);
    client.close(URI);
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(symbols, Ok(json!([])), "a closed document is what the disk has");
    client.leave();
}

#[test]
fn a_huge_document_is_served() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let line = "component Part { control; }\n".len();
    let mut text = "/* ".to_owned() + &"x".repeat(5 << 20) + " */\n";
    text.push_str("component Part { control; uses Nothing n; }\n");
    client.open(URI, &text);
    assert_eq!(client.diagnostics(URI, json!(1)).len(), 1);
    client.change(URI, 2, [1, 25, 1, 42], "");
    assert_eq!(client.diagnostics(URI, json!(2)), Vec::<Value>::new());
    // thousands of mistakes in one line
    client.change(URI, 3, [0, 0, 0, u32::MAX], &"component Part { control; } ".repeat((128 << 10) / line));
    let outline = client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": URI } }));
    assert!(outline.is_ok());
    client.leave();
}

#[test]
fn a_message_of_more_than_the_limit_costs_itself() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let body = vec![b' '; (64 << 20) + 1];
    client.send_raw(&framed(&body));
    let answer = client.wait_for(|message| message.get("error").is_some());
    assert_eq!(answer["error"]["code"], -32700, "{answer}");
    client.leave();
}

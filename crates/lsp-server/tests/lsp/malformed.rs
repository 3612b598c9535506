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
    use camkes_lsp_server::{
        server::{Parts, dispatch::Routes},
        vfs::library::Library,
    };

    struct Trap;
    impl FileLoader for Trap {
        fn load(&self, path: &Utf8Path) -> FileContents {
            assert!(!path.as_str().contains("trap"), "on purpose");
            FileContents::Missing
        }
    }

    let routes = Routes::standard();
    let parts = Parts { loader: std::sync::Arc::new(Trap), library: Library::new(None), routes };
    let mut client = Client::in_process_with(parts);
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

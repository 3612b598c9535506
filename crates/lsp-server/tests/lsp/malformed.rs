// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Messages that no client should send. The server answers as JSON-RPC wants and lives on.

use camkes_test_fixture::messages::frame;
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

#[test]
fn a_broken_header_costs_one_message() {
    refused(b"Content-Length: twelve\r\n\r\n", -32700, &Value::Null);
    refused(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", -32700, &Value::Null);
    refused(b"Content-Length: -1\r\n\r\n{}", -32700, &Value::Null);
    refused(b"Content-Length: 99999999999999999999\r\n\r\n", -32700, &Value::Null);
}

#[test]
fn a_broken_body_costs_one_message() {
    refused(&frame(b"{\"jsonrpc\":"), -32700, &Value::Null);
    refused(&frame(b"\xff\xfe"), -32700, &Value::Null);
    refused(&frame(b""), -32700, &Value::Null);
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    refused(&frame(&deep), -32700, &Value::Null);
}

#[test]
fn json_that_is_no_message_is_an_invalid_request() {
    refused(&frame(b"[]"), -32600, &Value::Null);
    refused(&frame(b"3"), -32600, &Value::Null);
    refused(&frame(br#"{"id":4,"method":"shutdown"}"#), -32600, &json!(4));
    refused(&frame(br#"{"jsonrpc":"1.0","id":5,"method":"shutdown"}"#), -32600, &json!(5));
    refused(&frame(br#"{"jsonrpc":"2.0","id":6}"#), -32600, &json!(6));
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

/// The methods that are about a place or a range.
const ABOUT_PLACES: [&str; 19] = [
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/typeDefinition",
    "textDocument/implementation",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "textDocument/inlayHint",
    "textDocument/selectionRange",
    "textDocument/codeAction",
    "textDocument/linkedEditingRange",
    "textDocument/prepareCallHierarchy",
    "textDocument/semanticTokens/range",
];

/// Asks about a place, and about a range that ends before its start.
fn places_are_answered(client: &mut Client, line: u32, character: u32) {
    let position = json!({ "line": line, "character": character });
    let params = json!({
        "textDocument": { "uri": URI },
        "position": position,
        "positions": [position, { "line": 0, "character": 0 }, position],
        "range": { "start": position, "end": { "line": 0, "character": 3 } },
        "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1, "isRetrigger": false },
        "options": { "tabSize": 4, "insertSpaces": true },
        "newName": "other",
        "ch": ";",
    });
    for method in ABOUT_PLACES {
        let refused = client.request(method, params.clone()).err().map(|error| error["code"].clone());
        // that nothing can be renamed there is no mistake of the server
        assert!(refused.is_none() || refused == Some(json!(-32803)), "{method} at {line}:{character}: {refused:?}");
    }
}

#[test]
fn positions_outside_of_the_text_are_answered() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, "component A {\n}\n");
    for (line, character) in [(0, 9999), (1, 2), (9999, 0), (u32::MAX, u32::MAX)] {
        places_are_answered(&mut client, line, character);
    }
    client.leave();
}

#[test]
fn between_the_halves_of_a_character_is_before_it_and_half_a_character_is_no_text() {
    let half = br#"{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":"\ud83d"}"#;
    refused(&frame(half), -32700, &Value::Null);
    for (encoding, columns) in [("utf-16", 1..2), ("utf-8", 1..4)] {
        for column in columns {
            let mut client = Client::spawn();
            client.initialize(json!({ "general": { "positionEncodings": [encoding] } }));
            client.open(URI, "\u{1f408}component A { }\n");
            places_are_answered(&mut client, 0, column);
            // what stands before the place makes a comment of the rest
            client.change(URI, 2, [0, column, 0, column], "component B { } // ");
            assert_eq!(outline(&mut client), ["B"], "{encoding}, {column}");
            client.change(URI, 3, [0, 0, 0, 19 + column], "");
            assert_eq!(outline(&mut client), ["A"], "{encoding}, {column}");
            client.leave();
        }
    }
}

#[test]
fn edits_outside_of_the_text_are_edits_of_its_ends() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, "component A {\n}\n");
    client.change(URI, 2, [u32::MAX, u32::MAX, u32::MAX, u32::MAX], "component B {\n}\n");
    client.change(URI, 3, [0, u32::MAX, 0, u32::MAX], " control;");
    assert_eq!(outline(&mut client), ["A", "B"]);
    // the end before its start
    client.change(URI, 4, [2, 0, 0, 0], "");
    assert_eq!(outline(&mut client), ["B"]);
    client.leave();
}

fn outline(client: &mut Client) -> Vec<String> {
    let params = json!({ "textDocument": { "uri": URI } });
    let symbols = client.request("textDocument/documentSymbol", params).unwrap();
    symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_the_client_brings_back_broken_is_refused() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, "component A {\n}\n");
    let item = json!({ "uri": URI, "name": "a", "kind": 5, "data": { "no": "item" }, "range": range(), "selectionRange": range() });
    for data in
        [Value::Null, json!(7), json!("x"), json!({}), json!({ "uri": "nowhere", "version": -1 }), json!([[[]]])]
    {
        let broken = [
            ("completionItem/resolve", json!({ "label": "x", "data": data })),
            ("codeAction/resolve", json!({ "title": "x", "data": data })),
            ("codeLens/resolve", json!({ "range": range(), "data": data })),
            ("inlayHint/resolve", json!({ "position": { "line": 0, "character": 0 }, "label": "x", "data": data })),
            ("callHierarchy/incomingCalls", json!({ "item": item })),
            ("callHierarchy/outgoingCalls", json!({ "item": item })),
            ("workspace/executeCommand", json!({ "command": "camkes.setActiveSystem", "arguments": [data] })),
            ("workspace/textDocumentContent", json!({ "uri": "camkes-generated:/no/such?thing" })),
            (
                "textDocument/semanticTokens/full/delta",
                json!({ "textDocument": { "uri": URI }, "previousResultId": "x" }),
            ),
            ("workspace/diagnostic", json!({ "previousResultIds": [{ "uri": "x", "value": "y" }] })),
        ];
        for (method, params) in broken {
            let code = client.request(method, params).err().map(|error| error["code"].clone());
            assert!(code != Some(json!(-32603)), "{method} with {data}");
        }
    }
    client.leave();
}

fn range() -> Value {
    let at = json!({ "line": 7, "character": 7 });
    json!({ "start": at, "end": at })
}

#[test]
fn notifications_that_make_no_sense_are_passed_over() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    client.open(URI, "component A {\n}\n");
    for method in [
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didSave",
        "textDocument/didClose",
        "workspace/didChangeConfiguration",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "window/workDoneProgress/cancel",
        "$/cancelRequest",
        "$/setTrace",
        "no/such/notification",
    ] {
        for params in
            [Value::Null, json!([]), json!(3), json!({}), json!({ "textDocument": 3 }), json!({ "changes": [{}] })]
        {
            client.notify(method, params);
        }
    }
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } })).unwrap();
    assert_eq!(symbols.as_array().unwrap().len(), 1);
    client.leave();
}

#[test]
fn headers_are_read_as_the_protocol_allows_them() {
    let mut client = Client::spawn();
    client.initialize(json!({}));
    let body =
        |id: &str| json!({ "jsonrpc": "2.0", "id": id, "method": "camkes/serverStatus", "params": null }).to_string();
    for (index, header) in [
        "Content-Length: #\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        "Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: #\r\n\r\n",
        "content-length: #\r\n\r\n",
        "CONTENT-LENGTH:#\r\n\r\n",
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("header {index}");
        let body = body(&id);
        let header = header.replace('#', &body.len().to_string());
        client.send_raw(format!("{header}{body}").as_bytes());
        let answer = client.wait_for(|message| message["id"] == id.as_str());
        assert!(answer.get("result").is_some(), "{header}: {answer}");
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
fn a_request_that_panics_is_an_internal_error_and_leaves_the_documents_as_they_are() {
    let mut client = Client::in_process(|routes| {
        use camkes_lsp_server::server::{dispatch::WhenStale, snapshot::Snapshot};
        let panics = |snapshot: &Snapshot, uri: String| -> Result<Value, _> {
            let text = snapshot.text(uri.as_str().into())?.text;
            panic!("on purpose, over {} bytes", text.len())
        };
        routes.add("test/panic", WhenStale::Retry, panics);
    });
    client.initialize(json!({}));
    client.open(URI, "component A { control; }\n");
    // more than there are threads: each must survive
    for version in 2..40 {
        client.change(URI, version, [0, 22, 0, 22], &format!("has mutex m{version}; "));
        let error = client.request("test/panic", json!("/malformed.camkes")).unwrap_err();
        assert_eq!(error["code"], -32603, "{error}");
        assert_eq!(error["message"], "test/panic failed inside the server");
    }
    client.change(URI, 40, [0, 22, 0, 22], "uses Nothing n; ");
    let found = client.diagnostics(URI, json!(40));
    assert!(found.iter().any(|it| it["code"] == "unknown-procedure"), "{found:?}");
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } })).unwrap();
    let names = symbols.to_string();
    assert!((2..40).all(|version| names.contains(&format!("\"m{version}\""))), "{names}");
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
    client.send_raw(&frame(&body));
    let answer = client.wait_for(|message| message.get("error").is_some());
    assert_eq!(answer["error"]["code"], -32700, "{answer}");
    client.leave();
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Why the server has a front of its own: the transport alone runs notifications out of order.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use camkes_test_fixture::messages;
use serde_json::{Value, json};
use tower_lsp::{LanguageServer, LspService, Server, gen_lsp_types as lsp, jsonrpc::Result};

use crate::client::{blocking, drain};

struct Plain {
    seen: Arc<Mutex<Vec<i32>>>,
}

impl LanguageServer for Plain {
    async fn initialize(&self, _: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        Ok(lsp::InitializeResult::default())
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let version = params.text_document.version;
        // A handler that awaits anything before it takes effect.
        if version % 3 == 0 {
            tokio::task::yield_now().await;
        }
        self.seen.lock().unwrap().push(version);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

fn frame(message: &Value) -> Vec<u8> {
    messages::frame(message.to_string().as_bytes())
}

#[test]
fn the_transport_alone_reorders_edits() {
    let mut input = frame(&json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} },
    }));
    for version in 1..=2000 {
        let params = json!({ "textDocument": { "uri": "untitled:a", "version": version }, "contentChanges": [] });
        let message = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params });
        input.write_all(&frame(&message)).unwrap();
    }
    let (output, server_output) = std::io::pipe().unwrap();
    drain(output);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (service, socket) = LspService::new(|_| Plain { seen: Arc::clone(&seen) });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(Server::new(&input[..], blocking(server_output), socket).serve(service));
    let seen = seen.lock().unwrap();
    let swapped = seen.windows(2).filter(|pair| pair[0] > pair[1]).count();
    assert!(swapped > 0, "{} edits came in order: the front is no longer needed", seen.len());
}

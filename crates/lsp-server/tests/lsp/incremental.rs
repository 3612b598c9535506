// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Whatever was edited on the way, the server says of a text what it says of it when it is opened afresh.

use std::fmt::Write as _;

use camkes_lsp_server::lsp::position::{Encoding, Lines};
use serde_json::{Value, json};

use crate::client::Client;

const START: &str = "\
procedure Talk { void say(in string what); }
component Caller { control; uses Talk voice; attribute int loudness = 3; }
component Callee { provides Talk ear; } // ä 𐍈
connector Wire { from Procedure; to Procedure; }
assembly {
    composition {
        component Caller caller;
        component Callee callee;
        connection Wire talk(from caller.voice, to callee.ear);
    }
    configuration { caller.loudness = 4; }
}
";

const SNIPPETS: &[&str] = &[
    "",
    "",
    "{",
    "}",
    ";",
    "\n",
    "\r\n",
    "component ",
    "Caller",
    "Talk",
    "/*",
    "*/",
    "\"",
    "𐍈",
    "é",
    " x ",
    "= 1 +",
    "#define Caller Callee\n",
    "composition {",
    "assembly {",
    "(from a.b, to c.d)",
];

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// What the server says of a document: diagnostics of this version, and symbols.
fn opinion(client: &mut Client, uri: &str, version: i32) -> String {
    let mut out = String::new();
    let diagnostics = client.diagnostics(uri, json!(version));
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    let _ = write!(out, "{:#}\n{:#}", Value::from(diagnostics), symbols.unwrap());
    out
}

#[test]
fn edits_one_by_one_and_the_final_text_at_once_mean_the_same() {
    let uri = "untitled:incremental.camkes";
    for (seed, encoding) in (0..12).zip([Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].into_iter().cycle()) {
        let capabilities = json!({ "general": { "positionEncodings": [encoding.kind()] } });
        let mut random = Random(seed);
        let mut text = START.to_owned();
        let mut client = Client::spawn();
        client.initialize(capabilities.clone());
        client.open(uri, &text);
        let mut version = 1;
        for _ in 0..40 {
            version += 1;
            let (a, b) = (random.boundary(&text), random.boundary(&text));
            // Mostly short ranges: a long one deletes the whole program.
            let (start, end) = (a.min(b), if random.below(4) == 0 { a.max(b) } else { a.min(b) });
            let snippet = SNIPPETS[random.below(SNIPPETS.len())];
            let range = Lines::new(&text).range(&text, &(start..end), encoding);
            // The place between \r and \n has no position of its own, so edit what the position says.
            let lines = Lines::new(&text);
            let exact = lines.offset(&text, range.start, encoding)..lines.offset(&text, range.end, encoding);
            text.replace_range(exact, snippet);
            let range = [range.start.line, range.start.character, range.end.line, range.end.character];
            client.change(uri, version, range, snippet);
        }
        let edited = opinion(&mut client, uri, version);
        client.leave();
        let mut fresh = Client::spawn();
        fresh.initialize(capabilities);
        fresh.open(uri, &text);
        let opened = opinion(&mut fresh, uri, 1);
        fresh.leave();
        assert_eq!(edited, opened, "seed {seed}, text:\n{text}");
    }
}

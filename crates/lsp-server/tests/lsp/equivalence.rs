// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! However a text came to be, the server says the same of it: random edits of two documents of one system and of a C file, with requests
//! between them that are cancelled or not, end in what a new server says when it is given the final texts.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{Client, Folder};

const ROOT: &str = "import \"part.camkes\";\nassembly {\n    composition {\n        component Part p;\n        \
                    component Part q;\n        connection seL4RPCCall c(from p.user, to q.provider);\n    }\n    \
                    configuration {\n        p.size = 4;\n    }\n}\n";
const PART: &str = "#define SIZE 4\nprocedure Api {\n    void call(in int a);\n};\ncomponent Part {\n    control;\n    \
                    uses Api user;\n    provides Api provider;\n    attribute int size = SIZE;\n    maybe consumes Tick t;\n}\n";

const CMAKE: &str = "DeclareCAmkESComponent(Part SOURCES part.c)\n";
const C: &str = "#include <camkes.h>\nint provider_call(int a)\n{\n    return a;\n}\nint run(void)\n{\n    user_call(size);\n    \
                 return 0;\n}\n";

/// Documents that are edited.
const DOCUMENTS: usize = 3;

/// What is typed.
const WORDS: [&str; 21] = [
    "",
    " ",
    "\n",
    ";",
    "{",
    "}",
    "(",
    "x",
    "Part",
    "component ",
    "#define SIZE 5\n",
    "#include \"none.h\"\n",
    "/*",
    "*/",
    "\"",
    "import \"other.camkes\";\n",
    "attribute int y = 1;",
    "// ",
    "user_call",
    "int provider_call(void) { }\n",
    "#if 0\n",
];

/// An edit: which document, where it starts and how much it replaces (both as shares of the text), and by what.
#[derive(Debug, Clone)]
struct Edit {
    document: usize,
    start: prop::sample::Index,
    length: usize,
    word: &'static str,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (0..DOCUMENTS, any::<prop::sample::Index>(), 0..12_usize, prop::sample::select(&WORDS[..]))
        .prop_map(|(document, start, length, word)| Edit { document, start, length, word });
    prop::collection::vec(edit, 1..14)
}

/// Line and column of an offset; the texts are ASCII, so that columns are bytes in every encoding.
fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column = offset - before.rfind('\n').map_or(0, |at| at + 1);
    (u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
}

fn capabilities() -> Value {
    let commands = ["camkes.showReferences", "camkes.openGenerated", "camkes.showGraph"];
    json!({
        "textDocument": { "diagnostic": {}, "completion": { "completionItem": { "snippetSupport": true } } },
        "experimental": { "commands": { "commands": commands } },
    })
}

/// Everything that the server says of the documents, and of a place in each.
fn said(client: &mut Client, uris: &[String; DOCUMENTS], places: [(u32, u32); DOCUMENTS]) -> Vec<Value> {
    let methods = [
        "textDocument/diagnostic",
        "textDocument/documentSymbol",
        "textDocument/semanticTokens/full",
        "textDocument/foldingRange",
        "textDocument/documentLink",
        "textDocument/codeLens",
        "textDocument/inlayHint",
        "textDocument/completion",
        "textDocument/hover",
        "textDocument/definition",
    ];
    let asks = uris.iter().zip(places).flat_map(|asked| methods.map(|method| (method, asked)));
    asks.map(|(method, (uri, (line, character)))| {
        let position = json!({ "line": line, "character": character });
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let params = json!({ "textDocument": { "uri": uri }, "position": position, "range": range });
        let mut answer = client.request(method, params).unwrap();
        // the number of a result says when it was made, not what it is
        if method.ends_with("semanticTokens/full") {
            answer.as_object_mut().map(|answer| answer.remove("resultId"));
        }
        answer
    })
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn random_edits_end_in_what_the_final_text_means(edits in edits()) {
        let folder = Folder::new(&[
            ("root.camkes", ROOT),
            ("part.camkes", PART),
            ("part.c", C),
            ("other.camkes", "component Other { }\n"),
            ("CMakeLists.txt", CMAKE),
        ]);
        let uris = ["root.camkes", "part.camkes", "part.c"].map(|name| folder.uri(name));
        let mut texts = [ROOT, PART, C].map(str::to_owned);
        let mut edited = [0; DOCUMENTS];
        let mut client = Client::spawn();
        client.initialize(capabilities());
        for (uri, text) in uris.iter().zip(&texts) {
            client.open(uri, text);
        }
        for (number, edit) in edits.iter().enumerate() {
            let (uri, text) = (&uris[edit.document], &mut texts[edit.document]);
            let start = edit.start.index(text.len() + 1);
            let end = (start + edit.length).min(text.len());
            let (from, to) = (position(text, start), position(text, end));
            text.replace_range(start..end, edit.word);
            edited[edit.document] = start + edit.word.len();
            client.change(uri, i32::try_from(number).unwrap() + 2, [from.0, from.1, to.0, to.1], edit.word);
            if number % 3 == 0 {
                let at = json!({ "textDocument": { "uri": uri }, "position": { "line": from.0, "character": from.1 } });
                let id = client.start("textDocument/hover", at);
                if number % 2 == 0 {
                    client.notify("$/cancelRequest", json!({ "id": id }));
                }
            }
        }
        let places = [0, 1, 2].map(|index| position(&texts[index], edited[index].min(texts[index].len())));
        let after_edits = said(&mut client, &uris, places);
        client.leave();

        let mut fresh = Client::spawn();
        fresh.initialize(capabilities());
        for (uri, text) in uris.iter().zip(&texts) {
            fresh.open(uri, text);
        }
        let at_once = said(&mut fresh, &uris, places);
        fresh.leave();
        prop_assert_eq!(after_edits, at_once, "{:?}", texts);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the editor has open, and edits of it by chance.

use serde_json::{Value, json};

use super::random::Random;

/// What people type besides single letters.
const TYPED: [&str; 23] = [
    "\n",
    " ",
    ";",
    "{",
    "}",
    "(",
    ")",
    ".",
    "\"",
    "//",
    "/*",
    "#",
    "component ",
    "connection seL4RPCCall c(from a.b, to c.d);\n",
    "attribute int n = 3;\n",
    "uses Echo e;\n",
    "composition {\n",
    "é",
    "= 0x10 << 4",
    "import <std_connector.camkes>;\n",
    "int run(void)\n{\n",
    "wall_nothing();\n",
    "#if 0\n",
];

/// An open document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) uri: String,
    pub(super) text: String,
    /// What was on the disk at the start.
    original: String,
    pub(super) version: i64,
}

/// A replacement of a part of a text.
pub(super) struct Change {
    /// Bytes that are replaced; nothing for the whole document.
    range: Option<(usize, usize)>,
    text: String,
}

impl Document {
    pub(super) fn new(uri: String, text: String) -> Self {
        Self { uri, original: text.clone(), text, version: 0 }
    }

    /// Edits the document by chance, and returns the parameters of the notification.
    pub(super) fn edit(&mut self, random: &mut Random, others: &[String]) -> Value {
        let change = self.change(random, others);
        let json = match change.range {
            Some((from, to)) => {
                let range = json!({ "start": self.position(from), "end": self.position(to) });
                self.text.replace_range(from..to, &change.text);
                json!({ "range": range, "text": change.text })
            }
            None => {
                self.text.clone_from(&change.text);
                json!({ "text": change.text })
            }
        };
        self.version += 1;
        json!({ "textDocument": { "uri": self.uri, "version": self.version }, "contentChanges": [json] })
    }

    fn change(&self, random: &mut Random, others: &[String]) -> Change {
        // What has become noise tells little: begin again.
        if self.text.len() > 3 * self.original.len() + 200 || random.percent(3) {
            return Change { range: None, text: self.original.clone() };
        }
        let at = self.offset(random);
        match random.below(10) {
            0..4 => {
                let letter = char::from(b'a' + u8::try_from(random.below(26)).unwrap_or(0));
                Change { range: Some((at, at)), text: letter.to_string() }
            }
            4..6 => {
                Change { range: Some((at, at)), text: random.pick(&TYPED).map(ToString::to_string).unwrap_or_default() }
            }
            6..9 => {
                let end = self.boundary(at + random.below(24));
                Change { range: Some((at, end)), text: String::new() }
            }
            _ => {
                let piece = random.pick(others).map(|other| piece(other, random)).unwrap_or_default();
                Change { range: Some((at, at)), text: piece }
            }
        }
    }

    fn boundary(&self, offset: usize) -> usize {
        boundary(&self.text, offset)
    }

    fn offset(&self, random: &mut Random) -> usize {
        self.boundary(random.below(self.text.len() + 1))
    }

    /// A place by chance.
    pub(super) fn place(&self, random: &mut Random) -> Value {
        self.position(self.offset(random))
    }

    /// A range by chance; often the whole text, as editors ask for what is visible.
    pub(super) fn range(&self, random: &mut Random) -> Value {
        let (a, b) = match random.percent(50) {
            true => (0, self.text.len()),
            false => (self.offset(random), self.offset(random)),
        };
        json!({ "start": self.position(a.min(b)), "end": self.position(a.max(b)) })
    }

    /// In lines and UTF-16 code units.
    fn position(&self, offset: usize) -> Value {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(start..).unwrap_or_default().encode_utf16().count();
        json!({ "line": line, "character": column })
    }
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Up to 200 bytes out of the middle of a text.
fn piece(text: &str, random: &mut Random) -> String {
    let from = boundary(text, random.below(text.len() + 1));
    let to = boundary(text, from + random.below(200));
    text.get(from..to).unwrap_or_default().to_owned()
}

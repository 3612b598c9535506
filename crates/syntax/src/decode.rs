// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the bytes of a file to its text.

use std::sync::Arc;

use text_size::{TextRange, TextSize};

/// The character that stands for a byte that is not UTF-8.
const REPLACEMENT: char = '\u{FFFD}';

/// The text of a file whose bytes may not be UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decoded {
    /// The text, with one U+FFFD for each invalid byte.
    pub text: Arc<str>,
    /// The invalid bytes, in the order of the text.
    pub invalid: Vec<InvalidByte>,
}

/// A byte that is not part of a UTF-8 sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InvalidByte {
    /// The U+FFFD that stands for it in the text.
    pub at: TextRange,
    /// The byte itself.
    pub byte: u8,
}

/// Decodes UTF-8. Every invalid byte becomes one U+FFFD and is listed. A U+FFFD that is in the file itself is text.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.into(), invalid: Vec::new() };
    }
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for &byte in chunk.invalid() {
            let start = text.len();
            text.push(REPLACEMENT);
            // Text beyond 4 GiB has no `TextSize`; the parser refuses such a file as a whole.
            if let (Ok(start), Ok(end)) = (TextSize::try_from(start), TextSize::try_from(text.len())) {
                invalid.push(InvalidByte { at: TextRange::new(start, end), byte });
            }
        }
    }
    Decoded { text: text.into(), invalid }
}

impl Decoded {
    /// The bytes that were decoded.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut from = 0;
        for &InvalidByte { at, byte } in &self.invalid {
            bytes.extend_from_slice(self.text.get(from..at.start().into()).unwrap_or_default().as_bytes());
            bytes.push(byte);
            from = at.end().into();
        }
        bytes.extend_from_slice(self.text.get(from..).unwrap_or_default().as_bytes());
        bytes
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The values of literals.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::Num;

use super::SyntaxError;
use crate::Py;

/// Which language a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// A tag of Jinja2.
    Jinja,
    /// Python in a string.
    Python,
}

/// The longest literal of a number, in digits.
const LONGEST: usize = 4300;

pub(super) fn integer(text: &str, offset: usize) -> Result<Py, SyntaxError> {
    let error = || SyntaxError::new(offset, format!("'{text}' is no integer"));
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    if digits.len() > LONGEST {
        return Err(SyntaxError::new(offset, format!("a number has more than {LONGEST} digits")));
    }
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..).unwrap_or_default()),
        Some("0o" | "0O") => (8, digits.get(2..).unwrap_or_default()),
        Some("0b" | "0B") => (2, digits.get(2..).unwrap_or_default()),
        _ => (10, &*digits),
    };
    if let Ok(small) = i64::from_str_radix(digits, radix) {
        return Ok(Py::Int(small));
    }
    BigInt::from_str_radix(digits, radix).map(Py::big).map_err(|_| error())
}

pub(super) fn float(text: &str, offset: usize) -> Result<Py, SyntaxError> {
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    digits.parse().map(Py::Float).map_err(|_| SyntaxError::new(offset, format!("'{text}' is no number")))
}

/// The prefix of a string, and what is between its quotes.
pub(super) fn split(text: &str) -> (&str, &str) {
    let (prefix, quoted) = text.split_at(text.find(['"', '\'']).unwrap_or(0));
    let quotes = if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
    (prefix, quoted.get(quotes..quoted.len().saturating_sub(quotes)).unwrap_or_default())
}

/// The value of a string as it is written, prefix and quotes included.
pub(super) fn string(text: &str, offset: usize) -> Result<Py, SyntaxError> {
    let (prefix, body) = split(text);
    let prefix = prefix.to_ascii_lowercase();
    if prefix.contains('f') {
        return Err(SyntaxError::new(offset, "f-strings are Python's, not Jinja2's: use '%' or format()"));
    }
    let raw = prefix.contains('r');
    if prefix.contains('b') {
        let text = if raw { body.to_owned() } else { unescape(body, offset)? };
        let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>();
        let bytes = bytes.ok_or_else(|| SyntaxError::new(offset, "bytes can only contain ASCII literal characters"))?;
        return Ok(Py::Bytes(Arc::from(bytes)));
    }
    if raw || !body.contains('\\') {
        return Ok(Py::from(body));
    }
    unescape(body, offset).map(Py::from)
}

/// Text with its escapes replaced.
pub(super) fn unescape(body: &str, offset: usize) -> Result<String, SyntaxError> {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        text.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let Some(escape) = rest.chars().next() else { break };
        rest = rest.get(escape.len_utf8()..).unwrap_or_default();
        let mut code = |digits: usize, radix: u32| -> Result<char, SyntaxError> {
            let number = rest.get(..digits).and_then(|number| u32::from_str_radix(number, radix).ok());
            rest = rest.get(digits..).unwrap_or_default();
            number.and_then(char::from_u32).ok_or_else(|| {
                SyntaxError::new(offset, format!("the escape '\\{escape}' needs {digits} digits of a character"))
            })
        };
        match escape {
            '\n' => {}
            'a' => text.push('\u{7}'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'v' => text.push('\u{b}'),
            '\\' | '\'' | '"' => text.push(escape),
            'x' => text.push(code(2, 16)?),
            'u' => text.push(code(4, 16)?),
            'U' => text.push(code(8, 16)?),
            '0'..='7' => {
                let more = rest.bytes().take(2).take_while(|b| (b'0'..=b'7').contains(b)).count();
                let digits = format!("{escape}{}", rest.get(..more).unwrap_or_default());
                rest = rest.get(more..).unwrap_or_default();
                text.extend(u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32));
            }
            _ => {
                text.push('\\');
                text.push(escape);
            }
        }
    }
    text.push_str(rest);
    Ok(text)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Tokens of expressions.

use super::{SyntaxError, literal::Dialect};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    /// A string with its quotes and prefix.
    String,
    Int,
    Float,
    /// An operator or a bracket.
    Op,
    /// The end of the tag or of the text.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Of a name or an operator, its first bytes: see [`word`].
    pub(crate) word: u64,
}

/// The first eight bytes of a name or an operator as a number, so that to compare it is one instruction. Neither has a null byte.
pub(crate) const fn word(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut word = 0;
    let mut at = 0;
    while at < bytes.len() && at < 8 {
        word |= (bytes[at] as u64) << (8 * at);
        at += 1;
    }
    word
}

/// The length of the operator that two bytes begin; `None` if they begin none.
fn operator(first: u8, second: Option<u8>) -> Option<usize> {
    let two = matches!(
        (first, second),
        (b'/', Some(b'/'))
            | (b'*', Some(b'*'))
            | (b'<', Some(b'<'))
            | (b'-' | b'>', Some(b'>'))
            | (b'=' | b'!' | b'>' | b'<' | b':', Some(b'='))
    );
    if two {
        return Some(2);
    }
    b"+-/*%~[](){}><=.:|,;&^@!?$`\\#".contains(&first).then_some(1)
}

/// The end of a tag: what closes it, without a sign of white-space control.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closer {
    pub(crate) text: &'static str,
    /// Whether `+` may stand before it.
    pub(crate) plus: bool,
}

/// What ended a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ended {
    /// Where the text after the tag begins.
    pub(crate) at: usize,
    /// Whether white space after the tag is to go.
    pub(crate) trim: bool,
}

/// Reads the tokens of a tag from a place in a text up to what closes it.
pub(crate) fn tag(text: &str, start: usize, closer: Closer, tokens: &mut Vec<Token>) -> Result<Ended, SyntaxError> {
    tokens.clear();
    let mut at = start;
    let mut brackets: Vec<u8> = Vec::new();
    loop {
        at = skip_space(text, at);
        let rest = text.get(at..).unwrap_or_default();
        let Some(first) = rest.as_bytes().first() else {
            return Err(SyntaxError::new(start, format!("the tag is not closed by '{}'", closer.text)));
        };
        // No name, no string and no number closes a tag.
        if brackets.is_empty() && matches!(first, b'-' | b'+' | b'?') {
            let ended = |sign: usize, trim| Ended { at: at + sign + closer.text.len(), trim };
            let end = if rest.starts_with('-') && rest.get(1..).is_some_and(|r| r.starts_with(closer.text)) {
                Some(ended(1, true))
            } else if closer.plus && rest.starts_with('+') && rest.get(1..).is_some_and(|r| r.starts_with(closer.text))
            {
                Some(ended(1, false))
            } else if rest.starts_with(closer.text) {
                Some(ended(0, false))
            } else {
                None
            };
            if let Some(end) = end {
                tokens.push(Token { kind: Kind::End, start: at, end: at, word: 0 });
                return Ok(end);
            }
        }
        let token = token(text, at, Dialect::Jinja)?;
        balance(text, token, &mut brackets)?;
        tokens.push(token);
        at = token.end;
    }
}

/// Reads the tokens of a whole text.
pub(crate) fn all(text: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut tokens = Vec::new();
    let mut at = skip_space(text, 0);
    let mut brackets = Vec::new();
    while at < text.len() {
        let token = token(text, at, Dialect::Python)?;
        balance(text, token, &mut brackets)?;
        tokens.push(token);
        at = skip_space(text, token.end);
    }
    tokens.push(Token { kind: Kind::End, start: text.len(), end: text.len(), word: 0 });
    Ok(tokens)
}

fn balance(text: &str, token: Token, brackets: &mut Vec<u8>) -> Result<(), SyntaxError> {
    if token.kind != Kind::Op {
        return Ok(());
    }
    match text.as_bytes().get(token.start) {
        Some(b'(') => brackets.push(b')'),
        Some(b'[') => brackets.push(b']'),
        Some(b'{') => brackets.push(b'}'),
        Some(close @ (b')' | b']' | b'}')) => match brackets.pop() {
            Some(expected) if expected == *close => {}
            Some(expected) => {
                let message = format!("unexpected '{}', expected '{}'", char::from(*close), char::from(expected));
                return Err(SyntaxError::new(token.start, message));
            }
            None => return Err(SyntaxError::new(token.start, format!("unexpected '{}'", char::from(*close)))),
        },
        _ => {}
    }
    Ok(())
}

fn skip_space(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t'..=b'\r')) {
        at += 1;
    }
    if bytes.get(at).is_none_or(u8::is_ascii) {
        return at;
    }
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start().len())
}

fn token(text: &str, start: usize, dialect: Dialect) -> Result<Token, SyntaxError> {
    let rest = text.get(start..).unwrap_or_default();
    let bytes = rest.as_bytes();
    let token = |kind, length| Ok(Token { kind, start, end: start + length, word: 0 });
    let named = |kind, text: &str| Ok(Token { kind, start, end: start + text.len(), word: word(text) });
    if let Some(name) = plain_name(bytes) {
        let (end, word) = (start + name, first_bytes(bytes, name));
        return Ok(Token { kind: Kind::Name, start, end, word });
    }
    let first = rest.chars().next().unwrap_or('\0');
    let python = dialect == Dialect::Python;
    if first.is_ascii_digit() || (python && first == '.' && bytes.get(1).is_some_and(u8::is_ascii_digit)) {
        // `x.0.1` of Jinja2 are two attributes.
        let attribute = !python && start > 0 && text.as_bytes().get(start - 1) == Some(&b'.');
        let (kind, length) = number(bytes, !attribute);
        return token(kind, length);
    }
    if first == '"' || first == '\'' {
        return token(Kind::String, string(rest, 0, start)?);
    }
    if first == '_' || first.is_alphabetic() {
        let ascii = bytes.iter().take_while(|byte| **byte == b'_' || byte.is_ascii_alphanumeric()).count();
        let length = match bytes.get(ascii) {
            Some(byte) if !byte.is_ascii() => {
                rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len())
            }
            _ => ascii,
        };
        let name = rest.get(..length).unwrap_or_default();
        let prefix = name.len() <= 2 && name.bytes().all(|b| b"rRbBuUfF".contains(&b));
        if prefix && matches!(bytes.get(length), Some(b'"' | b'\'')) {
            return token(Kind::String, string(rest, length, start)?);
        }
        return named(Kind::Name, name);
    }
    match bytes.first().and_then(|byte| operator(*byte, bytes.get(1).copied())) {
        Some(length) => named(Kind::Op, rest.get(..length).unwrap_or_default()),
        None => Err(SyntaxError::new(start, format!("unexpected char {first:?}"))),
    }
}

/// The length of a name of letters, digits and underscores, unless it may be the prefix of a string.
fn plain_name(bytes: &[u8]) -> Option<usize> {
    let first = bytes.first()?;
    if *first != b'_' && !first.is_ascii_alphabetic() {
        return None;
    }
    let length = bytes.iter().take_while(|byte| **byte == b'_' || byte.is_ascii_alphanumeric()).count();
    let next = bytes.get(length);
    let prefix = length <= 2 && matches!(next, Some(b'"' | b'\''));
    (!prefix && next.is_none_or(u8::is_ascii)).then_some(length)
}

/// As [`word`], of so many bytes.
fn first_bytes(bytes: &[u8], length: usize) -> u64 {
    let bits = 8 * length.min(8);
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight) & (u64::MAX >> (64 - bits)),
        None => bytes.iter().take(length).rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The kind and length of a number: integers of four bases, floats, underscores between digits.
fn number(bytes: &[u8], float: bool) -> (Kind, usize) {
    let digits = |from: usize, digit: fn(&u8) -> bool| {
        let mut at = from;
        while bytes.get(at).is_some_and(digit)
            || (bytes.get(at) == Some(&b'_') && at > from && bytes.get(at + 1).is_some_and(digit))
        {
            at += 1;
        }
        at
    };
    if bytes.first() == Some(&b'0') {
        let digit: Option<fn(&u8) -> bool> = match bytes.get(1) {
            Some(b'x' | b'X') => Some(u8::is_ascii_hexdigit),
            Some(b'o' | b'O') => Some(|b| (b'0'..=b'7').contains(b)),
            Some(b'b' | b'B') => Some(|b| matches!(b, b'0' | b'1')),
            _ => None,
        };
        if let Some(digit) = digit {
            let from = if bytes.get(2) == Some(&b'_') { 3 } else { 2 };
            let end = digits(from, digit);
            if end > from {
                return (Kind::Int, end);
            }
        }
    }
    let mut end = digits(0, u8::is_ascii_digit);
    let mut kind = Kind::Int;
    if !float {
        return (kind, end);
    }
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_none_or(|b| b.is_ascii_digit() || !is_name_start(*b)) {
        kind = Kind::Float;
        end = digits(end + 1, u8::is_ascii_digit).max(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let from = if matches!(bytes.get(end + 1), Some(b'+' | b'-')) { end + 2 } else { end + 1 };
        let exponent = digits(from, u8::is_ascii_digit);
        if exponent > from {
            return (Kind::Float, exponent);
        }
    }
    (kind, end)
}

fn is_name_start(byte: u8) -> bool {
    byte == b'_' || byte == b'.' || byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// The length of a string whose quotes begin at an offset.
fn string(rest: &str, quote_at: usize, start: usize) -> Result<usize, SyntaxError> {
    let bytes = rest.as_bytes();
    let quote = bytes.get(quote_at).copied().unwrap_or(b'"');
    let triple = bytes.get(quote_at..quote_at + 3).is_some_and(|three| three.iter().all(|b| *b == quote));
    let mut at = quote_at + if triple { 3 } else { 1 };
    loop {
        match bytes.get(at) {
            None => return Err(SyntaxError::new(start, "the string has no end")),
            Some(b'\\') => at += 2,
            Some(byte) if *byte == quote => {
                if !triple {
                    return Ok(at + 1);
                }
                if bytes.get(at..at + 3).is_some_and(|three| three.iter().all(|b| *b == quote)) {
                    return Ok(at + 3);
                }
                at += 1;
            }
            Some(_) => at += 1,
        }
    }
}

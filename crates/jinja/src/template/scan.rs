// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where the tags of a template begin, and the white space round them that goes.

use std::{ops::Deref, sync::Arc};

use crate::{methods::is_space, syntax::SyntaxError};

pub(super) const BLOCK: (&str, &str) = ("/*-", "-*/");
pub(super) const VARIABLE: (&str, &str) = ("/*?", "?*/");
pub(super) const COMMENT: (&str, &str) = ("/*#", "#*/");

/// What begins at a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Block,
    Variable,
    Comment,
    /// Text that is not looked at.
    Raw,
}

/// A tag that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) tag: Tag,
    /// Where it begins.
    pub(super) at: usize,
    /// Where what is inside begins.
    pub(super) inside: usize,
    /// Whether the white space before it goes.
    pub(super) trim: bool,
}

/// The next tag from a place on.
pub(super) fn next(text: &str, from: usize) -> Option<Found> {
    let mut at = from;
    loop {
        at = slash_and_star(text.as_bytes(), at)?;
        let rest = text.get(at..)?;
        let tag = match rest.as_bytes().get(2) {
            Some(b'-') => Tag::Block,
            Some(b'?') => Tag::Variable,
            Some(b'#') => Tag::Comment,
            _ => {
                at += 2;
                continue;
            }
        };
        let sign = rest.as_bytes().get(3);
        let trim = sign == Some(&b'-');
        let inside = at + if matches!(sign, Some(b'-' | b'+')) { 4 } else { 3 };
        if tag == Tag::Block
            && let Some(inside) = raw(text, inside, "raw")
        {
            return Some(Found { tag: Tag::Raw, at, inside, trim });
        }
        return Some(Found { tag, at, inside, trim });
    }
}

/// The next `/*` from a place on.
fn slash_and_star(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    // In pieces, which the compiler makes vectors of: most of a template is text.
    for piece in bytes.get(from..)?.chunks(64) {
        if has(piece, b'/') {
            let found = (at..at + piece.len()).find(|at| bytes.get(*at..*at + 2) == Some(b"/*"));
            if found.is_some() {
                return found;
            }
        }
        at += piece.len();
    }
    None
}

/// Whether a byte is in a piece of text.
fn has(piece: &[u8], wanted: u8) -> bool {
    piece.iter().fold(false, |found, byte| found | (*byte == wanted))
}

/// Where the text goes on after a block tag that holds one word, if it is this one.
fn raw(text: &str, inside: usize, word: &str) -> Option<usize> {
    let rest = skip_space(text.get(inside..)?).strip_prefix(word)?;
    let rest = skip_space(rest);
    let (rest, trim) = match rest.strip_prefix('-').and_then(|rest| rest.strip_prefix(BLOCK.1)) {
        Some(rest) => (rest, true),
        None => (rest.strip_prefix(BLOCK.1)?, false),
    };
    let rest = if trim { skip_space(rest) } else { rest };
    Some(text.len() - rest.len())
}

/// The end of raw text: where the text ends, and where the template goes on.
pub(super) fn raw_end(text: &str, from: usize) -> Result<(usize, usize), SyntaxError> {
    let mut at = from;
    loop {
        let Some(found) = text.get(at..).and_then(|rest| rest.find(BLOCK.0)) else {
            return Err(SyntaxError::new(from, "Missing end of raw directive"));
        };
        at += found;
        let sign = text.as_bytes().get(at + 3);
        let inside = at + if matches!(sign, Some(b'-' | b'+')) { 4 } else { 3 };
        let plus = text.get(inside..).map(skip_space).and_then(|rest| rest.strip_prefix("endraw"));
        let plus = plus.map(skip_space).and_then(|rest| rest.strip_prefix('+')?.strip_prefix(BLOCK.1));
        let after = plus.map(|rest| text.len() - rest.len()).or_else(|| raw(text, inside, "endraw"));
        if let Some(after) = after {
            let end =
                if sign == Some(&b'-') { from + trim_end(text.get(from..at).unwrap_or_default()).len() } else { at };
            return Ok((end, after));
        }
        at += 3;
    }
}

/// Where the template goes on after a comment.
pub(super) fn comment_end(text: &str, inside: usize) -> Result<usize, SyntaxError> {
    let rest = text.get(inside..).unwrap_or_default();
    let Some(at) = rest.find(COMMENT.1) else {
        return Err(SyntaxError::new(inside, "Missing end of comment tag"));
    };
    let after = rest.get(at + 3..).unwrap_or_default();
    let trim = rest.get(..at).is_some_and(|comment| comment.ends_with('-'));
    Ok(text.len() - if trim { skip_space(after) } else { after }.len())
}

pub(super) fn skip_space(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

pub(super) fn trim_end(text: &str) -> &str {
    text.trim_end_matches(is_space)
}

/// A template's text as Jinja2 reads it: its line ends are line feeds, and the last of them is gone. It is that of the source where that has
/// it so, since all templates stay in memory.
#[derive(Debug)]
pub(crate) struct Text {
    source: Arc<str>,
    /// What of the source it is, in bytes from its start.
    length: usize,
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.source.get(..self.length).unwrap_or_default()
    }
}

/// The text that a template's source is read as.
pub(crate) fn normalized(source: Arc<str>) -> Text {
    let source = if source.as_bytes().chunks(64).any(|piece| has(piece, b'\r')) {
        source.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        source
    };
    let length = source.strip_suffix('\n').unwrap_or(&source).len();
    Text { source, length }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The fast path: most ADL files use nothing of the preprocessor, and their output is the file itself.
//!
//! The answer errs on the side of "no": where the preprocessor would change text that ADL gives a meaning, such as
//! white space inside `<…>`, the long way is taken.

use std::ops::Range;
use std::sync::Arc;

use crate::chars;
use crate::environment::Environment;

/// Whether preprocessing the text changes nothing that the ADL lexer can see, and finds no fault.
pub(crate) fn is_identity(text: &str, environment: &Environment) -> bool {
    environment.options().forced_includes.is_empty() && changes_nothing(text, environment, 0, |_| false).is_some()
}

/// A text that stays as it is when it is preprocessed in an environment, to find out the same of the next text sooner: an edit leaves
/// most of a file alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    text: Arc<str>,
    /// Places behind the end of a statement, in order and some way apart. What stands behind one is read alike whatever stands
    /// before it.
    marks: Vec<usize>,
}

/// How far marks are apart at least, in bytes.
const APART: usize = 1 << 10;

impl Plain {
    /// A text by itself, if it stays as it is.
    #[must_use]
    pub fn of(text: &Arc<str>, environment: &Environment) -> Option<Self> {
        if !environment.options().forced_includes.is_empty() {
            return None;
        }
        let mut marks = Vec::new();
        changes_nothing(text, environment, 0, |at| {
            note(&mut marks, at);
            false
        })?;
        Some(Self { text: Arc::clone(text), marks })
    }

    /// The next text, if it stays as it is. `environment` must be that of this one.
    #[must_use]
    pub fn edited(&self, text: &Arc<str>, environment: &Environment) -> Option<Self> {
        let (old, length) = difference(&self.text, text);
        let mut marks = self.marks.get(..self.marks.partition_point(|it| *it <= old.start))?.to_vec();
        let start = marks.last().copied().unwrap_or_default();
        // From a mark behind the edit on, all is as it was.
        let behind = self.marks.get(self.marks.partition_point(|it| *it < old.end)..)?;
        let moved = |it: usize| it - old.end + old.start + length;
        let mut left = behind;
        changes_nothing(text, environment, start, |at| {
            while let Some((first, rest)) = left.split_first()
                && moved(*first) < at
            {
                left = rest;
            }
            let meets = left.first().is_some_and(|it| moved(*it) == at);
            if !meets {
                note(&mut marks, at);
            }
            meets
        })?;
        marks.extend(left.iter().map(|it| moved(*it)));
        Some(Self { text: Arc::clone(text), marks })
    }
}

fn note(marks: &mut Vec<usize>, at: usize) {
    if at >= marks.last().copied().unwrap_or_default() + APART {
        marks.push(at);
    }
}

/// What of `old` was replaced, and by how many bytes.
fn difference(old: &str, new: &str) -> (Range<usize>, usize) {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let shorter = old.len().min(new.len());
    let start = common(shorter, |it| old[it.clone()] == new[it]);
    let from_end = |text: &[u8], it: &Range<usize>| text.len() - it.end..text.len() - it.start;
    let end = common(shorter - start, |it| old[from_end(old, &it)] == new[from_end(new, &it)]);
    (start..old.len() - end, new.len() - end - start)
}

/// How far two texts are the same, looked at in pieces first.
fn common(most: usize, is_same: impl Fn(Range<usize>) -> bool) -> usize {
    const PIECE: usize = 1 << 12;
    let pieces = (0..most / PIECE).take_while(|it| is_same(it * PIECE..(it + 1) * PIECE)).count() * PIECE;
    (pieces..most).find(|it| !is_same(*it..it + 1)).unwrap_or(most)
}

/// Reads a text from the end of a statement on. `statement` hears where each further one ends, and whether that is enough.
fn changes_nothing(
    text: &str,
    environment: &Environment,
    position: usize,
    statement: impl FnMut(usize) -> bool,
) -> Option<()> {
    let scanner = Scanner { bytes: text.as_bytes(), position, environment, text, angle: false };
    scanner.changes_nothing(statement)
}

/// Which bytes may continue a name. Every byte of every file is looked up at each keystroke.
const IN_NAME: [bool; 256] = {
    let mut out = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        out[byte as usize] = chars::continues_name(byte);
        byte += 1;
    }
    out
};

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    position: usize,
    environment: &'t Environment,
    /// Behind a `<` that may open an angle string.
    angle: bool,
}

impl Scanner<'_> {
    /// Reads all; stops with nothing at the first thing that the preprocessor would act on.
    fn changes_nothing(mut self, mut statement: impl FnMut(usize) -> bool) -> Option<()> {
        let mut line_start = self.position == 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => {
                    line_start = true;
                    self.blank()?;
                    continue;
                }
                b' ' | b'\t' | b'\r' | b'\x0c' => {
                    self.blank()?;
                    continue;
                }
                b'/' if matches!(self.second(), Some(b'/' | b'*')) => {
                    self.comment()?;
                    continue;
                }
                _ if byte >= 0x80 => return None,
                _ if chars::starts_name(byte) => self.name()?,
                b'0'..=b'9' => self.number(),
                b'.' if self.second().is_some_and(|it| it.is_ascii_digit()) => self.number(),
                b'"' | b'\'' => self.literal(byte)?,
                b'#' | b'%' if line_start => return None,
                // A splice, a universal character name, or white space that ADL does not know.
                b'\\' | b'\x0b' | 0 => return None,
                b';' | b'{' | b'}' => {
                    self.angle = false;
                    self.position += 1;
                    if statement(self.position) {
                        return Some(());
                    }
                }
                _ => {
                    match byte {
                        b'<' => self.angle = true,
                        b'>' | b',' => self.angle = false,
                        _ => {}
                    }
                    self.position += 1;
                }
            }
            line_start = false;
        }
        Some(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn second(&self) -> Option<u8> {
        self.bytes.get(self.position + 1).copied()
    }

    /// White space; in an angle string, only a single space stays as it is.
    fn blank(&mut self) -> Option<()> {
        if !self.angle {
            let rest = self.bytes.get(self.position + 1..)?;
            self.position += 1 + rest.iter().position(|it| !matches!(it, b' ' | b'\t')).unwrap_or(rest.len());
            return Some(());
        }
        let single =
            self.peek() == Some(b' ') && !matches!(self.second(), Some(b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'));
        self.position += 1;
        single.then_some(())
    }

    fn comment(&mut self) -> Option<()> {
        if self.angle {
            return None;
        }
        let rest = self.bytes.get(self.position..)?;
        let length = if self.second() == Some(b'/') {
            rest.iter().position(|&it| it == b'\n').unwrap_or(rest.len())
        } else {
            let inside = rest.get(2..)?;
            4 + inside.windows(2).position(|it| it == b"*/")?
        };
        let comment = rest.get(..length)?;
        // A backslash could splice lines: a longer comment, or one that ends elsewhere.
        if comment.contains(&b'\\') {
            return None;
        }
        self.position += length;
        Some(())
    }

    fn name(&mut self) -> Option<()> {
        let start = self.position;
        let rest = self.bytes.get(start..)?;
        self.position += rest.iter().position(|it| !IN_NAME[usize::from(*it)]).unwrap_or(rest.len());
        let name = self.text.get(start..self.position)?;
        let raw_string = name.ends_with('R') && self.peek() == Some(b'"');
        (!raw_string && !self.environment.is_macro(name)).then_some(())
    }

    fn number(&mut self) {
        while let Some(byte) = self.peek() {
            let exponent = matches!(byte, b'e' | b'E' | b'p' | b'P') && matches!(self.second(), Some(b'+' | b'-'));
            if exponent {
                self.position += 2;
            } else if chars::continues_name(byte) || byte == b'.' {
                self.position += 1;
            } else {
                return;
            }
        }
    }

    fn literal(&mut self, quote: u8) -> Option<()> {
        self.angle = false;
        self.position += 1;
        loop {
            match self.peek()? {
                b'\n' => return None,
                b'\\' => {
                    self.position += 1;
                    if matches!(self.peek()?, b'\n' | b'\r' | b' ' | b'\t') {
                        return None;
                    }
                    self.position += 1;
                }
                byte => {
                    self.position += 1;
                    if byte == quote {
                        return Some(());
                    }
                }
            }
        }
    }
}

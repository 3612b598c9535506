// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The fast path: most ADL files use nothing of the preprocessor, and their output is the file itself.
//!
//! The answer errs on the side of "no": where the preprocessor would change text that ADL gives a meaning, such as
//! white space inside `<…>`, the long way is taken.

use crate::chars;
use crate::environment::Environment;

/// Whether preprocessing the text changes nothing that the ADL lexer can see, and finds no fault.
pub(crate) fn is_identity(text: &str, environment: &Environment) -> bool {
    if !environment.options().forced_includes.is_empty() {
        return false;
    }
    let scanner = Scanner { bytes: text.as_bytes(), position: 0, environment, text, angle: false };
    scanner.changes_nothing().is_some()
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
    fn changes_nothing(mut self) -> Option<()> {
        let mut line_start = true;
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
                _ => {
                    match byte {
                        b'<' => self.angle = true,
                        b'>' | b';' | b',' | b'{' | b'}' => self.angle = false,
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

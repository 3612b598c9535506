// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Preprocessing tokens from text (C11 5.1.1.2 phases 2 and 3, 6.4), one at a time and without state: line
//! splices, comments, literals, numbers, punctuators with digraphs. Trigraphs are off, as in GNU C.
//!
//! Text that is no C must survive: an unterminated quote swallows the rest of its line as one token, which is
//! what GNU cpp does with an apostrophe in prose.

use crate::chars;
use crate::token::Kind;

/// The longest delimiter of a raw string (C++ [lex.string]).
const DELIMITER_AT_MOST: usize = 16;

/// How a scan treats the end of a line and `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScanMode {
    /// Lines run on; a token tells whether it starts one.
    Text,
    /// The end of the line ends the scan.
    Directive,
    /// As `Directive`, and `<…>` is one header name.
    HeaderName,
}

/// What is wrong with the text just scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScanProblem {
    UnterminatedComment { start: u32, end: u32 },
    UnterminatedLiteral { quote: u8 },
}

/// One scanned token with the white space before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// White space or a comment stands before the token, on its line.
    pub(crate) space: bool,
    /// The token is the first of a line (a line inside a comment does not count).
    pub(crate) line_start: bool,
    /// Line ends passed before the token.
    pub(crate) newlines: u32,
    /// A line splice is inside the token.
    pub(crate) spliced: bool,
    pub(crate) problem: Option<ScanProblem>,
}

/// Scans the token at or after `position`. `Kind::End` means the end of the text, or of the line in a directive;
/// there, `end` is where the line end stands.
pub(crate) fn scan(text: &str, position: usize, mode: ScanMode) -> Scan {
    let mut cursor = Cursor::new(text, position);
    let mut trivia = Trivia::default();
    cursor.skip_trivia(mode, &mut trivia);
    cursor.begin();
    let start = cursor.position;
    let (kind, literal) = match cursor.peek() {
        None => (Kind::End, None),
        Some(b'\n') => (Kind::End, None),
        Some(byte) => cursor.token(byte, mode),
    };
    Scan {
        kind,
        start: to_u32(start),
        end: to_u32(cursor.end.max(start)),
        space: trivia.space,
        line_start: trivia.line_start,
        newlines: trivia.newlines,
        spliced: cursor.spliced,
        problem: literal.or(trivia.problem),
    }
}

/// A spelling without its line splices.
pub(crate) fn without_splices(raw: &str) -> String {
    let mut clean = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        clean.push_str(before);
        match splice_length(from.as_bytes(), 0) {
            Some(length) => rest = from.get(length..).unwrap_or(""),
            None => {
                clean.push('\\');
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    clean.push_str(rest);
    clean
}

/// The bytes of a line splice at `at`: a backslash, white space (a GNU extension) and a line end.
fn splice_length(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at + 1;
    while matches!(bytes.get(end), Some(b' ' | b'\t' | b'\x0c' | b'\x0b')) {
        end += 1;
    }
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'\n'), _) => Some(end + 1 - at),
        (Some(b'\r'), Some(b'\n')) => Some(end + 2 - at),
        _ => None,
    }
}

fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[derive(Default)]
struct Trivia {
    space: bool,
    line_start: bool,
    newlines: u32,
    problem: Option<ScanProblem>,
}

type Lexed = (Kind, Option<ScanProblem>);

/// A position that never rests on a line splice.
struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    position: usize,
    /// Where the last byte taken ended; `position` may be further on, behind splices.
    end: usize,
    spliced: bool,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str, position: usize) -> Self {
        let mut cursor = Self { text, bytes: text.as_bytes(), position, end: position, spliced: false };
        cursor.skip_splices();
        cursor
    }

    fn begin(&mut self) {
        self.end = self.position;
        self.spliced = false;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    /// The byte after the next one.
    fn peek_second(&self) -> Option<u8> {
        self.after(self.position + 1).1
    }

    fn peek_third(&self) -> Option<u8> {
        let (second, _) = self.after(self.position + 1);
        self.after(second + 1).1
    }

    fn after(&self, mut at: usize) -> (usize, Option<u8>) {
        while self.bytes.get(at) == Some(&b'\\')
            && let Some(length) = splice_length(self.bytes, at)
        {
            at += length;
        }
        (at, self.bytes.get(at).copied())
    }

    fn skip_splices(&mut self) {
        if self.peek() == Some(b'\\') {
            self.position = self.after(self.position).0;
        }
    }

    fn advance(&mut self, length: usize) {
        if self.position != self.end {
            self.spliced = true;
        }
        self.position += length;
        self.end = self.position;
        self.skip_splices();
    }

    fn bump(&mut self) {
        self.advance(1);
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.bump();
        }
        found
    }

    /// The character above 0x7f at the position.
    fn wide(&self) -> Option<char> {
        self.text.get(self.position..).and_then(|rest| rest.chars().next()).filter(|it| !it.is_ascii())
    }

    // White space and comments.

    fn skip_trivia(&mut self, mode: ScanMode, trivia: &mut Trivia) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\x0c' | b'\x0b' | 0) => {
                    trivia.space = true;
                    self.bump();
                }
                Some(b'\r') if self.peek_second() == Some(b'\n') => {
                    // The line end itself decides; the carriage return belongs to it.
                    self.bump();
                }
                Some(b'\n') if mode == ScanMode::Text => {
                    trivia.space = false;
                    trivia.line_start = true;
                    trivia.newlines += 1;
                    self.bump();
                }
                Some(b'/') => match self.peek_second() {
                    Some(b'/') => {
                        trivia.space = true;
                        self.line_comment(trivia);
                    }
                    Some(b'*') => {
                        trivia.space = true;
                        self.block_comment(trivia);
                    }
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn line_comment(&mut self, trivia: &mut Trivia) {
        loop {
            let rest = self.bytes.get(self.position..).unwrap_or_default();
            match rest.iter().position(|byte| matches!(byte, b'\n' | b'\\')) {
                None => {
                    self.position = self.bytes.len();
                    return;
                }
                Some(at) => {
                    self.position += at;
                    if self.peek() == Some(b'\n') {
                        return;
                    }
                    // A splice carries the comment on to the next line.
                    match splice_length(self.bytes, self.position) {
                        Some(length) => {
                            trivia.newlines += 1;
                            self.position += length;
                        }
                        None => self.position += 1,
                    }
                }
            }
        }
    }

    fn block_comment(&mut self, trivia: &mut Trivia) {
        let start = self.position;
        self.bump();
        self.bump();
        loop {
            let rest = self.bytes.get(self.position..).unwrap_or_default();
            let Some(at) = rest.iter().position(|byte| matches!(byte, b'*' | b'\n')) else {
                self.position = self.bytes.len();
                let (start, end) = (to_u32(start), to_u32(self.position));
                trivia.problem.get_or_insert(ScanProblem::UnterminatedComment { start, end });
                return;
            };
            self.position += at;
            if self.peek() == Some(b'\n') {
                trivia.newlines += 1;
                self.position += 1;
                continue;
            }
            self.bump();
            if self.eat(b'/') {
                return;
            }
        }
    }

    // Tokens.

    fn token(&mut self, byte: u8, mode: ScanMode) -> Lexed {
        match byte {
            b'"' | b'\'' => self.literal(byte),
            b'<' if mode == ScanMode::HeaderName => self.header_name(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek_second().is_some_and(|it| it.is_ascii_digit()) => self.number(),
            _ if chars::starts_name(byte) => self.name(mode),
            _ if byte >= 0x80 => match self.wide() {
                Some(character) if chars::starts_name_wide(character) => self.name(mode),
                Some(character) => {
                    self.advance(character.len_utf8());
                    (Kind::Other, None)
                }
                None => {
                    self.bump();
                    (Kind::Other, None)
                }
            },
            b'\\' if self.universal_name().is_some() => self.name(mode),
            _ => (self.punctuator(byte), None),
        }
    }

    /// The length of `\uXXXX` or `\UXXXXXXXX` at the position.
    fn universal_name(&self) -> Option<usize> {
        let digits = match self.bytes.get(self.position + 1)? {
            b'u' => 4,
            b'U' => 8,
            _ => return None,
        };
        let first = self.position + 2;
        let code = self.text.get(first..first + digits)?;
        let code = code.bytes().all(|it| it.is_ascii_hexdigit()).then(|| u32::from_str_radix(code, 16).ok())??;
        chars::continues_name_wide(char::from_u32(code)?).then_some(2 + digits)
    }

    /// Takes the characters that continue an identifier.
    fn name_rest(&mut self) {
        while let Some(byte) = self.peek() {
            if chars::continues_name(byte) {
                self.bump();
            } else if byte >= 0x80 {
                match self.wide() {
                    Some(character) if chars::continues_name_wide(character) => self.advance(character.len_utf8()),
                    _ => return,
                }
            } else if byte == b'\\' {
                match self.universal_name() {
                    Some(length) => self.advance(length),
                    None => return,
                }
            } else {
                return;
            }
        }
    }

    fn name(&mut self, mode: ScanMode) -> Lexed {
        let start = self.position;
        self.name_rest();
        let quote = match self.peek() {
            Some(quote @ (b'"' | b'\'')) if self.position == self.end && !self.spliced => quote,
            _ => return (Kind::Name, None),
        };
        match (self.text.get(start..self.end).unwrap_or(""), quote) {
            ("L" | "u" | "U" | "u8", _) => self.literal(quote),
            ("R" | "LR" | "uR" | "UR" | "u8R", b'"') => self.raw_string(mode),
            _ => (Kind::Name, None),
        }
    }

    /// A preprocessing number (C11 6.4.8), which is wider than any number of C.
    fn number(&mut self) -> Lexed {
        while let Some(byte) = self.peek() {
            match byte {
                b'e' | b'E' | b'p' | b'P' => {
                    self.bump();
                    if matches!(self.peek(), Some(b'+' | b'-')) {
                        self.bump();
                    }
                }
                b'.' => self.bump(),
                _ => {
                    let before = self.position;
                    self.name_rest_one(byte);
                    if self.position == before {
                        break;
                    }
                }
            }
        }
        (Kind::Number, None)
    }

    fn name_rest_one(&mut self, byte: u8) {
        if chars::continues_name(byte) {
            self.bump();
        } else if byte >= 0x80
            && let Some(character) = self.wide()
            && chars::continues_name_wide(character)
        {
            self.advance(character.len_utf8());
        }
    }

    /// A string or character literal from its quote on, or, unterminated, the rest of the line.
    fn literal(&mut self, quote: u8) -> Lexed {
        self.bump();
        loop {
            match self.peek() {
                None | Some(b'\n') => {
                    return (Kind::Other, Some(ScanProblem::UnterminatedLiteral { quote }));
                }
                Some(b'\r') if self.peek_second() == Some(b'\n') => {
                    return (Kind::Other, Some(ScanProblem::UnterminatedLiteral { quote }));
                }
                Some(b'\\') => {
                    self.bump();
                    if !matches!(self.peek(), None | Some(b'\n')) {
                        self.bump();
                    }
                }
                Some(byte) => {
                    self.bump();
                    if byte == quote {
                        let kind = if quote == b'"' { Kind::String } else { Kind::Char };
                        return (kind, None);
                    }
                }
            }
        }
    }

    /// `R"delimiter(…)delimiter"`, in which neither splices nor escapes count; GNU C has it since C99 mode. Without an
    /// end, it takes the rest of the text, in a directive that of the line.
    fn raw_string(&mut self, mode: ScanMode) -> Lexed {
        let mut content = self.text.get(self.position + 1..).unwrap_or("");
        if mode != ScanMode::Text {
            content = content.split('\n').next().unwrap_or("");
        }
        let in_delimiter = |it: &u8| it.is_ascii_graphic() && !matches!(it, b'(' | b')' | b'\\' | b'"');
        let length = content.bytes().take(DELIMITER_AT_MOST + 1).take_while(in_delimiter).count();
        let delimiter = match content.get(..length) {
            Some(delimiter) if length <= DELIMITER_AT_MOST && content.as_bytes().get(length) == Some(&b'(') => {
                delimiter
            }
            _ => return self.literal(b'"'),
        };
        let closing = format!("){delimiter}\"");
        let found = content.find(&closing);
        self.position += 1 + found.map_or(content.len(), |at| at + closing.len());
        self.end = self.position;
        self.skip_splices();
        match found {
            Some(_) => (Kind::String, None),
            None => (Kind::Other, Some(ScanProblem::UnterminatedLiteral { quote: b'"' })),
        }
    }

    fn header_name(&mut self) -> Lexed {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'>' | b'\n'));
        match length {
            Some(at) if rest.get(at) == Some(&b'>') => {
                self.advance(at + 1);
                (Kind::HeaderName, None)
            }
            _ => (self.punctuator(b'<'), None),
        }
    }

    fn punctuator(&mut self, byte: u8) -> Kind {
        let (second, third) = (self.peek_second(), self.peek_third());
        let (length, kind) = match (byte, second, third) {
            (b'#', Some(b'#'), _) => (2, Kind::Paste),
            (b'#', ..) => (1, Kind::Hash),
            (b'%', Some(b':'), Some(b'%')) if self.is_digraph_paste() => (4, Kind::Paste),
            (b'%', Some(b':'), _) => (2, Kind::Hash),
            (b'(', ..) => (1, Kind::LeftParen),
            (b')', ..) => (1, Kind::RightParen),
            (b',', ..) => (1, Kind::Comma),
            (b'.', Some(b'.'), Some(b'.')) => (3, Kind::Ellipsis),
            (b'<', Some(b'<'), Some(b'=')) | (b'>', Some(b'>'), Some(b'=')) => (3, Kind::Punctuator),
            (b'<', Some(b'<' | b'=' | b':' | b'%'), _)
            | (b'>', Some(b'>' | b'='), _)
            | (b'-', Some(b'>' | b'-' | b'='), _)
            | (b'+', Some(b'+' | b'='), _)
            | (b'&', Some(b'&' | b'='), _)
            | (b'|', Some(b'|' | b'='), _)
            | (b'=' | b'!' | b'*' | b'/' | b'^', Some(b'='), _)
            | (b'%', Some(b'=' | b'>'), _)
            | (b':', Some(b'>'), _) => (2, Kind::Punctuator),
            (
                b'[' | b']' | b'{' | b'}' | b'.' | b'&' | b'*' | b'+' | b'-' | b'~' | b'!' | b'/' | b'%' | b'<' | b'>'
                | b'^' | b'|' | b'?' | b':' | b';' | b'=',
                ..,
            ) => (1, Kind::Punctuator),
            _ => (1, Kind::Other),
        };
        for _ in 0..length {
            self.bump();
        }
        kind
    }

    /// Whether the `%:%` at the position goes on as `%:%:`.
    fn is_digraph_paste(&self) -> bool {
        let (second, _) = self.after(self.position + 1);
        let (third, _) = self.after(second + 1);
        self.after(third + 1).1 == Some(b':')
    }
}

#[cfg(test)]
mod tests {
    use super::{Scan, ScanMode, scan, without_splices};
    use crate::token::Kind;

    fn tokens(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut position = 0;
        loop {
            let Scan { kind, start, end, space, .. } = scan(text, position, ScanMode::Text);
            if kind == Kind::End {
                return found;
            }
            let spelling = without_splices(&text[start as usize..end as usize]);
            found.push(format!("{}{spelling}", if space { " " } else { "" }));
            position = end as usize;
        }
    }

    #[test]
    fn longest_punctuator_wins() {
        assert_eq!(
            tokens("a>>=b...c..d%:%:e->f"),
            ["a", ">>=", "b", "...", "c", ".", ".", "d", "%:%:", "e", "->", "f"]
        );
    }

    #[test]
    fn preprocessing_numbers_take_exponents_and_letters() {
        assert_eq!(tokens("0x1e+1 .5.6 1p-3q+2 1+2"), ["0x1e+1", " .5.6", " 1p-3q", "+", "2", " 1", "+", "2"]);
    }

    #[test]
    fn a_comment_is_one_space_and_a_splice_is_nothing() {
        assert_eq!(tokens("a/*b*/c//d\ne\\\nf/\\\n/x"), ["a", " c", "ef"]);
        assert_eq!(tokens("a /\\\n* b *\\\n/ c"), ["a", " c"]);
    }

    #[test]
    fn an_unterminated_quote_takes_the_rest_of_its_line() {
        assert_eq!(tokens("it's // so\nb"), ["it", "'s // so", "b"]);
        assert_eq!(tokens("\"a\\\"b\" \"c"), ["\"a\\\"b\"", " \"c"]);
    }

    #[test]
    fn raw_strings_span_lines() {
        assert_eq!(tokens("R\"x(a\n)\" )x\"b"), ["R\"x(a\n)\" )x\"", "b"]);
    }

    #[test]
    fn an_unterminated_raw_string_takes_the_rest() {
        assert_eq!(tokens("a R\"(b\nc"), ["a", " R\"(b\nc"]);
        assert_eq!(tokens("R\"not one\" R\"seventeen_letters_(x\""), ["R\"not one\"", " R\"seventeen_letters_(x\""]);
        let scanned = scan("R\"(b\nc)\"", 0, ScanMode::Directive);
        assert_eq!((scanned.kind, scanned.end), (Kind::Other, 4));
    }

    #[test]
    fn wide_characters_and_universal_names_are_part_of_names() {
        assert_eq!(tokens("gr\u{fc}n \\u00fcx \u{2192}y"), ["gr\u{fc}n", " \\u00fcx", " \u{2192}", "y"]);
    }

    #[test]
    fn a_directive_ends_with_its_line() {
        let scanned = scan("  /* \n */ \n x", 0, ScanMode::Directive);
        assert_eq!((scanned.kind, scanned.end), (Kind::End, 10));
    }
}

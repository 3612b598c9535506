// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From text to tokens. Nothing is lost: the lengths of the tokens sum up to the length of the text.

use logos::{Lexer, Logos};

use crate::kind::SyntaxKind::{self, *};

/// A token of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lexeme {
    /// What it is.
    pub kind: SyntaxKind,
    /// Its length in bytes.
    pub len: u32,
}

/// Splits a text into tokens. A text that is longer than `u32::MAX` bytes has no tokens.
#[must_use]
pub fn lex(text: &str) -> Vec<Lexeme> {
    let mut lexemes = Vec::with_capacity(text.len() / 4);
    each_lexeme(text, |kind, len| lexemes.push(Lexeme { kind, len }));
    lexemes
}

/// Calls `found` with the kind and the length in bytes of each token.
pub(crate) fn each_lexeme(text: &str, mut found: impl FnMut(SyntaxKind, u32)) {
    if u32::try_from(text.len()).is_err() {
        return;
    }
    let mut lexer = RawToken::lexer(text);
    // `<…>` is a string only where a file is named; elsewhere `<` is an operator.
    let mut path_may_follow = false;
    let mut unknown = 0;
    while let Some(token) = lexer.next() {
        let Ok(raw) = token else {
            unknown += lexer.slice().len();
            continue;
        };
        if unknown > 0 {
            found(ERROR_TOKEN, size(unknown));
            unknown = 0;
            path_may_follow = false;
        }
        let mut kind = raw.kind(lexer.slice());
        if kind == L_ANGLE && path_may_follow {
            kind = ANGLED;
            let length = angle_string_length(lexer.remainder());
            lexer.bump(length);
        }
        found(kind, size(lexer.slice().len()));
        if !kind.is_trivia() {
            path_may_follow = matches!(kind, IMPORT_KW | INCLUDE_KW);
        }
    }
    if unknown > 0 {
        found(ERROR_TOKEN, size(unknown));
    }
}

/// No token is longer than the text, whose length fits.
fn size(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl SyntaxKind {
    /// Whether the token only stands between the tokens of the grammar.
    #[must_use]
    pub fn is_trivia(self) -> bool {
        matches!(self, WHITESPACE | LINE_COMMENT | BLOCK_COMMENT | PREPROCESSOR)
    }

    /// Whether the parser does not see the token: trivia, and characters of no token, which the lexer has reported.
    pub(crate) fn is_skipped(self) -> bool {
        self.is_trivia() || self == ERROR_TOKEN
    }

    /// Whether the token is a comment.
    #[must_use]
    pub fn is_comment(self) -> bool {
        matches!(self, LINE_COMMENT | BLOCK_COMMENT)
    }
}

/// Tokens as logos finds them; the kind follows from the text.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq)]
enum RawToken {
    #[regex(r"[ \t\f\r\n]+")]
    Whitespace,
    #[regex(r"//[^\n]*", allow_greedy = true)]
    LineComment,
    #[token("/*", block_comment)]
    BlockComment,
    #[token("#", preprocessor_line)]
    Preprocessor,
    // The reference's words may go on with any letter or digit of Unicode, though not begin with one.
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*", word)]
    Word,
    // Whatever is glued to a digit belongs to one token, so that `4UL` and `08.` can be named as the one mistake they
    // are. What a number may look like is checked in `validation`.
    #[regex(r"[0-9][0-9A-Za-z_.]*")]
    Number,
    #[token("\"", string)]
    String,
    #[token(";")]
    Semicolon,
    #[token(",")]
    Comma,
    #[token(".")]
    Dot,
    #[token(":")]
    Colon,
    #[token("?")]
    Question,
    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("[")]
    LBrack,
    #[token("]")]
    RBrack,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token("=")]
    Eq,
    #[token("->")]
    Arrow,
    #[token("<-")]
    LeftArrow,
    #[token("-")]
    Minus,
    #[token("+")]
    Plus,
    #[token("!")]
    Bang,
    #[token("~")]
    Tilde,
    #[token("*")]
    Star,
    #[token("**")]
    Star2,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("|")]
    Pipe,
    #[token("||")]
    Pipe2,
    #[token("&")]
    Amp,
    #[token("&&")]
    Amp2,
    #[token("^")]
    Caret,
    #[token("==")]
    Eq2,
    #[token("!=")]
    Neq,
    #[token("<")]
    LAngle,
    #[token("<=")]
    Lteq,
    #[token(">")]
    RAngle,
    #[token(">=")]
    Gteq,
    #[token("<<")]
    Shl,
    #[token(">>")]
    Shr,
}

impl RawToken {
    fn kind(self, text: &str) -> SyntaxKind {
        match self {
            Self::Whitespace => WHITESPACE,
            Self::LineComment => LINE_COMMENT,
            Self::BlockComment => BLOCK_COMMENT,
            Self::Preprocessor => PREPROCESSOR,
            Self::Word => SyntaxKind::from_keyword(text).unwrap_or(IDENT),
            Self::Number => NUMERAL,
            Self::String => STRING,
            Self::Semicolon => SEMICOLON,
            Self::Comma => COMMA,
            Self::Dot => DOT,
            Self::Colon => COLON,
            Self::Question => QUESTION,
            Self::LParen => L_PAREN,
            Self::RParen => R_PAREN,
            Self::LBrack => L_BRACK,
            Self::RBrack => R_BRACK,
            Self::LBrace => L_BRACE,
            Self::RBrace => R_BRACE,
            Self::Eq => EQ,
            Self::Arrow => ARROW,
            Self::LeftArrow => LEFT_ARROW,
            Self::Minus => MINUS,
            Self::Plus => PLUS,
            Self::Bang => BANG,
            Self::Tilde => TILDE,
            Self::Star => STAR,
            Self::Star2 => STAR2,
            Self::Slash => SLASH,
            Self::Percent => PERCENT,
            Self::Pipe => PIPE,
            Self::Pipe2 => PIPE2,
            Self::Amp => AMP,
            Self::Amp2 => AMP2,
            Self::Caret => CARET,
            Self::Eq2 => EQ2,
            Self::Neq => NEQ,
            Self::LAngle => L_ANGLE,
            Self::Lteq => LTEQ,
            Self::RAngle => R_ANGLE,
            Self::Gteq => GTEQ,
            Self::Shl => SHL,
            Self::Shr => SHR,
        }
    }
}

/// Takes the rest of a word if it goes on beyond ASCII.
fn word(lexer: &mut Lexer<'_, RawToken>) {
    let rest = lexer.remainder();
    if rest.as_bytes().first().is_some_and(|byte| !byte.is_ascii()) {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        lexer.bump(end);
    }
}

/// Takes a comment up to its end, or the rest of the text if it has none.
fn block_comment(lexer: &mut Lexer<'_, RawToken>) {
    let rest = lexer.remainder();
    let end = rest.find("*/").map_or(rest.len(), |at| at + 2);
    lexer.bump(end);
}

/// Takes the rest of the line, and the next one too if the line ends in a backslash.
fn preprocessor_line(lexer: &mut Lexer<'_, RawToken>) {
    let rest = lexer.remainder();
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        if !content.ends_with('\\') {
            end += content.len();
            break;
        }
        end += line.len();
    }
    lexer.bump(end);
}

/// Takes a string up to its closing quote. It may span lines and has no escapes.
///
/// Where the closing quote is forgotten, the next quote is one that opens a string, on a later line, and a word follows
/// it at once. No valid text looks like that; the string then ends with its line, so that the lines below stay what
/// they are.
fn string(lexer: &mut Lexer<'_, RawToken>) {
    let rest = lexer.remainder();
    let line_end = || unterminated_length(rest);
    let end = match rest.find('"') {
        None => line_end(),
        Some(quote) => {
            let (content, after) = (&rest[..quote], &rest[quote + 1..]);
            let word_follows = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '<'));
            if word_follows && content.contains('\n') { line_end() } else { quote + 1 }
        }
    };
    lexer.bump(end);
}

/// How many bytes after a `"` without its closing one belong to the string: the rest of the line, but not the `;` of the
/// declaration and the `}` of its body.
fn unterminated_length(rest: &str) -> usize {
    let line = rest.find(['\n', '\r']).map_or(rest, |end| &rest[..end]);
    match line.rfind(';') {
        Some(semicolon) if line[semicolon + 1..].chars().all(|c| c == '}' || c == ' ' || c == '\t') => semicolon,
        _ => line.len(),
    }
}

/// How many bytes after a `<` belong to the path. Without a `>` the path ends where it has to: at a character that
/// cannot be in it, or with the line.
fn angle_string_length(rest: &str) -> usize {
    match rest.find(['<', '>', ';', ',', '"', '{', '}']) {
        Some(end) if rest[end..].starts_with('>') => end + 1,
        end => {
            let end = end.unwrap_or(rest.len());
            rest[..end].find(['\n', '\r']).unwrap_or(end)
        }
    }
}

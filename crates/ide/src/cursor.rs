// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What stands around a cursor, read from the tokens before and behind it. Half a statement has no node in the tree, or
//! one that reaches too far; its tokens always tell in which body and at which place of a statement the cursor is.

use camkes_syntax::{Lexeme, SyntaxKind, lex};
use text_size::{TextRange, TextSize};

use SyntaxKind as K;

/// Most tokens that are looked at behind a cursor.
const REST: usize = 128;

/// A token that is no trivia.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'t> {
    pub(crate) kind: SyntaxKind,
    pub(crate) text: &'t str,
    /// Nothing but blanks is before it on its line.
    pub(crate) starts_line: bool,
}

/// Bodies in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    Assembly,
    Composition,
    Configuration,
    Component,
    Connector,
    Procedure,
    Struct,
    Group,
    Schedule,
    /// The dict of a value.
    Value,
    Unknown,
}

/// A body that is open at the cursor, with the tokens of its statement before the brace.
#[derive(Debug, Clone)]
pub(crate) struct Frame<'t> {
    pub(crate) block: Block,
    pub(crate) header: Vec<Token<'t>>,
}

/// In what kind of text the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    Code,
    Comment,
    /// Inside a string or a path in angle brackets, whose content up to the cursor starts here.
    Quoted(TextSize),
    /// On the line of a directive, which starts here.
    Directive(TextSize),
    /// In a number.
    Number,
}

/// The surroundings of an offset.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) offset: TextSize,
    /// The word at the cursor, with what of it is behind the cursor.
    pub(crate) word: TextRange,
    pub(crate) within: Within,
    /// Open bodies, outermost first.
    pub(crate) frames: Vec<Frame<'t>>,
    /// Tokens of the statement before the word.
    pub(crate) statement: Vec<Token<'t>>,
    /// Tokens of the statement behind the word.
    pub(crate) rest: Vec<Token<'t>>,
}

impl<'t> Cursor<'t> {
    /// Reads the surroundings of an offset; one outside of the text or inside of a character is moved to the nearest before.
    pub(crate) fn new(text: &'t str, offset: TextSize) -> Self {
        let mut at = usize::from(offset).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let offset = size(at);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (before, behind) = text.split_at(at);
        let start = before.trim_end_matches(is_word).len();
        let end = at + behind.len() - behind.trim_start_matches(is_word).len();
        let mut within = within(before, offset);
        let code = within == Within::Code;
        if code && before[start..].starts_with(|c: char| c.is_ascii_digit()) {
            within = Within::Number;
        }
        let word = TextRange::new(size(start), size(end));
        let upto = if code { start } else { quoted_start(within).map_or(at, usize::from) };
        let mut scan = Scan { frames: Vec::new(), statement: Vec::new() };
        for token in tokens(text, 0, upto) {
            scan.take(token);
        }
        let rest = rest(text, end);
        Self { text, offset, word, within, frames: scan.frames, statement: scan.statement, rest }
    }

    /// The innermost body; none at the top of the file.
    pub(crate) fn block(&self) -> Option<Block> {
        self.frames.last().map(|frame| frame.block)
    }

    /// Kinds of the tokens of the statement before the word.
    pub(crate) fn kinds(&self) -> Vec<SyntaxKind> {
        self.statement.iter().map(|token| token.kind).collect()
    }

    /// The part of the word before the cursor.
    pub(crate) fn prefix(&self) -> &'t str {
        self.text.get(usize::from(self.word.start())..usize::from(self.offset)).unwrap_or_default()
    }

    /// Whether the statement ends at the word: nothing of it follows.
    pub(crate) fn at_end_of_statement(&self) -> bool {
        self.rest.is_empty()
    }
}

fn quoted_start(within: Within) -> Option<TextSize> {
    match within {
        // The quote itself is before the content.
        Within::Quoted(start) => start.checked_sub(TextSize::new(1)),
        Within::Directive(start) => Some(start),
        _ => None,
    }
}

/// In what the end of a text is.
fn within(before: &str, offset: TextSize) -> Within {
    let mut end = 0u32;
    let mut last: Option<Lexeme> = None;
    for lexeme in lex(before) {
        end += lexeme.len;
        last = Some(lexeme);
    }
    let Some(last) = last else { return Within::Code };
    let start = TextSize::new(end.saturating_sub(last.len));
    let text = before.get(usize::from(start)..).unwrap_or_default();
    match last.kind {
        K::LINE_COMMENT => Within::Comment,
        K::BLOCK_COMMENT if text.len() < 4 || !text.ends_with("*/") => Within::Comment,
        K::STRING if text.len() < 2 || !text.ends_with('"') => Within::Quoted(start + TextSize::new(1)),
        K::ANGLED if !text.ends_with('>') => Within::Quoted(start + TextSize::new(1)),
        K::PREPROCESSOR => Within::Directive(start),
        // An open string ends with its line for the lexer; the cursor at its end is still in it.
        _ => open_string(before, offset),
    }
}

/// A string that the last line leaves open: its quotes, outside of comments, are odd in number.
fn open_string(before: &str, offset: TextSize) -> Within {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line_start = usize::from(offset) - line.len();
    let mut open = None;
    for (at, c) in line.char_indices() {
        match (c, open) {
            ('"', None) => open = Some(at),
            ('"', Some(_)) => open = None,
            ('/', None) if line[at..].starts_with("//") || line[at..].starts_with("/*") => return Within::Code,
            _ => {}
        }
    }
    // A string of several lines closes on this line: then its first quote is the closing one.
    match open {
        Some(at) if lex_agrees(before, line_start + at) => Within::Quoted(size(line_start + at + 1)),
        _ => Within::Code,
    }
}

/// Whether a token starts at an offset.
fn lex_agrees(before: &str, at: usize) -> bool {
    let mut end = 0usize;
    for lexeme in lex(before) {
        if end == at {
            return lexeme.kind == K::STRING;
        }
        end += lexeme.len as usize;
    }
    false
}

fn size(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

/// Tokens of a part of a text that are no trivia.
fn tokens(text: &str, from: usize, to: usize) -> impl Iterator<Item = Token<'_>> {
    let part = text.get(from..to).unwrap_or_default();
    let mut at = from;
    let mut starts_line = text[..from].trim_end_matches([' ', '\t']).ends_with('\n') || from == 0;
    let lexemes = lex(part).into_iter();
    lexemes.filter_map(move |lexeme| {
        let end = at + lexeme.len as usize;
        let slice = text.get(at..end).unwrap_or_default();
        at = end;
        if lexeme.kind.is_trivia() {
            if slice.contains('\n') || lexeme.kind == K::PREPROCESSOR {
                starts_line = true;
            }
            return None;
        }
        let token = Token { kind: lexeme.kind, text: slice, starts_line };
        starts_line = false;
        Some(token)
    })
}

/// What of the statement stands behind an offset.
fn rest(text: &str, from: usize) -> Vec<Token<'_>> {
    // A screenful is enough, and cheap in a large file.
    let window = text[from..].char_indices().map(|(at, _)| from + at).nth(4096).unwrap_or(text.len());
    let mut out = Vec::new();
    let mut depth = 0i32;
    for token in tokens(text, from, window).take(REST) {
        match token.kind {
            K::SEMICOLON => break,
            K::L_BRACE => depth += 1,
            K::R_BRACE if depth == 0 => break,
            K::R_BRACE => depth -= 1,
            kind if depth == 0 && token.starts_line && begins_statement(kind) => break,
            _ => {}
        }
        out.push(token);
    }
    out
}

/// Keywords that begin a statement and stand nowhere else at the start of a line.
fn begins_statement(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        K::IMPORT_KW
            | K::INCLUDE_KW
            | K::ASSEMBLY_KW
            | K::COMPOSITION_KW
            | K::CONFIGURATION_KW
            | K::COMPONENT_KW
            | K::CONNECTION_KW
            | K::CONNECTOR_KW
            | K::GROUP_KW
            | K::EXPORT_KW
            | K::PROCEDURE_KW
            | K::SCHEDULE_KW
            | K::CONTROL_KW
            | K::PROVIDES_KW
            | K::USES_KW
            | K::EMITS_KW
            | K::CONSUMES_KW
            | K::DATAPORT_KW
            | K::HAS_KW
            | K::MAYBE_KW
            | K::ATTRIBUTE_KW
    )
}

struct Scan<'t> {
    frames: Vec<Frame<'t>>,
    statement: Vec<Token<'t>>,
}

impl<'t> Scan<'t> {
    fn take(&mut self, token: Token<'t>) {
        self.resynchronise(&token);
        match token.kind {
            K::L_BRACE => {
                let block = self.block_of_brace();
                let header = std::mem::take(&mut self.statement);
                self.frames.push(Frame { block, header });
            }
            K::R_BRACE => self.close(token),
            K::SEMICOLON => {
                self.leave_values();
                self.statement.clear();
            }
            _ => self.statement.push(token),
        }
    }

    /// The parts of a statement whose braces stand inside of it go on behind them.
    fn close(&mut self, brace: Token<'t>) {
        self.statement.clear();
        let Some(frame) = self.frames.pop() else { return };
        let first = frame.header.first().map(|token| token.kind);
        let in_place =
            frame.header.len() == 1 && matches!(first, Some(K::COMPONENT_KW | K::CONNECTION_KW | K::ATTRIBUTE_KW));
        let is_member = frame.header.is_empty() && frame.block == Block::Struct;
        if frame.block == Block::Value || in_place || is_member {
            self.statement = frame.header;
            self.statement.push(brace);
        }
    }

    fn leave_values(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.block == Block::Value) {
            self.frames.pop();
        }
    }

    /// Where a semicolon or a brace was forgotten, the next line that can only be a new statement begins one.
    fn resynchronise(&mut self, token: &Token<'t>) {
        if !token.starts_line {
            return;
        }
        let only_maybe = matches!(self.statement.as_slice(), [one] if one.kind == K::MAYBE_KW);
        match token.kind {
            K::ASSEMBLY_KW | K::IMPORT_KW | K::PROCEDURE_KW | K::CONNECTOR_KW => {
                self.frames.clear();
                self.statement.clear();
            }
            kind if begins_statement(kind) && !only_maybe => {
                self.leave_values();
                self.statement.clear();
            }
            K::IDENT if self.frames.last().is_some_and(|frame| frame.block == Block::Configuration) => {
                let given = self.statement.iter().position(|t| matches!(t.kind, K::EQ | K::LEFT_ARROW));
                let ends = self.statement.last().is_some_and(|t| ends_value(t.kind));
                if given.is_some_and(|at| at + 1 < self.statement.len()) && ends {
                    self.statement.clear();
                }
            }
            _ => {}
        }
    }

    fn block_of_brace(&self) -> Block {
        let parent = self.frames.last().map(|frame| frame.block);
        if parent == Some(Block::Value) || self.statement.iter().any(|token| token.kind == K::EQ) {
            return Block::Value;
        }
        let block = self.statement.iter().rev().find_map(|token| {
            Some(match token.kind {
                K::ASSEMBLY_KW => Block::Assembly,
                K::COMPOSITION_KW => Block::Composition,
                K::CONFIGURATION_KW => Block::Configuration,
                K::COMPONENT_KW => Block::Component,
                K::CONNECTOR_KW | K::CONNECTION_KW => Block::Connector,
                K::PROCEDURE_KW => Block::Procedure,
                K::STRUCT_KW | K::ATTRIBUTE_KW => Block::Struct,
                K::GROUP_KW => Block::Group,
                K::SCHEDULE_KW => Block::Schedule,
                _ => return None,
            })
        });
        match (block, parent) {
            (Some(block), _) => block,
            (None, Some(Block::Struct | Block::Procedure)) => Block::Struct,
            (None, Some(Block::Configuration)) => Block::Value,
            _ => Block::Unknown,
        }
    }
}

/// Whether a value can end with this token.
fn ends_value(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        K::STRING
            | K::NUMERAL
            | K::IDENT
            | K::TRUE_KW
            | K::FALSE_KW
            | K::TITLE_TRUE_KW
            | K::TITLE_FALSE_KW
            | K::R_BRACE
            | K::R_BRACK
            | K::R_PAREN
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(marked: &str) -> (Vec<Block>, String, Within) {
        let at = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let cursor = Cursor::new(&text, size(at));
        let blocks = cursor.frames.iter().map(|frame| frame.block).collect();
        let words: Vec<_> = cursor.statement.iter().map(|token| token.text).collect();
        (blocks, words.join(" "), cursor.within)
    }

    #[test]
    fn bodies_and_statements_are_known_in_half_a_text() {
        use Block as B;
        let code = Within::Code;
        assert_eq!(shape("comp|"), (vec![], String::new(), code));
        assert_eq!(
            shape("assembly { composition { component A a; connection X c(from a.|"),
            (vec![B::Assembly, B::Composition], "connection X c ( from a .".into(), code)
        );
        assert_eq!(shape("component A { uses P|"), (vec![B::Component], "uses".into(), code));
        assert_eq!(
            shape("assembly { configuration { a.b = { \"x\": |"),
            (vec![B::Assembly, B::Configuration, B::Value], "\"x\" :".into(), code)
        );
    }

    #[test]
    fn a_forgotten_end_does_not_spoil_the_next_statement() {
        use Block as B;
        let (_, statement, _) = shape("component A {\n uses P p\n provides |");
        assert_eq!(statement, "provides");
        let (blocks, statement, _) = shape("component A {\n uses P p;\nassembly {\n composition {\n component |");
        assert_eq!((blocks, statement.as_str()), (vec![B::Assembly, B::Composition], "component"));
        let (_, statement, _) = shape("assembly { configuration {\n a.b = 1\n c.|");
        assert_eq!(statement, "c .");
    }

    #[test]
    fn comments_strings_numbers_and_directives_are_told_apart() {
        assert_eq!(shape("// comp|").2, Within::Comment);
        assert_eq!(shape("/* comp|").2, Within::Comment);
        assert_eq!(shape("/* a */ comp|").2, Within::Code);
        assert_eq!(shape("import \"a/|").2, Within::Quoted(8.into()));
        assert_eq!(shape("import \"a/|\";").2, Within::Quoted(8.into()));
        assert_eq!(shape("import <a|").2, Within::Quoted(8.into()));
        assert_eq!(shape("a = 12|").2, Within::Number);
        assert_eq!(shape("x;\n#include \"a|").2, Within::Directive(3.into()));
    }

    #[test]
    fn what_is_behind_ends_with_the_statement() {
        let text = "connection  c(from a.b, to c.d); component";
        let cursor = Cursor::new(text, 11.into());
        assert_eq!(cursor.rest.iter().map(|t| t.text).collect::<String>(), "c(froma.b,toc.d)");
        let cursor = Cursor::new("component \n component A a;", 10.into());
        assert!(cursor.at_end_of_statement());
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What stands around a cursor, read from the tokens before and behind it. Half a statement has no node in the tree, or
//! one that reaches too far; its tokens always tell in which body and at which place of a statement the cursor is.

mod scan;
mod start;

use camkes_hir::parse::parse;
use camkes_hir::{File, RootDatabase};
use camkes_syntax::{Lexeme, SyntaxKind, lex};
use text_size::{TextRange, TextSize};

use SyntaxKind as K;

use self::scan::begins_statement;
use self::start::Start;

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
    /// The surroundings of an offset of a file. Most of a large file is not read: its tree tells what is open before.
    pub(crate) fn in_file(db: &'t RootDatabase, file: File, offset: TextSize) -> Self {
        let text = file.contents(db).as_str();
        let at = boundary(text, offset);
        Self::from(Start::near(parse(db, file), text, at), text, at)
    }

    /// Reads the surroundings of an offset; one outside of the text or inside of a character is moved to the nearest before.
    #[cfg(test)]
    pub(crate) fn new(text: &'t str, offset: TextSize) -> Self {
        Self::from(Start::default(), text, boundary(text, offset))
    }

    fn from(start: Start<'t>, text: &'t str, at: usize) -> Self {
        let Start { at: first, mut scan } = start;
        let offset = size(at);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (before, behind) = text.split_at(at);
        let word_start = before.trim_end_matches(is_word).len();
        let end = at + behind.len() - behind.trim_start_matches(is_word).len();
        let mut within = within(before, first);
        let code = within == Within::Code;
        if code && before[word_start..].starts_with(|c: char| c.is_ascii_digit()) {
            within = Within::Number;
        }
        let word = TextRange::new(size(word_start), size(end));
        let upto = if code { word_start } else { quoted_start(within).map_or(at, usize::from) };
        for token in tokens(text, first, upto) {
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

    /// The word at the cursor, all of it.
    pub(crate) fn whole_word(&self) -> &'t str {
        self.text.get(std::ops::Range::<usize>::from(self.word)).unwrap_or_default()
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

/// The nearest place at or before an offset that is in the text and between two characters.
fn boundary(text: &str, offset: TextSize) -> usize {
    let mut at = usize::from(offset).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// In what the end of a text is, which is read from the start of a token on.
fn within(before: &str, from: usize) -> Within {
    let mut end = from;
    let mut last: Option<Lexeme> = None;
    for lexeme in lex(before.get(from..).unwrap_or_default()) {
        end += lexeme.len as usize;
        last = Some(lexeme);
    }
    let Some(last) = last else { return Within::Code };
    let start = end.saturating_sub(last.len as usize);
    let text = before.get(start..).unwrap_or_default();
    match last.kind {
        K::LINE_COMMENT => Within::Comment,
        K::BLOCK_COMMENT if text.len() < 4 || !text.ends_with("*/") => Within::Comment,
        K::STRING if text.len() < 2 || !text.ends_with('"') => Within::Quoted(size(start + 1)),
        K::ANGLED if !text.ends_with('>') => Within::Quoted(size(start + 1)),
        K::PREPROCESSOR => Within::Directive(size(start)),
        // An open string ends with its line for the lexer; the cursor at its end is still in it.
        _ => open_string(before, from),
    }
}

/// A string that the last line leaves open: its quotes, outside of comments, are odd in number.
fn open_string(before: &str, from: usize) -> Within {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line_start = before.len() - line.len();
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
        Some(at) if is_string(before, from, line_start + at) => Within::Quoted(size(line_start + at + 1)),
        _ => Within::Code,
    }
}

/// Whether a string starts at an offset of a text, which is read from the start of a token on.
fn is_string(before: &str, from: usize, at: usize) -> bool {
    let mut end = from;
    for lexeme in lex(before.get(from..).unwrap_or_default()) {
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

    /// Everything that is known at an offset, by the tree or without it.
    fn known(cursor: &Cursor<'_>) -> (Vec<(Block, String)>, String, Within, TextRange) {
        let joined = |tokens: &[Token<'_>]| tokens.iter().map(|t| format!("{}{} ", t.text, t.starts_line)).collect();
        let frames = cursor.frames.iter().map(|it| (it.block, joined(&it.header))).collect();
        (frames, joined(&cursor.statement), cursor.within, cursor.word)
    }

    fn assert_the_tree_says_the_same(text: &str, at: usize) {
        let tree = camkes_syntax::parse(text);
        let at = boundary(text, size(at));
        let near = Cursor::from(Start::near(&tree, text, at), text, at);
        assert_eq!(known(&near), known(&Cursor::new(text, size(at))), "at {at} of {text}");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(512))]

        #[test]
        fn reading_from_the_middle_of_a_text_is_reading_all_of_it(
            seed in 0u64..1000, at in 0usize..6000, gone in 0usize..40, behind in 0usize..200,
            typed in proptest::sample::select(vec!["", "x", ".", "component ", "{", "}", "\"", "/*", "# ", "(", "a.b = "]),
        ) {
            let mut text = camkes_test_fixture::generate::system(120, seed);
            let at = boundary(&text, size(at % text.len()));
            let end = boundary(&text, size(at + gone));
            text.replace_range(at..end, typed);
            for place in [at + typed.len(), at + typed.len() + behind, at.saturating_sub(behind), text.len()] {
                assert_the_tree_says_the_same(&text, place);
            }
        }
    }

    #[test]
    fn little_of_a_large_text_is_read() {
        let text = camkes_test_fixture::generate::system(2000, 1);
        let tree = camkes_syntax::parse(&text);
        let longest = (0..text.len()).step_by(97).map(|at| at - Start::near(&tree, &text, at).at).max();
        assert!(longest < Some(2000), "{longest:?}");
    }
}

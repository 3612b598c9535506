// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Walks through the tree and says for each token what stands before it.

use crate::kind::SyntaxKind::*;
use crate::parse::Parse;
use crate::tree::{NodeOrToken, SyntaxNode};

use super::frozen::{Frozen, has_items};
use super::tokens::Tokens;
use super::writer::{Break, EmptyLines, Line, Writer};
use super::{INDENT, MAX_WIDTH, TextEdit};

/// One layout of a text, and the edits that make it.
pub(super) fn layout(text: &str, parse: &Parse) -> (String, Vec<TextEdit>) {
    let root = parse.syntax_node();
    let tokens = Tokens::of(text, parse);
    let frozen = Frozen::of(parse, &root);
    let writer = Writer::new(text);
    let mut layout =
        Layout { tokens: &tokens, frozen: &frozen, writer, next: 0, kept: None, wanted: None, continuation: INDENT };
    for child in root.children_with_tokens() {
        match child {
            NodeOrToken::Node(item) => layout.item(&item, 0),
            NodeOrToken::Token(token) if !token.kind().is_trivia() => layout.token(),
            NodeOrToken::Token(_) => {}
        }
    }
    layout.writer.end(&tokens, layout.next);
    layout.writer.finish()
}

/// The state of the walk. Nodes are visited in order; each visit writes the tokens of its node.
pub(super) struct Layout<'a> {
    pub(super) tokens: &'a Tokens,
    frozen: &'a Frozen,
    writer: Writer<'a>,
    /// The number of the next token.
    pub(super) next: usize,
    /// The number of the token behind the last declaration that kept its bytes.
    kept: Option<usize>,
    /// What stands before the next token, if it is not what the token has on one line.
    wanted: Option<Break>,
    /// The column of a line that begins in the midst of a declaration.
    pub(super) continuation: usize,
}

impl Layout<'_> {
    /// A declaration on a line of its own.
    fn item(&mut self, item: &SyntaxNode, indent: usize) {
        if self.frozen.contains(item) || self.is_beside_kept() {
            let last = self.last_of(item);
            while self.next <= last {
                self.want(Break::Verbatim);
                self.token();
            }
            self.kept = Some(self.next);
            return;
        }
        self.want_line(indent, EmptyLines::Keep);
        let outer = std::mem::replace(&mut self.continuation, indent + INDENT);
        self.node(item, indent);
        self.continuation = outer;
    }

    /// Whether the next token is on the line of a declaration that kept its bytes and has no end of its own: it may be a part of what
    /// that was meant to be.
    fn is_beside_kept(&self) -> bool {
        let is_open = || self.tokens.before(self.next).is_some_and(|it| !matches!(it.kind, SEMICOLON | R_BRACE));
        let is_beside = || self.tokens.get(self.next).is_some_and(|it| it.all_newlines == 0);
        self.kept == Some(self.next) && is_open() && is_beside()
    }

    /// A node in a declaration whose first line is indented so far.
    pub(super) fn node(&mut self, node: &SyntaxNode, indent: usize) {
        match node.kind() {
            SCHEDULE_BODY => self.schedule(node, indent),
            kind if has_items(kind) => self.body(node, indent),
            CONNECTION | PARAMETER_LIST => self.aligned(node, indent),
            LIST | DICT => self.bracketed(node, indent),
            STRING_LIT => self.strings(node),
            BINARY_EXPR | TERNARY_EXPR => self.operators(node, indent),
            SETTING | ATTRIBUTE => self.assignment(node, indent),
            _ => self.children(node, indent),
        }
    }

    /// The tokens and nodes in a node, each as on one line.
    pub(super) fn children(&mut self, node: &SyntaxNode, indent: usize) {
        for child in node.children_with_tokens() {
            match child {
                NodeOrToken::Node(child) => self.node(&child, indent),
                NodeOrToken::Token(token) if !token.kind().is_trivia() => self.token(),
                NodeOrToken::Token(_) => {}
            }
        }
    }

    /// `{ … }` with one item a line.
    fn body(&mut self, node: &SyntaxNode, indent: usize) {
        for child in node.children_with_tokens() {
            match child {
                NodeOrToken::Node(item) => self.item(&item, indent + INDENT),
                NodeOrToken::Token(token) if token.kind() == R_BRACE => self.closing_brace(indent),
                NodeOrToken::Token(token) if !token.kind().is_trivia() => self.token(),
                NodeOrToken::Token(_) => {}
            }
        }
    }

    /// The end of a body. An empty one is `{}`.
    pub(super) fn closing_brace(&mut self, indent: usize) {
        let is_empty = self.tokens.before(self.next).is_some_and(|it| it.kind == L_BRACE);
        if is_empty && self.tokens.trivia(self.next).is_empty() {
            self.want(Break::Tight);
            self.token();
        } else {
            self.want_closing_line(indent);
            self.token();
        }
    }

    /// `target = value;` and the like. A value that does not fit beside the `=` may stay on the next line.
    fn assignment(&mut self, node: &SyntaxNode, indent: usize) {
        for child in node.children_with_tokens() {
            match child {
                NodeOrToken::Node(value) => {
                    let is_value = self.tokens.before(self.next).is_some_and(|it| matches!(it.kind, EQ | LEFT_ARROW));
                    if is_value && self.is_left_on_next_line(&value) {
                        self.want_line(self.continuation, EmptyLines::Drop);
                    }
                    self.node(&value, indent);
                }
                NodeOrToken::Token(token) if !token.kind().is_trivia() => self.token(),
                NodeOrToken::Token(_) => {}
            }
        }
    }

    fn is_left_on_next_line(&self, value: &SyntaxNode) -> bool {
        let has_break = self.tokens.get(self.next).is_some_and(|it| it.all_newlines > 0);
        let width = " ;".len() + self.tokens.width(self.next..=self.last_of(value));
        has_break && !matches!(value.kind(), LIST | DICT | QUERY) && self.writer.column() + width > MAX_WIDTH
    }

    /// Writes the next token.
    pub(super) fn token(&mut self) {
        let wanted = self.wanted.take().unwrap_or(Break::Flat(self.continuation));
        self.writer.token(self.tokens, self.next, wanted);
        self.next += 1;
    }

    /// Characters in the line so far.
    pub(super) fn column(&self) -> usize {
        self.writer.column()
    }

    /// Asks for something before the next token, unless something is asked for already.
    pub(super) fn want(&mut self, wanted: Break) {
        self.wanted.get_or_insert(wanted);
    }

    /// Asks for a new line before the next token.
    pub(super) fn want_line(&mut self, column: usize, empty: EmptyLines) {
        self.want(Break::Line(Line { column, comments: column, empty }));
    }

    /// Asks for a new line before a closing bracket, above which comments are indented as what is in the brackets.
    pub(super) fn want_closing_line(&mut self, column: usize) {
        let empty = EmptyLines::KeepAboveComments;
        self.want(Break::Line(Line { column, comments: column + INDENT, empty }));
    }

    /// The column that the next token will have, if no comment is before it.
    pub(super) fn next_column(&self) -> usize {
        match (self.wanted, self.tokens.get(self.next)) {
            (Some(Break::Line(line)), _) => line.column,
            (_, Some(token)) => self.writer.column() + usize::from(token.flat == super::spacing::Flat::Space),
            (_, None) => self.writer.column(),
        }
    }

    /// The number of the last token of a node.
    pub(super) fn last_of(&self, node: &SyntaxNode) -> usize {
        self.tokens.last_before(node.text_range().end().into())
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is written on one line if it fits and the user has no line break in it, and on several otherwise: lists, dicts,
//! ends of connections, parameters, rows of strings, and operators.

use crate::kind::SyntaxKind::{self, *};
use crate::tree::{NodeOrToken, SyntaxElement, SyntaxNode};

use super::layout::Layout;
use super::writer::EmptyLines;
use super::{INDENT, MAX_WIDTH};

impl Layout<'_> {
    /// A list or a dict.
    pub(super) fn bracketed(&mut self, node: &SyntaxNode, indent: usize) {
        let last = self.last_of(node);
        if !self.breaks(self.next, last) || is_hugging(node) && !self.has_own_break(node) {
            self.children(node, indent);
        } else {
            self.one_a_line(significant(node), indent, Rows::of(node));
        }
    }

    /// `{ [ … ] }` behind `schedule`.
    pub(super) fn schedule(&mut self, node: &SyntaxNode, indent: usize) {
        let mut list = Vec::new();
        for child in significant(node) {
            match child.kind() {
                L_BRACE => self.token(),
                R_BRACE => {
                    self.schedule_list(std::mem::take(&mut list), indent + INDENT);
                    self.closing_brace(indent);
                }
                _ => list.push(child),
            }
        }
        self.schedule_list(list, indent + INDENT);
    }

    fn schedule_list(&mut self, list: Vec<SyntaxElement>, indent: usize) {
        let Some(last) = list.last() else { return };
        let last = self.tokens.last_before(last.text_range().end().into());
        self.want_line(indent, EmptyLines::Keep);
        let outer = std::mem::replace(&mut self.continuation, indent + INDENT);
        if self.breaks(self.next, last) {
            self.one_a_line(list.into_iter(), indent, Rows::One);
        } else {
            for element in list {
                self.element(element, indent);
            }
        }
        self.continuation = outer;
    }

    /// Writes brackets and what is in them, each element on a line of its own, or rows of numbers as the user has them.
    fn one_a_line(&mut self, elements: impl Iterator<Item = SyntaxElement>, indent: usize, rows: Rows) {
        let outer = std::mem::replace(&mut self.continuation, indent + 2 * INDENT);
        for element in elements {
            match element.kind() {
                R_BRACK | R_BRACE => self.want_closing_line(indent),
                L_BRACK | L_BRACE | COMMA | SEMICOLON => {}
                _ if rows == Rows::Kept && self.stays_in_row(&element) => {}
                _ => self.want_line(indent + INDENT, EmptyLines::Keep),
            }
            self.element(element, indent + INDENT);
        }
        self.continuation = outer;
    }

    /// Whether a number stays on the line of the one before.
    fn stays_in_row(&self, element: &SyntaxElement) -> bool {
        let last = self.tokens.last_before(element.text_range().end().into());
        let width = " ,".len() + self.tokens.width(self.next..=last);
        let has_break = self.tokens.get(self.next).is_none_or(|it| it.all_newlines > 0);
        let is_first = self.tokens.before(self.next).is_none_or(|it| it.kind == L_BRACK);
        !has_break && !is_first && self.tokens.trivia(self.next).is_empty() && self.column() + width <= MAX_WIDTH
    }

    /// Ends of a connection and parameters: below each other, or, where that is too far to the right, below the
    /// declaration.
    pub(super) fn aligned(&mut self, node: &SyntaxNode, indent: usize) {
        let mut ends: Option<Ends> = None;
        let outer = self.continuation;
        for child in significant(node) {
            match (child.kind(), &ends) {
                (L_PAREN, None) => {
                    self.token();
                    ends = Some(self.ends(node, indent));
                    self.continuation = ends.as_ref().map_or(outer, |it| it.column);
                    continue;
                }
                (R_PAREN | COMMA | SEMICOLON, _) | (_, None) => {}
                (_, Some(ends)) => {
                    let is_first = self.tokens.before(self.next).is_none_or(|it| it.kind == L_PAREN);
                    if ends.are_broken && (!is_first || ends.column < self.column()) {
                        self.want_line(ends.column, EmptyLines::Drop);
                    }
                }
            }
            self.element(child, indent);
        }
        self.continuation = outer;
    }

    /// Where the ends go; the next token is the first of them.
    fn ends(&self, node: &SyntaxNode, indent: usize) -> Ends {
        let column = self.column();
        let is_closing = |it: &SyntaxElement| it.kind() == R_PAREN;
        let close = significant(node).find(is_closing).map_or(node.text_range().end(), |it| it.text_range().end());
        let close = self.tokens.last_before(close.into());
        let width = self.tokens.width(self.next..=close) + ";".len();
        if !self.tokens.has_breaks(self.next..=close) && column + width <= MAX_WIDTH {
            return Ends { column, are_broken: false };
        }
        let elements = node.children().filter(|it| matches!(it.kind(), CONNECTION_END | PARAMETER));
        let width_of = |it: SyntaxNode| {
            let first = self.tokens.last_before(usize::from(it.text_range().start()) + 1);
            self.tokens.width(first..=self.last_of(&it))
        };
        let widest = elements.map(width_of).max().unwrap_or(0) + ");".len();
        let column = if column + widest <= MAX_WIDTH { column } else { indent + INDENT };
        Ends { column, are_broken: true }
    }

    /// Strings side by side, which are one value: below each other, or, where that is too far to the right, below the
    /// declaration.
    pub(super) fn strings(&mut self, node: &SyntaxNode) {
        let (first, last) = (self.next, self.last_of(node));
        let breaks = self.breaks(first, last);
        let widest = (first..=last).map(|it| self.tokens.width(it..=it)).max().unwrap_or(0) + ";".len();
        let beside = self.next_column();
        let column = if beside + widest <= MAX_WIDTH { beside } else { self.continuation };
        for (index, string) in significant(node).enumerate() {
            if breaks && index > 0 {
                self.want_line(column, EmptyLines::Drop);
            }
            self.element(string, column);
        }
    }

    /// Operands and operators; a line that the user broke between them stays broken.
    pub(super) fn operators(&mut self, node: &SyntaxNode, indent: usize) {
        for (index, child) in significant(node).enumerate() {
            let has_break = self.tokens.get(self.next).is_some_and(|it| it.all_newlines > 0);
            if index > 0 && has_break {
                self.want_line(self.continuation, EmptyLines::Drop);
            }
            self.element(child, indent);
        }
    }

    fn element(&mut self, element: SyntaxElement, indent: usize) {
        match element {
            NodeOrToken::Node(node) => self.node(&node, indent),
            NodeOrToken::Token(_) => self.token(),
        }
    }

    /// Whether the tokens between two brackets go on several lines.
    fn breaks(&self, first: usize, last: usize) -> bool {
        let closing =
            |index: &usize| self.tokens.get(*index).is_some_and(|it| matches!(it.kind, SEMICOLON | COMMA | R_PAREN));
        let behind = (last + 1..last + 4).take_while(closing).count();
        let width = self.tokens.width(first..=last) + behind;
        let has_breaks = first < last && self.tokens.has_breaks(first + 1..=last);
        has_breaks || self.next_column() + width > MAX_WIDTH
    }

    /// Whether the line breaks of the only element of a list are not all that it has.
    fn has_own_break(&self, node: &SyntaxNode) -> bool {
        let last = self.last_of(node);
        let first = self.next + 1;
        self.tokens.has_breaks(first..=first) || self.tokens.has_breaks(last..=last)
    }
}

/// Where ends of a connection or parameters go.
struct Ends {
    column: usize,
    are_broken: bool,
}

/// How many elements a line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// One.
    One,
    /// As many as the user has, if they fit.
    Kept,
}

impl Rows {
    /// A table of numbers keeps its rows.
    fn of(list: &SyntaxNode) -> Self {
        let is_plain = |it: SyntaxKind| matches!(it, NUMBER | BOOL | UNARY_EXPR);
        if list.kind() == LIST && list.children().all(|it| is_plain(it.kind())) { Self::Kept } else { Self::One }
    }
}

/// Whether a list has nothing but one list or dict, whose brackets stand beside its own.
fn is_hugging(list: &SyntaxNode) -> bool {
    let mut inside = significant(list).skip(1);
    list.kind() == LIST
        && inside.next().is_some_and(|it| matches!(it.kind(), LIST | DICT))
        && inside.next().is_some_and(|it| it.kind() == R_BRACK)
}

fn significant(node: &SyntaxNode) -> impl Iterator<Item = SyntaxElement> {
    node.children_with_tokens().filter(|it| !it.kind().is_trivia())
}

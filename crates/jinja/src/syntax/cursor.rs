// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The parser's way through its tokens.

use super::{
    SyntaxError,
    lexer::{Kind, Token, word},
    parser::Parser,
};

type Parsed<T> = Result<T, SyntaxError>;

impl<'a> Parser<'a> {
    #[inline]
    pub(crate) fn peek(&self) -> Token {
        match self.tokens.get(self.at).or(self.tokens.last()) {
            Some(token) => *token,
            None => Token { kind: Kind::End, start: self.text.len(), end: self.text.len(), word: 0 },
        }
    }

    pub(super) fn peek_after(&self) -> Option<Token> {
        self.tokens.get(self.at + 1).copied()
    }

    pub(super) fn rest(&self) -> &'a [Token] {
        self.tokens.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn go_to(&mut self, position: usize) {
        self.at = position;
    }

    /// Whether the token after the next one is this name.
    pub(crate) fn followed_by(&self, name: &str) -> bool {
        self.peek_after().is_some_and(|next| next.kind == Kind::Name && self.of(next) == name)
    }

    /// Goes to the next `for` that is in no brackets.
    pub(super) fn skip_to_for(&mut self) {
        let mut depth = 0usize;
        while !(self.is_end() || depth == 0 && self.is_name("for")) {
            let token = self.next();
            match (token.kind, self.of(token)) {
                (Kind::Op, "(" | "[" | "{") => depth += 1,
                (Kind::Op, ")" | "]" | "}") => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    pub(crate) fn next(&mut self) -> Token {
        let token = self.peek();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    pub(crate) fn of(&self, token: Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) fn is_op(&self, operator: &str) -> bool {
        let token = self.peek();
        token.kind == Kind::Op && token.word == word(operator)
    }

    #[inline(always)]
    pub(crate) fn is_name(&self, name: &str) -> bool {
        let token = self.peek();
        token.kind == Kind::Name && token.word == word(name) && (name.len() < 8 || self.of(token) == name)
    }

    pub(crate) fn is_end(&self) -> bool {
        self.peek().kind == Kind::End
    }

    #[inline(always)]
    pub(crate) fn eat_op(&mut self, operator: &str) -> bool {
        let found = self.is_op(operator);
        if found {
            self.at += 1;
        }
        found
    }

    #[inline(always)]
    pub(crate) fn eat_name(&mut self, name: &str) -> bool {
        let found = self.is_name(name);
        if found {
            self.at += 1;
        }
        found
    }

    #[inline(always)]
    pub(crate) fn expect_op(&mut self, operator: &str) -> Parsed<()> {
        if self.eat_op(operator) { Ok(()) } else { Err(self.unexpected(&format!("'{operator}'"))) }
    }

    pub(crate) fn expect_name(&mut self) -> Parsed<&'a str> {
        let token = self.peek();
        if token.kind != Kind::Name {
            return Err(self.unexpected("a name"));
        }
        self.at += 1;
        Ok(self.of(token))
    }

    pub(crate) fn expect_end(&self) -> Parsed<()> {
        let colon = self.colon && self.is_op(":") && self.peek_after().is_some_and(|next| next.kind == Kind::End);
        if self.is_end() || colon { Ok(()) } else { Err(self.unexpected("the end of the tag")) }
    }

    pub(crate) fn unexpected(&self, expected: &str) -> SyntaxError {
        let token = self.peek();
        let found = match token.kind {
            Kind::End => "the end".to_owned(),
            _ => format!("'{}'", self.of(token)),
        };
        SyntaxError::new(token.start, format!("unexpected {found}, expected {expected}"))
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.peek().start, message)
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Assertions, an extension of GNU cpp from before macros named the target: `#assert predicate(answer)`, `#unassert`, and
//! `#predicate(answer)` in conditions.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::engine::Engine;
use crate::error::PpErrorKind;
use crate::names::Symbol;
use crate::outline::DirectiveKind;
use crate::predefined;
use crate::token::{Kind, Token};

/// The answers of each predicate. An answer's tokens have one space between them where white space was written.
#[derive(Debug, Default)]
pub(crate) struct Assertions(FxHashMap<Symbol, FxHashSet<SmolStr>>);

/// What a directive or a condition says behind its `#`.
struct Assertion {
    predicate: Token,
    answer: Option<SmolStr>,
}

/// Whether a predicate may stand without an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Required,
    Optional,
}

impl Engine<'_> {
    /// Asserts what is true of the host before the first line.
    pub(crate) fn assert_predefined(&mut self) {
        for (predicate, answer) in predefined::assertions(self.environment.options().predefined) {
            let predicate = self.names.intern(predicate);
            self.assertions.0.entry(predicate).or_default().insert(SmolStr::new_static(answer));
        }
    }

    /// `#assert predicate(answer)`, behind the name.
    pub(crate) fn assert_directive(&mut self) {
        let Some(Assertion { predicate, answer: Some(answer) }) = self.assertion(Answer::Required) else { return };
        let name = self.names.text(predicate.symbol);
        if self.assertions.0.entry(predicate.symbol).or_default().insert(answer) {
            self.expect_line_end(DirectiveKind::Assert);
        } else {
            self.report(predicate, PpErrorKind::Reasserted { name });
        }
    }

    /// `#unassert predicate` and `#unassert predicate(answer)`, behind the name.
    pub(crate) fn unassert_directive(&mut self) {
        let Some(Assertion { predicate, answer }) = self.assertion(Answer::Optional) else { return };
        match answer {
            None => {
                self.assertions.0.remove(&predicate.symbol);
            }
            Some(answer) => {
                if let Some(answers) = self.assertions.0.get_mut(&predicate.symbol) {
                    answers.remove(&answer);
                }
            }
        }
        self.expect_line_end(DirectiveKind::Unassert);
    }

    /// `#predicate` or `#predicate(answer)` in a condition, as the number that it stands for; a malformed one is 0.
    pub(crate) fn assertion_operator(&mut self, hash: Token) -> Token {
        let holds = self.assertion(Answer::Optional).is_some_and(|it| {
            let answers = self.assertions.0.get(&it.predicate.symbol);
            answers.is_some_and(|all| it.answer.map_or(!all.is_empty(), |answer| all.contains(&answer)))
        });
        self.made_token(Kind::Number, if holds { "1" } else { "0" }, Token { symbol: Symbol::NONE, ..hash })
    }

    /// Reads a predicate and its answer; names in them are no macros.
    fn assertion(&mut self, needs: Answer) -> Option<Assertion> {
        self.no_expand += 1;
        let assertion = self.unexpanded_assertion(needs);
        self.no_expand -= 1;
        assertion
    }

    fn unexpanded_assertion(&mut self, needs: Answer) -> Option<Assertion> {
        let before = self.files.last().map(|it| it.position);
        let predicate = self.next_solid();
        match predicate.kind {
            Kind::Name => {}
            Kind::End => {
                self.put_back(predicate, before);
                self.report(predicate, PpErrorKind::MissingPredicate);
                return None;
            }
            _ => {
                let found = SmolStr::new(self.sources.text(predicate));
                self.report(predicate, PpErrorKind::PredicateNotIdentifier { found });
                return None;
            }
        }
        let Some(parenthesis) = self.peek_parenthesis() else {
            if needs == Answer::Required {
                let name = self.names.text(predicate.symbol);
                self.report(predicate, PpErrorKind::MissingAnswer { name });
                return None;
            }
            return Some(Assertion { predicate, answer: None });
        };
        let mut answer = String::new();
        loop {
            let before = self.files.last().map(|it| it.position);
            let token = self.next_solid();
            match token.kind {
                Kind::RightParen => break,
                Kind::End => {
                    self.put_back(token, before);
                    self.report(parenthesis, PpErrorKind::UnterminatedAnswer);
                    return None;
                }
                _ => {
                    if token.has_space() && !answer.is_empty() {
                        answer.push(' ');
                    }
                    answer.push_str(&self.sources.text(token));
                }
            }
        }
        if answer.is_empty() {
            self.report(parenthesis, PpErrorKind::EmptyAnswer);
            return None;
        }
        Some(Assertion { predicate, answer: Some(answer.into()) })
    }
}

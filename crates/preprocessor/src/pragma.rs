// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `#pragma` and `_Pragma` (C11 6.10.6, 6.10.9). Those that concern the preprocessor are carried out; all are kept
//! out of the output, where ADL has no place for them.

use smol_str::SmolStr;

use crate::engine::Engine;
use crate::error::PpErrorKind;
use crate::lexer::{ScanMode, scan};
use crate::outline::inside_delimiters;
use crate::place::Span;
use crate::token::{Kind, Token};

impl Engine<'_> {
    /// `#pragma …`, behind the name.
    pub(crate) fn pragma_directive(&mut self) {
        let Some(file) = self.files.last() else { return };
        let start = file.position;
        let buffer = file.buffer;
        let end = self.finish_line();
        let span = Span::new(buffer, u32::try_from(start).unwrap_or(u32::MAX), end);
        let text = self.sources.raw(span).to_owned();
        let lead = text.len() - text.trim_start().len();
        let lead = u32::try_from(lead).unwrap_or(0);
        self.pragma(&text, Span { start: span.start.saturating_add(lead).min(end), ..span });
    }

    /// `_Pragma ( "…" )`, behind the name.
    pub(crate) fn pragma_operator(&mut self, name: Token) {
        if self.peek_parenthesis().is_none() {
            self.report(name, PpErrorKind::MalformedPragmaOperator);
            return;
        }
        self.no_expand += 1;
        let literal = self.next_solid();
        let close = if literal.kind == Kind::End { literal } else { self.next_solid() };
        self.no_expand -= 1;
        let text = self.sources.text(literal).into_owned();
        if literal.kind != Kind::String || close.kind != Kind::RightParen {
            self.report(name, PpErrorKind::MalformedPragmaOperator);
            return;
        }
        let text = text.strip_prefix('L').unwrap_or(&text);
        let content = inside_delimiters(text).replace("\\\"", "\"").replace("\\\\", "\\");
        let site = self.use_site(name);
        self.pragma(&content, site);
    }

    pub(crate) fn next_solid(&mut self) -> Token {
        loop {
            let token = self.next();
            if token.kind != Kind::Padding {
                return token;
            }
        }
    }

    fn pragma(&mut self, text: &str, span: Span) {
        let mut words = Words { text, position: 0 };
        match words.next().1 {
            "once" => self.pragma_once(span),
            "push_macro" => self.pragma_saved_macro(&mut words, span, Saving::Push),
            "pop_macro" => self.pragma_saved_macro(&mut words, span, Saving::Pop),
            "poison" => self.pragma_poison(&mut words),
            "GCC" => match words.next().1 {
                "poison" => self.pragma_poison(&mut words),
                "error" => {
                    let message = words.message();
                    self.report_at(span, PpErrorKind::ErrorDirective { message });
                }
                "warning" => {
                    let message = words.message();
                    self.report_at(span, PpErrorKind::WarningDirective { message });
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn pragma_once(&mut self, span: Span) {
        if self.files.len() <= 1 {
            self.report_at(span, PpErrorKind::PragmaOnceInPrimary);
        } else if let Some(file) = self.files.last() {
            self.once.insert(file.file);
        }
    }

    fn pragma_saved_macro(&mut self, words: &mut Words<'_>, span: Span, saving: Saving) {
        let (open, _) = words.next();
        let (kind, literal) = words.next();
        let (close, _) = words.next();
        if open != Kind::LeftParen || kind != Kind::String || close != Kind::RightParen {
            let name = if saving == Saving::Push { "push_macro" } else { "pop_macro" };
            self.report_at(span, PpErrorKind::MalformedPragma { name });
            return;
        }
        let symbol = self.names.intern(inside_delimiters(literal));
        match saving {
            Saving::Push => self.macros.push(symbol),
            Saving::Pop => self.macros.pop(symbol),
        }
    }

    fn pragma_poison(&mut self, words: &mut Words<'_>) {
        loop {
            let (kind, word) = words.next();
            if kind != Kind::Name {
                return;
            }
            let symbol = self.names.intern(word);
            self.macros.poison(symbol);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Saving {
    Push,
    Pop,
}

/// The tokens of a pragma's text.
struct Words<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Words<'t> {
    fn next(&mut self) -> (Kind, &'t str) {
        let scanned = scan(self.text, self.position, ScanMode::Directive);
        self.position = scanned.end as usize;
        let word = self.text.get(scanned.start as usize..scanned.end as usize).unwrap_or("");
        (scanned.kind, word)
    }

    fn message(&mut self) -> SmolStr {
        let (kind, word) = self.next();
        if kind == Kind::String { SmolStr::new(inside_delimiters(word)) } else { SmolStr::new(word) }
    }
}

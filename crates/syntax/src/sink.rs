// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the parser's events and the lexer's tokens to the tree. Puts the trivia back and turns places into ranges.
//!
//! Trivia belong to the innermost node that both the token before and the token behind belong to, so a node begins and
//! ends with a token of its own.

use rowan::GreenNode;
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::event::{Event, Output, Place, PlacedError};
use crate::green::TreeBuilder;
use crate::kind::SyntaxKind;
use crate::lexer::Lexeme;

/// Builds the tree and adds the parser's errors to `errors`.
pub(crate) fn build(text: &str, lexemes: &[Lexeme], output: Output, errors: &mut Vec<SyntaxError>) -> GreenNode {
    let Output { mut events, errors: placed, .. } = output;
    let mut sink = Sink { text, lexemes, next: 0, at: 0, ranges: Vec::new(), builder: TreeBuilder::new(lexemes.len()) };
    let mut kinds = Vec::new();
    for index in 0..events.len() {
        match std::mem::replace(&mut events[index], Event::Nothing) {
            Event::Start { kind, outer } => {
                sink.trivia();
                collect_outer(&mut events, index, kind, outer, &mut kinds);
                for kind in kinds.drain(..).rev() {
                    sink.builder.start_node(kind);
                }
            }
            Event::Finish => sink.builder.finish_node(),
            Event::Token => sink.token(),
            Event::Nothing => {}
        }
    }
    // All of the text is in the tree, even if the parser had given up.
    sink.trivia();
    while sink.next < sink.lexemes.len() {
        sink.token();
        sink.trivia();
    }
    errors.extend(placed.into_iter().map(|it| sink.resolve(it)));
    sink.builder.finish(SyntaxKind::SOURCE_FILE)
}

/// The kinds of the nodes that begin at this event, innermost first.
fn collect_outer(events: &mut [Event], index: usize, kind: SyntaxKind, outer: u32, kinds: &mut Vec<SyntaxKind>) {
    kinds.push(kind);
    let mut index = index;
    let mut distance = outer;
    while distance != 0 {
        index += distance as usize;
        match events.get_mut(index).map(|it| std::mem::replace(it, Event::Nothing)) {
            Some(Event::Start { kind, outer }) => {
                kinds.push(kind);
                distance = outer;
            }
            _ => break,
        }
    }
}

struct Sink<'t> {
    text: &'t str,
    lexemes: &'t [Lexeme],
    /// The next token of `lexemes`, and where it starts.
    next: usize,
    at: usize,
    /// The ranges of the tokens that the parser has seen, by its own numbers.
    ranges: Vec<TextRange>,
    builder: TreeBuilder,
}

impl Sink<'_> {
    fn trivia(&mut self) {
        while let Some(lexeme) = self.lexemes.get(self.next)
            && lexeme.kind.is_skipped()
        {
            self.add(*lexeme);
        }
    }

    fn token(&mut self) {
        self.trivia();
        if let Some(lexeme) = self.lexemes.get(self.next) {
            let range = TextRange::at(offset(self.at), TextSize::new(lexeme.len));
            self.ranges.push(range);
            self.add(*lexeme);
        }
    }

    fn add(&mut self, lexeme: Lexeme) {
        let end = self.at + lexeme.len as usize;
        self.builder.token(lexeme.kind, self.text.get(self.at..end).unwrap_or_default());
        self.at = end;
        self.next += 1;
    }

    fn resolve(&self, error: PlacedError) -> SyntaxError {
        let PlacedError { place, mut kind, related } = error;
        let range = self.range(place);
        if let SyntaxErrorKind::UnexpandedMacro { name } = &mut kind {
            *name = SmolStr::new(self.text.get(range.start().into()..range.end().into()).unwrap_or_default());
        }
        SyntaxError { range, kind, related: related.map(|(place, text)| (self.range(place), text)) }
    }

    fn range(&self, place: Place) -> TextRange {
        let end = TextRange::empty(offset(self.text.len()));
        let token = |token: usize| self.ranges.get(token).copied().unwrap_or(end);
        match place {
            Place::Start => TextRange::default(),
            Place::After { token: number } => TextRange::empty(token(number).end()),
            Place::Tokens { first, last } => token(first).cover(token(last)),
        }
    }
}

/// The parser sees no text whose positions do not fit.
fn offset(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

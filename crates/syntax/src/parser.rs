// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The parser's hands: looking at tokens, taking them, opening and closing nodes, saying what is wrong. It knows kinds of
//! tokens and their lines, and no text; what the language looks like is in [`crate::grammar`].

use std::cell::Cell;

use crate::error::{BodyKind, Expected, RelatedText, SyntaxErrorKind};
use crate::event::{Event, Output, Place, PlacedError};
use crate::input::{BraceBalance, Input};
use crate::kind::SyntaxKind::{self, EOF};

/// How deep values and bodies may be inside each other. Every level takes a few frames of the stack, here and in whatever
/// walks over the tree.
pub(crate) const DEPTH_LIMIT: u32 = 128;

/// How often the parser may look ahead without taking a token. A correct grammar function needs a few dozens; the limit
/// turns an endless loop into an end of the text.
const PATIENCE: u32 = 10_000;

/// A body that is open at the current place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenBody {
    pub(crate) kind: BodyKind,
    /// The indentation of the line on which the declaration of the body begins.
    pub(crate) indentation: u32,
    /// Whether anything that belongs there was found in it.
    pub(crate) has_items: bool,
    /// Whether anything that does not belong there was found in it.
    pub(crate) has_errors: bool,
    /// The first tokens of what a body has only once.
    pub(crate) composition: Option<usize>,
    pub(crate) configuration: Option<usize>,
    pub(crate) schedule: Option<usize>,
    pub(crate) from: Option<usize>,
    pub(crate) to: Option<usize>,
}

impl OpenBody {
    pub(crate) fn new(kind: BodyKind, indentation: u32) -> Self {
        Self {
            kind,
            indentation,
            has_items: false,
            has_errors: false,
            composition: None,
            configuration: None,
            schedule: None,
            from: None,
            to: None,
        }
    }
}

/// The state of a parse.
#[derive(Debug)]
pub(crate) struct Parser<'i> {
    input: &'i Input,
    position: usize,
    output: Output,
    /// The token at which something was missing last: one mistake is reported once.
    last_missing: Option<usize>,
    depth: u32,
    /// The bodies around the current place, outermost first.
    pub(crate) bodies: Vec<OpenBody>,
    /// The closing brackets that the values around the current place wait for, outermost first.
    pub(crate) brackets: Vec<SyntaxKind>,
    /// The indentation of the line on which the current declaration begins.
    pub(crate) declaration_indentation: u32,
    idle: Cell<u32>,
    steps: Cell<u64>,
}

impl<'i> Parser<'i> {
    pub(crate) fn new(input: &'i Input) -> Self {
        Self {
            input,
            position: 0,
            output: Output { events: Vec::with_capacity(input.len() * 3), ..Output::default() },
            last_missing: None,
            depth: 0,
            bodies: Vec::new(),
            brackets: Vec::new(),
            declaration_indentation: 0,
            idle: Cell::new(0),
            steps: Cell::new(0),
        }
    }

    pub(crate) fn finish(mut self) -> Output {
        self.output.steps = self.steps.get();
        self.output
    }

    /// The kind of the token that is this many tokens ahead.
    pub(crate) fn nth(&self, ahead: usize) -> SyntaxKind {
        self.steps.set(self.steps.get() + 1);
        let idle = self.idle.get() + 1;
        self.idle.set(idle);
        if idle > PATIENCE {
            return EOF;
        }
        self.input.kind(self.position + ahead)
    }

    pub(crate) fn current(&self) -> SyntaxKind {
        self.nth(0)
    }

    pub(crate) fn at(&self, kind: SyntaxKind) -> bool {
        self.current() == kind
    }

    /// The kind of a token by its number.
    pub(crate) fn kind_of(&self, token: usize) -> SyntaxKind {
        self.input.kind(token)
    }

    pub(crate) fn at_end(&self) -> bool {
        self.at(EOF)
    }

    /// The number of the current token.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// Whether the token that is this many tokens ahead is the first one of its line.
    pub(crate) fn is_first_on_line(&self, ahead: usize) -> bool {
        self.input.is_first_on_line(self.position + ahead)
    }

    /// The indentation of the line of the current token, in columns.
    pub(crate) fn indentation(&self) -> u32 {
        self.input.indentation(self.position)
    }

    pub(crate) fn brace_balance(&self) -> BraceBalance {
        self.input.brace_balance()
    }

    /// Takes the current token, whatever it is.
    pub(crate) fn bump(&mut self) {
        if self.input.kind(self.position) != EOF {
            self.position += 1;
            self.idle.set(0);
            self.output.events.push(Event::Token);
        }
    }

    /// Takes the current token if it is of this kind.
    pub(crate) fn eat(&mut self, kind: SyntaxKind) -> bool {
        let is_there = self.at(kind);
        if is_there {
            self.bump();
        }
        is_there
    }

    /// Takes a token of this kind, or says that it is missing.
    pub(crate) fn expect(&mut self, kind: SyntaxKind) -> bool {
        let is_there = self.eat(kind);
        if !is_there {
            self.missing(Expected::Token(kind));
        }
        is_there
    }

    /// Says that something is missing at the current token. Only the first such error of a token counts: the others
    /// follow from it.
    pub(crate) fn missing(&mut self, what: Expected) {
        // The place for a missing token is behind the one before it; anything else is pointed out on what is there
        // instead, unless that belongs to another line.
        let place = match what {
            Expected::Token(_) => Place::before(self.position),
            _ if self.is_first_on_line(0) && self.position > 0 && !matches!(what, Expected::Item(_)) => {
                Place::before(self.position)
            }
            _ => Place::token(self.position),
        };
        self.missing_at(place, SyntaxErrorKind::Expected(what));
    }

    /// Says that the current token is not what should be there.
    pub(crate) fn unexpected(&mut self, what: Expected) {
        self.missing_at(Place::token(self.position), SyntaxErrorKind::Expected(what));
    }

    /// Says that something is missing, once for each token.
    pub(crate) fn missing_at(&mut self, place: Place, kind: SyntaxErrorKind) {
        if self.is_new_place() {
            self.error(place, kind);
        }
    }

    /// Whether nothing was said to be missing at the current token yet. Marks it as said.
    pub(crate) fn is_new_place(&mut self) -> bool {
        let is_new = self.last_missing != Some(self.position);
        self.last_missing = Some(self.position);
        is_new
    }

    /// Says that something is wrong.
    pub(crate) fn error(&mut self, place: Place, kind: SyntaxErrorKind) {
        self.output.errors.push(PlacedError { place, kind, related: None });
    }

    /// Says that something is wrong, and which other place it has to do with.
    pub(crate) fn error_with(&mut self, place: Place, kind: SyntaxErrorKind, other: Place, text: RelatedText) {
        self.output.errors.push(PlacedError { place, kind, related: Some((other, text)) });
    }

    /// From this token up to the last one taken.
    pub(crate) fn place_since(&self, first: usize) -> Place {
        Place::Tokens { first, last: self.position.saturating_sub(1).max(first) }
    }

    /// Goes one level deeper. `false` when it is deep enough; every `true` is answered by a [`Self::leave`].
    pub(crate) fn enter(&mut self) -> bool {
        let may_enter = self.depth < DEPTH_LIMIT;
        if may_enter {
            self.depth += 1;
        }
        may_enter
    }

    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// How many more levels there may be.
    pub(crate) fn depth_left(&self) -> u32 {
        DEPTH_LIMIT - self.depth
    }

    /// Begins a node.
    pub(crate) fn start(&mut self) -> Marker {
        let event = self.output.events.len();
        self.output.events.push(Event::Nothing);
        Marker { event, first: self.position }
    }

    /// Takes the tokens up to the current one as a node.
    pub(crate) fn bump_as(&mut self, kind: SyntaxKind) -> Completed {
        let marker = self.start();
        self.bump();
        marker.complete(self, kind)
    }
}

/// A node that has begun. Without [`Marker::complete`] there is no node, and its tokens belong to the one around it.
#[derive(Debug)]
#[must_use]
pub(crate) struct Marker {
    event: usize,
    first: usize,
}

impl Marker {
    /// Ends the node behind the last token that was taken.
    pub(crate) fn complete(self, p: &mut Parser<'_>, kind: SyntaxKind) -> Completed {
        if let Some(event) = p.output.events.get_mut(self.event) {
            *event = Event::Start { kind, outer: 0 };
        }
        p.output.events.push(Event::Finish);
        Completed { event: self.event, first: self.first, kind }
    }

    /// The number of the node's first token.
    pub(crate) fn first(&self) -> usize {
        self.first
    }
}

/// A node that has ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Completed {
    event: usize,
    first: usize,
    kind: SyntaxKind,
}

impl Completed {
    /// Begins a node that encloses this one.
    pub(crate) fn precede(self, p: &mut Parser<'_>) -> Marker {
        let outer = p.start();
        if let Some(Event::Start { outer: distance, .. }) = p.output.events.get_mut(self.event) {
            *distance = u32::try_from(outer.event - self.event).unwrap_or(0);
        }
        Marker { event: outer.event, first: self.first }
    }

    pub(crate) fn kind(self) -> SyntaxKind {
        self.kind
    }

    /// The number of the node's first token.
    pub(crate) fn first(self) -> usize {
        self.first
    }
}

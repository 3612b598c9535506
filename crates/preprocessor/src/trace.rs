// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How each token came to be: the expansions that it went through, as a small graph that both the running
//! preprocessor (to place its errors) and the finished span map (to answer questions) read.

use crate::place::Span;

/// An index of [`Trace::origins`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OriginId(pub(crate) u32);

impl OriginId {
    /// The token stands in a source file as written.
    pub(crate) const SOURCE: Self = Self(0);
}

/// An index of [`Trace::expansions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ExpansionId(pub(crate) u32);

/// Where a token was directly before it reached its present list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Source,
    /// From the body of the macro expanded.
    Body(ExpansionId),
    /// From an argument of the macro expanded; `before` is the origin that it had in the argument.
    Argument {
        expansion: ExpansionId,
        before: OriginId,
    },
}

/// One expansion of one macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// An index of the run's table of macros.
    pub(crate) definition: u32,
    /// The invocation, from the name to the closing parenthesis where both are written in one place.
    pub(crate) call: Span,
    /// The origin of the macro's name.
    pub(crate) caller: OriginId,
    /// The outermost expansion around this one, itself if it is written in a file.
    pub(crate) root: ExpansionId,
}

/// All expansions of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trace {
    /// Each with whether such a token was written in a file, outside any definition.
    origins: Vec<(Origin, bool)>,
    expansions: Vec<Expansion>,
    /// The argument origin made last; a run of tokens of one argument shares it.
    last_argument: Option<OriginId>,
}

impl Trace {
    pub(crate) fn new() -> Self {
        Self { origins: vec![(Origin::Source, true)], expansions: Vec::new(), last_argument: None }
    }

    pub(crate) fn origin(&self, id: OriginId) -> Origin {
        self.origins.get(id.0 as usize).map_or(Origin::Source, |it| it.0)
    }

    pub(crate) fn expansion(&self, id: ExpansionId) -> Option<&Expansion> {
        self.expansions.get(id.0 as usize)
    }

    pub(crate) fn expansions(&self) -> &[Expansion] {
        &self.expansions
    }

    /// Starts an expansion; returns it with the origin of its body's tokens.
    pub(crate) fn begin(&mut self, definition: u32, call: Span, caller: OriginId) -> (ExpansionId, OriginId) {
        let id = ExpansionId(index(self.expansions.len()));
        let root = self.root_of(caller).unwrap_or(id);
        self.expansions.push(Expansion { definition, call, caller, root });
        (id, self.push(Origin::Body(id)))
    }

    /// The origin of a token with origin `before` that becomes part of `expansion` through an argument.
    pub(crate) fn argument(&mut self, expansion: ExpansionId, before: OriginId) -> OriginId {
        let origin = Origin::Argument { expansion, before };
        if let Some(last) = self.last_argument
            && self.origin(last) == origin
        {
            return last;
        }
        let id = self.push(origin);
        self.last_argument = Some(id);
        id
    }

    /// The outermost expansion around a token, or nothing for a token of a file.
    pub(crate) fn root_of(&self, origin: OriginId) -> Option<ExpansionId> {
        let expansion = self.innermost(origin)?;
        self.expansion(expansion).map(|it| it.root)
    }

    /// The expansion that put a token of this origin in its place.
    pub(crate) fn innermost(&self, origin: OriginId) -> Option<ExpansionId> {
        match self.origin(origin) {
            Origin::Source => None,
            Origin::Body(expansion) | Origin::Argument { expansion, .. } => Some(expansion),
        }
    }

    /// Whether the token was written in a file, outside any definition: directly, or in an argument.
    pub(crate) fn is_written_in_source(&self, origin: OriginId) -> bool {
        self.origins.get(origin.0 as usize).is_none_or(|it| it.1)
    }

    /// The place in a file that stands for a token: its own, or the outermost invocation's.
    pub(crate) fn use_site(&self, span: Span, origin: OriginId) -> Span {
        if self.is_written_in_source(origin) {
            return span;
        }
        self.outermost_call(span, origin)
    }

    /// The outermost invocation around a token that is being rescanned, also if it was written as an argument; else the token.
    pub(crate) fn outermost_call(&self, span: Span, origin: OriginId) -> Span {
        self.root_of(origin).and_then(|root| self.expansion(root)).map_or(span, |it| it.call)
    }

    fn push(&mut self, origin: Origin) -> OriginId {
        let id = OriginId(index(self.origins.len()));
        let written = match origin {
            Origin::Source => true,
            Origin::Body(_) => false,
            Origin::Argument { before, .. } => self.is_written_in_source(before),
        };
        self.origins.push((origin, written));
        id
    }
}

fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A diagnostic before its places are looked up: it names items, so that it stays valid while text moves.

use text_size::{TextRange, TextSize};

use super::{Diagnostic, Edit, Fix, Label, Rule, Severity, Span};
use crate::db::Db;
use crate::input::System;
use crate::loc::ItemLoc;
use crate::parse::source_map;
use crate::source_map::Writing;

/// Which range of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    /// Its name, or all of it when it has none.
    Focus(ItemLoc),
    /// All of it.
    Full(ItemLoc),
}

/// A mistake found by a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    rule: Rule,
    severity: Severity,
    at: Spot,
    message: String,
    labels: Vec<(Spot, String)>,
    notes: Vec<String>,
    mends: Vec<Mend>,
}

/// A fix before its places are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mend {
    pub(crate) title: String,
    pub(crate) edits: Vec<MendEdit>,
}

/// One replacement of a [`Mend`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MendEdit {
    pub(crate) at: Spot,
    pub(crate) text: String,
}

impl From<ItemLoc> for Spot {
    fn from(loc: ItemLoc) -> Self {
        Self::Focus(loc)
    }
}

impl Spot {
    fn place(self, db: &dyn Db, system: System) -> (Span, Writing) {
        let (loc, pick): (_, fn(crate::source_map::Spot) -> TextRange) = match self {
            Self::Focus(loc) => (loc, |spot| spot.focus),
            Self::Full(loc) => (loc, |spot| spot.full),
        };
        match source_map(db, system, loc.file).get(loc.id) {
            Some(spot) => (Span { file: spot.file, range: pick(spot) }, spot.writing),
            None => (Span { file: loc.file, range: TextRange::empty(TextSize::new(0)) }, Writing::Macro),
        }
    }

    fn span(self, db: &dyn Db, system: System) -> Span {
        self.place(db, system).0
    }
}

impl Finding {
    /// A mistake at a place, with the rule's own severity.
    pub(crate) fn new(rule: Rule, at: impl Into<Spot>, message: impl Into<String>) -> Self {
        let (at, message) = (at.into(), message.into());
        Self { rule, severity: rule.severity(), at, message, labels: Vec::new(), notes: Vec::new(), mends: Vec::new() }
    }

    /// The rule that is broken.
    pub(crate) fn rule(&self) -> Rule {
        self.rule
    }

    /// Changes the severity from the rule's own.
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Adds another place that matters.
    pub(crate) fn label(mut self, at: impl Into<Spot>, text: impl Into<String>) -> Self {
        self.labels.push((at.into(), text.into()));
        self
    }

    /// Adds a sentence.
    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a mend of one replacement.
    pub(crate) fn mend(self, title: impl Into<String>, at: impl Into<Spot>, text: impl Into<String>) -> Self {
        let edits = vec![MendEdit { at: at.into(), text: text.into() }];
        self.mends(Mend { title: title.into(), edits })
    }

    /// Adds a mend.
    pub(crate) fn mends(mut self, mend: Mend) -> Self {
        self.mends.push(mend);
        self
    }

    /// Adds a note and a mend when a known name is close to what was written.
    pub(crate) fn did_you_mean<'a>(self, at: ItemLoc, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match crate::names::closest(written, known) {
            Some(name) => self.note(format!("did you mean `{name}`?")).mend(format!("Change to `{name}`"), at, name),
            None => self,
        }
    }

    /// Looks up the places.
    pub(crate) fn resolve(&self, db: &dyn Db, system: System) -> Diagnostic {
        // What a macro made can't be mended where the macro is used.
        let edit = |e: &MendEdit| match e.at.place(db, system) {
            (span, Writing::Source) => Some(Edit { span, text: e.text.clone() }),
            (_, Writing::Macro) => None,
        };
        let fix = |(i, mend): (usize, &Mend)| {
            let edits = mend.edits.iter().map(edit).collect::<Option<_>>()?;
            Some(Fix { title: mend.title.clone(), edits, preferred: i == 0 })
        };
        Diagnostic {
            rule: self.rule,
            severity: self.severity,
            primary: self.at.span(db, system),
            message: self.message.clone(),
            labels: self
                .labels
                .iter()
                .map(|(at, text)| Label { span: at.span(db, system), text: text.clone() })
                .collect(),
            notes: self.notes.clone(),
            fixes: self.mends.iter().enumerate().filter_map(fix).collect(),
        }
    }
}

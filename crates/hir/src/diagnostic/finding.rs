// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A diagnostic before its places are looked up: it names items, so that it stays valid while text moves.

use camkes_syntax::ast::{self, AstNode, doc_comment_start};
use camkes_syntax::{NodeOrToken, SyntaxKind, SyntaxNode};
use text_size::{TextRange, TextSize};

use super::{Diagnostic, Edit, Fix, Label, Rule, Severity, Span};
use crate::db::Db;
use crate::input::{File, System};
use crate::loc::ItemLoc;
use crate::parse::{parse, source_map};
use crate::source_map::Writing;

/// Which range of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    /// Its name, or all of it when it has none.
    Focus(ItemLoc),
    /// All of it.
    Full(ItemLoc),
    /// The point before it, where something can be inserted.
    Before(ItemLoc),
    /// The point behind it.
    After(ItemLoc),
    /// The point behind it; what is inserted stands on a line of its own, as far in as it.
    LineAfter(ItemLoc),
    /// All of it with the rest of its lines, when those are blank: what goes when it is removed.
    Lines(ItemLoc),
    /// The same with the comment directly above it.
    Documented(ItemLoc),
    /// All between two places of one file.
    Stretch(Edge, Edge),
    /// For what stands in a composition: where a setting for it goes.
    SettingFor(ItemLoc),
    /// A part of the text around it.
    Around(ItemLoc, Around),
}

/// A part of the text around an item that is no item itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    /// The connector of the connection.
    Connector,
    /// The end of a connection, with the comma that goes when it is removed.
    End,
    /// The statement of a component, with the rest of its lines, when those are blank.
    Statement,
}

/// One side of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Where it begins.
    Start(ItemLoc),
    /// Where it ends.
    End(ItemLoc),
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
    pub(crate) certainty: Certainty,
}

/// Whether a fix is surely what is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It may be made without asking, when it is a finding's first.
    Sure,
    /// A person should choose it.
    Choice,
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

impl Edge {
    fn spot(self) -> Spot {
        match self {
            Self::Start(loc) => Spot::Before(loc),
            Self::End(loc) => Spot::After(loc),
        }
    }
}

impl Spot {
    /// The item, or the one at which a stretch begins.
    fn loc(self) -> ItemLoc {
        match self {
            Self::Focus(loc)
            | Self::Full(loc)
            | Self::Before(loc)
            | Self::After(loc)
            | Self::LineAfter(loc)
            | Self::Lines(loc)
            | Self::Documented(loc)
            | Self::SettingFor(loc)
            | Self::Around(loc, _)
            | Self::Stretch(Edge::Start(loc) | Edge::End(loc), _) => loc,
        }
    }

    fn place(self, db: &dyn Db, system: System) -> (Span, Writing) {
        let loc = self.loc();
        if let Self::Stretch(from, to) = self {
            let ((from, first), (to, last)) = (from.spot().place(db, system), to.spot().place(db, system));
            // Macros and headers may tear it apart.
            let whole = from.file == to.file && from.range.start() <= to.range.end();
            let writing = if whole && first == Writing::Source { last } else { Writing::Macro };
            let range = if whole { from.range.cover(to.range) } else { from.range };
            return (Span { range, ..from }, writing);
        }
        if let Self::Around(_, part) = self {
            let (full, writing) = Self::Full(loc).place(db, system);
            return match part.range(db, full) {
                Some(range) => (Span { range, ..full }, writing),
                None => (full, Writing::Macro),
            };
        }
        let range = |spot: &crate::source_map::Spot| match self {
            Self::Focus(_) => spot.focus,
            Self::Full(_) | Self::Stretch(..) | Self::SettingFor(_) | Self::Around(..) => spot.full,
            Self::Before(_) => TextRange::empty(spot.full.start()),
            Self::After(_) | Self::LineAfter(_) => TextRange::empty(spot.full.end()),
            Self::Lines(_) => whole_lines(spot.file.contents(db).as_str(), spot.full),
            Self::Documented(_) => whole_lines(spot.file.contents(db).as_str(), with_comment(db, spot.file, spot.full)),
        };
        match source_map(db, system, loc.file).get(loc.id) {
            Some(spot) => (Span { file: spot.file, range: range(&spot) }, spot.writing),
            None => (Span { file: loc.file, range: TextRange::empty(TextSize::new(0)) }, Writing::Macro),
        }
    }

    fn span(self, db: &dyn Db, system: System) -> Span {
        self.place(db, system).0
    }
}

/// The range of a declaration with the comment directly above it. One at the start of the file may be about that.
fn with_comment(db: &dyn Db, file: File, range: TextRange) -> TextRange {
    let node = node_at(db, Span { file, range });
    let start = node.filter(|it| it.text_range() == range).and_then(|it| doc_comment_start(&it));
    match start.filter(|it| *it > TextSize::new(0)) {
        Some(start) => TextRange::new(start, range.end()),
        None => range,
    }
}

/// A range with the rest of its first and last line and the end of that, when there is nothing else in them; else with the
/// blanks before it.
pub(crate) fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let (Some(before), Some(after)) = (text.get(..range.start().into()), text.get(range.end().into()..)) else {
        return range;
    };
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = after.find('\n').map_or(after.len(), |at| at + 1);
    let is_blank = |part: Option<&str>| part.is_some_and(|part| part.trim().is_empty());
    if is_blank(before.get(line_start..)) && is_blank(after.get(..line_end)) {
        return TextRange::new(size(line_start), range.end() + size(line_end));
    }
    TextRange::new(size(before.trim_end_matches([' ', '\t']).len()), range.end())
}

/// The start of a line that is as far in as the one at a place.
fn new_line(text: &str, at: Span) -> String {
    let before = text.get(..at.range.start().into()).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let indent = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    std::iter::once('\n').chain(indent).collect()
}

impl Around {
    fn range(self, db: &dyn Db, at: Span) -> Option<TextRange> {
        let node = node_at(db, at)?;
        let bare = camkes_syntax::text_range_without_trivia;
        match self {
            Self::Connector => {
                let connection = node.ancestors().find_map(ast::Connection::cast)?;
                Some(bare(connection.reference()?.syntax()))
            }
            Self::End => {
                let end = node.ancestors().find_map(ast::ConnectionEnd::cast)?.syntax().clone();
                let next = end.next_sibling().filter(|it| ast::ConnectionEnd::can_cast(it.kind()));
                let before = end.prev_sibling().filter(|it| ast::ConnectionEnd::can_cast(it.kind()));
                let own = bare(&end);
                match (next, before.and_then(|it| it.last_token())) {
                    (Some(next), _) => Some(TextRange::new(own.start(), bare(&next).start())),
                    (None, Some(comma)) if comma.kind() == SyntaxKind::COMMA => {
                        Some(TextRange::new(comma.text_range().start(), own.end()))
                    }
                    _ => None,
                }
            }
            Self::Statement => {
                let statement = node.ancestors().find(|it| ast::ComponentItem::can_cast(it.kind()))?;
                Some(whole_lines(at.file.contents(db).as_str(), bare(&statement)))
            }
        }
    }
}

/// The innermost node around a place.
fn node_at(db: &dyn Db, at: Span) -> Option<SyntaxNode> {
    let root = parse(db, at.file).syntax_node();
    if !root.text_range().contains_range(at.range) {
        return None;
    }
    match root.covering_element(at.range) {
        NodeOrToken::Node(node) => Some(node),
        NodeOrToken::Token(token) => token.parent(),
    }
}

/// The edit that adds a setting for what stands at a place of a composition.
fn added_setting(db: &dyn Db, at: Span, setting: &str) -> Option<Edit> {
    let holder = camkes_syntax::settings_holder(&node_at(db, at)?)?;
    let text = at.file.contents(db).as_str();
    let (place, text) = camkes_syntax::append_settings(text, &holder, &[setting.to_owned()])?;
    Some(Edit { span: Span { range: TextRange::empty(place), ..at }, text })
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

    /// The file in which it was found.
    pub(crate) fn file(&self) -> File {
        self.at.loc().file
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
        self.mends(Mend { title: title.into(), edits, certainty: Certainty::Sure })
    }

    /// Adds a mend of one replacement that a person should choose.
    pub(crate) fn choice(self, title: impl Into<String>, at: Spot, text: impl Into<String>) -> Self {
        let edits = vec![MendEdit { at, text: text.into() }];
        self.mends(Mend { title: title.into(), edits, certainty: Certainty::Choice })
    }

    /// Adds a mend.
    pub(crate) fn mends(mut self, mend: Mend) -> Self {
        self.mends.push(mend);
        self
    }

    /// Adds a note and a mend when a known name is close to what was written.
    pub(crate) fn did_you_mean<'a>(self, at: ItemLoc, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.meant(at, crate::names::closest(written, known))
    }

    /// Adds a note and a mend for the name that was probably meant.
    pub(crate) fn meant(self, at: ItemLoc, name: Option<&str>) -> Self {
        match name {
            Some(name) => self.note(format!("did you mean `{name}`?")).mend(format!("Change to `{name}`"), at, name),
            None => self,
        }
    }

    /// Looks up the places.
    pub(crate) fn resolve(&self, db: &dyn Db, system: System) -> Diagnostic {
        // What a macro made can't be mended where the macro is used.
        let edit = |e: &MendEdit| match e.at.place(db, system) {
            (span, Writing::Source) if matches!(e.at, Spot::SettingFor(_)) => added_setting(db, span, &e.text),
            (span, Writing::Source) => {
                let own_line =
                    matches!(e.at, Spot::LineAfter(_)).then(|| new_line(span.file.contents(db).as_str(), span));
                Some(Edit { span, text: own_line.unwrap_or_default() + &e.text })
            }
            (_, Writing::Macro) => None,
        };
        let fix = |(i, mend): (usize, &Mend)| {
            let edits = mend.edits.iter().map(edit).collect::<Option<Vec<_>>>()?;
            // Made with others at once, each would make a configuration of its own.
            let makes_configuration = mend.edits.iter().zip(&edits).any(|(mend, edit)| {
                matches!(mend.at, Spot::SettingFor(_)) && edit.text.trim_start().starts_with("configuration")
            });
            let preferred = i == 0 && mend.certainty == Certainty::Sure && !makes_configuration;
            Some(Fix { title: mend.title.clone(), edits, preferred })
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

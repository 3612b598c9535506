// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connections of one connector that share an end. They become one connection, under the names of all of them; written as one,
//! it has a name of its own.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

use super::{Check, Lint, New, OfComposition};
use crate::assembly::stop_if_overtaken;
use crate::db::Db;
use crate::diagnostic::{Certainty, Finding, Holds, Mend, MendEdit, Rule, Spot};
use crate::input::File;
use crate::item_tree::{CompositionDecl, ConnectionDecl, EndDecl, Given, Path, Side};
use crate::loc::ItemLoc;

pub(super) const LINT: Lint = Lint {
    rule: Rule::MergeableConnections,
    tag: None,
    holds: Holds::InAny,
    check: Check::Composition(OfComposition { find, is_sound }),
};

fn is_sound(composition: &CompositionDecl, new: &New<'_>) -> bool {
    let new: Vec<_> = new.connections.iter().flat_map(|it| ends(it).map(move |end| (it.id, end))).collect();
    let is_shared =
        |it: &ConnectionDecl| ends(it).any(|end| new.iter().any(|(id, other)| *id != it.id && end == *other));
    new.is_empty() || !composition.connections.iter().any(|it| is_shared(it))
}

/// The ends of a connection; none where its connector is written in place.
fn ends(connection: &ConnectionDecl) -> impl Iterator<Item = End<'_>> {
    let connector = if let Given::Use(connector) = &connection.connector { Some(connector) } else { None };
    let ends = connector.map(|it| connection.ends.iter().map(move |end| (it, end)));
    ends.into_iter().flatten().map(|(connector, end)| End { connector, side: end.side, path: &end.path })
}

fn find(db: &dyn Db, file: File, composition: &CompositionDecl) -> Vec<Finding> {
    let mut findings = Vec::new();
    // The first connection of each kind with each end.
    let mut seen: FxHashMap<End<'_>, usize> = FxHashMap::default();
    seen.reserve(2 * composition.connections.len());
    for (number, second) in composition.connections.iter().enumerate() {
        stop_if_overtaken(db, number);
        let Given::Use(connector) = &second.connector else { continue };
        let mut earlier: Option<(usize, &EndDecl)> = None;
        for end in &second.ends {
            let first = *seen.entry(End { connector, side: end.side, path: &end.path }).or_insert(number);
            if first != number && earlier.is_none_or(|(other, _)| first < other) {
                earlier = Some((first, end));
            }
        }
        let Some((first, end)) = earlier else { continue };
        let Some(first) = composition.connections.get(first) else { continue };
        let at = ItemLoc::new(file, second.id);
        let message = format!("`{}` shares the end `{}` with `{}`", second.name.text, end.path.text(), first.name.text);
        let finding = Finding::new(Rule::MergeableConnections, at, message)
            .label(ItemLoc::new(file, first.id), "the other connection")
            .note("both become one connection, which is named after both; several ends can be written in one");
        findings.push(match merge(file, first, second) {
            Some(mend) => finding.mends(mend),
            None => finding,
        });
    }
    findings
}

/// An end of a connection of some kind, by the words of both.
struct End<'d> {
    connector: &'d Path,
    side: Side,
    path: &'d Path,
}

impl PartialEq for End<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.side == other.side && is_same_path(self.path, other.path) && is_same_path(self.connector, other.connector)
    }
}

impl Eq for End<'_> {}

impl Hash for End<'_> {
    /// Nearly always the connector is the same where all else is.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.parts.iter().for_each(|part| part.text.hash(state));
        self.side.hash(state);
    }
}

fn is_same_path(a: &Path, b: &Path) -> bool {
    a.parts.len() == b.parts.len() && a.parts.iter().zip(&b.parts).all(|(a, b)| a.text == b.text)
}

fn is_same(a: &EndDecl, b: &EndDecl) -> bool {
    a.side == b.side && a.path.text() == b.path.text()
}

/// Writes the ends of the second connection into the first. Its name goes, so that a person should look.
fn merge(file: File, first: &ConnectionDecl, second: &ConnectionDecl) -> Option<Mend> {
    let last = first.ends.last()?;
    let new = second.ends.iter().filter(|end| !first.ends.iter().any(|it| is_same(it, end)));
    let text: String = new.map(|end| format!(", {} {}", end.side.keyword(), end.path.text())).collect();
    let edits = vec![
        MendEdit { at: Spot::After(ItemLoc::new(file, last.path.id)), text },
        MendEdit { at: Spot::Lines(ItemLoc::new(file, second.id)), text: String::new() },
    ];
    Some(Mend { title: format!("Write it into `{}`", first.name.text), edits, certainty: Certainty::Choice })
}

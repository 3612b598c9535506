// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connections that share an interface become one (reference tool, stage 9). Ends keep the order of declaration; the
//! reference's order is that of a hash set and changes from run to run.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::flat::{FlatConnection, FlatEnd};
use crate::diagnostic::{Finding, Rule};
use crate::item_tree::Side;
use crate::loc::ItemLoc;
use crate::model::{Connection, Connector, End};

/// A connection of the final system.
pub(super) struct Merged {
    pub(super) name: SmolStr,
    pub(super) connector: Arc<Connector>,
    pub(super) from: Vec<FlatEnd>,
    pub(super) to: Vec<FlatEnd>,
    pub(super) origin: ItemLoc,
    pub(super) incomplete: bool,
    /// Made of several declarations.
    pub(super) parts: Vec<SmolStr>,
}

impl Merged {
    pub(super) fn ends(&self) -> impl Iterator<Item = &FlatEnd> {
        self.from.iter().chain(&self.to)
    }

    pub(super) fn into_model(self) -> Connection {
        let ends = |ends: Vec<FlatEnd>| ends.into_iter().map(|e| e.end).collect();
        Connection {
            name: self.name,
            connector: self.connector,
            from: ends(self.from),
            to: ends(self.to),
            origin: self.origin,
        }
    }
}

/// Merges what belongs together. Single connections come first, in order; merged ones follow.
pub(super) fn merge(connections: &[FlatConnection], findings: &mut Vec<Finding>) -> Vec<Merged> {
    let sets = sets(connections);
    let mut single: Vec<Option<Merged>> = connections.iter().map(|c| Some(alone(c))).collect();
    let mut merged = Vec::new();
    for set in sets.into_iter().filter(|set| set.len() > 1) {
        let parts: Vec<&FlatConnection> = set.iter().map(|&i| &connections[i]).collect();
        let Some((first, rest)) = parts.split_first() else { continue };
        if let Some(other) = rest.iter().find(|c| c.connector.origin != first.connector.origin) {
            findings.push(mixed(first, other));
            continue;
        }
        for &i in &set {
            single[i] = None;
        }
        merged.push(join(&parts));
    }
    single.into_iter().flatten().chain(merged).collect()
}

/// Connections that hang together through shared interfaces, each set by index, in order of its first connection.
fn sets(connections: &[FlatConnection]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..connections.len()).collect();
    let mut first_user: FxHashMap<(Side, End), usize> = FxHashMap::default();
    for (index, connection) in connections.iter().enumerate() {
        for end in &connection.ends {
            let first = *first_user.entry((end.side, end.end)).or_insert(index);
            let (a, b) = (find(&mut leader, first), find(&mut leader, index));
            // The earlier connection leads, so that sets come out in order of declaration.
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut sets: Vec<Vec<usize>> = vec![Vec::new(); connections.len()];
    for index in 0..connections.len() {
        let lead = find(&mut leader, index);
        sets[lead].push(index);
    }
    sets.retain(|set| !set.is_empty());
    sets
}

/// The leader of a connection's set, shortening the way to it.
fn find(leader: &mut [usize], mut index: usize) -> usize {
    while leader[index] != index {
        leader[index] = leader[leader[index]];
        index = leader[index];
    }
    index
}

/// A connection that nothing was merged with.
pub(super) fn alone(connection: &FlatConnection) -> Merged {
    let side = |side| connection.ends.iter().filter(|e| e.side == side).cloned().collect();
    Merged {
        name: connection.name.clone(),
        connector: Arc::clone(&connection.connector),
        from: side(Side::From),
        to: side(Side::To),
        origin: connection.origin,
        incomplete: connection.incomplete,
        parts: Vec::new(),
    }
}

fn join(parts: &[&FlatConnection]) -> Merged {
    let mut names: Vec<SmolStr> = parts.iter().map(|c| c.name.clone()).collect();
    names.sort();
    let mut out = alone(parts[0]);
    out.name = names.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(".").into();
    out.parts = names;
    let mut known: FxHashSet<(Side, End)> = out.ends().map(|e| (e.side, e.end)).collect();
    for part in &parts[1..] {
        out.incomplete |= part.incomplete;
        for end in &part.ends {
            let side = match end.side {
                Side::From => &mut out.from,
                Side::To => &mut out.to,
            };
            if known.insert((end.side, end.end)) {
                side.push(end.clone());
            }
        }
    }
    out
}

fn mixed(first: &FlatConnection, other: &FlatConnection) -> Finding {
    let message = format!(
        "`{}` and `{}` share an interface but have different connectors, `{}` and `{}`",
        first.name, other.name, first.connector.name, other.connector.name
    );
    Finding::new(Rule::MixedConnectors, other.origin, message)
        .label(first.origin, "the other connection")
        .note("connections that share an interface become one, which has one connector")
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connections that share an interface become one (reference tool, stage 9). Ends keep the order of declaration; the
//! reference's order is that of a hash set and changes from run to run.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::body::{JointEnd, stop_if_overtaken};
use super::flat::{Flat, FlatConnection};
use crate::db::Db;
use crate::diagnostic::{Around, Finding, Rule, Spot};
use crate::item_tree::Side;
use crate::loc::ItemLoc;
use crate::model::{Connection, Connector, End, Part};

/// A connection of the final system.
pub(super) struct Merged<'f> {
    /// The only connection, or the first one of several that became one.
    first: &'f FlatConnection<'f>,
    ends: &'f [End],
    joined: Option<Box<Joined<'f>>>,
}

/// What several connections are together.
struct Joined<'f> {
    name: SmolStr,
    ends: Vec<MergedEnd<'f>>,
    incomplete: bool,
    parts: Vec<SmolStr>,
    /// The declarations, in order.
    declared: Vec<&'f FlatConnection<'f>>,
}

/// An end of a connection of the final system.
#[derive(Clone, Copy)]
pub(super) struct MergedEnd<'f> {
    /// The interface.
    pub(super) end: End,
    /// How it is written.
    pub(super) joint: &'f JointEnd,
    /// The connection in which it is written; several share one end after merging.
    pub(super) connection: ItemLoc,
}

impl<'f> Merged<'f> {
    /// A connection that nothing was merged with.
    pub(super) fn alone(flat: &'f Flat<'_>, connection: &'f FlatConnection<'_>) -> Self {
        Self { first: connection, ends: flat.ends_of(connection), joined: None }
    }

    pub(super) fn name(&self) -> &SmolStr {
        self.joined.as_ref().map_or(&self.first.name, |it| &it.name)
    }

    pub(super) fn connector(&self) -> &'f Arc<Connector> {
        &self.first.joint.connector
    }

    pub(super) fn origin(&self) -> ItemLoc {
        self.first.joint.origin
    }

    /// An end could not be resolved: counting its ends would mislead.
    pub(super) fn incomplete(&self) -> bool {
        self.joined.as_ref().map_or(self.first.joint.incomplete, |it| it.incomplete)
    }

    /// Names of the connections that became this one, when those are several.
    pub(super) fn parts(&self) -> &[SmolStr] {
        self.joined.as_ref().map_or(&[], |it| &it.parts)
    }

    /// It was found sound in its level, and is still what it was there.
    pub(super) fn is_sound(&self) -> bool {
        self.joined.is_none() && self.first.joint.sound && !self.first.exported
    }

    /// The ends of a side, in order.
    pub(super) fn side(&self, side: Side) -> impl Iterator<Item = MergedEnd<'f>> + '_ {
        let joined = self.joined.as_ref().map_or(&[][..], |it| &it.ends);
        let alone = if joined.is_empty() { self.ends } else { &[] };
        let connection = self.origin();
        let alone = alone.iter().zip(&self.first.joint.ends);
        let alone = alone.map(move |(end, joint)| MergedEnd { end: *end, joint, connection });
        alone.chain(joined.iter().copied()).filter(move |it| it.joint.side == side)
    }

    /// All ends, those of `from` first.
    pub(super) fn all_ends(&self) -> impl Iterator<Item = MergedEnd<'f>> + '_ {
        self.side(Side::From).chain(self.side(Side::To))
    }

    pub(super) fn to_model(&self, flat: &Flat<'_>) -> Connection {
        let ends = |side| self.side(side).map(|it| it.end).collect();
        Connection {
            name: self.name().clone(),
            connector: Arc::clone(self.connector()),
            from: ends(Side::From),
            to: ends(Side::To),
            origin: self.origin(),
            parts: self.joined.iter().flat_map(|it| &it.declared).map(|it| part(flat, it)).collect(),
        }
    }
}

/// Merges what belongs together. Single connections come first, in order; merged ones follow.
pub(super) fn merge<'f>(db: &dyn Db, flat: &'f Flat<'_>, findings: &mut Vec<Finding>) -> Vec<Merged<'f>> {
    let alone = |connection: &'f FlatConnection<'_>| Merged::alone(flat, connection);
    let sets = sets(db, flat);
    db.step();
    let mut single: Vec<bool> = vec![true; flat.connections.len()];
    let mut merged = Vec::new();
    for set in &sets {
        let parts: Vec<_> = set.iter().filter_map(|&index| flat.connections.get(index)).collect();
        let Some((first, rest)) = parts.split_first() else { continue };
        if let Some(other) = rest.iter().find(|it| it.joint.connector.origin != first.joint.connector.origin) {
            findings.push(mixed(first, other));
            continue;
        }
        for &index in set {
            single[index] = false;
        }
        merged.push(join(flat, first, rest));
    }
    let singles = flat.connections.iter().zip(single).filter(|(_, single)| *single).map(|(it, _)| alone(it));
    let mut out = Vec::with_capacity(flat.connections.len());
    out.extend(singles.chain(merged));
    out
}

/// Connections that hang together through shared interfaces, each set by index, in order of its first connection. What
/// stands alone is left out.
fn sets(db: &dyn Db, flat: &Flat<'_>) -> Vec<Vec<usize>> {
    const NOBODY: u32 = u32::MAX;
    let mut leader: Vec<usize> = (0..flat.connections.len()).collect();
    let mut first_user = [vec![NOBODY; flat.interface_count()], vec![NOBODY; flat.interface_count()]];
    let mut shared = Vec::new();
    for (index, connection) in flat.connections.iter().enumerate() {
        stop_if_overtaken(db, index);
        for (end, joint) in flat.ends_of(connection).iter().zip(&connection.joint.ends) {
            let Some(first) = first_user[usize::from(joint.side == Side::To)].get_mut(flat.number(*end)) else {
                continue;
            };
            if *first == NOBODY {
                *first = u32::try_from(index).unwrap_or(NOBODY);
                continue;
            }
            let (a, b) = (find(&mut leader, *first as usize), find(&mut leader, index));
            if a != b {
                // The earlier connection leads, so that sets come out in order of declaration.
                leader[a.max(b)] = a.min(b);
                shared.extend([a, b, index]);
            }
        }
    }
    shared.sort_unstable();
    shared.dedup();
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in shared {
        sets.entry(find(&mut leader, index)).or_default().push(index);
    }
    sets.into_values().collect()
}

/// The leader of a connection's set, shortening the way to it.
fn find(leader: &mut [usize], mut index: usize) -> usize {
    while leader[index] != index {
        leader[index] = leader[leader[index]];
        index = leader[index];
    }
    index
}

fn join<'f>(flat: &'f Flat<'_>, first: &'f FlatConnection<'_>, rest: &[&'f FlatConnection<'_>]) -> Merged<'f> {
    let mut out = Merged::alone(flat, first);
    let mut parts: Vec<SmolStr> = [first].iter().chain(rest).map(|it| it.name.clone()).collect();
    parts.sort();
    let name = parts.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(".").into();
    let mut ends: Vec<_> = out.all_ends().collect();
    let mut known: FxHashSet<(Side, End)> = ends.iter().map(|it| (it.joint.side, it.end)).collect();
    let mut incomplete = first.joint.incomplete;
    for part in rest {
        incomplete |= part.joint.incomplete;
        let connection = part.joint.origin;
        for (&end, joint) in flat.ends_of(part).iter().zip(&part.joint.ends) {
            if known.insert((joint.side, end)) {
                ends.push(MergedEnd { end, joint, connection });
            }
        }
    }
    let declared = [first].iter().chain(rest).copied().collect();
    out.joined = Some(Box::new(Joined { name, ends, incomplete, parts, declared }));
    out
}

fn part(flat: &Flat<'_>, it: &FlatConnection<'_>) -> Part {
    let ends = |side| {
        let all = flat.ends_of(it).iter().zip(&it.joint.ends);
        all.filter(|(_, joint)| joint.side == side).map(|(end, _)| *end).collect()
    };
    Part { name: it.name.clone(), origin: it.joint.origin, from: ends(Side::From), to: ends(Side::To) }
}

fn mixed(first: &FlatConnection<'_>, other: &FlatConnection<'_>) -> Finding {
    let (first_joint, other_joint) = (first.joint, other.joint);
    let message = format!(
        "`{}` and `{}` share an interface but have different connectors, `{}` and `{}`",
        first.name, other.name, first_joint.connector.name, other_joint.connector.name
    );
    Finding::new(Rule::MixedConnectors, other_joint.origin, message)
        .label(first_joint.origin, "the other connection")
        .note("connections that share an interface become one, which has one connector")
        .choice(
            format!("Change the connector to `{}`", first_joint.connector.name),
            Spot::Around(other_joint.origin, Around::Connector),
            first_joint.connector.name.as_str(),
        )
}

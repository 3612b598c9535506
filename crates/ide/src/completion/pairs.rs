// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Ends of a level that a new connection could join.

use camkes_hir::item_tree::Side;
use camkes_hir::model::{Component, Connector, Interface};
use rustc_hash::FxHashMap;

use super::ends::fits;
use crate::level::Level;

/// Members of a level up to which ends are looked for. In a larger one that takes longer than a list may.
const MOST_MEMBERS: usize = 512;

/// `from` ends without a connection for which a `to` end without one is looked for, before one that is shared is taken.
const MOST_TRIED: usize = 64;

/// Ends of a new connection, with their instances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) from: String,
    pub(super) to: String,
}

impl Pair {
    /// What a connection of them may be called.
    pub(super) fn name(&self) -> String {
        self.from.replace('.', "_")
    }
}

struct End<'l> {
    path: String,
    member: usize,
    component: &'l Component,
    interface: &'l Interface,
    is_connected: bool,
}

/// All ends of a level.
pub(super) struct Pairs<'l> {
    level: &'l Level,
    ends: Vec<End<'l>>,
    /// Numbers of ends by the name of their type.
    by_type: FxHashMap<String, Vec<usize>>,
}

impl<'l> Pairs<'l> {
    /// The ends of a level, or none of a large one.
    pub(super) fn of(level: &'l Level) -> Self {
        let mut out = Self { level, ends: Vec::new(), by_type: FxHashMap::default() };
        if level.members.len() > MOST_MEMBERS {
            return out;
        }
        for (number, member) in level.members.iter().enumerate() {
            let Some(component) = member.component.as_deref() else { continue };
            for interface in &component.interfaces {
                let path = format!("{}.{}", member.path, interface.name);
                let is_connected = level.is_connected(&path);
                out.by_type.entry(interface.ty.name().to_string()).or_default().push(out.ends.len());
                out.ends.push(End { path, member: number, component, interface, is_connected });
            }
        }
        out
    }

    /// Ends that a connector could join: two that wait for a connection, else one of them and one that takes more.
    pub(super) fn best(&self, connector: &Connector) -> Option<Pair> {
        let compares = connector.attribute("disable_interface_type_checking").is_none();
        let from =
            self.ends.iter().filter(|end| fits(connector.from, Side::From, Some(end.component), end.interface, false));
        let mut shared = None;
        for from in from.filter(|end| !end.is_connected).take(MOST_TRIED) {
            let mut best: Option<&End<'_>> = None;
            for to in self.of_type(compares.then(|| from.interface.ty.name().to_string()).as_deref()) {
                let is_fit =
                    to.member != from.member && fits(connector.to, Side::To, Some(to.component), to.interface, false);
                if !is_fit {
                    continue;
                }
                let is_better = |best: &End<'_>| {
                    to.interface.name == from.interface.name && best.interface.name != from.interface.name
                };
                if !to.is_connected && best.is_none_or(is_better) {
                    best = Some(to);
                } else if shared.is_none() && to.is_connected && self.level.may_share(&to.path, Side::To, connector) {
                    shared = Some(pair(from, to));
                }
            }
            if let Some(to) = best {
                return Some(pair(from, to));
            }
        }
        shared.or_else(|| self.more_to(connector, compares))
    }

    /// A `to` end that waits for a connection, and a `from` end that takes more.
    fn more_to(&self, connector: &Connector, compares: bool) -> Option<Pair> {
        let to = self.ends.iter().filter(|end| fits(connector.to, Side::To, Some(end.component), end.interface, false));
        to.filter(|end| !end.is_connected).take(MOST_TRIED).find_map(|to| {
            let all = self.of_type(compares.then(|| to.interface.ty.name().to_string()).as_deref());
            let mut from = all.filter(|from| {
                from.member != to.member
                    && fits(connector.from, Side::From, Some(from.component), from.interface, false)
                    && self.level.may_share(&from.path, Side::From, connector)
            });
            from.next().map(|from| pair(from, to))
        })
    }

    /// The ends of a type, or all.
    fn of_type(&self, ty: Option<&str>) -> Box<dyn Iterator<Item = &End<'l>> + '_> {
        match ty {
            Some(ty) => {
                let numbers = self.by_type.get(ty).into_iter().flatten();
                Box::new(numbers.filter_map(|number| self.ends.get(*number)))
            }
            None => Box::new(self.ends.iter()),
        }
    }
}

fn pair(from: &End<'_>, to: &End<'_>) -> Pair {
    Pair { from: from.path.clone(), to: to.path.clone() }
}

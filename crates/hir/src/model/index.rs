// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What of an assembly is looked up in it, put together at the first question.

use std::fmt;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{Assembly, Connection, End};
use crate::item_tree::Side;

/// Something that is put together when somebody asks for it: a large system has a great many values, and most of what is asked
/// while somebody types needs none of them. It says nothing that the rest of the assembly does not.
#[derive(Clone)]
pub(super) struct WhenAsked<T>(OnceLock<T>);

impl<T> WhenAsked<T> {
    /// Something that is known already.
    pub(super) fn known(it: T) -> Self {
        Self(OnceLock::from(it))
    }

    pub(super) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

impl<T> Default for WhenAsked<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> fmt::Debug for WhenAsked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl<T> PartialEq for WhenAsked<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for WhenAsked<T> {}

/// What has which name. Of several with one name, the first counts.
#[derive(Clone)]
pub(crate) struct Names {
    /// Numbers of instances.
    pub(crate) instances: FxHashMap<SmolStr, usize>,
    /// Numbers of connections.
    pub(crate) connections: FxHashMap<SmolStr, usize>,
    /// Address spaces.
    pub(crate) spaces: FxHashSet<SmolStr>,
}

impl Names {
    pub(super) fn new(assembly: &Assembly) -> Self {
        Self {
            instances: assembly.instances.iter().enumerate().rev().map(|(at, it)| (it.name.clone(), at)).collect(),
            connections: assembly.connections.iter().enumerate().rev().map(|(at, it)| (it.name.clone(), at)).collect(),
            spaces: assembly.instances.iter().map(|it| it.address_space.clone()).collect(),
        }
    }
}

/// Which ends each interface is.
#[derive(Clone)]
pub(super) struct Joined {
    /// The number of the first interface of each instance.
    interfaces: Vec<usize>,
    /// Where in `all` the ends of each interface begin, by its number, and where those of the last one end.
    starts: Vec<usize>,
    /// Sides, and numbers of connections.
    all: Vec<(Side, usize)>,
}

impl Joined {
    pub(super) fn new(assembly: &Assembly) -> Self {
        let mut count = 0;
        let counts = assembly.instances.iter().map(|it| it.component.interfaces.len());
        let mut interfaces = Vec::with_capacity(assembly.instances.len());
        for interfaces_of in counts {
            interfaces.push(count);
            count += interfaces_of;
        }
        let each = || assembly.connections.iter().enumerate().flat_map(|(number, it)| ends_of(number, it));
        let number =
            |end: End| interfaces.get(end.instance).map(|first| first + end.interface).filter(|it| *it < count);
        let mut starts = vec![0; count + 2];
        for at in each().filter_map(|(end, _)| number(end)) {
            starts[at + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        // Each start moves to the end of its interface while that is filled, which is where the next one starts.
        let mut all: Vec<_> = each().map(|(_, it)| it).collect();
        for (end, it) in each() {
            let Some(at) = number(end) else { continue };
            if let Some(slot) = all.get_mut(starts[at + 1]) {
                *slot = it;
            }
            starts[at + 1] += 1;
        }
        Self { interfaces, starts, all }
    }

    pub(super) fn of(&self, end: End) -> &[(Side, usize)] {
        let range = || {
            let at = self.interfaces.get(end.instance)? + end.interface;
            self.all.get(*self.starts.get(at)?..*self.starts.get(at + 1)?)
        };
        range().unwrap_or_default()
    }
}

fn ends_of(number: usize, it: &Connection) -> impl Iterator<Item = (End, (Side, usize))> {
    let from = it.from.iter().map(move |end| (*end, (Side::From, number)));
    from.chain(it.to.iter().map(move |end| (*end, (Side::To, number))))
}

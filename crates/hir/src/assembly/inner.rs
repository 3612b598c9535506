// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The inside of a compound component as it is declared. The flattened system has no use for it, but templates may look.

use std::sync::Arc;

use smol_str::SmolStr;

use super::expand::Level;
use super::flat::{FlatEnd, FlatInstance};
use crate::item_tree::Side;
use crate::model::{Component, Connector, End};

/// What a component is composed of, in order of declaration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InnerComposition {
    /// Its instances.
    pub instances: Vec<InnerInstance>,
    /// Its connections.
    pub connections: Vec<InnerConnection>,
    /// Its exports.
    pub exports: Vec<InnerExport>,
}

/// An instance in a component.
#[derive(Debug, Clone, PartialEq)]
pub struct InnerInstance {
    /// Name inside the component.
    pub name: SmolStr,
    /// The component of which it is an instance.
    pub component: Arc<Component>,
}

/// A connection in a component.
#[derive(Debug, Clone, PartialEq)]
pub struct InnerConnection {
    /// Name inside the component.
    pub name: SmolStr,
    /// The connector.
    pub connector: Arc<Connector>,
    /// `from` ends in order.
    pub from: Vec<InnerEnd>,
    /// `to` ends in order.
    pub to: Vec<InnerEnd>,
}

/// An end in a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InnerEnd {
    /// Index into [`InnerComposition::instances`]; `None` for an interface of the component itself.
    pub instance: Option<usize>,
    /// Index into the interfaces of that instance's component, or of the component itself.
    pub interface: usize,
}

/// An interface of the component that stands for one of an instance in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InnerExport {
    /// The interface in the component.
    pub source: InnerEnd,
    /// Index into the interfaces of the component itself.
    pub destination: usize,
}

impl InnerComposition {
    /// The inside of the instance `parent`, whose own instances and connections are those of `level`.
    pub(super) fn of(
        known: &[FlatInstance],
        parent: usize,
        prefix: &str,
        level: &Level,
        exports: &[(End, End)],
    ) -> Self {
        let name = |full: &SmolStr| {
            let rest = full.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.'));
            rest.map_or_else(|| full.clone(), SmolStr::new)
        };
        let end = |end: End| {
            let instance = level.own.iter().position(|own| *own == end.instance);
            (instance.is_some() || end.instance == parent).then_some(InnerEnd { instance, interface: end.interface })
        };
        let side = |ends: &[FlatEnd], side: Side| {
            ends.iter().filter(|it| it.side == side).filter_map(|it| end(it.end)).collect()
        };
        let instances = level.own.iter().filter_map(|own| known.get(*own));
        let connections = level.connections.iter().map(|connection| InnerConnection {
            name: name(&connection.name),
            connector: Arc::clone(&connection.connector),
            from: side(&connection.ends, Side::From),
            to: side(&connection.ends, Side::To),
        });
        let exports = exports
            .iter()
            .filter_map(|(outer, inner)| Some(InnerExport { source: end(*inner)?, destination: outer.interface }));
        Self {
            instances: instances
                .map(|it| InnerInstance { name: name(&it.name), component: Arc::clone(&it.def.model) })
                .collect(),
            connections: connections.collect(),
            exports: exports.collect(),
        }
    }
}

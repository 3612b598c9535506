// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The inside of a compound component as it is declared. The flattened system has no use for it, but templates may look.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::body::{Body, Joint};
use super::expand;
use crate::db::Db;
use crate::input::System;
use crate::item_tree::Side;
use crate::loc::ItemLoc;
use crate::model::{Component, Connector};

/// What a component is composed of, in order of declaration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InnerComposition {
    /// Its instances.
    pub instances: Vec<InnerInstance>,
    /// Its connections.
    pub connections: Vec<InnerConnection>,
    /// Its exports.
    pub exports: Vec<InnerExport>,
}

/// An instance in a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerInstance {
    /// Name inside the component.
    pub name: SmolStr,
    /// The component of which it is an instance.
    pub component: Arc<Component>,
}

/// A connection in a component.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What the compound components of a system that have instances are composed of, by their declarations.
#[must_use]
pub fn inner_compositions(db: &dyn Db, system: System) -> FxHashMap<ItemLoc, InnerComposition> {
    let bodies = expand::expand_assemblies(db, system).bodies.into_iter().filter(|it| it.composed);
    bodies.filter_map(|it| Some((it.around.as_ref()?.model.origin, InnerComposition::of(it)))).collect()
}

impl InnerComposition {
    fn of(body: &Body) -> Self {
        let side = |joint: &Joint, side: Side| {
            joint.ends.iter().filter(|it| it.side == side).map(|it| it.end).collect::<Vec<_>>()
        };
        let connection = |joint: &Joint| InnerConnection {
            name: joint.name.clone(),
            connector: Arc::clone(&joint.connector),
            from: side(joint, Side::From),
            to: side(joint, Side::To),
        };
        let instances = body.instances.iter();
        let exports = body.exports.iter();
        Self {
            instances: instances
                .map(|it| InnerInstance { name: it.name.clone(), component: Arc::clone(&it.def.model) })
                .collect(),
            connections: body.connections.iter().map(connection).collect(),
            exports: exports.map(|(outer, inner)| InnerExport { source: *inner, destination: *outer }).collect(),
        }
    }
}

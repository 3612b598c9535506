// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The flattened system while it is being put together: what the levels say, with full names and with numbers that hold
//! everywhere.

use std::sync::Arc;

use smol_str::{SmolStr, format_smolstr};

use super::Written;
use super::body::{Body, Joint, LocalSetting};
use crate::declarations::ComponentDef;
use crate::diagnostic::Finding;
use crate::loc::ItemLoc;
use crate::model::{End, Interface};

/// Everything hoisted to the top, in the reference's order.
#[derive(Default)]
pub(super) struct Flat<'db> {
    pub(super) instances: Vec<FlatInstance<'db>>,
    pub(super) connections: Vec<FlatConnection<'db>>,
    /// Ends of all connections, one connection after the other.
    pub(super) ends: Vec<End>,
    pub(super) settings: Vec<FlatSetting<'db>>,
    /// Each level that the system has, once.
    pub(super) bodies: Vec<&'db Body>,
    /// What is wrong with the hierarchy itself.
    pub(super) findings: Vec<Finding>,
    /// Something could not be resolved, so that what seems to be missing may only be unknown.
    pub(super) incomplete: bool,
    /// The number of the first interface of each instance, and behind the last one.
    pub(super) interfaces: Vec<usize>,
}

pub(super) struct FlatInstance<'db> {
    pub(super) name: SmolStr,
    pub(super) address_space: SmolStr,
    pub(super) def: &'db Arc<ComponentDef>,
    pub(super) origin: ItemLoc,
}

pub(super) struct FlatConnection<'db> {
    pub(super) name: SmolStr,
    pub(super) joint: &'db Joint,
    /// Position of its first end.
    pub(super) first: usize,
    /// An export stands between one of its ends and the interface behind.
    pub(super) exported: bool,
}

/// A setting in the level in which it stands.
pub(super) struct FlatSetting<'db> {
    pub(super) local: &'db LocalSetting,
    /// The instance whose inside it stands in; none at the top.
    pub(super) around: Option<usize>,
    /// The instance that it is for, or the connection.
    pub(super) target: FlatTarget,
}

/// What a setting is for, as far as its level tells.
#[derive(Clone, Copy)]
pub(super) enum FlatTarget {
    Instance(usize),
    Connection(usize),
    Named,
}

impl<'db> Flat<'db> {
    /// Ends of a connection, in order.
    pub(super) fn ends_of(&self, connection: &FlatConnection<'db>) -> &[End] {
        self.ends.get(connection.first..connection.first + connection.joint.ends.len()).unwrap_or_default()
    }

    /// Component and interface that an end is.
    pub(super) fn interface(&self, end: End) -> Option<(&'db ComponentDef, &'db Interface)> {
        let def: &'db ComponentDef = self.instances.get(end.instance)?.def;
        Some((def, def.model.interfaces.get(end.interface)?))
    }

    /// Number of an interface among those of all instances.
    pub(super) fn number(&self, end: End) -> usize {
        self.interfaces.get(end.instance).map_or(0, |first| first + end.interface)
    }

    /// How many interfaces all instances have.
    pub(super) fn interface_count(&self) -> usize {
        self.interfaces.last().copied().unwrap_or_default()
    }

    /// Full name of the instance around a setting; empty at the top.
    pub(super) fn prefix(&self, setting: &FlatSetting<'db>) -> SmolStr {
        setting.around.and_then(|it| self.instances.get(it)).map(|it| it.name.clone()).unwrap_or_default()
    }

    /// Full name of what a setting is for.
    pub(super) fn entity(&self, setting: &FlatSetting<'db>) -> SmolStr {
        let known = match setting.target {
            FlatTarget::Instance(index) => self.instances.get(index).map(|it| &it.name),
            FlatTarget::Connection(index) => self.connections.get(index).map(|it| &it.name),
            FlatTarget::Named => None,
        };
        known.cloned().unwrap_or_else(|| qualify(&self.prefix(setting), &setting.local.entity))
    }

    /// Where a setting is written.
    pub(super) fn written(&self, setting: &FlatSetting<'db>) -> Written {
        let local = setting.local;
        Written {
            entity: self.entity(setting),
            attribute: local.attribute.clone(),
            origin: local.origin(),
            word: local.word(),
            value: local.value_place(),
            literal: local.is_literal(),
        }
    }
}

/// Joins a prefix and a name with a dot.
pub(super) fn qualify(prefix: &str, name: &str) -> SmolStr {
    if prefix.is_empty() { name.into() } else { format_smolstr!("{prefix}.{name}") }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The flattened system while it is being put together.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use super::Written;
use super::inner::InnerComposition;
use crate::declarations::{ComponentDef, Use};
use crate::diagnostic::Finding;
use crate::item_tree::{ConfigurationDecl, SettingDecl, SettingValue, Side};
use crate::loc::ItemLoc;
use crate::model::{Connector, End};
use crate::scope::Def;

/// Everything hoisted to the top, in the reference's order.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) instances: Vec<FlatInstance>,
    pub(super) connections: Vec<FlatConnection>,
    pub(super) settings: Vec<FlatSetting>,
    pub(super) findings: Vec<Finding>,
    pub(super) uses: Vec<Use>,
    /// What compound components are composed of, by their declarations.
    pub(super) inner: FxHashMap<ItemLoc, Arc<InnerComposition>>,
    /// Something could not be resolved, so that what seems to be missing may only be unknown.
    pub(super) incomplete: bool,
}

pub(super) struct FlatInstance {
    pub(super) name: SmolStr,
    pub(super) address_space: SmolStr,
    pub(super) def: Arc<ComponentDef>,
    pub(super) origin: ItemLoc,
}

#[derive(Clone)]
pub(super) struct FlatConnection {
    pub(super) name: SmolStr,
    pub(super) connector: Arc<Connector>,
    pub(super) ends: Vec<FlatEnd>,
    pub(super) origin: ItemLoc,
    /// An end could not be resolved: counting its ends would mislead.
    pub(super) incomplete: bool,
}

#[derive(Clone)]
pub(super) struct FlatEnd {
    pub(super) side: Side,
    pub(super) end: End,
    /// As written, for messages.
    pub(super) written: SmolStr,
    /// The whole end.
    pub(super) loc: ItemLoc,
    /// The reference in it.
    pub(super) path: ItemLoc,
    /// The connection in which it was written; several share one end after merging.
    pub(super) connection: ItemLoc,
}

/// A setting with the full name of what it is for.
pub(super) struct FlatSetting {
    pub(super) entity: SmolStr,
    pub(super) attribute: SmolStr,
    /// Full name of the instance in whose composition it stands; empty at the top.
    pub(super) prefix: SmolStr,
    pub(super) decl: SettingRef,
    /// The declaration in which it stands.
    pub(super) def: Def,
}

/// A setting where it is declared: a system may have a great many.
pub(super) struct SettingRef {
    configuration: Arc<ConfigurationDecl>,
    index: usize,
}

impl SettingRef {
    /// The settings of a configuration, in order.
    pub(super) fn all(configuration: &Arc<ConfigurationDecl>) -> impl Iterator<Item = Self> + '_ {
        (0..configuration.settings.len()).map(|index| Self { configuration: Arc::clone(configuration), index })
    }
}

impl std::ops::Deref for SettingRef {
    type Target = SettingDecl;

    fn deref(&self) -> &SettingDecl {
        &self.configuration.settings[self.index]
    }
}

impl FlatSetting {
    /// Where it is written.
    pub(super) fn written(&self) -> Option<Written> {
        let at = |id| ItemLoc::new(self.def.file, id);
        let (value, literal) = match &self.decl.value {
            Some(SettingValue::Expr(expr)) => (expr.id, true),
            Some(SettingValue::Ref { path, .. }) => (path.id, false),
            None => (self.decl.id, false),
        };
        Some(Written {
            entity: self.entity.clone(),
            attribute: self.attribute.clone(),
            origin: at(self.decl.id),
            word: at(self.decl.target.parts.last()?.id),
            value: at(value),
            literal,
        })
    }
}

/// Joins a prefix and a name with a dot.
pub(super) fn qualify(prefix: &str, name: &str) -> SmolStr {
    if prefix.is_empty() { name.into() } else { format_smolstr!("{prefix}.{name}") }
}

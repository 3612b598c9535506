// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `configuration`: settings by entity and attribute.

use std::{fmt, sync::Arc};

use minijinja::{
    Value,
    value::{Enumerator, Object},
};
use smol_str::SmolStr;

use super::{model::Model, value};

/// The settings of all entities. An entity without settings has an empty dict, as in the reference.
pub(crate) struct Configuration(pub(crate) Arc<Model>);

/// The settings of one entity.
pub(crate) struct Settings {
    model: Arc<Model>,
    entity: SmolStr,
}

impl Settings {
    pub(crate) fn value(model: &Arc<Model>, entity: &str) -> Value {
        Value::from_object(Self { model: Arc::clone(model), entity: entity.into() })
    }
}

impl Object for Configuration {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(Settings::value(&self.0, key.as_str()?))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.configured().map(Value::from).collect())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

impl Object for Settings {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.model.setting(&self.entity, key.as_str()?).map(value::value)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.model.settings(&self.entity).map(|(name, _)| Value::from(name)).collect())
    }
}

impl fmt::Debug for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("configuration")
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "configuration[{:?}]", self.entity)
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Interface`: one interface of a component.

use std::{cmp::Ordering, sync::Arc};

use camkes_hir::model::{self, InterfaceType};
use minijinja::Value;

use super::{
    entity::{Entity, value},
    model::Model,
    procedure::Procedure,
};

/// An interface of the component of an instance.
#[derive(Debug, Clone)]
pub(crate) struct Interface {
    pub(crate) model: Arc<Model>,
    /// Any instance of the component.
    pub(crate) instance: usize,
    /// Its place in the component.
    pub(crate) index: usize,
}

impl Interface {
    pub(crate) fn get(&self) -> Option<&model::Interface> {
        self.model.instance(self.instance)?.component.interfaces.get(self.index)
    }
}

impl Entity for Interface {
    const FIELDS: &'static [&'static str] = &["name", "type", "optional", "kind"];

    fn field(&self, name: &str) -> Option<Value> {
        let interface = self.get()?;
        Some(match name {
            "name" => Value::from(interface.name.as_str()),
            "type" => match &interface.ty {
                InterfaceType::Uses(procedure) | InterfaceType::Provides(procedure) => {
                    value(Procedure(Arc::clone(procedure)))
                }
                other => Value::from(other.name().as_str()),
            },
            "optional" => Value::from(interface.optional),
            "kind" => Value::from(interface.ty.kind().keyword()),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.get().map(|interface| interface.name.to_string()).unwrap_or_default()
    }

    fn order(&self, other: &Self) -> Ordering {
        let component = |interface: &Self| interface.model.component(interface.instance);
        component(self).cmp(&component(other)).then(self.index.cmp(&other.index))
    }
}

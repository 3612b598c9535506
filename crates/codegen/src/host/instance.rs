// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Instance` and `Composition`.

use std::{cmp::Ordering, sync::Arc};

use camkes_capdl::sanitised;
use minijinja::{Error, Value};

use super::{
    component::Component,
    configuration::Settings,
    connection::Connection,
    entity::{Entity, value},
    model::Model,
};

/// An instance, by its place in the assembly.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    pub(crate) model: Arc<Model>,
    pub(crate) index: usize,
}

impl Instance {
    pub(crate) fn name(&self) -> &str {
        self.model.instance(self.index).map_or("", |i| i.name.as_str())
    }
}

impl Entity for Instance {
    const FIELDS: &'static [&'static str] =
        &["name", "type", "address_space", "instance", "c_name", "settings", "shares_space"];

    fn field(&self, name: &str) -> Option<Value> {
        let instance = self.model.instance(self.index)?;
        Some(match name {
            "name" => Value::from(instance.name.as_str()),
            "type" => value(Component { model: Arc::clone(&self.model), instance: self.index }),
            "address_space" => Value::from(instance.address_space.as_str()),
            "instance" => value(self.clone()),
            "c_name" => Value::from(sanitised(&instance.name)),
            "settings" => Settings::value(&self.model, &instance.name),
            "shares_space" => Value::from(self.model.shares_space(self.index)),
            _ => return None,
        })
    }

    fn call(&self, method: &str, _args: &[Value]) -> Option<Result<Value, Error>> {
        (method == "label").then(|| Ok(Value::from(self.name())))
    }

    fn text(&self) -> String {
        self.name().to_owned()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

/// The flat composition of the assembly.
#[derive(Debug, Clone)]
pub(crate) struct Composition(pub(crate) Arc<Model>);

impl Entity for Composition {
    const FIELDS: &'static [&'static str] = &["name", "instances", "connections", "groups", "exports"];

    fn field(&self, name: &str) -> Option<Value> {
        let assembly = &self.0.assembly;
        Some(match name {
            "name" => Value::from(()),
            "instances" => (0..assembly.instances.len())
                .map(|index| value(Instance { model: Arc::clone(&self.0), index }))
                .collect(),
            "connections" => (0..assembly.connections.len())
                .map(|index| value(Connection { model: Arc::clone(&self.0), index }))
                .collect(),
            // Groups and exports are resolved: they live on in address spaces and connections.
            "groups" | "exports" => Value::from(Vec::<Value>::new()),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        "composition".to_owned()
    }

    fn order(&self, _other: &Self) -> Ordering {
        Ordering::Equal
    }
}

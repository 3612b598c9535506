// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Component` and what it declares by name alone: mutexes, semaphores, includes.

use std::{cmp::Ordering, sync::Arc};

use camkes_hir::model::{self, InterfaceKind};
use minijinja::{Error, Value};
use smol_str::SmolStr;

use super::{
    args::{Args, Signature},
    attribute::Attribute,
    entity::{Entity, by_contents, value},
    interface::Interface,
    model::Model,
};

/// The component of an instance.
#[derive(Debug, Clone)]
pub(crate) struct Component {
    pub(crate) model: Arc<Model>,
    /// Any instance of it.
    pub(crate) instance: usize,
}

impl Component {
    fn get(&self) -> Option<&model::Component> {
        self.model.instance(self.instance).map(|instance| &*instance.component)
    }

    fn interfaces(&self, wanted: impl Fn(InterfaceKind) -> bool) -> Value {
        let interfaces = self.get().map(|component| component.interfaces.as_slice()).unwrap_or_default();
        (0..interfaces.len())
            .filter(|index| interfaces.get(*index).is_some_and(|interface| wanted(interface.ty.kind())))
            .map(|index| value(Interface { model: Arc::clone(&self.model), instance: self.instance, index }))
            .collect()
    }
}

impl Entity for Component {
    const FIELDS: &'static [&'static str] = &[
        "name",
        "control",
        "hardware",
        "includes",
        "provides",
        "uses",
        "emits",
        "consumes",
        "dataports",
        "mutexes",
        "semaphores",
        "binary_semaphores",
        "attributes",
        "interfaces",
        "composition",
        "configuration",
    ];

    fn field(&self, name: &str) -> Option<Value> {
        const OUTSIDE: &[&str] = &[
            "name",
            "control",
            "hardware",
            "provides",
            "uses",
            "emits",
            "consumes",
            "dataports",
            "interfaces",
            "composition",
            "configuration",
        ];
        let component = if OUTSIDE.contains(&name) { self.get()? } else { self.model.inside(self.instance)? };
        let kind = |wanted| self.interfaces(move |kind| kind == wanted);
        Some(match name {
            "name" => Value::from(component.name.as_str()),
            "control" => Value::from(component.control),
            "hardware" => Value::from(component.hardware),
            "includes" => includes(&component.includes),
            "provides" => kind(InterfaceKind::Provides),
            "uses" => kind(InterfaceKind::Uses),
            "emits" => kind(InterfaceKind::Emits),
            "consumes" => kind(InterfaceKind::Consumes),
            "dataports" => kind(InterfaceKind::Dataport),
            "interfaces" => self.interfaces(|_| true),
            "mutexes" => primitives(&component.mutexes),
            "semaphores" => primitives(&component.semaphores),
            "binary_semaphores" => primitives(&component.binary_semaphores),
            "attributes" => component.attributes.iter().map(|a| value(Attribute::new(a.clone()))).collect(),
            // The assembly is flat: what a compound component held is in the assembly's own composition.
            "composition" | "configuration" => Value::from(()),
            _ => return None,
        })
    }

    fn call(&self, method: &str, args: &[Value]) -> Option<Result<Value, Error>> {
        (method == "interface_is_exported").then(|| {
            let args = Args::new(Signature { name: "interface_is_exported", parameters: &["interface"] }, args)?;
            let name = args.text("interface")?;
            Ok(Value::from(
                self.model.inside(self.instance).is_some_and(|component| component.exported.iter().any(|e| e == name)),
            ))
        })
    }

    fn text(&self) -> String {
        self.get().map(|component| component.name.to_string()).unwrap_or_default()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.model.component(self.instance).cmp(&other.model.component(other.instance))
    }
}

/// A mutex or a semaphore.
#[derive(Debug, Clone)]
struct Primitive(SmolStr);

fn primitives(names: &[SmolStr]) -> Value {
    names.iter().map(|name| value(Primitive(name.clone()))).collect()
}

impl Entity for Primitive {
    const FIELDS: &'static [&'static str] = &["name"];

    fn field(&self, name: &str) -> Option<Value> {
        (name == "name").then(|| Value::from(self.0.as_str()))
    }

    fn text(&self) -> String {
        self.0.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

/// An included C header.
#[derive(Debug, Clone)]
pub(crate) struct Include(pub(crate) model::Include);

pub(crate) fn includes(includes: &[model::Include]) -> Value {
    includes.iter().map(|include| value(Include(include.clone()))).collect()
}

impl Entity for Include {
    const FIELDS: &'static [&'static str] = &["source", "relative"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "source" => Value::from(self.0.source.as_str()),
            "relative" => Value::from(self.0.relative),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.0.source.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        by_contents(&self.0, &other.0, (&self.0.source, &other.0.source))
    }
}

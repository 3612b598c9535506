// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `Connection`, `ConnectionEnd` and `Connector`.

use std::{cmp::Ordering, sync::Arc};

use camkes_hir::model::{self, InterfaceKind};
use minijinja::{Error, ErrorKind, Value};

use super::{
    args::{Args, Signature},
    attribute::Attribute,
    configuration::Settings,
    entity::{Entity, by_contents, value},
    instance::Instance,
    interface::Interface,
    model::Model,
};
use crate::{
    connectors::Side,
    plan::{EndRef, ends},
};

/// A connection, by its place in the assembly.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) model: Arc<Model>,
    pub(crate) index: usize,
}

impl Connection {
    pub(crate) fn get(&self) -> Option<&model::Connection> {
        self.model.assembly.connections.get(self.index)
    }

    pub(crate) fn ends(&self, side: Side) -> impl Iterator<Item = ConnectionEnd> {
        let count = self.get().map_or(0, |connection| ends(connection, side).len());
        (0..count).map(move |index| ConnectionEnd {
            model: Arc::clone(&self.model),
            at: EndRef { connection: self.index, side, index },
        })
    }

    fn only_end(&self, side: Side) -> Result<ConnectionEnd, Error> {
        let mut ends = self.ends(side);
        match (ends.next(), ends.next()) {
            (Some(end), None) => Ok(end),
            _ => Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("connection '{}' has not exactly one '{}' end", self.text(), side.keyword()),
            )),
        }
    }

    fn part_of_only_end(&self, side: Side, part: impl Fn(&ConnectionEnd) -> Option<Value>) -> Option<Value> {
        match self.only_end(side) {
            Ok(end) => part(&end),
            Err(error) => Some(Value::from(error)),
        }
    }
}

impl Entity for Connection {
    const FIELDS: &'static [&'static str] = &["name", "type", "from_ends", "to_ends", "index"];

    fn field(&self, name: &str) -> Option<Value> {
        let connection = self.get()?;
        Some(match name {
            "name" => Value::from(connection.name.as_str()),
            "type" => value(Connector(Arc::clone(&connection.connector))),
            "from_ends" => self.ends(Side::From).map(value).collect(),
            "to_ends" => self.ends(Side::To).map(value).collect(),
            "from_end" => return self.part_of_only_end(Side::From, |end| Some(value(end.clone()))),
            "to_end" => return self.part_of_only_end(Side::To, |end| Some(value(end.clone()))),
            "from_instance" => return self.part_of_only_end(Side::From, |end| end.field("instance")),
            "to_instance" => return self.part_of_only_end(Side::To, |end| end.field("instance")),
            "from_interface" => return self.part_of_only_end(Side::From, |end| end.field("interface")),
            "to_interface" => return self.part_of_only_end(Side::To, |end| end.field("interface")),
            "index" => Value::from(self.index),
            _ => return None,
        })
    }

    fn call(&self, method: &str, _args: &[Value]) -> Option<Result<Value, Error>> {
        (method == "label").then(|| Ok(Value::from(self.text())))
    }

    fn text(&self) -> String {
        self.get().map(|connection| connection.name.to_string()).unwrap_or_default()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

/// An end of a connection, by its place in the assembly.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionEnd {
    pub(crate) model: Arc<Model>,
    pub(crate) at: EndRef,
}

impl ConnectionEnd {
    pub(crate) fn connection(&self) -> Connection {
        Connection { model: Arc::clone(&self.model), index: self.at.connection }
    }

    pub(crate) fn resolve(&self) -> Option<(&model::Instance, &model::Interface)> {
        let (_, end) = self.at.resolve(&self.model.assembly)?;
        self.model.assembly.resolve(end)
    }

    /// The instance, as an index into the assembly.
    pub(crate) fn instance_index(&self) -> Option<usize> {
        self.at.resolve(&self.model.assembly).map(|(_, end)| end.instance)
    }

    fn others(&self) -> impl Iterator<Item = ConnectionEnd> {
        let side = match self.at.side {
            Side::From => Side::To,
            Side::To => Side::From,
        };
        self.connection().ends(side).collect::<Vec<_>>().into_iter()
    }

    /// Whether the component has something else to wait for than this end, so that a reply may have to be kept.
    fn might_block(&self) -> bool {
        let end = self.at.resolve(&self.model.assembly).map(|(_, end)| end);
        let Some(component) = end.and_then(|end| self.model.inside(end.instance)) else { return false };
        let waiting = component.interfaces.iter().filter(|interface| {
            matches!(interface.ty.kind(), InterfaceKind::Provides | InterfaceKind::Uses | InterfaceKind::Consumes)
        });
        waiting.count() + component.mutexes.len() + component.semaphores.len() > 1
    }
}

impl Entity for ConnectionEnd {
    const FIELDS: &'static [&'static str] = &["end", "instance", "interface", "parent", "index", "others", "settings"];

    fn field(&self, name: &str) -> Option<Value> {
        let (_, end) = self.at.resolve(&self.model.assembly)?;
        Some(match name {
            "end" => Value::from(self.at.side.keyword()),
            "instance" => value(Instance { model: Arc::clone(&self.model), index: end.instance }),
            "interface" => {
                value(Interface { model: Arc::clone(&self.model), instance: end.instance, index: end.interface })
            }
            "parent" => value(self.connection()),
            "index" => Value::from(self.at.index),
            "others" => self.others().map(value).collect(),
            "settings" => Settings::value(&self.model, &self.text()),
            _ => return None,
        })
    }

    fn call(&self, method: &str, _args: &[Value]) -> Option<Result<Value, Error>> {
        match method {
            "label" => Some(Ok(Value::from(self.connection().text()))),
            "might_block" => Some(Ok(Value::from(self.might_block()))),
            _ => None,
        }
    }

    fn text(&self) -> String {
        self.resolve().map(|(instance, interface)| format!("{}.{}", instance.name, interface.name)).unwrap_or_default()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}

/// A connector.
#[derive(Debug, Clone)]
struct Connector(Arc<model::Connector>);

impl Entity for Connector {
    const FIELDS: &'static [&'static str] = &[
        "name",
        "from_type",
        "to_type",
        "from_multiple",
        "to_multiple",
        "from_threads",
        "to_threads",
        "from_hardware",
        "to_hardware",
        "attributes",
    ];

    fn field(&self, name: &str) -> Option<Value> {
        let connector = &self.0;
        Some(match name {
            "name" => Value::from(connector.name.as_str()),
            "from_type" => Value::from(connector.from.medium.name()),
            "to_type" => Value::from(connector.to.medium.name()),
            "from_multiple" => Value::from(connector.from.multiple),
            "to_multiple" => Value::from(connector.to.multiple),
            "from_threads" => Value::from(connector.from.threads),
            "to_threads" => Value::from(connector.to.threads),
            "from_hardware" => Value::from(connector.from.hardware),
            "to_hardware" => Value::from(connector.to.hardware),
            "attributes" => connector.attributes.iter().map(|a| value(Attribute::new(a.clone()))).collect(),
            _ => return None,
        })
    }

    fn call(&self, method: &str, args: &[Value]) -> Option<Result<Value, Error>> {
        (method == "get_attribute").then(|| {
            let args = Args::new(Signature { name: "get_attribute", parameters: &["attribute_name"] }, args)?;
            let attribute = self.0.attribute(args.text("attribute_name")?);
            Ok(attribute.map_or(Value::from(()), |attribute| value(Attribute::new(attribute.clone()))))
        })
    }

    fn text(&self) -> String {
        self.0.name.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        by_contents(&self.0, &other.0, (&self.0.name, &other.0.name))
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The inside of a compound component, as it is declared.

use std::sync::Arc;

use camkes_jinja::{Py, PyResult, error};

use super::{At, Entity, InterfaceRef, Side};
use crate::ast::{self, Composition, InnerConnection, InnerEnd, Text};

impl Entity {
    fn composition_of(&self, component: u32) -> Option<&Composition> {
        self.system.ast.components.get(component as usize)?.composition.as_ref()
    }

    fn inner_connection(&self, component: u32, index: u32) -> Option<&InnerConnection> {
        self.composition_of(component)?.connections.get(index as usize)
    }

    fn inner_end(&self, component: u32, connection: u32, side: Side, index: u32) -> Option<InnerEnd> {
        let connection = self.inner_connection(component, connection)?;
        let ends = match side {
            Side::From => &connection.from,
            Side::To => &connection.to,
        };
        ends.get(index as usize).copied()
    }

    /// The interface of an end in a component.
    fn inner_interface(&self, component: u32, end: InnerEnd) -> Option<InterfaceRef> {
        let component = match end.instance {
            None => component,
            Some(index) => self.composition_of(component)?.instances.get(index as usize)?.1,
        };
        Some(InterfaceRef { component, index: end.interface })
    }

    fn owner(&self, component: u32, end: InnerEnd) -> Py {
        end.instance.map_or(Py::None, |index| self.sibling(At::InnerInstance { component, index }))
    }

    fn through(&self, component: u32, end: InnerEnd) -> Py {
        self.inner_interface(component, end).map_or(Py::None, |of| self.sibling(At::Interface(of)))
    }

    /// What `str()` gives.
    pub(super) fn inner_text(&self) -> Option<Text> {
        match self.at {
            At::InnerInstance { component, index } => {
                let (name, _) = self.composition_of(component)?.instances.get(index as usize)?;
                Some(Arc::clone(name))
            }
            At::InnerEnd { component, connection, side, index } => {
                let end = self.inner_end(component, connection, side, index)?;
                let instance = match end.instance {
                    None => "None",
                    Some(index) => &self.composition_of(component)?.instances.get(index as usize)?.0,
                };
                let interface = self.system.interface(self.inner_interface(component, end)?)?;
                Some(Text::from(format!("{instance}.{}", interface.name)))
            }
            _ => None,
        }
    }

    /// An attribute of something inside of a component.
    pub(super) fn inside(&self, name: &str) -> PyResult<Option<Py>> {
        Ok(match self.at {
            At::Inner(component) => self.inner_composition(component, name),
            At::InnerInstance { component, index } => self.inner_instance(component, index, name),
            At::InnerConnection { component, index } => return self.inner_connection_field(component, index, name),
            At::InnerEnd { component, connection, side, index } => {
                let Some(end) = self.inner_end(component, connection, side, index) else { return Ok(None) };
                match name {
                    "end" => Some(Py::from(match side {
                        Side::From => "from",
                        Side::To => "to",
                    })),
                    "instance" => Some(self.owner(component, end)),
                    "interface" => Some(self.through(component, end)),
                    "parent" => Some(self.sibling(At::InnerConnection { component, index: connection })),
                    _ => None,
                }
            }
            At::Export { component, index } => {
                let export = self.composition_of(component).and_then(|inner| inner.exports.get(index as usize));
                let Some(&(source, destination)) = export else { return Ok(None) };
                match name {
                    "source_instance" => Some(self.owner(component, source)),
                    "source_interface" => Some(self.through(component, source)),
                    "destination" => Some(self.sibling(At::Interface(InterfaceRef { component, index: destination }))),
                    "parent" => Some(self.sibling(At::Inner(component))),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    fn inner_composition(&self, component: u32, name: &str) -> Option<Py> {
        let inner = self.composition_of(component)?;
        Some(match name {
            "name" => Py::None,
            "instances" => self.siblings(inner.instances.len(), |index| At::InnerInstance { component, index }),
            "connections" => self.siblings(inner.connections.len(), |index| At::InnerConnection { component, index }),
            "groups" => Py::tuple(Vec::new()),
            "exports" => self.siblings(inner.exports.len(), |index| At::Export { component, index }),
            "parent" => self.sibling(At::Component(component)),
            _ => return None,
        })
    }

    fn inner_instance(&self, component: u32, index: u32, name: &str) -> Option<Py> {
        let (own, ty) = self.composition_of(component)?.instances.get(index as usize)?;
        Some(match name {
            "name" | "address_space" => Py::Str(Arc::clone(own)),
            "type" => self.sibling(At::Component(*ty)),
            "instance" => self.sibling(self.at),
            "parent" => self.sibling(At::Inner(component)),
            _ => return None,
        })
    }

    fn inner_connection_field(&self, component: u32, index: u32, name: &str) -> PyResult<Option<Py>> {
        let Some(connection) = self.inner_connection(component, index) else { return Ok(None) };
        let at = |side, end| At::InnerEnd { component, connection: index, side, index: end };
        let only = |side: Side| -> PyResult<(At, InnerEnd)> {
            let (ends, word) = match side {
                Side::From => (&connection.from, "from"),
                Side::To => (&connection.to, "to"),
            };
            match ends.as_slice() {
                [one] => Ok((at(side, 0), *one)),
                _ => Err(error::assertion_error(format!(
                    "accessing a connection with multiple {word} ends as if it only has one"
                ))),
            }
        };
        Ok(Some(match name {
            "name" => Py::Str(Arc::clone(&connection.name)),
            "type" => self.sibling(At::Connector(connection.connector)),
            "from_ends" => self.siblings(connection.from.len(), |end| at(Side::From, end)),
            "to_ends" => self.siblings(connection.to.len(), |end| at(Side::To, end)),
            "from_end" => self.sibling(only(Side::From)?.0),
            "to_end" => self.sibling(only(Side::To)?.0),
            "from_instance" => self.owner(component, only(Side::From)?.1),
            "to_instance" => self.owner(component, only(Side::To)?.1),
            "from_interface" => self.through(component, only(Side::From)?.1),
            "to_interface" => self.through(component, only(Side::To)?.1),
            "parent" => self.sibling(At::Inner(component)),
            _ => return Ok(None),
        }))
    }

    /// The component that an end in a component leads to.
    pub(super) fn inner_end_type(&self, component: u32, connection: u32, side: Side, index: u32) -> Option<u32> {
        let end = self.inner_end(component, connection, side, index)?;
        self.inner_interface(component, end).map(|of| of.component)
    }

    /// Whether an interface of a component only stands for one inside of it.
    pub(super) fn is_exported(component: &ast::Component, interface: &str) -> bool {
        component.composition.as_ref().is_some_and(|inner| {
            inner.exports.iter().any(|(_, destination)| {
                component.interfaces.get(*destination as usize).is_some_and(|it| *it.name == *interface)
            })
        })
    }
}

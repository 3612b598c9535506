// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The attributes of entities.

use std::sync::Arc;

use camkes_jinja::{Class, Cx, Host, Py, PyResult, error};

use super::{At, Entity, InterfaceRef, Owner, Side, configuration};
use crate::{
    ast::{self, AttributeType, DurationUnit, InterfaceKind, InterfaceType, Place, Text},
    runner::{log::Key, py},
};

impl Entity {
    /// An attribute that is no method.
    pub(in super::super) fn find(&self, name: &str) -> PyResult<Option<Py>> {
        let own = match self.at {
            At::Assembly => self.assembly(name),
            At::Composition => self.composition(name),
            At::Schedule => self.schedule(name),
            At::Setting(index) => {
                self.system.look_at(Key::AllSettings);
                self.setting(index, name)
            }
            At::Instance(index) => self.instance(index, name),
            At::Connection(index) => self.connection(index, name)?,
            At::End { connection, side, index } => self.end(connection, side, index, name),
            At::Connector(index) => self.connector(index, name),
            At::Component(index) => self.component(index, name),
            At::Interface(of) => self.interface(of, name),
            At::Mutex { component, .. } | At::Semaphore { component, .. } | At::BinarySemaphore { component, .. } => {
                match name {
                    "name" => self.text().map(Py::Str),
                    "parent" => Some(self.sibling(At::Component(component))),
                    _ => None,
                }
            }
            At::Procedure(index) => self.procedure(index, name),
            At::Method { procedure, index } => self.method_of(procedure, index, name),
            At::Parameter { procedure, method, index } => self.parameter(procedure, method, index, name),
            At::Struct(index) => self.structure(index, name),
            At::Attribute { owner, index } => self.attribute_of(owner, index, name),
            At::Include { owner, index } => self.include(owner, index, name),
            At::Inner(_)
            | At::InnerInstance { .. }
            | At::InnerConnection { .. }
            | At::InnerEnd { .. }
            | At::Export { .. } => self.inside(name)?,
        };
        Ok(own.or_else(|| self.common(name)))
    }

    /// What every entity has.
    fn common(&self, name: &str) -> Option<Py> {
        let place = || {
            self.system.look_at(Key::Places);
            self.place().filter(|place| place.line > 0)
        };
        let file = |place: Place| self.system.ast.files.get(place.file as usize).map(Arc::clone);
        Some(match name {
            "location" => place().map_or(Py::None, |place| Py::host(Location { file: file(place), place })),
            "filename" => Py::from(place().and_then(file)),
            "lineno" => Py::from(place().map(|place| place.line)),
            "frozen" => Py::Bool(true),
            "parent" => Py::None,
            _ => return None,
        })
    }

    /// Where it is declared.
    pub(in super::super) fn place(&self) -> Option<Place> {
        let ast = &self.system.ast;
        match self.at {
            At::Instance(index) => ast.instances.get(index as usize).map(|it| it.place),
            At::Connection(index) | At::End { connection: index, .. } => {
                ast.connections.get(index as usize).map(|it| it.place)
            }
            At::Connector(index) => ast.connectors.get(index as usize).map(|it| it.place),
            At::Component(index) | At::Inner(index) => ast.components.get(index as usize).map(|it| it.place),
            At::Interface(of) => self.system.interface(of).map(|it| it.place),
            At::Procedure(index) => ast.procedures.get(index as usize).map(|it| it.place),
            At::Struct(index) => ast.structs.get(index as usize).map(|it| it.place),
            At::Attribute { owner, index } => self.attributes(owner)?.get(index as usize).map(|it| it.place),
            _ => None,
        }
    }

    /// What `str()` gives where it is not the plain description.
    pub(super) fn text(&self) -> Option<Text> {
        let ast = &self.system.ast;
        let lock = |component: u32, pick: fn(&ast::Component) -> &[Text], index: u32| {
            pick(ast.components.get(component as usize)?).get(index as usize).cloned()
        };
        match self.at {
            At::Instance(index) => ast.instances.get(index as usize).map(|it| Arc::clone(&it.name)),
            At::Interface(of) => self.system.interface(of).map(|it| Arc::clone(&it.name)),
            At::Struct(index) => ast.structs.get(index as usize).map(|it| Arc::clone(&it.name)),
            At::End { connection, side, index } => {
                let end = self.system.end(connection, side, index)?;
                let instance = &ast.instances.get(end.instance as usize)?.name;
                Some(Text::from(format!("{instance}.{}", ast.interface_of(end)?.name)))
            }
            At::Mutex { component, index } => lock(component, |it| &it.mutexes, index),
            At::Semaphore { component, index } => lock(component, |it| &it.semaphores, index),
            At::BinarySemaphore { component, index } => lock(component, |it| &it.binary_semaphores, index),
            At::InnerInstance { .. } | At::InnerEnd { .. } => self.inner_text(),
            _ => None,
        }
    }

    fn assembly(&self, name: &str) -> Option<Py> {
        Some(match name {
            "name" => Py::from(self.system.ast.names.assembly.clone()),
            "composition" => self.sibling(At::Composition),
            "configuration" => self.system.configuration(),
            "schedule" => self.sibling(At::Schedule),
            "instances" => self.system.instances(),
            "connections" => self.system.connections(),
            "settings" => configuration::settings(&self.system),
            _ => return None,
        })
    }

    fn composition(&self, name: &str) -> Option<Py> {
        Some(match name {
            "name" => Py::from(self.system.ast.names.composition.clone()),
            "instances" => self.system.instances(),
            "connections" => self.system.connections(),
            // Groups and exports are resolved: they live on in address spaces and connections.
            "groups" | "exports" => Py::tuple(Vec::new()),
            "parent" => self.sibling(At::Assembly),
            _ => return None,
        })
    }

    fn schedule(&self, name: &str) -> Option<Py> {
        let item = |item: &ast::ScheduleItem| {
            let unit = item.unit.map(|unit| match unit {
                DurationUnit::Ticks => Py::from("ticks"),
                DurationUnit::Us => Py::from("us"),
            });
            Py::tuple([Py::from(item.domain), Py::from(item.duration)].into_iter().chain(unit).collect())
        };
        match name {
            "items" => Some(Py::tuple(self.system.ast.schedule.iter().map(item).collect())),
            "parent" => Some(self.sibling(At::Assembly)),
            _ => None,
        }
    }

    fn setting(&self, index: u32, name: &str) -> Option<Py> {
        let setting = self.system.ast.settings.get(index as usize)?;
        Some(match name {
            "instance" => Py::Str(Arc::clone(&setting.instance)),
            "attribute" => Py::Str(Arc::clone(&setting.attribute)),
            "value" => configuration::frozen(&setting.value),
            "parent" => self.system.configuration(),
            _ => return None,
        })
    }

    fn instance(&self, index: u32, name: &str) -> Option<Py> {
        let instance = self.system.ast.instances.get(index as usize)?;
        Some(match name {
            "name" => Py::Str(Arc::clone(&instance.name)),
            "type" => self.sibling(At::Component(instance.component)),
            "address_space" => Py::Str(Arc::clone(&instance.address_space)),
            "instance" => self.sibling(self.at),
            "parent" => self.sibling(At::Composition),
            _ => return None,
        })
    }

    fn connection(&self, index: u32, name: &str) -> PyResult<Option<Py>> {
        let Some(connection) = self.system.ast.connections.get(index as usize) else { return Ok(None) };
        let end = |side, index_in| At::End { connection: index, side, index: index_in };
        let only = |side: Side| -> PyResult<(At, ast::End)> {
            let (ends, word) = match side {
                Side::From => (&connection.from, "from"),
                Side::To => (&connection.to, "to"),
            };
            match ends.as_slice() {
                [one] => Ok((end(side, 0), *one)),
                _ => Err(error::assertion_error(format!(
                    "accessing a connection with multiple {word} ends as if it only has one"
                ))),
            }
        };
        let interface = |of: ast::End| self.system.interface_of(of).map(At::Interface);
        Ok(Some(match name {
            "name" => Py::Str(Arc::clone(&connection.name)),
            "type" => self.sibling(At::Connector(connection.connector)),
            "from_ends" => self.siblings(connection.from.len(), |index| end(Side::From, index)),
            "to_ends" => self.siblings(connection.to.len(), |index| end(Side::To, index)),
            "from_end" => self.sibling(only(Side::From)?.0),
            "to_end" => self.sibling(only(Side::To)?.0),
            "from_instance" => self.sibling(At::Instance(only(Side::From)?.1.instance)),
            "to_instance" => self.sibling(At::Instance(only(Side::To)?.1.instance)),
            "from_interface" => interface(only(Side::From)?.1).map_or(Py::None, |at| self.sibling(at)),
            "to_interface" => interface(only(Side::To)?.1).map_or(Py::None, |at| self.sibling(at)),
            "parent" => self.sibling(At::Composition),
            _ => return Ok(None),
        }))
    }

    fn end(&self, connection: u32, side: Side, index: u32, name: &str) -> Option<Py> {
        let end = self.system.end(connection, side, index)?;
        Some(match name {
            "end" => Py::from(match side {
                Side::From => "from",
                Side::To => "to",
            }),
            "instance" => self.sibling(At::Instance(end.instance)),
            "interface" => self.sibling(At::Interface(self.system.interface_of(end)?)),
            "parent" => self.sibling(At::Connection(connection)),
            _ => return None,
        })
    }

    fn connector(&self, index: u32, name: &str) -> Option<Py> {
        let connector = self.system.ast.connectors.get(index as usize)?;
        let ast::Connector { from, to, .. } = connector;
        Some(match name {
            "name" => Py::from(connector.name.clone()),
            "from_type" => Py::Str(Arc::clone(&from.medium)),
            "to_type" => Py::Str(Arc::clone(&to.medium)),
            "from_multiple" => Py::Bool(from.multiple),
            "to_multiple" => Py::Bool(to.multiple),
            "from_threads" => Py::from(from.threads),
            "to_threads" => Py::from(to.threads),
            "from_hardware" => Py::Bool(from.hardware),
            "to_hardware" => Py::Bool(to.hardware),
            "attributes" => self.attribute_list(Owner::Connector(index), connector.attributes.len()),
            _ => return None,
        })
    }

    fn attribute_list(&self, owner: Owner, count: usize) -> Py {
        self.list(count, |index| At::Attribute { owner, index })
    }

    fn component(&self, index: u32, name: &str) -> Option<Py> {
        let component = self.system.ast.components.get(index as usize)?;
        let of_kind = |kind: InterfaceKind| self.interfaces_of(index, component, kind);
        Some(match name {
            "name" => Py::from(component.name.clone()),
            "control" => Py::Bool(component.control),
            "hardware" => Py::Bool(component.hardware),
            "includes" => {
                self.siblings(component.includes.len(), |it| At::Include { owner: Owner::Component(index), index: it })
            }
            "provides" => of_kind(InterfaceKind::Provides),
            "uses" => of_kind(InterfaceKind::Uses),
            "emits" => of_kind(InterfaceKind::Emits),
            "consumes" => of_kind(InterfaceKind::Consumes),
            "dataports" => of_kind(InterfaceKind::Dataport),
            "attributes" => self
                .siblings(component.attributes.len(), |it| At::Attribute { owner: Owner::Component(index), index: it }),
            "mutexes" => self.siblings(component.mutexes.len(), |it| At::Mutex { component: index, index: it }),
            "semaphores" => {
                self.siblings(component.semaphores.len(), |it| At::Semaphore { component: index, index: it })
            }
            "binary_semaphores" => {
                self.list(component.binary_semaphores.len(), |it| At::BinarySemaphore { component: index, index: it })
            }
            "composition" if component.composition.is_some() => self.sibling(At::Inner(index)),
            "composition" | "configuration" => Py::None,
            _ => return None,
        })
    }

    fn interfaces_of(&self, index: u32, component: &ast::Component, kind: InterfaceKind) -> Py {
        let numbered = (0_u32..).zip(&component.interfaces);
        let own = numbered.filter(|(_, interface)| interface.kind == kind);
        Py::tuple(
            own.map(|(at, _)| self.sibling(At::Interface(InterfaceRef { component: index, index: at }))).collect(),
        )
    }

    fn interface(&self, of: InterfaceRef, name: &str) -> Option<Py> {
        let interface = self.system.interface(of)?;
        Some(match name {
            "name" => Py::Str(Arc::clone(&interface.name)),
            "type" => match &interface.ty {
                InterfaceType::Procedure(procedure) => self.sibling(At::Procedure(*procedure)),
                InterfaceType::Word(word) => Py::Str(Arc::clone(word)),
            },
            "optional" if !matches!(interface.kind, InterfaceKind::Provides | InterfaceKind::Emits) => {
                Py::Bool(interface.optional)
            }
            "parent" => self.sibling(At::Component(of.component)),
            _ => return None,
        })
    }

    fn procedure(&self, index: u32, name: &str) -> Option<Py> {
        let procedure = self.system.ast.procedures.get(index as usize)?;
        let owner = Owner::Procedure(index);
        Some(match name {
            "name" => Py::Str(Arc::clone(&procedure.name)),
            "includes" => self.list(procedure.includes.len(), |it| At::Include { owner, index: it }),
            "methods" => self.list(procedure.methods.len(), |it| At::Method { procedure: index, index: it }),
            "attributes" => self.attribute_list(owner, procedure.attributes.len()),
            _ => return None,
        })
    }

    fn method_of(&self, procedure: u32, index: u32, name: &str) -> Option<Py> {
        let method = self.system.ast.procedures.get(procedure as usize)?.methods.get(index as usize)?;
        Some(match name {
            "name" => Py::Str(Arc::clone(&method.name)),
            "return_type" => Py::from(method.return_type.clone()),
            "parameters" => {
                self.siblings(method.parameters.len(), |it| At::Parameter { procedure, method: index, index: it })
            }
            "parent" => self.sibling(At::Procedure(procedure)),
            _ => return None,
        })
    }

    fn parameter(&self, procedure: u32, method: u32, index: u32, name: &str) -> Option<Py> {
        let methods = &self.system.ast.procedures.get(procedure as usize)?.methods;
        let parameter = methods.get(method as usize)?.parameters.get(index as usize)?;
        Some(match name {
            "name" => Py::Str(Arc::clone(&parameter.name)),
            "direction" => Py::Str(Arc::clone(&parameter.direction)),
            "type" => Py::Str(Arc::clone(&parameter.ty)),
            "array" => Py::Bool(parameter.array),
            "parent" => self.sibling(At::Method { procedure, index: method }),
            _ => return None,
        })
    }

    fn structure(&self, index: u32, name: &str) -> Option<Py> {
        let it = self.system.ast.structs.get(index as usize)?;
        Some(match name {
            "name" => Py::Str(Arc::clone(&it.name)),
            "attributes" => {
                self.siblings(it.members.len(), |member| At::Attribute { owner: Owner::Struct(index), index: member })
            }
            _ => return None,
        })
    }

    /// The attributes that something declares.
    pub(super) fn attributes(&self, owner: Owner) -> Option<&[ast::Attribute]> {
        let ast = &self.system.ast;
        Some(match owner {
            Owner::Component(index) => &ast.components.get(index as usize)?.attributes,
            Owner::Procedure(index) => &ast.procedures.get(index as usize)?.attributes,
            Owner::Connector(index) => &ast.connectors.get(index as usize)?.attributes,
            Owner::Struct(index) => &ast.structs.get(index as usize)?.members,
        })
    }

    fn attribute_of(&self, owner: Owner, index: u32, name: &str) -> Option<Py> {
        let attribute = self.attributes(owner)?.get(index as usize)?;
        Some(match name {
            "name" => Py::Str(Arc::clone(&attribute.name)),
            "type" => match &attribute.ty {
                AttributeType::Basic(word) => Py::Str(Arc::clone(word)),
                AttributeType::Struct(it) => self.sibling(At::Struct(*it)),
            },
            "array" => Py::Bool(attribute.array),
            "default" => attribute.default.as_ref().map_or(Py::None, py::value),
            "parent" => self.sibling(match owner {
                Owner::Component(index) => At::Component(index),
                Owner::Procedure(index) => At::Procedure(index),
                Owner::Connector(index) => At::Connector(index),
                Owner::Struct(index) => At::Struct(index),
            }),
            _ => return None,
        })
    }

    fn include(&self, owner: Owner, index: u32, name: &str) -> Option<Py> {
        let ast = &self.system.ast;
        let includes = match owner {
            Owner::Component(index) => &ast.components.get(index as usize)?.includes,
            Owner::Procedure(index) => &ast.procedures.get(index as usize)?.includes,
            Owner::Connector(_) | Owner::Struct(_) => return None,
        };
        let include = includes.get(index as usize)?;
        match name {
            "source" => Some(Py::Str(Arc::clone(&include.source))),
            "relative" => Some(Py::Bool(include.relative)),
            _ => None,
        }
    }
}

static LOCATION: Class = Class::host("SourceLocation", &[]);

/// Where something is declared.
#[derive(Debug)]
struct Location {
    file: Option<Text>,
    place: Place,
}

impl Host for Location {
    fn class(&self) -> &'static Class {
        &LOCATION
    }

    fn attribute(&self, _cx: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(Some(match name {
            "filename" => Py::from(self.file.clone()),
            "lineno" => Py::from(self.place.line),
            "min_col" => Py::from(self.place.column),
            _ => return Ok(None),
        }))
    }

    fn repr(&self) -> String {
        format!("{}:{}", self.file.as_deref().unwrap_or_default(), self.place.line)
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The methods of entities, and entities as mappings from names to what they declare.

use std::sync::Arc;

use camkes_jinja::{Args, Py, PyResult};

use super::{At, Entity, InterfaceRef, Owner, numbers};
use crate::{
    ast::{InterfaceKind, Text},
    runner::py,
};

impl Entity {
    /// Whether there is a method of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        match name {
            "label" => true,
            "get" | "keys" | "values" | "items" => self.member_count().is_some(),
            "might_block" | "get_end_type" => matches!(self.at, At::End { .. } | At::InnerEnd { .. }),
            "get_attribute" => matches!(self.at, At::Assembly | At::Connector(_)),
            "interface_is_exported" => matches!(self.at, At::Component(_)),
            _ => false,
        }
    }

    /// Calls a method.
    pub(super) fn method(&self, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        if !self.knows(name) {
            return Ok(None);
        }
        Ok(Some(match name {
            "label" => {
                args.none("label")?;
                Py::from(self.label())
            }
            "might_block" => {
                args.none("might_block")?;
                Py::Bool(self.might_block())
            }
            "get_end_type" => {
                args.none("get_end_type")?;
                self.end_type().map_or(Py::None, |component| self.sibling(At::Component(component)))
            }
            "interface_is_exported" => {
                // Exports are known by name, and only text is equal to a name: an interface itself is none.
                let interface = args.one("interface_is_exported")?.as_str();
                let component = self.component_index().and_then(|index| self.system.ast.components.get(index as usize));
                let exported = component.zip(interface);
                Py::Bool(exported.is_some_and(|(component, interface)| Self::is_exported(component, interface)))
            }
            "get_attribute" => self.get_attribute(args)?,
            "get" => {
                let bound = args.bind("get", &["key", "default"])?;
                let key = bound.required("key")?.as_str();
                let members = self.members().unwrap_or_default();
                let found = members.into_iter().find(|(name, _)| key == Some(&**name)).map(|(_, member)| member);
                found.unwrap_or_else(|| bound.get("default").cloned().unwrap_or(Py::None))
            }
            _ => {
                args.none("keys")?;
                let members = self.members().unwrap_or_default().into_iter();
                Py::list(match name {
                    "keys" => members.map(|(name, _)| Py::Str(name)).collect(),
                    "values" => members.map(|(_, member)| member).collect(),
                    _ => members.map(|(name, member)| Py::tuple(vec![Py::Str(name), member])).collect(),
                })
            }
        }))
    }

    /// The label that integrity rules know it by.
    pub(in super::super) fn label(&self) -> Option<Text> {
        let ast = &self.system.ast;
        match self.at {
            At::Instance(index) => ast.instances.get(index as usize).map(|it| Arc::clone(&it.name)),
            At::Connection(index) | At::End { connection: index, .. } => {
                ast.connections.get(index as usize).map(|it| Arc::clone(&it.name))
            }
            At::InnerInstance { .. } => self.inner_text(),
            At::InnerConnection { component, index } | At::InnerEnd { component, connection: index, .. } => {
                let inner = ast.components.get(component as usize)?.composition.as_ref()?;
                inner.connections.get(index as usize).map(|it| Arc::clone(&it.name))
            }
            _ => None,
        }
    }

    /// Whether more than one thing in the component of an end can wait.
    fn might_block(&self) -> bool {
        let component = self.end_type().and_then(|index| self.system.ast.components.get(index as usize));
        component.is_some_and(|component| {
            let waits = |kind| matches!(kind, InterfaceKind::Provides | InterfaceKind::Uses | InterfaceKind::Consumes);
            let interfaces = component.interfaces.iter().filter(|it| waits(it.kind)).count();
            interfaces + component.mutexes.len() + component.semaphores.len() > 1
        })
    }

    /// The component of an end.
    fn end_type(&self) -> Option<u32> {
        match self.at {
            At::End { connection, side, index } => {
                let end = self.system.end(connection, side, index)?;
                self.system.interface_of(end).map(|of| of.component)
            }
            At::InnerEnd { component, connection, side, index } => {
                self.inner_end_type(component, connection, side, index)
            }
            _ => None,
        }
    }

    fn component_index(&self) -> Option<u32> {
        match self.at {
            At::Component(index) => Some(index),
            _ => None,
        }
    }

    /// A declared attribute by name: of a connector, or of an instance of an assembly.
    fn get_attribute(&self, args: &Args<'_>) -> PyResult {
        let ast = &self.system.ast;
        let (owner, wanted) = match self.at {
            At::Connector(index) => (Owner::Connector(index), py::text(args.one("get_attribute")?)?),
            _ => {
                let bound = args.bind("get_attribute", &["instance_name", "attribute_name"])?;
                let name = py::text(bound.required("instance_name")?)?;
                let instance = ast.instances.iter().find(|it| *it.name == *name);
                let Some(instance) = instance else { return Ok(Py::None) };
                (Owner::Component(instance.component), py::text(bound.required("attribute_name")?)?)
            }
        };
        let declared = self.attributes(owner).unwrap_or_default();
        let found = numbers(declared.len()).zip(declared).find(|(_, attribute)| *attribute.name == *wanted);
        Ok(found.map_or(Py::None, |(index, _)| self.sibling(At::Attribute { owner, index })))
    }

    /// How many names it maps; `None` if it is no mapping.
    pub(super) fn member_count(&self) -> Option<usize> {
        let ast = &self.system.ast;
        match self.at {
            At::Composition => Some(ast.instances.len() + ast.connections.len()),
            At::Inner(component) => {
                let inner = ast.components.get(component as usize)?.composition.as_ref()?;
                Some(inner.instances.len() + inner.connections.len())
            }
            At::Component(index) => {
                let it = ast.components.get(index as usize)?;
                let locks = it.mutexes.len() + it.semaphores.len() + it.binary_semaphores.len();
                Some(it.attributes.len() + it.interfaces.len() + locks)
            }
            At::Procedure(index) => {
                let it = ast.procedures.get(index as usize)?;
                Some(it.methods.len() + it.attributes.len())
            }
            _ => None,
        }
    }

    /// The names that it maps, and what they stand for.
    pub(super) fn members(&self) -> Option<Vec<(Text, Py)>> {
        let ast = &self.system.ast;
        let mut found = Vec::new();
        match self.at {
            At::Composition => {
                let instances = numbers(ast.instances.len()).zip(&ast.instances);
                found.extend(instances.map(|(index, it)| (Arc::clone(&it.name), At::Instance(index))));
                let connections = numbers(ast.connections.len()).zip(&ast.connections);
                found.extend(connections.map(|(index, it)| (Arc::clone(&it.name), At::Connection(index))));
            }
            At::Inner(component) => {
                let inner = ast.components.get(component as usize)?.composition.as_ref()?;
                let instances = numbers(inner.instances.len()).zip(&inner.instances);
                found.extend(
                    instances.map(|(index, (name, _))| (Arc::clone(name), At::InnerInstance { component, index })),
                );
                let connections = numbers(inner.connections.len()).zip(&inner.connections);
                found.extend(
                    connections.map(|(index, it)| (Arc::clone(&it.name), At::InnerConnection { component, index })),
                );
            }
            At::Component(component) => self.component_members(component, &mut found),
            At::Procedure(procedure) => {
                let it = ast.procedures.get(procedure as usize)?;
                let methods = numbers(it.methods.len()).zip(&it.methods);
                found.extend(methods.map(|(index, it)| (Arc::clone(&it.name), At::Method { procedure, index })));
                found.extend(self.named_attributes(Owner::Procedure(procedure)));
            }
            _ => return None,
        }
        Some(found.into_iter().map(|(name, at)| (name, self.sibling(at))).collect())
    }

    fn named_attributes(&self, owner: Owner) -> Vec<(Text, At)> {
        let declared = self.attributes(owner).unwrap_or_default();
        let named = numbers(declared.len()).zip(declared);
        named.map(|(index, it)| (Arc::clone(&it.name), At::Attribute { owner, index })).collect()
    }

    fn component_members(&self, component: u32, found: &mut Vec<(Text, At)>) {
        let Some(it) = self.system.ast.components.get(component as usize) else { return };
        found.extend(self.named_attributes(Owner::Component(component)));
        let kinds = [
            InterfaceKind::Provides,
            InterfaceKind::Uses,
            InterfaceKind::Emits,
            InterfaceKind::Consumes,
            InterfaceKind::Dataport,
        ];
        for kind in kinds {
            let own = numbers(it.interfaces.len()).zip(&it.interfaces).filter(|(_, it)| it.kind == kind);
            found.extend(
                own.map(|(index, it)| (Arc::clone(&it.name), At::Interface(InterfaceRef { component, index }))),
            );
        }
        let named = |names: &[Text], at: fn(u32, u32) -> At| -> Vec<(Text, At)> {
            numbers(names.len()).zip(names).map(|(index, name)| (Arc::clone(name), at(component, index))).collect()
        };
        found.extend(named(&it.mutexes, |component, index| At::Mutex { component, index }));
        found.extend(named(&it.semaphores, |component, index| At::Semaphore { component, index }));
        found.extend(named(&it.binary_semaphores, |component, index| At::BinarySemaphore { component, index }));
    }
}

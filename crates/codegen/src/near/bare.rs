// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Parts of an assembly without the places where they were declared.
//!
//! A place is the number of an item in its file, which changes when an item is added before it; what templates see
//! does not depend on it.

use std::sync::Arc;

use camkes_hir::model::{
    Assembly, Attribute, AttributeType, Component, Connection, Connector, Instance, Interface, InterfaceType, Origin,
    Procedure, Struct,
};

/// How much of a component is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// All of it.
    Whole,
    /// What other components can see of it: its name, kind and interfaces.
    Outline,
}

/// Puts one place in the stead of all others.
pub(super) struct Bare {
    nowhere: Origin,
}

impl Bare {
    /// `None` for an assembly without instances: there is nothing to see.
    pub(super) fn new(assembly: &Assembly) -> Option<Self> {
        assembly.instances.first().map(|first| Self { nowhere: first.origin.file_start() })
    }

    pub(super) fn instance(&self, instance: &Instance, component: Arc<Component>) -> Instance {
        Instance {
            name: instance.name.clone(),
            component,
            address_space: instance.address_space.clone(),
            origin: self.nowhere,
        }
    }

    pub(super) fn component(&self, component: &Component, detail: Detail) -> Component {
        let whole = detail == Detail::Whole;
        Component {
            name: component.name.clone(),
            control: component.control,
            hardware: component.hardware,
            includes: if whole { component.includes.clone() } else { Vec::new() },
            interfaces: component.interfaces.iter().map(|interface| self.interface(interface)).collect(),
            attributes: if whole { self.attributes(&component.attributes) } else { Vec::new() },
            mutexes: if whole { component.mutexes.clone() } else { Vec::new() },
            semaphores: if whole { component.semaphores.clone() } else { Vec::new() },
            binary_semaphores: if whole { component.binary_semaphores.clone() } else { Vec::new() },
            // The picture leaves out what is only another name.
            exported: component.exported.clone(),
            origin: self.nowhere,
        }
    }

    pub(super) fn connection(&self, connection: &Connection, connector: Arc<Connector>) -> Connection {
        Connection {
            name: connection.name.clone(),
            connector,
            from: connection.from.clone(),
            to: connection.to.clone(),
            origin: self.nowhere,
            parts: Box::default(),
        }
    }

    pub(super) fn connector(&self, connector: &Connector) -> Connector {
        Connector {
            name: connector.name.clone(),
            from: connector.from,
            to: connector.to,
            attributes: self.attributes(&connector.attributes),
            origin: self.nowhere,
        }
    }

    fn interface(&self, interface: &Interface) -> Interface {
        let procedure = |procedure: &Procedure| {
            Arc::new(Procedure {
                name: procedure.name.clone(),
                includes: procedure.includes.clone(),
                methods: procedure.methods.clone(),
                attributes: self.attributes(&procedure.attributes),
                origin: self.nowhere,
            })
        };
        let ty = match &interface.ty {
            InterfaceType::Uses(ty) => InterfaceType::Uses(procedure(ty)),
            InterfaceType::Provides(ty) => InterfaceType::Provides(procedure(ty)),
            InterfaceType::Emits(ty) => InterfaceType::Emits(ty.clone()),
            InterfaceType::Consumes(ty) => InterfaceType::Consumes(ty.clone()),
            InterfaceType::Dataport(ty) => InterfaceType::Dataport(ty.clone()),
        };
        Interface { name: interface.name.clone(), ty, optional: interface.optional, origin: self.nowhere }
    }

    fn attributes(&self, attributes: &[Attribute]) -> Vec<Attribute> {
        attributes.iter().map(|attribute| self.attribute(attribute)).collect()
    }

    fn attribute(&self, attribute: &Attribute) -> Attribute {
        let ty = match &attribute.ty {
            AttributeType::Basic(basic) => AttributeType::Basic(basic.clone()),
            AttributeType::Struct(ty) => AttributeType::Struct(Arc::new(Struct {
                name: ty.name.clone(),
                members: self.attributes(&ty.members),
                origin: self.nowhere,
            })),
        };
        Attribute {
            name: attribute.name.clone(),
            ty,
            array: attribute.array,
            default: attribute.default.clone(),
            origin: self.nowhere,
        }
    }
}

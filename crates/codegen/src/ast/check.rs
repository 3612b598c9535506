// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Whether every number in the tables leads to something.

use super::{Ast, Attribute, AttributeType, Component, Composition, End, InnerEnd, Interface, InterfaceType, Struct};

impl Ast {
    /// Whether no number leads out of a table, and no struct contains itself.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let component = |index: u32| self.components.get(index as usize);
        let end = |end: &End| self.interface_of(*end).is_some();
        self.instances.iter().all(|instance| component(instance.component).is_some())
            && self.connections.iter().all(|connection| {
                self.has_connector(connection.connector) && connection.from.iter().chain(&connection.to).all(end)
            })
            && self.connectors.iter().all(|connector| self.attributes(&connector.attributes))
            && self.procedures.iter().all(|procedure| self.attributes(&procedure.attributes))
            && self.components.iter().all(|component| self.component(component))
            && self.structs.iter().enumerate().all(|(index, it)| self.struct_before(index, it))
    }

    fn has_connector(&self, index: u32) -> bool {
        (index as usize) < self.connectors.len()
    }

    fn attributes(&self, attributes: &[Attribute]) -> bool {
        attributes.iter().all(|attribute| match attribute.ty {
            AttributeType::Basic(_) => true,
            AttributeType::Struct(index) => (index as usize) < self.structs.len(),
        })
    }

    /// A struct's members are of structs before it: so none contains itself.
    fn struct_before(&self, index: usize, it: &Struct) -> bool {
        self.attributes(&it.members)
            && it.members.iter().all(|member| match member.ty {
                AttributeType::Basic(_) => true,
                AttributeType::Struct(inner) => (inner as usize) < index,
            })
    }

    fn component(&self, component: &Component) -> bool {
        let interface = |interface: &Interface| match interface.ty {
            InterfaceType::Procedure(index) => (index as usize) < self.procedures.len(),
            InterfaceType::Word(_) => true,
        };
        component.interfaces.iter().all(interface)
            && self.attributes(&component.attributes)
            && component.composition.as_ref().is_none_or(|inner| self.composition(component, inner))
    }

    fn composition(&self, component: &Component, inner: &Composition) -> bool {
        let owner = |instance: Option<u32>| match instance {
            None => Some(component),
            Some(index) => {
                let (_, component) = inner.instances.get(index as usize)?;
                self.components.get(*component as usize)
            }
        };
        let end =
            |end: &InnerEnd| owner(end.instance).is_some_and(|owner| (end.interface as usize) < owner.interfaces.len());
        inner.instances.iter().all(|(_, component)| (*component as usize) < self.components.len())
            && inner.connections.iter().all(|connection| {
                self.has_connector(connection.connector) && connection.from.iter().chain(&connection.to).all(end)
            })
            && inner
                .exports
                .iter()
                .all(|(source, destination)| end(source) && (*destination as usize) < component.interfaces.len())
    }
}

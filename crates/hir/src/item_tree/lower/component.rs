// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Components and connectors.

use std::sync::Arc;

use camkes_syntax::ast::{self, AstNode};

use super::super::{
    ComponentDecl, ConnectorDecl, ConnectorEndDecl, Given, InterfaceDecl, InterfaceTypeDecl, Name, Path,
};
use super::Lower;
use crate::loc::LocalId;
use crate::model::{InterfaceKind, Medium};

impl Lower {
    pub(super) fn component(
        &mut self,
        id: LocalId,
        name: Option<Name>,
        body: Option<ast::ComponentBody>,
    ) -> ComponentDecl {
        let mut out = ComponentDecl {
            id,
            name,
            control: Vec::new(),
            hardware: Vec::new(),
            includes: Vec::new(),
            interfaces: Vec::new(),
            attributes: Vec::new(),
            mutexes: Vec::new(),
            semaphores: Vec::new(),
            binary_semaphores: Vec::new(),
            compositions: Vec::new(),
            configurations: Vec::new(),
        };
        for item in body.into_iter().flat_map(|body| body.component_items()) {
            self.component_item(item, &mut out);
        }
        out
    }

    fn component_item(&mut self, item: ast::ComponentItem, out: &mut ComponentDecl) {
        use ast::ComponentItem as I;
        match item {
            I::Include(it) => out.includes.extend(self.include(&it)),
            I::Control(it) => out.control.push(self.id(it.syntax())),
            I::Hardware(it) => out.hardware.push(self.id(it.syntax())),
            I::Provides(_) | I::Uses(_) | I::Emits(_) | I::Consumes(_) | I::Dataport(_) => {
                out.interfaces.extend(self.interface(&item))
            }
            I::Attribute(it) => out.attributes.extend(self.attribute(&it)),
            I::Mutex(it) => out.mutexes.extend(it.name().map(|name| self.name(&name))),
            I::Semaphore(it) => out.semaphores.extend(it.name().map(|name| self.name(&name))),
            I::BinarySemaphore(it) => out.binary_semaphores.extend(it.name().map(|name| self.name(&name))),
            I::Composition(it) => out.compositions.push(Given::Here(Arc::new(self.composition(&it)))),
            I::CompositionUse(it) => out.compositions.extend(self.used(it.reference())),
            I::Configuration(it) => out.configurations.push(Given::Here(Arc::new(self.configuration(&it)))),
            I::ConfigurationUse(it) => out.configurations.extend(self.used(it.reference())),
            I::MacroUse(_) => {}
        }
    }

    fn interface(&mut self, item: &ast::ComponentItem) -> Option<InterfaceDecl> {
        use ast::ComponentItem as I;
        let (kind, maybe, name) = match item {
            I::Provides(it) => (InterfaceKind::Provides, it.maybe_token(), it.name()),
            I::Uses(it) => (InterfaceKind::Uses, it.maybe_token(), it.name()),
            I::Emits(it) => (InterfaceKind::Emits, it.maybe_token(), it.name()),
            I::Consumes(it) => (InterfaceKind::Consumes, it.maybe_token(), it.name()),
            I::Dataport(it) => (InterfaceKind::Dataport, it.maybe_token(), it.name()),
            _ => return None,
        };
        let (id, name) = self.named(item.syntax(), name)?;
        let ty = match item {
            I::Provides(it) => InterfaceTypeDecl::Named(self.path(&it.reference()?)?),
            I::Uses(it) => InterfaceTypeDecl::Named(self.path(&it.reference()?)?),
            I::Emits(it) => InterfaceTypeDecl::Named(self.word(&it.name_ref()?)),
            I::Consumes(it) => InterfaceTypeDecl::Named(self.word(&it.name_ref()?)),
            I::Dataport(it) => self.dataport_type(&it.ty()?)?,
            _ => return None,
        };
        Some(InterfaceDecl { id, kind, optional: maybe.is_some(), ty, name })
    }

    /// A single word as a path.
    fn word(&mut self, name: &ast::NameRef) -> Path {
        let name = self.name_ref(name);
        Path { id: name.id, parts: vec![name] }
    }

    fn dataport_type(&mut self, ty: &ast::DataportType) -> Option<InterfaceTypeDecl> {
        if let Some(size) = ty.size() {
            return Some(InterfaceTypeDecl::Sized(self.expr(&size)));
        }
        if ty.buf_token().is_some() {
            return Some(InterfaceTypeDecl::Buf);
        }
        Some(InterfaceTypeDecl::Named(self.word(&ty.name_ref()?)))
    }

    pub(super) fn connector(
        &mut self,
        id: LocalId,
        name: Option<Name>,
        body: Option<ast::ConnectorBody>,
    ) -> ConnectorDecl {
        let mut out = ConnectorDecl { id, name, from: None, to: None, attributes: Vec::new() };
        let Some(body) = body else { return out };
        for end in body.ends() {
            let slot = if end.from_token().is_some() { &mut out.from } else { &mut out.to };
            if let Some(decl) = self.connector_end(&end)
                && slot.is_none()
            {
                *slot = Some(decl);
            }
        }
        out.attributes = body.attributes().filter_map(|it| self.attribute(&it)).collect();
        out
    }

    fn connector_end(&mut self, end: &ast::ConnectorEnd) -> Option<ConnectorEndDecl> {
        let id = self.id(end.syntax());
        let kind = end.connector_kind()?;
        let (medium, multiple) = match (
            kind.procedure_type_token(),
            kind.procedures_type_token(),
            kind.event_type_token(),
            kind.events_type_token(),
        ) {
            (Some(_), ..) => (Medium::Procedure, false),
            (_, Some(_), ..) => (Medium::Procedure, true),
            (_, _, Some(_), _) => (Medium::Event, false),
            (.., Some(_)) => (Medium::Event, true),
            _ => (Medium::Dataport, kind.dataports_type_token().is_some()),
        };
        let threads = end.thread_count().and_then(|it| it.count()).map(|count| self.expr(&count));
        Some(ConnectorEndDecl { id, medium, multiple, hardware: end.hardware_token().is_some(), threads })
    }
}

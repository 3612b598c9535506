// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Compositions: instances, groups, connections, exports.

use std::sync::Arc;

use camkes_syntax::ast::{self, AstNode};
use text_size::TextRange;

use super::super::{CompositionDecl, ConnectionDecl, EndDecl, ExportDecl, Given, GroupDecl, InstanceDecl, Side};
use super::Lower;

impl Lower {
    pub(super) fn composition(&mut self, composition: &ast::Composition) -> CompositionDecl {
        let (id, name) = self.declared(composition.syntax(), composition.name());
        let mut out = CompositionDecl {
            id,
            name,
            instances: Vec::new(),
            connections: Vec::new(),
            groups: Vec::new(),
            exports: Vec::new(),
        };
        for item in composition.body().into_iter().flat_map(|body| body.composition_items()) {
            self.composition_item(item, &mut out);
        }
        out
    }

    pub(super) fn composition_item(&mut self, item: ast::CompositionItem, out: &mut CompositionDecl) {
        match item {
            ast::CompositionItem::Instance(it) => out.instances.extend(self.instance(&it).map(Arc::new)),
            ast::CompositionItem::Connection(it) => out.connections.extend(self.connection(&it).map(Arc::new)),
            ast::CompositionItem::Group(it) => out.groups.push(self.group(&it)),
            ast::CompositionItem::Export(it) => out.exports.extend(self.export(&it)),
            ast::CompositionItem::MacroUse(_) => {}
        }
    }

    fn instance(&mut self, instance: &ast::Instance) -> Option<InstanceDecl> {
        let (id, name) = self.named(instance.syntax(), instance.name())?;
        let component = match instance.body() {
            Some(body) => {
                let (inner, _) = self.declared(body.syntax(), None);
                Given::Here(Arc::new(self.component(inner, None, Some(body))))
            }
            None => Given::Use(self.path(&instance.reference()?)?),
        };
        Some(InstanceDecl { id, component, name })
    }

    fn group(&mut self, group: &ast::Group) -> GroupDecl {
        let (id, name) = self.declared(group.syntax(), group.name());
        let instances = group.body().into_iter().flat_map(|body| body.instances());
        let instances = instances.filter_map(|it| self.instance(&it)).map(Arc::new).collect();
        GroupDecl { id, name, instances }
    }

    fn connection(&mut self, connection: &ast::Connection) -> Option<ConnectionDecl> {
        let (id, name) = self.named(connection.syntax(), connection.name())?;
        let connector = match connection.body() {
            Some(body) => {
                let (inner, _) = self.declared(body.syntax(), None);
                Given::Here(Arc::new(self.connector(inner, None, Some(body))))
            }
            None => Given::Use(self.path(&connection.reference()?)?),
        };
        let ends = connection.ends().filter_map(|end| self.end(&end)).collect();
        Some(ConnectionDecl { id, connector, name, ends })
    }

    fn end(&mut self, end: &ast::ConnectionEnd) -> Option<EndDecl> {
        let id = self.id(end.syntax());
        let side = if end.from_token().is_some() { Side::From } else { Side::To };
        let path = self.path(&end.reference()?)?;
        // The comma behind an end is part of its node, but not of what a person would point at.
        let focus = TextRange::new(self.focus(id).start(), self.focus(path.id).end());
        self.set_focus(id, focus);
        Some(EndDecl { id, side, path })
    }

    fn export(&mut self, export: &ast::Export) -> Option<ExportDecl> {
        let id = self.id(export.syntax());
        Some(ExportDecl { id, source: self.path(&export.source()?)?, target: self.path(&export.target()?)? })
    }
}

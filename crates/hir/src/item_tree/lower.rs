// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From a file's tree to its declarations. Whatever the parser could not read is left out here: it has been reported.

mod component;
mod composition;
mod edited;
mod procedure;
mod values;

use std::sync::Arc;

use camkes_syntax::SyntaxNode;
use camkes_syntax::ast::{self, AstNode};
use text_size::{TextRange, TextSize};

pub(crate) use self::edited::lower_edited;
use super::ranges::{Place, Ranges};
use super::{
    AssemblyDecl, ConfigurationDecl, Given, ImportDecl, IncludeDecl, Item, ItemTree, Name, Path, ScheduleDecl,
    SettingDecl, SettingValue,
};
use crate::loc::LocalId;
use crate::model::DurationUnit;

/// Declarations of a file, and where they stand.
pub(crate) fn lower(file: &ast::SourceFile) -> (ItemTree, Ranges) {
    let mut lower = Lower { ranges: Vec::new(), first: 0, structs: Vec::new() };
    let tree = lower_items(&mut lower, file.items());
    (tree, Ranges::new(&lower.ranges))
}

fn lower_items(lower: &mut Lower, nodes: impl IntoIterator<Item = ast::Item>) -> ItemTree {
    let mut items = Vec::new();
    let mut structs = Vec::new();
    for item in nodes {
        let lowered = lower.item(&item);
        let mut closed = std::mem::take(&mut lower.structs);
        closed.sort_by_key(|(end, _)| *end);
        if let Some(lowered) = lowered {
            structs.extend(closed.into_iter().map(|(_, id)| (items.len(), id)));
            items.push(lowered);
        }
    }
    ItemTree { items, structs }
}

struct Lower {
    ranges: Vec<Place>,
    /// The number of the first of the ranges.
    first: usize,
    /// Ends of the structs of the item at hand.
    structs: Vec<(TextSize, LocalId)>,
}

impl Lower {
    fn item(&mut self, item: &ast::Item) -> Option<Item> {
        Some(match item {
            ast::Item::Import(it) => Item::Import(self.import(it)?),
            ast::Item::Assembly(it) => Item::Assembly(Arc::new(self.assembly(it))),
            ast::Item::Component(it) => {
                let (id, name) = self.declared(it.syntax(), it.name());
                Item::Component(Arc::new(self.component(id, name, it.body())))
            }
            ast::Item::Composition(it) => Item::Composition(Arc::new(self.composition(it))),
            ast::Item::Configuration(it) => Item::Configuration(Arc::new(self.configuration(it))),
            ast::Item::Connector(it) => {
                let (id, name) = self.declared(it.syntax(), it.name());
                Item::Connector(Arc::new(self.connector(id, name, it.body())))
            }
            ast::Item::Procedure(it) => Item::Procedure(Arc::new(self.procedure(it))),
            ast::Item::Struct(it) => {
                let (id, name) = self.declared(it.syntax(), it.name());
                Item::Struct(Arc::new(self.structure(id, name, it.body())))
            }
            ast::Item::Include(_) | ast::Item::MacroUse(_) => return None,
        })
    }

    /// A number for something, pointing at all of it.
    fn id(&mut self, node: &SyntaxNode) -> LocalId {
        let full = camkes_syntax::text_range_without_trivia(node);
        let id = LocalId(u32::try_from(self.first + self.ranges.len()).unwrap_or(u32::MAX));
        self.ranges.push((full, full));
        id
    }

    fn focus(&self, id: LocalId) -> TextRange {
        let place = (id.0 as usize).checked_sub(self.first);
        place.and_then(|it| self.ranges.get(it)).map(|(_, focus)| *focus).unwrap_or_default()
    }

    fn set_focus(&mut self, id: LocalId, focus: TextRange) {
        let place = (id.0 as usize).checked_sub(self.first);
        if let Some(ranges) = place.and_then(|it| self.ranges.get_mut(it)) {
            ranges.1 = focus;
        }
    }

    fn name(&mut self, name: &ast::Name) -> Name {
        Name { text: name.text(), id: self.id(name.syntax()) }
    }

    fn name_ref(&mut self, name: &ast::NameRef) -> Name {
        Name { text: name.text(), id: self.id(name.syntax()) }
    }

    /// Numbers for a declaration, which points at its name (or its keyword when it has none), and for the name.
    fn declared(&mut self, node: &SyntaxNode, name: Option<ast::Name>) -> (LocalId, Option<Name>) {
        let id = self.id(node);
        let name = name.map(|name| self.name(&name));
        let focus = match &name {
            Some(name) => Some(self.focus(name.id)),
            None => camkes_syntax::first_significant_token(node).map(|token| token.text_range()),
        };
        if let Some(focus) = focus {
            self.set_focus(id, focus);
        }
        (id, name)
    }

    /// As [`Lower::declared`], for what makes no sense without a name.
    fn named(&mut self, node: &SyntaxNode, name: Option<ast::Name>) -> Option<(LocalId, Name)> {
        let (id, name) = self.declared(node, name);
        Some((id, name?))
    }

    fn path(&mut self, reference: &ast::Reference) -> Option<Path> {
        let id = self.id(reference.syntax());
        let parts: Vec<_> = reference.name_refs().map(|part| self.name_ref(&part)).collect();
        (!parts.is_empty()).then_some(Path { parts, id })
    }

    fn import(&mut self, import: &ast::Import) -> Option<ImportDecl> {
        let path = import.path()?;
        let id = self.id(import.syntax());
        self.set_focus(id, camkes_syntax::text_range_without_trivia(path.syntax()));
        Some(ImportDecl { path: path.value().into(), angle: path.is_angle(), id })
    }

    fn include(&mut self, include: &ast::Include) -> Option<IncludeDecl> {
        let path = include.path()?;
        Some(IncludeDecl { path: path.value().into(), angle: path.is_angle(), id: self.id(path.syntax()) })
    }

    fn assembly(&mut self, assembly: &ast::Assembly) -> AssemblyDecl {
        let (id, name) = self.declared(assembly.syntax(), assembly.name());
        let mut out =
            AssemblyDecl { id, name, compositions: Vec::new(), configurations: Vec::new(), schedules: Vec::new() };
        for item in assembly.body().into_iter().flat_map(|body| body.assembly_items()) {
            match item {
                ast::AssemblyItem::Composition(it) => {
                    out.compositions.push(Given::Here(Arc::new(self.composition(&it))))
                }
                ast::AssemblyItem::CompositionUse(it) => out.compositions.extend(self.used(it.reference())),
                ast::AssemblyItem::Configuration(it) => {
                    out.configurations.push(Given::Here(Arc::new(self.configuration(&it))))
                }
                ast::AssemblyItem::ConfigurationUse(it) => out.configurations.extend(self.used(it.reference())),
                ast::AssemblyItem::Schedule(it) => out.schedules.push(self.schedule(&it)),
                ast::AssemblyItem::MacroUse(_) => {}
            }
        }
        out
    }

    fn used<T>(&mut self, reference: Option<ast::Reference>) -> Option<Given<T>> {
        Some(Given::Use(self.path(&reference?)?))
    }

    fn configuration(&mut self, configuration: &ast::Configuration) -> ConfigurationDecl {
        let (id, name) = self.declared(configuration.syntax(), configuration.name());
        let mut settings = Vec::new();
        for item in configuration.body().into_iter().flat_map(|body| body.configuration_items()) {
            if let ast::ConfigurationItem::Setting(setting) = item {
                settings.extend(self.setting(&setting).map(Arc::new));
            }
        }
        ConfigurationDecl { id, name, settings }
    }

    fn setting(&mut self, setting: &ast::Setting) -> Option<SettingDecl> {
        let id = self.id(setting.syntax());
        let target = self.path(&setting.target()?)?;
        self.set_focus(id, self.focus(target.id));
        let value = match setting.attribute_ref() {
            Some(it) => self.attribute_ref(&it),
            None => setting.value().map(|value| SettingValue::Expr(self.expr(&value))),
        };
        Some(SettingDecl { id, target, value })
    }

    fn attribute_ref(&mut self, it: &ast::AttributeRef) -> Option<SettingValue> {
        let path = self.path(&it.reference()?)?;
        Some(SettingValue::Ref { path, lookup: self.lookup(it.lookup()) })
    }

    fn schedule(&mut self, schedule: &ast::Schedule) -> ScheduleDecl {
        let (id, _) = self.declared(schedule.syntax(), None);
        let mut items = Vec::new();
        for item in schedule.body().into_iter().flat_map(|body| body.items()) {
            let unit = match (item.ticks_token(), item.us_token()) {
                (Some(_), _) => Some(DurationUnit::Ticks),
                (_, Some(_)) => Some(DurationUnit::Us),
                _ => None,
            };
            let mut values = item.values().map(|value| self.expr(&value));
            if let (Some(domain), Some(duration)) = (values.next(), values.next()) {
                items.push((domain, duration, unit));
            }
        }
        ScheduleDecl { id, items }
    }
}

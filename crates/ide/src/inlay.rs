// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Inlay hints: values that are worked out, directions that are implied, threads that a connector makes.

use std::collections::HashMap;

use camkes_hir::assembly::resolution;
use camkes_hir::item_tree::{
    AttributeDecl, CompositionDecl, ConfigurationDecl, ConnectionDecl, Expr, ExprKind, Given, InterfaceTypeDecl, Item,
    SettingValue, Side,
};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::model::{DataportType, InterfaceType, Setting, Value};
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::{SyntaxKind as K, lex};
use text_size::{TextRange, TextSize};

use crate::diagnostics::FileRange;
use crate::level;
use crate::resolve;
use crate::systems::Systems;

/// Longest value that is shown, in characters.
const LONGEST: usize = 60;

/// A text that stands in the editor only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Where it is shown.
    pub at: TextSize,
    /// Its text.
    pub label: String,
    /// What it tells.
    pub kind: HintKind,
    /// Where what it tells comes from.
    pub origin: Option<FileRange>,
}

/// What a hint tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HintKind {
    /// A value; it stands behind its expression.
    Value,
    /// A direction; it stands before its parameter.
    Direction,
    /// Threads; they stand behind their end.
    Threads,
}

/// The hints of a part of a file, in order.
pub(crate) fn inlay_hints(db: &RootDatabase, systems: &Systems, file: File, part: TextRange) -> Vec<InlayHint> {
    let mut out: Vec<InlayHint> = Vec::new();
    for system in systems.of(db, file) {
        for owner in resolve::owners(db, system, file) {
            let mut walk = Walk::new(db, system, owner, file, part);
            walk.file();
            for hint in walk.out {
                if !out.iter().any(|it| it.at == hint.at && it.kind == hint.kind) {
                    out.push(hint);
                }
            }
        }
    }
    out.sort_by_key(|hint| hint.at);
    out
}

struct Walk<'a> {
    db: &'a RootDatabase,
    system: System,
    /// The file whose declarations are walked, and the one whose text they stand in.
    owner: File,
    file: File,
    part: TextRange,
    text: &'a str,
    /// Settings by the statement that made them.
    settings: HashMap<LocalId, Vec<&'a Setting>>,
    out: Vec<InlayHint>,
}

impl<'a> Walk<'a> {
    fn new(db: &'a RootDatabase, system: System, owner: File, file: File, part: TextRange) -> Self {
        let assembly = resolution(db, system).assembly.as_deref();
        let mut settings: HashMap<LocalId, Vec<&Setting>> = HashMap::new();
        for setting in assembly.into_iter().flat_map(|it| &it.settings).filter(|it| it.origin.file == owner) {
            settings.entry(setting.origin.id).or_default().push(setting);
        }
        let text = file.contents(db).as_str();
        Self { db, system, owner, file, part, text, settings, out: Vec::new() }
    }

    /// The place of an item, if a person wrote it in the part that is asked for.
    fn spot(&self, id: LocalId) -> Option<Spot> {
        let spot = source_map(self.db, self.system, self.owner).get(id)?;
        let here = spot.file == self.file && spot.writing == Writing::Source;
        (here && spot.full.intersect(self.part).is_some()).then_some(spot)
    }

    /// As [`Walk::spot`], also for what a macro made: then it is the place of the macro's use.
    fn place(&self, id: LocalId) -> Option<Spot> {
        source_map(self.db, self.system, self.owner).get(id).filter(|spot| spot.file == self.file)
    }

    fn origin(&self, loc: ItemLoc) -> Option<FileRange> {
        let spot = source_map(self.db, self.system, loc.file).get(loc.id)?;
        Some(FileRange { path: spot.file.path(self.db).to_owned(), range: spot.focus })
    }

    fn file(&mut self) {
        let db = self.db;
        for item in &item_tree(db, self.system, self.owner).items {
            match item {
                Item::Assembly(it) => {
                    it.compositions.iter().for_each(|it| self.composition(it));
                    it.configurations.iter().for_each(|it| self.configuration(it));
                }
                Item::Component(it) => self.component(it),
                Item::Composition(it) => self.composition_decl(it),
                Item::Configuration(it) => self.configuration_decl(it),
                Item::Connector(it) => it.attributes.iter().for_each(|it| self.attribute(it)),
                Item::Struct(it) => it.members.iter().for_each(|it| self.attribute(it)),
                Item::Procedure(it) => {
                    for parameter in it.methods.iter().flat_map(|it| &it.parameters).filter(|it| it.direction.is_none())
                    {
                        if let Some(spot) = self.spot(parameter.id) {
                            self.add(spot.full.start(), "in".to_owned(), HintKind::Direction, None);
                        }
                    }
                }
                Item::Import(_) => {}
            }
        }
    }

    fn component(&mut self, it: &camkes_hir::item_tree::ComponentDecl) {
        it.attributes.iter().for_each(|it| self.attribute(it));
        for interface in &it.interfaces {
            if let InterfaceTypeDecl::Sized(size) = &interface.ty {
                self.dataport(ItemLoc::new(self.owner, it.id), interface.id, size);
            }
        }
        it.compositions.iter().for_each(|it| self.composition(it));
        it.configurations.iter().for_each(|it| self.configuration(it));
    }

    fn composition(&mut self, it: &Given<CompositionDecl>) {
        if let Given::Here(it) = it {
            self.composition_decl(it);
        }
    }

    fn configuration(&mut self, it: &Given<ConfigurationDecl>) {
        if let Given::Here(it) = it {
            self.configuration_decl(it);
        }
    }

    fn composition_decl(&mut self, it: &CompositionDecl) {
        for instance in it.instances.iter().chain(it.groups.iter().flat_map(|group| &group.instances)) {
            if let Given::Here(component) = &instance.component {
                self.component(component);
            }
        }
        it.connections.iter().for_each(|it| self.connection(it));
    }

    fn connection(&mut self, it: &ConnectionDecl) {
        if self.spot(it.id).is_none() {
            return;
        }
        let Given::Use(path) = &it.connector else { return };
        let Some(connector) = level::connector_named(self.db, self.system, &path.text()) else { return };
        for end in &it.ends {
            let kind = if end.side == Side::From { connector.from } else { connector.to };
            let threads = kind.threads;
            // A device runs no code.
            if let Some(spot) = self.spot(end.path.id).filter(|_| threads > 0 && !kind.hardware) {
                let noun = if threads == 1 { "thread" } else { "threads" };
                self.add(
                    spot.full.end(),
                    format!("{threads} {noun}"),
                    HintKind::Threads,
                    self.origin(connector.origin),
                );
            }
        }
    }

    fn configuration_decl(&mut self, it: &ConfigurationDecl) {
        for setting in &it.settings {
            let Some(spot) = self.spot(setting.id) else { continue };
            let Some(found) = self.settings.get(&setting.id) else { continue };
            let Some((first, rest)) = found.split_first() else { continue };
            // Instances of one component may each have their own value; then there is none to show.
            if rest.iter().any(|it| it.value != first.value) {
                continue;
            }
            match &setting.value {
                Some(SettingValue::Expr(expr)) => self.value(expr, &first.value),
                Some(SettingValue::Ref { .. }) => {
                    let origin = first.via.last().and_then(|loc| self.origin(*loc));
                    self.add(self.before_semicolon(spot.full), value_label(&first.value), HintKind::Value, origin);
                }
                None => {}
            }
        }
    }

    /// What a value comes to, behind each part of it that is worked out.
    fn value(&mut self, expr: &Expr, value: &Value) {
        if is_literal(expr) && !self.has_words(expr.id) {
            return;
        }
        // What a macro made has one place for all of it.
        match (&expr.kind, value, self.spot(expr.id)) {
            (ExprKind::Dict(entries), Value::Dict(_), Some(_)) => {
                for (key, part) in entries {
                    let ExprKind::Str(key) = &key.kind else { continue };
                    if let Some(value) = value.get(&Value::Str(key.clone())) {
                        self.value(part, value);
                    }
                }
            }
            (ExprKind::List(parts), Value::List(values), Some(_)) => {
                for (part, value) in parts.iter().zip(values) {
                    self.value(part, value);
                }
            }
            _ => {
                if let Some(spot) = self.place(expr.id) {
                    self.add(spot.full.end(), value_label(value), HintKind::Value, None);
                }
            }
        }
    }

    fn before_semicolon(&self, full: TextRange) -> TextSize {
        let text = self.text.get(usize::from(full.start())..usize::from(full.end())).unwrap_or_default();
        full.start() + TextSize::of(text.trim_end_matches(';').trim_end())
    }

    fn attribute(&mut self, it: &AttributeDecl) {
        let Some(default) = it.default.as_ref().filter(|it| !is_literal(it) || self.has_words(it.id)) else { return };
        let Some(spot) = self.spot(it.id).and_then(|_| self.place(default.id)) else { return };
        let origin = ItemLoc::new(self.owner, it.id);
        let components = camkes_hir::declarations::all_components(self.db, self.system);
        let found = components.iter().flat_map(|it| &it.attributes).find(|it| it.origin == origin);
        if let Some(value) = found.and_then(|it| it.default.as_ref()) {
            self.add(spot.full.end(), value_label(value), HintKind::Value, None);
        }
    }

    /// The size of a dataport, in pages; in bytes too where it is worked out.
    fn dataport(&mut self, component: ItemLoc, id: LocalId, size: &Expr) {
        let Some(spot) = self.spot(id).and_then(|_| self.place(size.id)) else { return };
        let computed = !is_literal(size) || self.has_words(size.id);
        let Some(component) = level::component_at(self.db, self.system, component) else { return };
        let origin = ItemLoc::new(self.owner, id);
        let found = component.interfaces.iter().find(|it| it.origin == origin);
        if let Some(InterfaceType::Dataport(DataportType::Sized(bytes))) = found.map(|it| &it.ty) {
            let pages = bytes.div_ceil(4096);
            let noun = if pages == 1 { "page" } else { "pages" };
            let bytes = if computed { format!("{bytes} bytes, ") } else { String::new() };
            self.add(spot.full.end(), format!("{bytes}{pages} {noun}"), HintKind::Value, None);
        }
    }

    /// Whether a value has words in it as it is written: macros.
    fn has_words(&self, id: LocalId) -> bool {
        let Some(spot) = source_map(self.db, self.system, self.owner).get(id) else { return false };
        let text = self.text.get(usize::from(spot.full.start())..usize::from(spot.full.end())).unwrap_or_default();
        lex(text).iter().any(|token| token.kind == K::IDENT)
    }

    fn add(&mut self, at: TextSize, label: String, kind: HintKind, origin: Option<FileRange>) {
        if self.part.contains_inclusive(at) {
            self.out.push(InlayHint { at, label, kind, origin });
        }
    }
}

/// Whether an expression is its own value.
fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Str(_) | ExprKind::Bool(_) => true,
        ExprKind::List(items) => items.iter().all(is_literal),
        ExprKind::Dict(entries) => entries.iter().all(|(key, value)| is_literal(key) && is_literal(value)),
        _ => false,
    }
}

fn value_label(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("= {}…", &text[..cut]),
        None => format!("= {text}"),
    }
}

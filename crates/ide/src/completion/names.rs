// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of declarations: components, connectors, procedures, compositions, configurations.

use camkes_hir::declarations::{component_of, connector_of, procedure_of};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Connector, ConnectorEnd};
use camkes_hir::parse::source_map;
use camkes_hir::scope::{DefKind, scope};
use camkes_hir::{RootDatabase, System, builtin};

use super::ends::{self, WrittenEnd};
use super::item::{Collector, Completion, CompletionDocs, CompletionKind, escaped};
use super::{Context, imported};
use crate::level;

/// The place of a declaration's name, for its explanation.
pub(super) fn docs_of(db: &RootDatabase, system: System, loc: ItemLoc, name: &str) -> CompletionDocs {
    match source_map(db, system, loc.file).get(loc.id) {
        Some(spot) => CompletionDocs::Declaration {
            path: spot.file.path(db).to_owned(),
            at: spot.focus.start(),
            name: name.to_owned(),
        },
        None => CompletionDocs::None,
    }
}

/// The user's own declarations come before those of the library.
fn rank_of(cx: &Context<'_>, loc: ItemLoc) -> u8 {
    if builtin::is_builtin(loc.file.path(cx.db)) { 2 } else { 1 }
}

/// Where a declaration stands, in short: nothing in the same file.
fn origin(cx: &Context<'_>, loc: ItemLoc) -> Option<String> {
    if loc.file == cx.file {
        return None;
    }
    let path = loc.file.path(cx.db);
    let name = path.file_name()?;
    Some(if builtin::is_builtin(path) { format!("<{name}>") } else { name.to_owned() })
}

/// A type with a name to fill in for what is declared of it, where the rest of the statement is free.
fn with_variable(cx: &Context<'_>, item: Completion) -> Completion {
    if !cx.cursor.at_end_of_statement() {
        return item;
    }
    let variable = escaped(&variable_of(&item.label));
    let snippet = format!("{} ${{1:{variable}}};$0", escaped(&item.label));
    item.snippet(snippet)
}

/// Components, for an instance.
pub(super) fn components(cx: &Context<'_>, out: &mut Collector<'_>) {
    let finish = |item| with_variable(cx, item);
    if let Some(system) = cx.system {
        for (name, named) in scope(cx.db, system).all(DefKind::Component) {
            let mut item = finish(Completion::new(CompletionKind::Component, name.as_str()));
            item.docs = docs_of(cx.db, system, named.loc, name);
            item.description = origin(cx, named.loc);
            item.rank = rank_of(cx, named.loc);
            if component_of(cx.db, system, named.def).is_some_and(|it| it.hardware) {
                item.detail = Some(" hardware".to_owned());
            }
            out.add(item);
        }
    }
    imported::add(cx, DefKind::Component, CompletionKind::Component, out, finish);
}

/// A name for a new instance: its component's, with a small first letter.
pub(super) fn instance_name(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(component) = cx.cursor.statement.last() else { return };
    let name = variable_of(component.text);
    let taken = cx.system.and_then(|system| level::level_at(cx.db, system, cx.file, cx.cursor.offset));
    let taken = |name: &str| taken.as_ref().is_some_and(|level| level.member(name).is_some());
    let free = std::iter::once(name.clone()).chain((1..100).map(|n| format!("{name}{n}"))).find(|name| !taken(name));
    if let Some(name) = free.filter(|name| name != component.text) {
        out.add(Completion::new(CompletionKind::Instance, name));
    }
}

fn variable_of(component: &str) -> String {
    let mut chars = component.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Connectors that the ends of the connection, as far as they are written, can have.
pub(super) fn connectors(cx: &Context<'_>, out: &mut Collector<'_>) {
    let written = ends::written(&cx.cursor.rest);
    let free = cx.cursor.at_end_of_statement();
    let finish = |item: Completion| {
        let name = escaped(&item.label);
        let snippet = format!("{name} ${{1:name}}(from ${{2:a.interface}}, to ${{3:b.interface}});$0");
        if free { item.snippet(snippet) } else { item }
    };
    if let Some(system) = cx.system {
        let level = level::level_at(cx.db, system, cx.file, cx.cursor.offset).unwrap_or_default();
        for (name, named) in scope(cx.db, system).all(DefKind::Connector) {
            let Some(connector) = connector_of(cx.db, system, named.def) else { continue };
            let fits = |end: &WrittenEnd| ends::end_may_be(&level, &connector, end);
            if !written.iter().all(fits) {
                continue;
            }
            let mut item = finish(Completion::new(CompletionKind::Connector, name.as_str()));
            item.docs = docs_of(cx.db, system, named.loc, name);
            item.description = Some(shape(&connector));
            out.add(item);
        }
    }
    imported::add(cx, DefKind::Connector, CompletionKind::Connector, out, finish);
}

/// What a connector connects, in short.
fn shape(connector: &Connector) -> String {
    let end = |end: ConnectorEnd| {
        let hardware = if end.hardware { "hardware " } else { "" };
        let plural = if end.multiple { "s" } else { "" };
        format!("{hardware}{}{plural}", end.medium.name())
    };
    format!("{} → {}", end(connector.from), end(connector.to))
}

/// Procedures, for an interface.
pub(super) fn procedures(cx: &Context<'_>, out: &mut Collector<'_>) {
    let finish = |item| with_variable(cx, item);
    if let Some(system) = cx.system {
        for (name, named) in scope(cx.db, system).all(DefKind::Procedure) {
            let mut item = finish(Completion::new(CompletionKind::Procedure, name.as_str()));
            item.docs = docs_of(cx.db, system, named.loc, name);
            item.description = origin(cx, named.loc);
            item.rank = rank_of(cx, named.loc);
            if let Some(procedure) = procedure_of(cx.db, system, named.def) {
                let methods = procedure.methods.len();
                item.detail = Some(format!(" {methods} {}", if methods == 1 { "method" } else { "methods" }));
            }
            out.add(item);
        }
    }
    imported::add(cx, DefKind::Procedure, CompletionKind::Procedure, out, finish);
}

/// Declarations of a kind by name.
pub(super) fn declared(cx: &Context<'_>, kind: DefKind, out: &mut Collector<'_>) {
    let Some(system) = cx.system else { return };
    for (name, named) in scope(cx.db, system).all(kind) {
        let mut item = Completion::new(CompletionKind::Module, name.as_str());
        item.docs = docs_of(cx.db, system, named.loc, name);
        item.description = origin(cx, named.loc);
        out.add(item);
    }
}

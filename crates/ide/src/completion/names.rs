// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names of declarations: components, connectors, procedures, compositions, configurations.

use std::sync::Arc;

use camino::Utf8Path;
use camkes_hir::declarations::{component_of, connector_of, procedure_of};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Component, Connector, ConnectorEnd};
use camkes_hir::parse::source_map;
use camkes_hir::scope::{DefKind, scope};
use camkes_hir::{RootDatabase, System, builtin};
use camkes_syntax::SyntaxKind;

use super::ends::{self, WrittenEnd};
use super::item::{Collector, Completion, CompletionDocs, CompletionKind, escaped};
use super::pairs::{Pair, Pairs};
use super::{Context, imported};
use crate::level::{self, Level};

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
fn with_variable(cx: &Context<'_>, item: Completion, free: impl Fn(&str) -> Option<String>) -> Completion {
    let variable = cx.cursor.at_end_of_statement().then(|| free(&variable_of(&item.label))).flatten();
    let Some(variable) = variable else { return item };
    let snippet = format!("{} ${{1:{}}};$0", escaped(&item.label), escaped(&variable));
    item.snippet(snippet)
}

/// Components, for an instance.
pub(super) fn components(cx: &Context<'_>, out: &mut Collector<'_>) {
    let level = level_here(cx);
    let finish = |item| with_variable(cx, item, |name| level.free_name(name, "", 1));
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

/// The level of the hierarchy around the cursor; one of nothing where there is none.
fn level_here(cx: &Context<'_>) -> Arc<Level> {
    cx.system.and_then(|system| level::level_at(cx.db, system, cx.file, cx.cursor.offset)).unwrap_or_default()
}

/// A name for a new instance: its component's, with a small first letter.
pub(super) fn instance_name(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(component) = cx.cursor.statement.last() else { return };
    let name = level_here(cx).free_name(&variable_of(component.text), "", 1);
    if let Some(name) = name.filter(|name| name != component.text) {
        out.add(Completion::new(CompletionKind::Instance, name));
    }
}

/// A name for a new interface: its type's, with a small first letter.
pub(super) fn interface_name(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(ty) = cx.cursor.statement.last() else { return };
    let name = free_member(&level_here(cx), &variable_of(ty.text));
    // Somebody who types another one is not asked about it.
    if let Some(name) = name.filter(|name| name != ty.text && name.starts_with(cx.cursor.prefix())) {
        out.add(Completion::new(CompletionKind::Interface, name));
    }
}

/// A name that no interface or attribute of the component around has.
fn free_member(level: &Level, base: &str) -> Option<String> {
    let taken = |name: &str| {
        let has = |it: &Component| it.interface_index(name).is_some() || it.attribute(name).is_some();
        SyntaxKind::from_keyword(name).is_some() || level.around.as_deref().is_some_and(has)
    };
    std::iter::once(base.to_owned()).chain((1..100).map(|n| format!("{base}{n}"))).find(|name| !taken(name))
}

/// The name of a type as that of something of the type: `Client` gives `client`, `IOPort` gives `ioPort`.
fn variable_of(ty: &str) -> String {
    let capitals = ty.chars().take_while(|c| c.is_uppercase()).count();
    let begins_word = ty.chars().nth(capitals).is_some_and(char::is_lowercase);
    let lowered = if begins_word { capitals.saturating_sub(1).max(1) } else { capitals };
    let small = |(at, c): (usize, char)| if at < lowered { c.to_lowercase().collect() } else { vec![c] };
    ty.chars().enumerate().flat_map(small).collect()
}

/// Connectors that are used for nearly everything, the most usual first.
const USUAL: [&str; 6] = [
    "seL4RPCCall",
    "seL4Notification",
    "seL4SharedData",
    "seL4HardwareMMIO",
    "seL4HardwareInterrupt",
    "seL4HardwareIOPort",
];

/// Connectors that the ends of the connection, as far as they are written, can have; first those that could join ends which
/// wait for a connection.
pub(super) fn connectors(cx: &Context<'_>, out: &mut Collector<'_>) {
    let written = ends::written(&cx.cursor.rest);
    let free = cx.cursor.at_end_of_statement();
    let level = level_here(cx);
    let pairs = free.then(|| Pairs::of(&level));
    let mut all = Vec::new();
    if let Some(system) = cx.system {
        for (name, named) in scope(cx.db, system).all(DefKind::Connector) {
            let Some(connector) = connector_of(cx.db, system, named.def) else { continue };
            let fits = |end: &WrittenEnd| ends::end_may_be(&level, &connector, end);
            if !written.iter().all(fits) {
                continue;
            }
            let pair = pairs.as_ref().and_then(|it| it.best(&connector));
            let mut item = Completion::new(CompletionKind::Connector, name.as_str());
            item.rank = rank_of_connector(named.loc.file.path(cx.db), name, !free || pair.is_some());
            item.docs = docs_of(cx.db, system, named.loc, name);
            item.description = Some(shape(&connector));
            all.push(if free { item.snippet(connection(&level, name, pair)) } else { item });
        }
    }
    // Of the usual ones, the more usual comes first; the others stay as they are declared.
    all.sort_by_key(|item| USUAL.iter().position(|usual| *usual == item.label).unwrap_or(USUAL.len()));
    all.into_iter().for_each(|item| out.add(item));
    let finish = |item: Completion| {
        let snippet = connection(&level, &item.label, None);
        if free { item.snippet(snippet) } else { item }
    };
    imported::add(cx, DefKind::Connector, CompletionKind::Connector, out, finish);
}

/// Rank of a connector by its file and name, and whether ends are there that it could join.
fn rank_of_connector(path: &Utf8Path, name: &str, has_ends: bool) -> u8 {
    // The library's other files have what is for debugging.
    let is_rare = builtin::is_builtin(path) && path.file_name() != Some("std_connector.camkes");
    match (is_rare, has_ends, USUAL.contains(&name)) {
        (true, ..) => 5,
        (_, true, true) => 1,
        (_, true, false) => 2,
        (_, false, true) => 3,
        (_, false, false) => 4,
    }
}

/// The rest of a connection behind its keyword, as a snippet: with a pair of ends, or with places for them.
fn connection(level: &Level, connector: &str, pair: Option<Pair>) -> String {
    let connector = escaped(connector);
    let named = pair.and_then(|it| Some((level.free_name(&it.name(), "_", 2)?, it)));
    let Some((name, Pair { from, to })) = named else {
        return format!("{connector} ${{1:name}}(from ${{2:a.interface}}, to ${{3:b.interface}});$0");
    };
    let [name, from, to] = [name, from, to].map(|it| escaped(&it));
    format!("{connector} ${{1:{name}}}(from ${{2:{from}}}, to ${{3:{to}}});$0")
}

/// A name for a new connection, with ends that its connector could join.
pub(super) fn connection_name(cx: &Context<'_>, out: &mut Collector<'_>) {
    let (Some(system), Some(connector)) = (cx.system, cx.cursor.statement.last()) else { return };
    let Some(connector) = level::connector_named(cx.db, system, connector.text) else { return };
    let level = level_here(cx);
    if !cx.cursor.at_end_of_statement() {
        return;
    }
    let Some(pair) = Pairs::of(&level).best(&connector) else { return };
    let Some(name) = level.free_name(&pair.name(), "_", 2).filter(|it| it.starts_with(cx.cursor.prefix())) else {
        return;
    };
    let [shown, from, to] = [&name, &pair.from, &pair.to].map(|it| escaped(it));
    let rest = format!("(from {}, to {});", pair.from, pair.to);
    let snippet = format!("${{1:{shown}}}(from ${{2:{from}}}, to ${{3:{to}}});$0");
    out.add(Completion::new(CompletionKind::Connection, name).detail(rest).snippet(snippet));
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
    let level = level_here(cx);
    let finish = |item| with_variable(cx, item, |name| free_member(&level, name));
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

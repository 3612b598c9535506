// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the reference tool (camkes-tool 3.13.0-dev) makes of small systems, and what we make of them.

mod errors;
mod systems;
mod verdicts;

use std::fmt::Write as _;

use camkes_hir::assembly;
use camkes_hir::declarations::anonymous_structs;
use camkes_hir::model::{Assembly, Attribute, AttributeType, Component, End, InterfaceKind, InterfaceType, Value};

use crate::setup::World;

/// The resolved system in lines: instances and connections in their order, the ends of each sorted (the reference's order
/// of ends is that of a hash set), then settings, what templates see, components and procedures, each sorted.
fn show(world: &World) -> String {
    let it = assembly(&world.db, world.system).unwrap();
    let mut out = String::new();
    for i in &it.instances {
        let _ = writeln!(out, "{} {} @ {}", type_name(&i.component), i.name, i.address_space);
    }
    for c in &it.connections {
        let _ = writeln!(out, "{} {}: {} -> {}", c.connector.name, c.name, ends(&it, &c.from), ends(&it, &c.to));
    }
    let mut settings: Vec<_> = it.settings.iter().collect();
    settings.sort_by_key(|s| (s.entity.clone(), s.attribute.clone()));
    let written = settings.iter().map(|s| format!("setting {}.{} = {}", s.entity, s.attribute, value(&s.value)));
    let mut lines: Vec<_> = written.collect();
    let mut seen: Vec<_> = it
        .configuration()
        .iter()
        .flat_map(|(entity, values)| values.iter().map(move |(name, v)| (entity.clone(), name.clone(), value(v))))
        .collect();
    seen.sort();
    lines.extend(seen.into_iter().map(|(entity, name, value)| format!("{entity}.{name} = {value}")));
    lines.extend(components(world, &it));
    lines.extend(procedures(&it));
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
    out
}

fn type_name(component: &Component) -> &str {
    if component.name.is_empty() { "in place" } else { &component.name }
}

fn ends(it: &Assembly, ends: &[End]) -> String {
    let names = ends.iter().map(|e| it.resolve(*e).unwrap()).map(|(i, f)| format!("{}.{}", i.name, f.name));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names.join(" + ")
}

fn components(world: &World, it: &Assembly) -> Vec<String> {
    let anonymous = anonymous_structs(&world.db, world.system);
    let mut all: Vec<&Component> = it.instances.iter().map(|i| &*i.component).collect();
    all.sort_by_key(|c| c.name.clone());
    all.dedup_by_key(|c| c.origin);
    let mut lines = Vec::new();
    for c in all {
        let name = if c.name.is_empty() { "null" } else { &c.name };
        const KINDS: [(InterfaceKind, &str); 5] = [
            (InterfaceKind::Provides, "provides"),
            (InterfaceKind::Uses, "uses"),
            (InterfaceKind::Emits, "emits"),
            (InterfaceKind::Consumes, "consumes"),
            (InterfaceKind::Dataport, "dataports"),
        ];
        for (kind, word) in KINDS {
            for i in c.interfaces.iter().filter(|i| i.ty.kind() == kind) {
                let maybe = if i.optional { "maybe " } else { "" };
                lines.push(format!("{name} {maybe}{word} {} {}", i.ty.name(), i.name));
            }
        }
        for a in &c.attributes {
            let ty = match &a.ty {
                AttributeType::Basic(basic) => basic.to_string(),
                AttributeType::Struct(s) => match &s.name {
                    Some(name) => format!("struct {name}"),
                    None => format!("struct camkes_anon_struct_{}", anonymous[&s.origin]),
                },
            };
            let Attribute { array, default, .. } = a;
            let mark = if *array { "[]" } else { "" };
            let default = default.as_ref().map(|v| format!(" = {}", value(v))).unwrap_or_default();
            lines.push(format!("{name} attribute {ty} {}{mark}{default}", a.name));
        }
    }
    lines
}

fn procedures(it: &Assembly) -> Vec<String> {
    let all = it.instances.iter().flat_map(|i| &i.component.interfaces).filter_map(|i| match &i.ty {
        InterfaceType::Uses(p) | InterfaceType::Provides(p) => Some(p),
        _ => None,
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|p| p.name.clone());
    all.dedup_by_key(|p| p.origin);
    let methods = all.into_iter().flat_map(|p| p.methods.iter().map(move |m| (p, m)));
    let line = methods.map(|(p, m)| {
        let parameters = m.parameters.iter().map(|q| {
            let mark = if q.array { "[]" } else { "" };
            format!("{} {} {}{mark}", q.direction.keyword(), q.ty, q.name)
        });
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let result = m.return_type.as_ref().map_or("void".to_owned(), ToString::to_string);
        format!("{} {result} {}({parameters})", p.name, m.name)
    });
    line.collect()
}

/// A value with the keys of dicts sorted, as JSON has them.
fn value(it: &Value) -> String {
    match it {
        Value::List(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Dict(entries) => {
            let mut entries: Vec<_> = entries.iter().map(|(k, v)| format!("{k}: {}", value(v))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

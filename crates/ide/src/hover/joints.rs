// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connections, and the threads that they give to what they join.

use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Assembly, Connection, End, Instance, Interface};
use camkes_hir::special;
use camkes_hir::{RootDatabase, System};

use super::describe::{Description, listed};
use super::settings;

/// A connection, or the part of one that stands at a place.
pub(super) fn connection(
    db: &RootDatabase,
    system: System,
    assembly: &Assembly,
    it: &Connection,
    loc: ItemLoc,
) -> Description {
    let part = it.parts.iter().find(|part| part.origin == loc);
    let (name, from, to) = part.map_or((&it.name, &it.from, &it.to), |it| (&it.name, &it.from, &it.to));
    let mut ends = Vec::new();
    for (side, list) in [("from", from), ("to", to)] {
        let named = list.iter().filter_map(|end| assembly.resolve(*end));
        ends.extend(named.map(|(instance, interface)| format!("{side} {}.{}", instance.name, interface.name)));
    }
    let code = format!("connection {} {name}({})", it.connector.name, ends.join(", "));
    let mut facts = connection_threads(assembly, it);
    if part.is_some() {
        let others = it.parts.iter().filter(|part| part.origin != loc);
        let others: Vec<_> =
            others.map(|part| format!("`{}` ({})", part.name, settings::place(db, system, part.origin))).collect();
        facts.push(format!("One connection, `{}`, with {}: they share an interface", it.name, listed(&others)));
    }
    Description { code, facts }
}

/// The threads that a connection gives an interface, behind a comma; empty without any. A device runs no code.
pub(super) fn threads_of(assembly: &Assembly, connection: &Connection, interface: &Interface) -> String {
    let is_it = |end: &End| assembly.resolve(*end).is_some_and(|(_, found)| found.origin == interface.origin);
    let is_from = connection.from.iter().any(is_it);
    let end = if is_from { connection.connector.from } else { connection.connector.to };
    match end.threads {
        _ if end.hardware => String::new(),
        0 => String::new(),
        1 => ", 1 thread".to_owned(),
        n => format!(", {n} threads"),
    }
}

/// The threads that a connection gives its ends, and the ends that are those of devices, where no code runs.
fn connection_threads(assembly: &Assembly, it: &Connection) -> Vec<String> {
    let sides = [(&it.from, it.connector.from), (&it.to, it.connector.to)];
    let (mut threads, mut devices) = (Vec::new(), Vec::new());
    for (list, kind) in sides {
        for (instance, interface) in list.iter().filter_map(|end| assembly.resolve(*end)) {
            let name = format!("`{}.{}`", instance.name, interface.name);
            if instance.component.hardware || kind.hardware {
                devices.push(name);
            } else if kind.threads > 0 {
                threads.push(format!("{name} ({})", kind.threads));
            }
        }
    }
    let mut facts = Vec::new();
    if !threads.is_empty() {
        facts.push(format!("Threads for {}", listed(&threads)));
    } else if devices.is_empty() {
        facts.push("No threads of its own".to_owned());
    }
    if !devices.is_empty() {
        facts.push(format!("Of a device: {}", listed(&devices)));
    }
    facts
}

/// The threads of an instance and their stacks. Each instance has one of its own, whether or not it runs `run`.
pub(super) fn threads(assembly: &Assembly, instance: &Instance) -> String {
    let stack = |prefix: &str| assembly.value(&instance.name, &format!("{prefix}_stack_size"));
    let own = if instance.component.control { "`run`" } else { "one that initialises" };
    let mut all = vec![(own.to_owned(), stack(""))];
    let number = assembly.instances.iter().position(|it| it.name == instance.name);
    for connection in &assembly.connections {
        for (list, end) in [(&connection.from, connection.connector.from), (&connection.to, connection.connector.to)] {
            let of_it = list.iter().filter(|it| end.threads > 0 && Some(it.instance) == number);
            for (_, interface) in of_it.filter_map(|end| assembly.resolve(*end)) {
                let times = if end.threads == 1 { String::new() } else { format!("{} for ", end.threads) };
                all.push((format!("{times}`{}`", interface.name), stack(&interface.name)));
            }
        }
    }
    let is_set = all.iter().all(|(_, stack)| stack.is_some());
    let shown: Vec<_> = all
        .into_iter()
        .map(|(shown, stack)| match stack {
            Some(bytes) => format!("{shown} (stack of {bytes} bytes)"),
            None => shown,
        })
        .collect();
    let default = special::all().find(|it| it.name.text() == "_stack_size").filter(|_| !is_set);
    let default = default.map_or_else(String::new, |it| {
        format!("; a stack has {} bytes where neither a setting nor the build gives another size", it.default)
    });
    format!("Threads: {}{default}", listed(&shown))
}

/// The connections of an instance.
pub(super) fn joined(assembly: &Assembly, instance: &Instance) -> Option<String> {
    let own = assembly.instances.iter().position(|it| it.name == instance.name)?;
    let is_own = |end: &End| end.instance == own;
    let own = assembly.connections.iter().filter(|it| it.from.iter().chain(&it.to).any(is_own));
    let names: Vec<_> = own.map(|it| format!("`{}` ({})", it.name, it.connector.name)).collect();
    (!names.is_empty()).then(|| format!("Connections: {}", listed(&names)))
}

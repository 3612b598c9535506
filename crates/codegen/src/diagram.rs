// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The picture of an assembly.

use camkes_hir::model::{Assembly, Connection, End, Instance, InterfaceKind, Medium};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{self, Area, Direction, Edge, EdgeKind, Graph, Node, NodeKind, Port, to_dot, to_svg};

/// Most compositions that are drawn in each other; the names of what is deeper tell the others.
const MOST_NESTED: usize = 8;

/// The files that show the assembly.
pub(crate) fn files(assembly: &Assembly) -> [(&'static str, String); 2] {
    let graph = graph(assembly);
    [("graph.dot", to_dot(&graph)), ("graph.svg", to_svg(&graph))]
}

/// The assembly as a graph: an instance is a node, and each pair of ends of a connection an edge.
#[must_use]
pub fn graph(assembly: &Assembly) -> Graph {
    let mut inhabitants: FxHashMap<&str, usize> = FxHashMap::default();
    for instance in &assembly.instances {
        *inhabitants.entry(&instance.address_space).or_default() += 1;
    }
    let shared = |instance: &Instance| inhabitants.get(instance.address_space.as_str()).is_some_and(|n| *n > 1);
    let names: FxHashSet<&str> = assembly.instances.iter().map(|it| it.name.as_str()).collect();
    let around = assembly.instances.iter().flat_map(|it| prefixes(&it.name));
    let composed: FxHashSet<&str> = around.filter(|it| names.contains(it)).collect();
    let areas = |instance: &Instance| -> Vec<Area> {
        let around = prefixes(&instance.name).chain([instance.name.as_str()]);
        let compositions = around.filter(|it| composed.contains(it)).take(MOST_NESTED);
        let areas: Vec<_> = compositions.map(|it| Area::Composition(it.to_owned())).collect();
        if areas.is_empty() && shared(instance) {
            return vec![Area::AddressSpace(instance.address_space.to_string())];
        }
        areas
    };
    Graph {
        title: String::new(),
        nodes: assembly.instances.iter().map(|instance| node(instance, areas(instance))).collect(),
        edges: assembly.connections.iter().flat_map(|connection| edges(assembly, connection)).collect(),
    }
}

/// The names of the instances that an instance is in, by its name, the outermost first.
fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').filter_map(|(dot, _)| name.get(..dot))
}

fn node(instance: &Instance, areas: Vec<Area>) -> Node {
    let component = &instance.component;
    let kind = match (component.hardware, component.control) {
        (true, _) => NodeKind::Hardware,
        (false, true) => NodeKind::Control,
        (false, false) => NodeKind::Passive,
    };
    // What is exported is drawn where it is.
    let own = component.interfaces.iter().filter(|it| !component.exported.contains(&it.name));
    let ports = own.map(|interface| {
        let kind = interface.ty.kind();
        let direction = match kind {
            InterfaceKind::Uses | InterfaceKind::Emits | InterfaceKind::Dataport => Direction::Out,
            InterfaceKind::Provides | InterfaceKind::Consumes => Direction::In,
        };
        Port { name: interface.name.to_string(), kind: edge_kind(kind.medium()), direction }
    });
    Node {
        id: instance.name.to_string(),
        label: instance.name.to_string(),
        sublabel: component.name.to_string(),
        kind,
        areas,
        ports: ports.collect(),
    }
}

fn edges(assembly: &Assembly, connection: &Connection) -> Vec<Edge> {
    let connector = &connection.connector;
    let kind = if connector.from.hardware || connector.to.hardware {
        EdgeKind::Hardware
    } else {
        edge_kind(connector.from.medium)
    };
    let end = |end: &End| {
        let (instance, interface) = assembly.resolve(*end)?;
        Some(graph::End::new(instance.name.as_str(), interface.name.as_str()))
    };
    let pairs = connection.from.iter().flat_map(|from| connection.to.iter().map(move |to| (from, to)));
    let single = connection.from.len() == 1 && connection.to.len() == 1;
    pairs
        .enumerate()
        .filter_map(|(number, (from, to))| {
            Some(Edge {
                id: if single { connection.name.to_string() } else { format!("{}-{number}", connection.name) },
                from: end(from)?,
                to: end(to)?,
                label: connection.name.to_string(),
                connector: connector.name.to_string(),
                kind,
            })
        })
        .collect()
}

fn edge_kind(medium: Medium) -> EdgeKind {
    match medium {
        Medium::Procedure => EdgeKind::Procedure,
        Medium::Event => EdgeKind::Event,
        Medium::Dataport => EdgeKind::Dataport,
    }
}

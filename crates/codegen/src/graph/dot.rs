// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The picture in Graphviz's language.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

use super::{Area, Edge, EdgeKind, Graph, Node, NodeKind, escape::dot};

/// The graph as a Graphviz `digraph`, with a cluster for each area.
#[must_use]
pub fn to_dot(graph: &Graph) -> String {
    let mut out = String::from("digraph {\n    rankdir=LR;\n    node [shape=box];\n");
    if !graph.title.is_empty() {
        let _ = writeln!(out, "    label={}; labelloc=t;", dot(&graph.title));
    }
    let mut known = HashSet::new();
    let nodes: Vec<_> = graph.nodes.iter().filter(|node| known.insert(node.id.as_str())).collect();
    write_level(&mut out, &nodes, 0, &mut 0);
    for edge in &graph.edges {
        if known.contains(edge.from.node.as_str()) && known.contains(edge.to.node.as_str()) {
            write_edge(&mut out, edge);
        }
    }
    out.push_str("}\n");
    out
}

/// The nodes that are in so many areas, and the areas in these with what is in them.
fn write_level(out: &mut String, nodes: &[&Node], depth: usize, clusters: &mut usize) {
    let indent = "    ".repeat(depth + 1);
    let mut areas: BTreeMap<&Area, Vec<&Node>> = BTreeMap::new();
    for node in nodes {
        match node.areas.get(depth) {
            Some(area) => areas.entry(area).or_default().push(node),
            None => write_node(out, &indent, node),
        }
    }
    for (area, nodes) in areas {
        let name = dot(area.name());
        let _ = writeln!(out, "{indent}subgraph cluster_{clusters} {{\n{indent}    label={name}; style=rounded;");
        *clusters += 1;
        write_level(out, &nodes, depth + 1, clusters);
        let _ = writeln!(out, "{indent}}}");
    }
}

fn write_node(out: &mut String, indent: &str, node: &Node) {
    let label =
        if node.sublabel.is_empty() { node.label.clone() } else { format!("{}\n{}", node.label, node.sublabel) };
    let style = match node.kind {
        NodeKind::Control => "rounded",
        NodeKind::Passive => "\"rounded,dashed\"",
        NodeKind::Hardware => "\"filled,diagonals\", fillcolor=gray92",
    };
    let _ = writeln!(out, "{indent}{} [label={}, style={style}];", dot(&node.id), dot(&label));
}

fn write_edge(out: &mut String, edge: &Edge) {
    let style = match edge.kind {
        EdgeKind::Procedure => "color=\"#0072b2\"",
        EdgeKind::Event => "color=\"#d55e00\", style=dashed, arrowhead=open",
        EdgeKind::Dataport => "color=\"#009e73\", dir=both, arrowhead=obox, arrowtail=obox",
        EdgeKind::Hardware => "color=\"#7a6f9b\", style=dotted, arrowhead=none",
    };
    let _ = writeln!(
        out,
        "    {} -> {} [label={}, tooltip={}, {style}];",
        dot(&edge.from.node),
        dot(&edge.to.node),
        dot(&edge.label),
        dot(&format!(
            "{}.{} -> {}.{} ({})",
            edge.from.node, edge.from.port, edge.to.node, edge.to.port, edge.connector
        )),
    );
}

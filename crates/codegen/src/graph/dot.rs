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
    let mut groups: BTreeMap<&Area, Vec<&Node>> = BTreeMap::new();
    let mut known = HashSet::new();
    for node in graph.nodes.iter().filter(|node| known.insert(node.id.as_str())) {
        match &node.area {
            Some(group) => groups.entry(group).or_default().push(node),
            None => write_node(&mut out, "    ", node),
        }
    }
    for (index, (group, nodes)) in groups.into_iter().enumerate() {
        let _ = writeln!(out, "    subgraph cluster_{index} {{\n        label={}; style=rounded;", dot(group.name()));
        for node in nodes {
            write_node(&mut out, "        ", node);
        }
        out.push_str("    }\n");
    }
    for edge in &graph.edges {
        if known.contains(edge.from.node.as_str()) && known.contains(edge.to.node.as_str()) {
            write_edge(&mut out, edge);
        }
    }
    out.push_str("}\n");
    out
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

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the lines and boxes mean: only those that occur are explained.

use std::fmt::Write;

use super::shapes::{arrow, dot};
use crate::graph::{
    EdgeKind, Graph, NodeKind,
    layout::{Picture, SMALL_SIZE, Side, text::width},
};

/// The width of a sample with the space behind it.
const SAMPLE: i64 = 52;
/// The space behind an entry.
const GAP: i64 = 22;
const HEIGHT: i64 = 18;

enum Entry {
    Edge(EdgeKind),
    Node(NodeKind),
}

impl Entry {
    fn text(&self) -> &'static str {
        match self {
            Self::Edge(kind) => kind.word(),
            Self::Node(NodeKind::Control) => "component",
            Self::Node(NodeKind::Passive) => "component without control thread",
            Self::Node(NodeKind::Hardware) => "hardware component",
        }
    }

    fn width(&self) -> i64 {
        SAMPLE + width(self.text(), SMALL_SIZE) + GAP
    }
}

/// The explanation below the picture.
pub(super) struct Legend {
    entries: Vec<Entry>,
}

impl Legend {
    pub(super) fn new(graph: &Graph, picture: &Picture) -> Self {
        let drawn =
            |kind| picture.lines.iter().any(|line| graph.edges.get(line.edge).is_some_and(|edge| edge.kind == kind));
        let shown =
            |kind| picture.nodes.iter().any(|spot| graph.nodes.get(spot.node).is_some_and(|node| node.kind == kind));
        let edges = EdgeKind::ALL.into_iter().filter(|kind| drawn(*kind)).map(Entry::Edge);
        let nodes = [NodeKind::Control, NodeKind::Passive, NodeKind::Hardware].into_iter();
        Self { entries: edges.chain(nodes.filter(|kind| shown(*kind)).map(Entry::Node)).collect() }
    }

    pub(super) fn width(&self) -> i64 {
        self.entries.iter().map(Entry::width).sum::<i64>() - if self.entries.is_empty() { 0 } else { GAP }
    }

    pub(super) fn height(&self) -> i64 {
        if self.entries.is_empty() { 0 } else { HEIGHT }
    }

    pub(super) fn write(&self, out: &mut String, left: i64, top: i64) {
        if self.entries.is_empty() {
            return;
        }
        let y = top + HEIGHT / 2;
        let mut x = left;
        out.push_str("<g class=\"legend\">\n");
        for entry in &self.entries {
            match entry {
                Entry::Edge(kind) => write_line(out, *kind, x, y),
                Entry::Node(kind) => {
                    let _ = write!(
                        out,
                        "<g class=\"is-{}\"><rect class=\"box\" x=\"{}\" y=\"{top}\" width=\"28\" height=\"{HEIGHT}\" rx=\"4\"/>\
                         <rect class=\"head\" x=\"{}\" y=\"{}\" width=\"26\" height=\"8\" rx=\"3\"/></g>",
                        kind.word(),
                        x + 12,
                        x + 13,
                        top + 1,
                    );
                }
            }
            let _ =
                writeln!(out, "<text class=\"caption\" x=\"{}\" y=\"{}\">{}</text>", x + SAMPLE, y + 4, entry.text());
            x += entry.width();
        }
        out.push_str("</g>\n");
    }
}

fn write_line(out: &mut String, kind: EdgeKind, x: i64, y: i64) {
    let (from, to) = (x + 5, x + 40);
    let _ = write!(
        out,
        "<g class=\"{}\"><path class=\"line\" d=\"M{from} {y}H{to}\"/>{}{}{}</g>",
        kind.word(),
        arrow(kind, (to, y), Side::Left),
        dot(kind, from, y),
        dot(kind, to, y),
    );
}

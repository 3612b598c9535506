// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the lines and boxes mean: only those that occur are explained.

use std::{collections::HashSet, fmt::Write};

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
const ROW_GAP: i64 = 10;
/// Rows may be this wide even if the picture is narrower.
const NARROWEST: i64 = 440;

enum Entry {
    Edge(EdgeKind),
    Node(NodeKind),
}

impl Entry {
    fn text(&self) -> &'static str {
        match self {
            Self::Edge(kind) => kind.word(),
            Self::Node(NodeKind::Control) => "component",
            Self::Node(NodeKind::Passive) => "passive component",
            Self::Node(NodeKind::Hardware) => "hardware component",
        }
    }

    fn width(&self) -> i64 {
        SAMPLE + width(self.text(), SMALL_SIZE)
    }
}

/// The explanation below the picture.
pub(super) struct Legend {
    /// The entries with their places.
    entries: Vec<(Entry, i64, i64)>,
    width: i64,
    height: i64,
}

impl Legend {
    /// The explanation of what occurs in the picture, in rows that are hardly wider than it.
    pub(super) fn new(graph: &Graph, picture: &Picture) -> Self {
        let mut edges: HashSet<EdgeKind> = HashSet::new();
        edges.extend(picture.lines.iter().filter_map(|line| graph.edges.get(line.edge)).map(|edge| edge.kind));
        let mut nodes: HashSet<NodeKind> = HashSet::new();
        nodes.extend(picture.nodes.iter().filter_map(|spot| graph.nodes.get(spot.node)).map(|node| node.kind));
        let lines = EdgeKind::ALL.into_iter().filter(|kind| edges.contains(kind)).map(Entry::Edge);
        let boxes = [NodeKind::Control, NodeKind::Passive, NodeKind::Hardware].into_iter();
        let boxes = boxes.filter(|kind| nodes.contains(kind)).map(Entry::Node);

        let limit = picture.width.max(NARROWEST);
        let mut legend = Self { entries: Vec::new(), width: 0, height: 0 };
        let (mut x, mut y) = (0, 0);
        for entry in lines.chain(boxes) {
            let width = entry.width();
            if x > 0 && x + width > limit {
                (x, y) = (0, y + HEIGHT + ROW_GAP);
            }
            legend.entries.push((entry, x, y));
            legend.width = legend.width.max(x + width);
            legend.height = y + HEIGHT;
            x += width + GAP;
        }
        legend
    }

    pub(super) fn width(&self) -> i64 {
        self.width
    }

    pub(super) fn height(&self) -> i64 {
        self.height
    }

    pub(super) fn write(&self, out: &mut String, left: i64, top: i64) {
        if self.entries.is_empty() {
            return;
        }
        out.push_str("<g class=\"legend\">\n");
        for (entry, x, y) in &self.entries {
            let (x, y) = (left + x, top + y);
            match entry {
                Entry::Edge(kind) => write_line(out, *kind, x, y + HEIGHT / 2),
                Entry::Node(kind) => write_box(out, *kind, x, y),
            }
            let baseline = y + HEIGHT / 2 + 4;
            let _ =
                writeln!(out, "<text class=\"caption\" x=\"{}\" y=\"{baseline}\">{}</text>", x + SAMPLE, entry.text());
        }
        out.push_str("</g>\n");
    }
}

fn write_box(out: &mut String, kind: NodeKind, x: i64, y: i64) {
    let _ = write!(
        out,
        "<g class=\"is-{}\"><rect class=\"box\" x=\"{}\" y=\"{y}\" width=\"28\" height=\"{HEIGHT}\" rx=\"4\"/>\
         <rect class=\"head\" x=\"{}\" y=\"{}\" width=\"26\" height=\"8\" rx=\"3\"/></g>",
        kind.word(),
        x + 12,
        x + 13,
        y + 1,
    );
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

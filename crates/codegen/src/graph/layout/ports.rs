// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which side of its box each interface is on, and how large the boxes are.

use std::collections::{HashMap, HashSet};

use super::{
    End, HEADER_HEIGHT, LABEL_SIZE, NodeBox, PortSpot, ROW_HEIGHT, Rect, SMALL_SIZE, Side, WIDEST_TEXT,
    boxes::{Boxes, Line},
    grid::{Block, PortOrder},
    layers::Layering,
    text,
};
use crate::graph::{Direction, EdgeKind, Graph};

/// An interface as it is drawn. One that has lines on both sides of its box is drawn on both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph) struct PortRow {
    pub(in crate::graph) name: String,
    pub(in crate::graph) kind: EdgeKind,
    pub(in crate::graph) state: PortUse,
}

/// Whether anything is connected to an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) enum PortUse {
    Connected,
    Open,
}

/// The way of an edge through the layout.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// The index in the graph.
    pub(super) edge: usize,
    /// The node whose right side the line leaves.
    pub(super) left: usize,
    pub(super) left_port: usize,
    /// The node that the line reaches: at its left side, or at its right side if it is a bow.
    pub(super) right: usize,
    pub(super) right_port: usize,
    /// Whether the edge's own direction is from right to left.
    pub(super) turned: bool,
    /// Whether both ends are in one layer.
    pub(super) bow: bool,
}

impl Route {
    pub(super) fn node(&self, end: End) -> usize {
        match end {
            End::Left => self.left,
            End::Right => self.right,
        }
    }

    pub(super) fn port(&self, end: End) -> usize {
        match end {
            End::Left => self.left_port,
            End::Right => self.right_port,
        }
    }

    pub(super) fn side(&self, end: End) -> Side {
        if end == End::Right && !self.bow { Side::Left } else { Side::Right }
    }

    pub(super) fn ends_at(&self, node: usize) -> impl Iterator<Item = End> + '_ {
        [End::Left, End::Right].into_iter().filter(move |end| self.node(*end) == node)
    }
}

/// Everything about boxes and lines that is known before they have coordinates.
pub(super) struct Plan {
    /// By the index of the edge in [`Boxes::edges`].
    pub(super) routes: Vec<Route>,
    /// The widths of the names to be written on the lines.
    pub(super) labels: Vec<Option<i64>>,
    /// The layer of each box within what it is in.
    pub(super) layer: Vec<usize>,
    rows: Vec<[Vec<PortRow>; 2]>,
    widths: Vec<i64>,
}

impl Plan {
    /// What is known of a graph, with the layers of what is in each box.
    pub(super) fn new(graph: &Graph, boxes: &Boxes<'_>, layerings: &[Layering]) -> Self {
        let layer: Vec<_> =
            boxes.all.iter().map(|it| layerings[it.parent].layer.get(it.place).copied().unwrap_or(0)).collect();
        let mut turned = vec![false; boxes.edges.len()];
        for (inside, layering) in boxes.all.iter().zip(layerings) {
            for (edge, is_turned) in inside.inner.iter().zip(&layering.turned) {
                turned[*edge] = *is_turned;
            }
        }
        let mut rows = Rows { graph, rows: vec![[Vec::new(), Vec::new()]; graph.nodes.len()], index: HashMap::new() };
        let mut routes = Vec::with_capacity(boxes.edges.len());
        let mut labels = Vec::with_capacity(boxes.edges.len());
        let mut named = HashSet::new();
        for (line, turned) in boxes.edges.iter().zip(turned) {
            let layer_of = |node: usize| layer[boxes.member(line.within, node)];
            routes.push(rows.route(*line, turned, layer_of(line.from) == layer_of(line.to)));
            let edge = &graph.edges[line.edge];
            let first = !edge.label.is_empty() && named.insert(edge.label.as_str());
            let width = || text::width(&text::fitted(&edge.label, SMALL_SIZE, WIDEST_TEXT), SMALL_SIZE) + 12;
            labels.push(first.then(width));
        }
        rows.add_open_ports();
        let widths = (0..graph.nodes.len()).map(|node| rows.width(node)).collect();
        Self { routes, labels, layer, rows: rows.rows, widths }
    }

    /// The box of a node.
    pub(super) fn block(&self, node: usize) -> Block {
        let sides = &self.rows[node];
        let ports = sides.each_ref().map(|rows| {
            let middles = (0..).map(|row| HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2);
            rows.iter().zip(middles).map(|(_, middle)| middle).collect()
        });
        let rows = i64::try_from(sides[0].len().max(sides[1].len())).unwrap_or(0);
        let foot = if rows == 0 { 0 } else { 8 };
        Block {
            layer: 0,
            width: self.widths[node],
            height: HEADER_HEIGHT + rows * ROW_HEIGHT + foot,
            ports,
            order: PortOrder::Free,
        }
    }

    /// The node at its place, with the ports in the order that the layout found.
    pub(super) fn node_box(&self, node: usize, (x, y): (i64, i64), block: &Block) -> NodeBox {
        let spots = [Side::Left, Side::Right].into_iter().flat_map(|side| {
            let offsets = &block.ports[side as usize];
            let rows = self.rows[node][side as usize].iter();
            rows.zip(offsets).map(move |(row, offset)| PortSpot { row: row.clone(), side, y: y + offset })
        });
        let mut ports: Vec<_> = spots.collect();
        ports.sort_by_key(|spot| (spot.side, spot.y));
        NodeBox { node, rect: Rect { x, y, width: block.width, height: block.height }, ports }
    }
}

/// The interfaces of all nodes, as they are found.
struct Rows<'a> {
    graph: &'a Graph,
    rows: Vec<[Vec<PortRow>; 2]>,
    index: HashMap<(usize, Side, &'a str), usize>,
}

impl<'a> Rows<'a> {
    fn route(&mut self, line: Line, turned: bool, bow: bool) -> Route {
        let edge = &self.graph.edges[line.edge];
        let (from, to) = ((line.from, edge.from.port.as_str()), (line.to, edge.to.port.as_str()));
        let (left, right) = if turned { (to, from) } else { (from, to) };
        let right_side = if bow { Side::Right } else { Side::Left };
        Route {
            edge: line.edge,
            left: left.0,
            left_port: self.add(left.0, Side::Right, left.1, edge.kind, PortUse::Connected),
            right: right.0,
            right_port: self.add(right.0, right_side, right.1, edge.kind, PortUse::Connected),
            turned,
            bow,
        }
    }

    fn add(&mut self, node: usize, side: Side, name: &'a str, kind: EdgeKind, state: PortUse) -> usize {
        let rows = &mut self.rows[node][side as usize];
        *self.index.entry((node, side, name)).or_insert_with(|| {
            rows.push(PortRow { name: name.to_owned(), kind, state });
            rows.len() - 1
        })
    }

    fn add_open_ports(&mut self) {
        let graph = self.graph;
        for (node, declared) in graph.nodes.iter().enumerate() {
            for port in &declared.ports {
                let name = port.name.as_str();
                let known = [Side::Left, Side::Right].iter().any(|side| self.index.contains_key(&(node, *side, name)));
                let side = match port.direction {
                    Direction::Out => Side::Right,
                    Direction::In => Side::Left,
                };
                if !known {
                    self.add(node, side, name, port.kind, PortUse::Open);
                }
            }
        }
    }

    fn width(&self, node: usize) -> i64 {
        let shown = |text: &str, size| text::width(&text::fitted(text, size, WIDEST_TEXT), size);
        let widest = |side: Side| {
            let rows = &self.rows[node][side as usize];
            rows.iter().map(|row| shown(&row.name, SMALL_SIZE)).max().unwrap_or(0)
        };
        let ports = widest(Side::Left) + widest(Side::Right) + 48;
        let node = &self.graph.nodes[node];
        [shown(&node.label, LABEL_SIZE) + 32, shown(&node.sublabel, SMALL_SIZE) + 32, ports, 110]
            .into_iter()
            .max()
            .unwrap_or(110)
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where everything is drawn.
//!
//! Instances of one composition, or that share an address space, are laid out first, in a box of their own; the box then takes part in the
//! layout of what it is in like an instance. Lines that leave the box are drawn inside it to its edge, and on from there.
//! Parts of the picture that no line connects are laid out separately and packed in rows.

mod boxes;
mod compose;
mod grid;
mod inside;
mod layers;
mod order;
mod pack;
mod ports;
mod rows;
pub(super) mod text;
mod wires;

use self::{
    boxes::{Boxes, WHOLE},
    compose::compose,
    grid::Block,
    inside::{End, links, members},
    layers::{Layering, layering},
    ports::Plan,
};
pub(super) use self::{
    grid::Side,
    ports::{PortRow, PortUse},
    wires::{Anchor, Path, Step},
};
use super::{Area, Graph};

/// A picture with coordinates, in pixels, the top left corner at (0, 0).
#[derive(Debug, Clone, Default)]
pub(super) struct Picture {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) groups: Vec<GroupBox>,
    pub(super) nodes: Vec<NodeBox>,
    pub(super) lines: Vec<EdgeLine>,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
}

/// An area with the instances in it.
#[derive(Debug, Clone)]
pub(super) struct GroupBox {
    pub(super) area: Area,
    pub(super) rect: Rect,
}

/// An instance.
#[derive(Debug, Clone)]
pub(super) struct NodeBox {
    /// The index in the graph.
    pub(super) node: usize,
    pub(super) rect: Rect,
    pub(super) ports: Vec<PortSpot>,
}

/// An interface at the edge of an instance.
#[derive(Debug, Clone)]
pub(super) struct PortSpot {
    pub(super) row: PortRow,
    pub(super) side: Side,
    /// The height of its middle.
    pub(super) y: i64,
}

/// A connection, from the end that uses to the end that provides.
#[derive(Debug, Clone)]
pub(super) struct EdgeLine {
    /// The index in the graph.
    pub(super) edge: usize,
    pub(super) path: Path,
    /// Where its name is written; only on the first line of a connection.
    pub(super) label: Option<Anchor>,
    /// The sides on which the line leaves and reaches.
    pub(super) sides: (Side, Side),
}

/// Font sizes, in pixels.
pub(super) const LABEL_SIZE: i64 = 14;
pub(super) const SMALL_SIZE: i64 = 11;
/// The distance of the first interface from the top of its instance.
pub(super) const HEADER_HEIGHT: i64 = 46;
/// The height of an interface's row.
pub(super) const ROW_HEIGHT: i64 = 22;
/// Names longer than this are cut.
pub(super) const WIDEST_TEXT: i64 = 330;
/// The room round the instances of a group, and above them for its name.
const GROUP_PADDING: i64 = 16;
const GROUP_TITLE: i64 = 30;

/// Lays a graph out. Takes time almost linear in the size of the picture.
pub(super) fn layout(graph: &Graph) -> Picture {
    let boxes = Boxes::new(graph);
    let layerings: Vec<_> = (0..boxes.all.len()).map(|index| layering_of(&boxes, index)).collect();
    let plan = Plan::new(graph, &boxes, &layerings);
    let members = members(&boxes, &plan, WHOLE);
    let links = links(&boxes, &plan, WHOLE, &members).collect();
    let blocks = members.iter().map(|it| Block { layer: plan.layer[it.index], ..it.block.clone() }).collect();
    let whole = pack::draw_parts(blocks, links);
    compose(&boxes, &plan, &members, whole)
}

/// The layers of what is in a box.
fn layering_of(boxes: &Boxes<'_>, index: usize) -> Layering {
    let lines = boxes.all[index].inner.iter().map(|edge| boxes.edges[*edge]);
    let edges: Vec<_> = lines.map(|line| (boxes.place(index, line.from), boxes.place(index, line.to))).collect();
    layering(boxes.all[index].members.len(), &edges)
}

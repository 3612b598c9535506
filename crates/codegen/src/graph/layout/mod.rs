// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where everything is drawn.
//!
//! Instances of one composition, or that share an address space, are laid out first, in a box of their own; the box then takes part in the
//! layout of the whole like an instance. Lines that leave the box are drawn inside it to its edge, and on from there.
//! Parts of the picture that no line connects are laid out separately and packed in rows.

mod boxes;
mod grid;
mod layers;
mod order;
mod pack;
mod ports;
mod rows;
pub(super) mod text;
mod wires;

use self::{
    boxes::Boxes,
    grid::{Block, Link, PortOrder, Socket},
    layers::layering,
    ports::Plan,
    wires::{Drawing, draw},
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
    let outer_edges: Vec<_> = boxes.edges.iter().map(|edge| (boxes.outer[edge.from], boxes.outer[edge.to])).collect();
    let outer = layering(boxes.members.len(), &outer_edges);
    let inner: Vec<_> = (0..boxes.members.len()).map(|index| inner_layering(&boxes, index)).collect();
    let plan = Plan::new(graph, &boxes, &outer, &inner);

    let insides: Vec<Inside> = (0..boxes.members.len()).map(|index| Inside::new(&boxes, &plan, index)).collect();
    let mut links = Vec::new();
    for (index, route) in plan.routes.iter().enumerate() {
        let (left, right) = (boxes.outer[route.left], boxes.outer[route.right]);
        if route.inner {
            continue;
        }
        let right_side = if route.bow { Side::Right } else { Side::Left };
        let from = Socket { block: left, side: Side::Right, port: insides[left].socket(index, End::Left) };
        let to = Socket { block: right, side: right_side, port: insides[right].socket(index, End::Right) };
        links.push((index, Link { from, to, label: plan.labels[index] }));
    }
    let blocks: Vec<_> = insides
        .iter()
        .zip(&outer.layer)
        .map(|(inside, layer)| Block { layer: *layer, ..inside.block.clone() })
        .collect();
    let whole = pack::draw_parts(blocks, links);
    compose(&boxes, &plan, &insides, &whole)
}

fn inner_layering(boxes: &Boxes<'_>, index: usize) -> layers::Layering {
    let members = &boxes.members[index];
    let edges: Vec<_> = boxes.inner_edges[index]
        .iter()
        .map(|edge| (boxes.place[boxes.edges[*edge].from], boxes.place[boxes.edges[*edge].to]))
        .collect();
    layering(members.len(), &edges)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    Left,
    Right,
}

/// What is inside a vertex of the outer layout: one instance, or the instances of a group.
struct Inside {
    block: Block,
    /// For a group, its layout; the blocks behind the members are the ends of lines that leave the group.
    drawing: Option<Drawing>,
    /// The lines inside, by route, with the index in the drawing.
    lines: Vec<(usize, usize)>,
    /// The lines that leave, by route and end: the port on the outside and, for a group, the line inside.
    exits: std::collections::HashMap<(usize, End), (usize, Option<usize>)>,
}

impl Inside {
    fn new(boxes: &Boxes<'_>, plan: &Plan, index: usize) -> Self {
        if boxes.group(index).is_some() { Self::group(boxes, plan, index) } else { Self::single(boxes, plan, index) }
    }

    fn single(boxes: &Boxes<'_>, plan: &Plan, index: usize) -> Self {
        let node = boxes.members[index].first().copied().unwrap_or_default();
        let mut exits = std::collections::HashMap::new();
        for &route in &boxes.crossing[index] {
            for end in plan.routes[route].ends_at(node) {
                exits.insert((route, end), (plan.routes[route].port(end), None));
            }
        }
        Self { block: plan.block(node), drawing: None, lines: Vec::new(), exits }
    }

    fn group(boxes: &Boxes<'_>, plan: &Plan, index: usize) -> Self {
        let members = &boxes.members[index];
        let deepest = members.iter().map(|node| plan.layer[*node]).max().unwrap_or(0);
        let mut blocks: Vec<_> =
            members.iter().map(|node| Block { layer: plan.layer[*node] + 1, ..plan.block(*node) }).collect();
        let mut links = Vec::new();
        let mut lines = Vec::new();
        let mut exits = std::collections::HashMap::new();
        for &route in &boxes.inner_edges[index] {
            let way = &plan.routes[route];
            lines.push((route, links.len()));
            let right_side = if way.bow { Side::Right } else { Side::Left };
            links.push(Link {
                from: Socket { block: boxes.place[way.left], side: Side::Right, port: way.left_port },
                to: Socket { block: boxes.place[way.right], side: right_side, port: way.right_port },
                label: plan.labels[route],
            });
        }
        let mut ports = [Vec::new(), Vec::new()];
        for &route in &boxes.crossing[index] {
            let way = &plan.routes[route];
            for end in [End::Left, End::Right] {
                let node = way.node(end);
                if boxes.outer[node] != index {
                    continue;
                }
                let side = way.side(end);
                let edge = blocks.len();
                let layer = if side == Side::Right { deepest + 2 } else { 0 };
                blocks.push(Block { layer, width: 0, height: 2, ports: [vec![1], vec![1]], order: PortOrder::Fixed });
                let inner = Socket { block: boxes.place[node], side, port: way.port(end) };
                let outer = |side| Socket { block: edge, side, port: 0 };
                exits.insert((route, end), (ports[side as usize].len(), Some(links.len())));
                ports[side as usize].push(edge);
                links.push(match side {
                    Side::Right => Link { from: inner, to: outer(Side::Left), label: None },
                    Side::Left => Link { from: outer(Side::Right), to: inner, label: None },
                });
            }
        }
        let drawing = draw(blocks, &links);
        let title = boxes
            .group(index)
            .map_or(0, |area| text::width(&text::fitted(area.name(), LABEL_SIZE, WIDEST_TEXT), LABEL_SIZE));
        let block = Block {
            layer: 0,
            width: (drawing.width + 2 * GROUP_PADDING).max(title + 2 * GROUP_PADDING),
            height: drawing.height + GROUP_TITLE + GROUP_PADDING,
            ports: ports.map(|edges| edges.iter().map(|edge| drawing.corners[*edge].1 + 1 + GROUP_TITLE).collect()),
            order: PortOrder::Fixed,
        };
        Self { block, drawing: Some(drawing), lines, exits }
    }

    fn socket(&self, route: usize, end: End) -> usize {
        self.exits.get(&(route, end)).map_or(0, |exit| exit.0)
    }
}

/// Puts the insides at their places in the whole.
fn compose(boxes: &Boxes<'_>, plan: &Plan, insides: &[Inside], whole: &pack::Whole) -> Picture {
    let mut picture = Picture { width: whole.width, height: whole.height, ..Picture::default() };
    let mut paths: Vec<(Option<Path>, Option<Anchor>)> = vec![(None, None); plan.routes.len()];
    for (index, inside) in insides.iter().enumerate() {
        let (x, y) = whole.corners[index];
        let Some(drawing) = &inside.drawing else {
            let node = boxes.members[index].first().copied().unwrap_or_default();
            picture.nodes.push(plan.node_box(node, (x, y), &whole.blocks[index]));
            continue;
        };
        let rect = Rect { x, y, width: inside.block.width, height: inside.block.height };
        picture.groups.extend(boxes.group(index).map(|area| GroupBox { area: area.clone(), rect }));
        let origin = inside.origin((x, y), drawing);
        for (place, &node) in boxes.members[index].iter().enumerate() {
            let (left, top) = drawing.corners[place];
            picture.nodes.push(plan.node_box(node, (left + origin.0, top + origin.1), &drawing.blocks[place]));
        }
        for &(route, line) in &inside.lines {
            let (path, anchor) = drawing.lines[line].clone();
            let anchor = anchor.map(|(x, y)| (x + origin.0, y + origin.1));
            paths[route] = (Some(path.shifted(origin.0, origin.1)), anchor);
        }
    }
    for (route, path, anchor) in &whole.lines {
        let way = &plan.routes[*route];
        let piece = |node: usize, end| {
            let outer = boxes.outer[node];
            let inside = &insides[outer];
            let drawing = inside.drawing.as_ref()?;
            let line = inside.exits.get(&(*route, end))?.1?;
            let (dx, dy) = inside.origin(whole.corners[outer], drawing);
            Some(drawing.lines[line].0.clone().shifted(dx, dy))
        };
        let mut full = piece(way.left, End::Left).unwrap_or_else(|| Path { start: path.start, steps: Vec::new() });
        full.extend(path.clone());
        if let Some(last) = piece(way.right, End::Right) {
            full.extend(if way.bow { last.reversed() } else { last });
        }
        paths[*route] = (Some(full), *anchor);
    }
    picture.nodes.sort_by_key(|node| node.node);
    for (way, (path, label)) in plan.routes.iter().zip(paths) {
        let Some(path) = path else { continue };
        let sides = (Side::Right, way.side(End::Right));
        let (path, sides) = if way.turned { (path.reversed(), (sides.1, sides.0)) } else { (path, sides) };
        picture.lines.push(EdgeLine { edge: way.edge, path, label, sides });
    }
    picture
}

impl Inside {
    /// Where the top left corner of a group's drawing is, if its box is at `corner`.
    fn origin(&self, corner: (i64, i64), drawing: &Drawing) -> (i64, i64) {
        (corner.0 + (self.block.width - drawing.width) / 2, corner.1 + GROUP_TITLE)
    }
}

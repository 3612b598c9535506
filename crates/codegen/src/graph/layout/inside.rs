// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is in a box: an instance, or an area with other boxes.

use std::collections::HashMap;

use super::{
    GROUP_PADDING, GROUP_TITLE, LABEL_SIZE, WIDEST_TEXT,
    boxes::{Boxes, Shows},
    grid::{Block, Link, PortOrder, Side, Socket},
    ports::Plan,
    text,
    wires::{Drawing, draw},
};

/// The node that a line leaves, or the one that it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum End {
    Left,
    Right,
}

/// A box with everything in it, laid out.
pub(super) struct Inside {
    pub(super) index: usize,
    pub(super) block: Block,
    /// For an area, its layout; the blocks behind the members are the ends of lines that leave it.
    pub(super) drawing: Option<Drawing>,
    /// The boxes in it.
    pub(super) members: Vec<Inside>,
    /// The lines between members, by route, with the index in the drawing.
    pub(super) lines: Vec<(usize, usize)>,
    /// The lines that leave, by route and end: the port on the outside and, for an area, the line inside.
    pub(super) exits: HashMap<(usize, End), (usize, Option<usize>)>,
}

impl Inside {
    pub(super) fn new(boxes: &Boxes<'_>, plan: &Plan, index: usize) -> Self {
        match boxes.all[index].shows {
            Shows::Node(node) => Self::node(boxes, plan, index, node),
            Shows::Area(area) => {
                let title = text::width(&text::fitted(area.name(), LABEL_SIZE, WIDEST_TEXT), LABEL_SIZE);
                Self::area(boxes, plan, index, title)
            }
            Shows::Whole => Self::area(boxes, plan, index, 0),
        }
    }

    fn node(boxes: &Boxes<'_>, plan: &Plan, index: usize, node: usize) -> Self {
        let mut exits = HashMap::new();
        for &route in &boxes.all[index].crossing {
            for end in plan.routes[route].ends_at(node) {
                exits.insert((route, end), (plan.routes[route].port(end), None));
            }
        }
        Self { index, block: plan.block(node), drawing: None, members: Vec::new(), lines: Vec::new(), exits }
    }

    fn area(boxes: &Boxes<'_>, plan: &Plan, index: usize, title: i64) -> Self {
        let members = members(boxes, plan, index);
        let deepest = members.iter().map(|it| plan.layer[it.index]).max().unwrap_or(0);
        let mut blocks: Vec<_> =
            members.iter().map(|it| Block { layer: plan.layer[it.index] + 1, ..it.block.clone() }).collect();
        let numbered: Vec<_> = links(boxes, plan, index, &members).collect();
        let lines = numbered.iter().enumerate().map(|(link, (route, _))| (*route, link)).collect();
        let mut links: Vec<_> = numbered.into_iter().map(|(_, link)| link).collect();
        let mut exits = HashMap::new();
        let mut ports = [Vec::new(), Vec::new()];
        for &route in &boxes.all[index].crossing {
            let way = &plan.routes[route];
            for end in [End::Left, End::Right] {
                if !boxes.is_in(index, way.node(end)) {
                    continue;
                }
                let side = way.side(end);
                let edge = blocks.len();
                let layer = if side == Side::Right { deepest + 2 } else { 0 };
                blocks.push(Block { layer, width: 0, height: 2, ports: [vec![1], vec![1]], order: PortOrder::Fixed });
                let place = boxes.place(index, way.node(end));
                let inner = Socket { block: place, side, port: members[place].socket(route, end) };
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
        let block = Block {
            layer: 0,
            width: drawing.width.max(title) + 2 * GROUP_PADDING,
            height: drawing.height + GROUP_TITLE + GROUP_PADDING,
            ports: ports.map(|edges| edges.iter().map(|edge| drawing.corners[*edge].1 + 1 + GROUP_TITLE).collect()),
            order: PortOrder::Fixed,
        };
        Self { index, block, drawing: Some(drawing), members, lines, exits }
    }

    /// The port at which a line meets the box.
    fn socket(&self, route: usize, end: End) -> usize {
        self.exits.get(&(route, end)).map_or(0, |exit| exit.0)
    }

    /// Where the top left corner of an area's drawing is, if its box is at `corner`.
    pub(super) fn origin(&self, corner: (i64, i64), drawing: &Drawing) -> (i64, i64) {
        (corner.0 + (self.block.width - drawing.width) / 2, corner.1 + GROUP_TITLE)
    }
}

/// What is in an area or the whole.
pub(super) fn members(boxes: &Boxes<'_>, plan: &Plan, index: usize) -> Vec<Inside> {
    boxes.all[index].members.iter().map(|member| Inside::new(boxes, plan, *member)).collect()
}

/// The lines between the members of an area or the whole, by route.
pub(super) fn links<'a>(
    boxes: &'a Boxes<'_>,
    plan: &'a Plan,
    index: usize,
    members: &'a [Inside],
) -> impl Iterator<Item = (usize, Link)> + 'a {
    boxes.all[index].inner.iter().map(move |&route| {
        let way = &plan.routes[route];
        let socket = |end| {
            let place = boxes.place(index, way.node(end));
            Socket { block: place, side: way.side(end), port: members[place].socket(route, end) }
        };
        (route, Link { from: socket(End::Left), to: socket(End::Right), label: plan.labels[route] })
    })
}

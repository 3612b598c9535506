// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Puts the insides of boxes at their places, and the pieces of lines together.

use super::{
    EdgeLine, GroupBox, Picture, Rect,
    boxes::{Boxes, Shows},
    grid::{Block, Side},
    inside::{End, Inside},
    pack::Whole,
    ports::{Plan, Route},
    wires::{Anchor, Path},
};

/// A line in pieces, each at its place.
#[derive(Debug, Clone, Default)]
struct Pieces {
    /// Between the two members of the innermost area with both ends.
    middle: Option<(Path, Option<Anchor>)>,
    /// In the areas that only the one end is in, the outermost first.
    left: Vec<Path>,
    right: Vec<Path>,
}

impl Pieces {
    fn join(self, way: &Route) -> Option<(Path, Option<Anchor>)> {
        let (middle, anchor) = self.middle?;
        let right = self.right.into_iter().map(|path| if way.bow { path.reversed() } else { path });
        let mut pieces = self.left.into_iter().rev().chain([middle]).chain(right);
        let mut full = pieces.next()?;
        pieces.for_each(|piece| full.extend(piece));
        Some((full, anchor))
    }
}

struct Composer<'a> {
    boxes: &'a Boxes<'a>,
    plan: &'a Plan,
    picture: Picture,
    pieces: Vec<Pieces>,
}

/// The picture of a whole that is laid out.
pub(super) fn compose(boxes: &Boxes<'_>, plan: &Plan, members: &[Inside], whole: Whole) -> Picture {
    let picture = Picture { width: whole.width, height: whole.height, ..Picture::default() };
    let mut composer = Composer { boxes, plan, picture, pieces: vec![Pieces::default(); plan.routes.len()] };
    for ((inside, corner), block) in members.iter().zip(&whole.corners).zip(&whole.blocks) {
        composer.place(inside, *corner, block);
    }
    for (route, path, anchor) in whole.lines {
        composer.pieces[route].middle = Some((path, anchor));
    }
    composer.finish()
}

impl Composer<'_> {
    fn place(&mut self, inside: &Inside, (x, y): (i64, i64), block: &Block) {
        let Some(drawing) = &inside.drawing else {
            if let Shows::Node(node) = self.boxes.all[inside.index].shows {
                self.picture.nodes.push(self.plan.node_box(node, (x, y), block));
            }
            return;
        };
        let rect = Rect { x, y, width: inside.block.width, height: inside.block.height };
        if let Shows::Area(area) = self.boxes.all[inside.index].shows {
            self.picture.groups.push(GroupBox { area: area.clone(), rect });
        }
        let (dx, dy) = inside.origin((x, y), drawing);
        for &(route, line) in &inside.lines {
            let (path, anchor) = drawing.lines[line].clone();
            let anchor = anchor.map(|(x, y)| (x + dx, y + dy));
            self.pieces[route].middle = Some((path.shifted(dx, dy), anchor));
        }
        for (&(route, end), &(_, line)) in &inside.exits {
            let Some(line) = line else { continue };
            let path = drawing.lines[line].0.clone().shifted(dx, dy);
            let pieces = &mut self.pieces[route];
            let of_end = if end == End::Left { &mut pieces.left } else { &mut pieces.right };
            of_end.push(path);
        }
        for ((member, (left, top)), block) in inside.members.iter().zip(&drawing.corners).zip(&drawing.blocks) {
            self.place(member, (left + dx, top + dy), block);
        }
    }

    fn finish(mut self) -> Picture {
        self.picture.nodes.sort_by_key(|node| node.node);
        for (way, pieces) in self.plan.routes.iter().zip(self.pieces) {
            let Some((path, label)) = pieces.join(way) else { continue };
            let sides = (Side::Right, way.side(End::Right));
            let (path, sides) = if way.turned { (path.reversed(), (sides.1, sides.0)) } else { (path, sides) };
            self.picture.lines.push(EdgeLine { edge: way.edge, path, label, sides });
        }
        self.picture
    }
}

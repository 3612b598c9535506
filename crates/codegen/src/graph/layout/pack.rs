// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Parts of the picture that nothing connects: each is laid out by itself, then they are packed in rows.

use super::{
    grid::{Block, Link, Socket},
    wires::{Anchor, Drawing, Path, draw},
};

/// All vertices and lines with coordinates.
pub(super) struct Whole {
    pub(super) width: i64,
    pub(super) height: i64,
    /// The top left corner of each vertex.
    pub(super) corners: Vec<(i64, i64)>,
    pub(super) blocks: Vec<Block>,
    /// The lines by the number they were given with.
    pub(super) lines: Vec<(usize, Path, Option<Anchor>)>,
}

/// The distance between parts.
const GAP: i64 = 40;

/// A connected part.
struct Part {
    /// The vertices, in ascending order.
    vertices: Vec<usize>,
    /// The numbers of the lines, in the order of the drawing.
    lines: Vec<usize>,
    drawing: Drawing,
}

/// Draws all parts and packs them.
pub(super) fn draw_parts(blocks: Vec<Block>, links: Vec<(usize, Link)>) -> Whole {
    let mut parts = parts(&blocks, links);
    // Large parts come first; single boxes fill the rows behind them.
    parts.sort_by_key(|part| std::cmp::Reverse(part.vertices.len()));
    let area: i64 = parts.iter().map(|part| (part.drawing.width + GAP).saturating_mul(part.drawing.height + GAP)).sum();
    let widest = parts.iter().map(|part| part.drawing.width).max().unwrap_or(0);
    let limit = widest.max(area.saturating_mul(8).checked_div(5).unwrap_or(0).isqrt());
    let mut whole = Whole { width: 0, height: 0, corners: vec![(0, 0); blocks.len()], blocks, lines: Vec::new() };
    let (mut x, mut y) = (0, 0);
    for part in parts {
        if x > 0 && x + part.drawing.width > limit {
            (x, y) = (0, whole.height + GAP);
        }
        whole.width = whole.width.max(x + part.drawing.width);
        whole.height = whole.height.max(y + part.drawing.height);
        let next = x + part.drawing.width + GAP;
        whole.add(part, x, y);
        x = next;
    }
    whole
}

impl Whole {
    fn add(&mut self, part: Part, dx: i64, dy: i64) {
        let Drawing { corners, blocks, lines, .. } = part.drawing;
        for ((vertex, (x, y)), block) in part.vertices.into_iter().zip(corners).zip(blocks) {
            self.corners[vertex] = (x + dx, y + dy);
            self.blocks[vertex] = block;
        }
        for (number, (path, anchor)) in part.lines.into_iter().zip(lines) {
            self.lines.push((number, path.shifted(dx, dy), anchor.map(|(x, y)| (x + dx, y + dy))));
        }
    }
}

fn parts(blocks: &[Block], links: Vec<(usize, Link)>) -> Vec<Part> {
    let mut union = Union { parent: (0..blocks.len()).collect() };
    for (_, link) in &links {
        union.join(link.from.block, link.to.block);
    }
    let mut part_of_root = vec![None; blocks.len()];
    let mut place = vec![(0, 0); blocks.len()];
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (vertex, place) in place.iter_mut().enumerate() {
        let part = *part_of_root[union.root(vertex)].get_or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        *place = (part, members[part].len());
        members[part].push(vertex);
    }
    let mut lines: Vec<(Vec<usize>, Vec<Link>)> = vec![(Vec::new(), Vec::new()); members.len()];
    for (number, link) in links {
        let local = |socket: Socket| Socket { block: place[socket.block].1, ..socket };
        let (numbers, local_links) = &mut lines[place[link.from.block].0];
        numbers.push(number);
        local_links.push(Link { from: local(link.from), to: local(link.to), label: link.label });
    }
    let drawn = members.into_iter().zip(lines).map(|(vertices, (lines, links))| {
        let first = vertices.iter().map(|vertex| blocks[*vertex].layer).min().unwrap_or(0);
        let local = vertices.iter().map(|vertex| {
            let block = blocks[*vertex].clone();
            Block { layer: block.layer - first, ..block }
        });
        let drawing = draw(local.collect(), &links);
        Part { vertices, lines, drawing }
    });
    drawn.collect()
}

/// Which vertices are connected.
struct Union {
    parent: Vec<usize>,
}

impl Union {
    fn root(&mut self, mut vertex: usize) -> usize {
        while self.parent[vertex] != vertex {
            self.parent[vertex] = self.parent[self.parent[vertex]];
            vertex = self.parent[vertex];
        }
        vertex
    }

    /// The lower of two roots becomes that of both, so that the result does not depend on the order of the lines.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

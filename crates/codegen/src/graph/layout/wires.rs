// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The widths of columns, and the paths of lines through them.

use super::{
    grid::{Block, Grid, Item, Link, Role, Side},
    order::reduce_crossings,
    rows::rows,
};

/// A part of a line. Coordinates are absolute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::graph) enum Step {
    /// Straight to a point.
    Line(i64, i64),
    /// A cubic curve: two control points and the end.
    Curve([(i64, i64); 3]),
}

/// A line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::graph) struct Path {
    pub(in crate::graph) start: (i64, i64),
    pub(in crate::graph) steps: Vec<Step>,
}

/// Where the name of a line is written: the middle of its baseline.
pub(in crate::graph) type Anchor = (i64, i64);

/// Blocks and lines with coordinates, the top left corner of the whole at (0, 0).
#[derive(Debug, Clone)]
pub(super) struct Drawing {
    pub(super) width: i64,
    pub(super) height: i64,
    /// The top left corner of each block.
    pub(super) corners: Vec<(i64, i64)>,
    /// The blocks, with their ports in the order found.
    pub(super) blocks: Vec<Block>,
    /// The path of each link and the place of its name.
    pub(super) lines: Vec<(Path, Option<Anchor>)>,
}

/// The distance of a name's baseline from the top of its place.
const LABEL_BASELINE: i64 = 9;
/// A line leaves and reaches boxes straight for this long, so that its tip points at the box.
const RUNWAY: i64 = 15;

/// Places blocks, whose layers are given, and the links between them.
pub(super) fn draw(blocks: Vec<Block>, links: &[Link]) -> Drawing {
    let mut grid = Grid::new(blocks, links);
    reduce_crossings(&mut grid);
    let tops = rows(&grid);
    let columns = column_ranges(&grid, &tops);
    let sheet = Sheet { grid: &grid, tops: &tops, columns: &columns };
    let lines = links.iter().zip(&grid.chains).map(|(link, chain)| sheet.line(link, chain)).collect();
    let corners = (0..grid.blocks.len()).map(|block| (sheet.left(block), tops[block])).collect();
    let bottom = |(item, top): (&Item, &i64)| top + item.height;
    Drawing {
        width: columns.last().map_or(0, |column| column.1),
        height: grid.items.iter().zip(&tops).map(bottom).max().unwrap_or(0),
        corners,
        lines,
        blocks: grid.blocks,
    }
}

/// The left and right ends of the columns. The steeper the lines between two columns, the further they are apart.
fn column_ranges(grid: &Grid, tops: &[i64]) -> Vec<(i64, i64)> {
    let count = grid.columns.len();
    let mut steepest = vec![None; count];
    for tie in &grid.ties {
        let rise = (tops[tie.left.item] + grid.offset(tie.left) - tops[tie.right.item] - grid.offset(tie.right)).abs();
        let gap = &mut steepest[grid.items[tie.left.item].column];
        *gap = Some(rise.max(gap.unwrap_or(0)));
    }
    let mut ranges = Vec::with_capacity(count);
    let mut x = 0;
    for (column, gap) in grid.columns.iter().zip(steepest) {
        let width = column.iter().map(|item| grid.items[*item].width).max().unwrap_or(0);
        ranges.push((x, x + width));
        x += width + gap.map_or(0, |rise: i64| (34 + rise / 5).clamp(42, 120));
    }
    ranges
}

struct Sheet<'a> {
    grid: &'a Grid,
    tops: &'a [i64],
    columns: &'a [(i64, i64)],
}

impl Sheet<'_> {
    /// The left edge of a block, which stands in the middle of its column.
    fn left(&self, block: usize) -> i64 {
        let item = &self.grid.items[block];
        let (left, right) = self.columns[item.column];
        left + (right - left - item.width) / 2
    }

    /// The height at which a link meets a block.
    fn height(&self, socket: super::grid::Socket) -> i64 {
        self.tops[socket.block] + self.grid.blocks[socket.block].ports[socket.side as usize][socket.port]
    }

    fn line(&self, link: &Link, chain: &[usize]) -> (Path, Option<Anchor>) {
        let right_of = |block: usize| self.left(block) + self.grid.items[block].width;
        let start = (right_of(link.from.block), self.height(link.from));
        let mut pen = Pen { path: Path { start, steps: Vec::new() }, at: start };
        let column = self.columns[self.grid.items[link.from.block].column];
        let mut anchor = None;
        if link.to.side == Side::Right {
            let end = (right_of(link.to.block), self.height(link.to));
            pen.line_to(column.1);
            anchor = self.bow(&mut pen, end, chain);
            return (pen.path, anchor);
        }
        pen.line_to(column.1 + RUNWAY);
        for &item in chain {
            let (left, right) = self.columns[self.grid.items[item].column];
            if left == right {
                // Nothing stands in this column: one curve leads across.
                continue;
            }
            pen.curve_to(left, self.tops[item] + self.grid.line(item));
            pen.line_to(right);
            if self.grid.items[item].role == Role::Label {
                anchor = Some(((left + right) / 2, self.tops[item] + LABEL_BASELINE));
            }
        }
        pen.curve_to(self.columns[self.grid.items[link.to.block].column].0 - RUNWAY, self.height(link.to));
        pen.line_to(self.left(link.to.block));
        (pen.path, anchor)
    }

    /// A bow to a block of the same layer, round the name at its outermost point.
    fn bow(&self, pen: &mut Pen, end: (i64, i64), chain: &[usize]) -> Option<Anchor> {
        let &item = chain.first()?;
        let place = &self.grid.items[item];
        let left = self.columns[place.column].0;
        let middle = self.tops[item] + place.height / 2;
        let apex = left - 6;
        let (x, y) = pen.at;
        let landing = self.columns[place.column - 1].1;
        pen.path.steps.push(Step::Curve([((x + apex) / 2, y), (apex, (y + middle) / 2), (apex, middle)]));
        pen.path.steps.push(Step::Curve([
            (apex, (end.1 + middle) / 2),
            ((landing + apex) / 2, end.1),
            (landing, end.1),
        ]));
        if landing != end.0 {
            pen.path.steps.push(Step::Line(end.0, end.1));
        }
        (place.role == Role::Label).then_some((left + place.width / 2, middle + 4))
    }
}

struct Pen {
    path: Path,
    at: (i64, i64),
}

impl Pen {
    fn line_to(&mut self, x: i64) {
        if x == self.at.0 {
            return;
        }
        self.at.0 = x;
        match self.path.steps.last_mut() {
            Some(Step::Line(end, _)) => *end = x,
            _ => self.path.steps.push(Step::Line(x, self.at.1)),
        }
    }

    fn curve_to(&mut self, x: i64, y: i64) {
        if y == self.at.1 {
            return self.line_to(x);
        }
        let middle = (self.at.0 + x) / 2;
        self.path.steps.push(Step::Curve([(middle, self.at.1), (middle, y), (x, y)]));
        self.at = (x, y);
    }
}

impl Path {
    /// The last point.
    pub(in crate::graph) fn end(&self) -> (i64, i64) {
        match self.steps.last() {
            Some(Step::Line(x, y) | Step::Curve([_, _, (x, y)])) => (*x, *y),
            None => self.start,
        }
    }

    /// The same line elsewhere.
    pub(super) fn shifted(mut self, dx: i64, dy: i64) -> Self {
        let shift = |(x, y): (i64, i64)| (x + dx, y + dy);
        self.start = (self.start.0 + dx, self.start.1 + dy);
        for step in &mut self.steps {
            *step = match *step {
                Step::Line(x, y) => Step::Line(x + dx, y + dy),
                Step::Curve(points) => Step::Curve(points.map(shift)),
            };
        }
        self
    }

    /// Goes on with a line that begins where this one ends, or at the same height further on.
    pub(super) fn extend(&mut self, next: Self) {
        let (x, y) = next.start;
        if self.end() != (x, y) {
            self.steps.push(Step::Line(x, y));
        }
        self.steps.extend(next.steps);
    }

    /// The line from its end to its start.
    pub(super) fn reversed(self) -> Self {
        let mut points = vec![self.start];
        points.extend(self.steps.iter().map(|step| match step {
            Step::Line(x, y) | Step::Curve([_, _, (x, y)]) => (*x, *y),
        }));
        let start = points.pop().unwrap_or_default();
        let steps = self.steps.into_iter().rev().zip(points.into_iter().rev());
        let steps = steps.map(|(step, (x, y))| match step {
            Step::Line(..) => Step::Line(x, y),
            Step::Curve([first, second, _]) => Step::Curve([second, first, (x, y)]),
        });
        Self { start, steps: steps.collect() }
    }
}

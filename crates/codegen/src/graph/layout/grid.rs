// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The grid in which boxes and lines are placed.
//!
//! Even columns hold boxes, odd ones the names of connections. A line that passes a column takes a place in it like a
//! box does: that is why lines never run through boxes or names.

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::graph) enum Side {
    Left,
    Right,
}

/// A box with places on both sides where lines end. Lengths are in pixels.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) layer: usize,
    pub(super) width: i64,
    pub(super) height: i64,
    /// Distances of the ports from the top, for the left and the right side.
    pub(super) ports: [Vec<i64>; 2],
    /// Whether the ports of a side may change places.
    pub(super) order: PortOrder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PortOrder {
    Free,
    Fixed,
}

/// An end of a line: the block, its side, and the index of the port on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Socket {
    pub(super) block: usize,
    pub(super) side: Side,
    pub(super) port: usize,
}

/// A line. It leads from the right side of a block to the left side of one further right, or is a bow between the
/// right sides of two blocks of one layer.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) from: Socket,
    pub(super) to: Socket,
    /// The width of the name that is written on it.
    pub(super) label: Option<i64>,
}

/// The height of a name with the line under it.
const LABEL_HEIGHT: i64 = 15;
/// The distance of the line from the top of its name.
const LABEL_LINE: i64 = 14;
/// The height of a line's place in a column.
const BEND_HEIGHT: i64 = 2;

/// What stands at a place of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Block(usize),
    /// The name of a line.
    Label,
    /// A line passing by.
    Bend,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) column: usize,
    pub(super) width: i64,
    pub(super) height: i64,
    /// The distance of the line from the top; unused for blocks.
    line: i64,
    pub(super) role: Role,
}

/// The end of a piece of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct TieEnd {
    pub(super) item: usize,
    socket: Option<(Side, usize)>,
}

/// A piece of a line between adjacent columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tie {
    pub(super) left: TieEnd,
    pub(super) right: TieEnd,
}

/// Blocks, lines, and the columns they are divided into.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) blocks: Vec<Block>,
    pub(super) items: Vec<Item>,
    pub(super) ties: Vec<Tie>,
    /// The items of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// The ties on the left and on the right of each item.
    pub(super) ties_of: Vec<[Vec<usize>; 2]>,
    /// The items of each link between its two blocks, from left to right.
    pub(super) chains: Vec<Vec<usize>>,
}

impl Grid {
    pub(super) fn new(blocks: Vec<Block>, links: &[Link]) -> Self {
        let layers = blocks.iter().map(|block| block.layer + 1).max().unwrap_or(0);
        let mut grid = Self {
            items: Vec::new(),
            ties: Vec::new(),
            columns: vec![Vec::new(); layers * 2],
            ties_of: Vec::new(),
            chains: Vec::with_capacity(links.len()),
            blocks: Vec::new(),
        };
        for (index, block) in blocks.iter().enumerate() {
            grid.place(Item {
                column: block.layer * 2,
                width: block.width,
                height: block.height,
                line: 0,
                role: Role::Block(index),
            });
        }
        grid.blocks = blocks;
        for link in links {
            let chain = grid.thread(link);
            grid.chains.push(chain);
        }
        grid
    }

    /// Makes the places and ties of a line.
    fn thread(&mut self, link: &Link) -> Vec<usize> {
        let end = |socket: Socket| TieEnd { item: socket.block, socket: Some((socket.side, socket.port)) };
        let first = self.items[link.from.block].column + 1;
        if link.to.side == Side::Right {
            let item = self.place_line(first, link.label);
            self.items[item].line = self.items[item].height / 2;
            let right = TieEnd { item, socket: None };
            self.tie(end(link.from), right);
            self.tie(end(link.to), right);
            return vec![item];
        }
        let last = self.items[link.to.block].column;
        let mut left = end(link.from);
        let mut chain = Vec::new();
        for column in first..last {
            let item = self.place_line(column, link.label.filter(|_| column == first));
            self.tie(left, TieEnd { item, socket: None });
            left = TieEnd { item, socket: None };
            chain.push(item);
        }
        self.tie(left, end(link.to));
        chain
    }

    fn place_line(&mut self, column: usize, label: Option<i64>) -> usize {
        self.place(match label {
            Some(width) => Item { column, width, height: LABEL_HEIGHT, line: LABEL_LINE, role: Role::Label },
            None => Item { column, width: 0, height: BEND_HEIGHT, line: BEND_HEIGHT / 2, role: Role::Bend },
        })
    }

    fn place(&mut self, item: Item) -> usize {
        let index = self.items.len();
        self.columns[item.column].push(index);
        self.items.push(item);
        self.ties_of.push([Vec::new(), Vec::new()]);
        index
    }

    fn tie(&mut self, left: TieEnd, right: TieEnd) {
        let index = self.ties.len();
        self.ties.push(Tie { left, right });
        self.ties_of[left.item][Side::Right as usize].push(index);
        self.ties_of[right.item][Side::Left as usize].push(index);
    }

    /// The distance of a tie's end from the top of its item.
    pub(super) fn offset(&self, end: TieEnd) -> i64 {
        match (self.items[end.item].role, end.socket) {
            (Role::Block(block), Some((side, port))) => self.blocks[block].ports[side as usize][port],
            _ => self.line(end.item),
        }
    }

    /// The distance of the line from the top of a place that is not a block.
    pub(super) fn line(&self, item: usize) -> i64 {
        self.items[item].line
    }

    /// The port that a tie's end is at, if it is at a block.
    pub(super) fn port(&self, end: TieEnd) -> Option<(usize, Side, usize)> {
        match (self.items[end.item].role, end.socket) {
            (Role::Block(block), Some((side, port))) => Some((block, side, port)),
            _ => None,
        }
    }

    /// The end of a tie on the given side of it, and the other one.
    pub(super) fn ends(&self, tie: usize, side: Side) -> (TieEnd, TieEnd) {
        let Tie { left, right } = self.ties[tie];
        match side {
            Side::Left => (left, right),
            Side::Right => (right, left),
        }
    }
}

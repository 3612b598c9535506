// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The graph with names resolved to indices, and its boxes: areas in areas, and in them the nodes.

use std::collections::HashMap;

use crate::graph::{Area, Graph};

/// An edge between two nodes that exist.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The index in the graph.
    pub(super) edge: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// The innermost area with both ends, or the whole.
    pub(super) within: usize,
}

/// What a box is drawn for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shows<'a> {
    Whole,
    Area(&'a Area),
    /// A node by its index in the graph.
    Node(usize),
}

/// A node, or an area with what is in it.
pub(super) struct BoxOf<'a> {
    pub(super) shows: Shows<'a>,
    /// The box that it is in; itself for the whole.
    pub(super) parent: usize,
    /// The index among the members of that.
    pub(super) place: usize,
    depth: usize,
    /// The boxes in it.
    pub(super) members: Vec<usize>,
    /// The edges (indices of [`Boxes::edges`]) whose ends are in two members, or both at one that is a node.
    pub(super) inner: Vec<usize>,
    /// The edges that have an end outside; for a node, all its edges.
    pub(super) crossing: Vec<usize>,
}

/// All boxes, those that others are in before them.
pub(super) struct Boxes<'a> {
    pub(super) all: Vec<BoxOf<'a>>,
    pub(super) edges: Vec<Line>,
    /// The box of each node.
    of_node: Vec<usize>,
}

/// The box that all others are in.
pub(super) const WHOLE: usize = 0;

impl<'a> Boxes<'a> {
    pub(super) fn new(graph: &'a Graph) -> Self {
        let mut boxes = Self { all: Vec::new(), edges: Vec::new(), of_node: vec![WHOLE; graph.nodes.len()] };
        boxes.push(Shows::Whole, WHOLE);
        let mut index_of: HashMap<&str, usize> = HashMap::new();
        let mut box_of: HashMap<(usize, &Area), usize> = HashMap::new();
        for (index, node) in graph.nodes.iter().enumerate() {
            if index_of.contains_key(node.id.as_str()) {
                continue;
            }
            index_of.insert(&node.id, index);
            let mut parent = WHOLE;
            for area in &node.areas {
                let around = parent;
                parent = *box_of.entry((around, area)).or_insert_with(|| boxes.push(Shows::Area(area), around));
            }
            boxes.of_node[index] = boxes.push(Shows::Node(index), parent);
        }
        for (edge, ends) in graph.edges.iter().enumerate() {
            let node = |id: &str| index_of.get(id).copied();
            if let (Some(from), Some(to)) = (node(&ends.from.node), node(&ends.to.node)) {
                boxes.add(edge, from, to);
            }
        }
        boxes
    }

    fn push(&mut self, shows: Shows<'a>, parent: usize) -> usize {
        let index = self.all.len();
        let (mut place, mut depth) = (0, 0);
        if let Some(around) = self.all.get_mut(parent) {
            (place, depth) = (around.members.len(), around.depth + 1);
            around.members.push(index);
        }
        let (members, inner, crossing) = Default::default();
        self.all.push(BoxOf { shows, parent, place, depth, members, inner, crossing });
        index
    }

    fn add(&mut self, edge: usize, from: usize, to: usize) {
        let within = self.common(self.of_node[from], self.of_node[to]);
        let index = self.edges.len();
        self.edges.push(Line { edge, from, to, within });
        self.all[within].inner.push(index);
        for node in [from, to] {
            let mut at = self.of_node[node];
            while at != within {
                if self.all[at].crossing.last() != Some(&index) {
                    self.all[at].crossing.push(index);
                }
                at = self.all[at].parent;
            }
        }
    }

    /// The innermost area that two boxes of nodes are in.
    fn common(&self, mut a: usize, mut b: usize) -> usize {
        if a == b {
            return self.all[a].parent;
        }
        while a != b {
            let (depth_a, depth_b) = (self.all[a].depth, self.all[b].depth);
            if depth_a >= depth_b {
                a = self.all[a].parent;
            }
            if depth_b >= depth_a {
                b = self.all[b].parent;
            }
        }
        a
    }

    /// The member of an area that a node is in or is.
    pub(super) fn member(&self, area: usize, node: usize) -> usize {
        let mut at = self.of_node[node];
        while self.all[at].parent != area && at != WHOLE {
            at = self.all[at].parent;
        }
        at
    }

    /// The index of [`Self::member`] among the members.
    pub(super) fn place(&self, area: usize, node: usize) -> usize {
        self.all[self.member(area, node)].place
    }

    /// Whether a node is in a box or is it.
    pub(super) fn is_in(&self, index: usize, node: usize) -> bool {
        let mut at = self.of_node[node];
        while at > index {
            at = self.all[at].parent;
        }
        at == index
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The graph with names resolved to indices, and its division into groups.

use std::collections::HashMap;

use crate::graph::{Area, Graph};

/// An edge between two nodes that exist.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The index in the graph.
    pub(super) edge: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The vertices of the outer layout: groups, and nodes that are in none.
pub(super) struct Boxes<'a> {
    graph: &'a Graph,
    pub(super) edges: Vec<Line>,
    /// The nodes of each vertex.
    pub(super) members: Vec<Vec<usize>>,
    /// The vertex of each node.
    pub(super) outer: Vec<usize>,
    /// The index of each node among the members of its vertex.
    pub(super) place: Vec<usize>,
    /// The edges (indices of `edges`) whose two ends are in one group.
    pub(super) inner_edges: Vec<Vec<usize>>,
    /// The edges that have an end outside each group; for a single node, all its edges.
    pub(super) crossing: Vec<Vec<usize>>,
}

impl<'a> Boxes<'a> {
    pub(super) fn new(graph: &'a Graph) -> Self {
        let mut index_of: HashMap<&str, usize> = HashMap::new();
        let mut vertex_of: HashMap<&Area, usize> = HashMap::new();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut outer = vec![0; graph.nodes.len()];
        let mut place = vec![0; graph.nodes.len()];
        for (index, node) in graph.nodes.iter().enumerate() {
            if index_of.contains_key(node.id.as_str()) {
                continue;
            }
            index_of.insert(&node.id, index);
            let next = members.len();
            let vertex = match &node.area {
                Some(group) => *vertex_of.entry(group).or_insert(next),
                None => next,
            };
            if vertex == next {
                members.push(Vec::new());
            }
            outer[index] = vertex;
            place[index] = members[vertex].len();
            members[vertex].push(index);
        }
        let mut boxes = Self {
            graph,
            edges: Vec::new(),
            inner_edges: vec![Vec::new(); members.len()],
            crossing: vec![Vec::new(); members.len()],
            members,
            outer,
            place,
        };
        for (edge, ends) in graph.edges.iter().enumerate() {
            let node = |id: &str| index_of.get(id).copied();
            if let (Some(from), Some(to)) = (node(&ends.from.node), node(&ends.to.node)) {
                boxes.add(Line { edge, from, to });
            }
        }
        boxes
    }

    fn add(&mut self, line: Line) {
        let index = self.edges.len();
        let (from, to) = (self.outer[line.from], self.outer[line.to]);
        self.edges.push(line);
        if from == to && self.group(from).is_some() {
            self.inner_edges[from].push(index);
            return;
        }
        self.crossing[from].push(index);
        if from != to {
            self.crossing[to].push(index);
        }
    }

    /// The area that a vertex is; `None` if it is a single node.
    pub(super) fn group(&self, vertex: usize) -> Option<&'a Area> {
        let node = *self.members[vertex].first()?;
        self.graph.nodes[node].area.as_ref()
    }

    /// Whether both ends of an edge are in one group.
    pub(super) fn is_inner(&self, line: Line) -> bool {
        self.outer[line.from] == self.outer[line.to] && self.group(self.outer[line.from]).is_some()
    }
}

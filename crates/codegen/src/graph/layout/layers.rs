// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which column each box stands in: cycles are broken, then every line leads from a column to one further right.

/// The layering of a directed graph.
pub(super) struct Layering {
    /// The layer of each vertex.
    pub(super) layer: Vec<usize>,
    /// Whether each edge was turned round to break a cycle. Self-loops are never turned.
    pub(super) turned: Vec<bool>,
}

/// More entries than this in all columns together would make a picture that nobody could look at.
const MOST_ITEMS: usize = 60_000;

/// Assigns layers to the vertices `0..count`. Runs in time linear in the size of the graph.
pub(super) fn layering(count: usize, edges: &[(usize, usize)]) -> Layering {
    let turned = back_edges(count, edges);
    let forward: Vec<_> = edges
        .iter()
        .zip(&turned)
        .filter(|((from, to), _)| from != to)
        .map(|(&(from, to), turned)| if *turned { (to, from) } else { (from, to) })
        .collect();
    let successors = Adjacency::new(count, forward.iter().copied());
    let predecessors = Adjacency::new(count, forward.iter().map(|&(from, to)| (to, from)));
    let order = topological(count, &successors, &predecessors);
    let mut layer = vec![0; count];
    for &vertex in &order {
        layer[vertex] = predecessors.of(vertex).iter().map(|before| layer[*before] + 1).max().unwrap_or(0);
    }
    // Boxes with more lines to the right than to the left move as far right as they can: that shortens the lines.
    for &vertex in order.iter().rev() {
        let after = successors.of(vertex);
        if after.len() > predecessors.of(vertex).len()
            && let Some(nearest) = after.iter().map(|after| layer[*after]).min()
        {
            layer[vertex] = nearest - 1;
        }
    }
    compress(&mut layer, &forward);
    Layering { layer, turned }
}

/// Puts several layers into one until the lines are short enough; lines within a column are drawn as bows.
fn compress(layer: &mut [usize], edges: &[(usize, usize)]) {
    loop {
        let spans: usize = edges.iter().map(|&(from, to)| layer[to] - layer[from]).sum();
        if spans <= MOST_ITEMS.max(edges.len() * 2) {
            return;
        }
        for layer in layer.iter_mut() {
            *layer /= 2;
        }
    }
}

/// The neighbours of each vertex, in the order of the edges.
struct Adjacency {
    starts: Vec<usize>,
    neighbours: Vec<usize>,
}

impl Adjacency {
    fn new(count: usize, edges: impl Iterator<Item = (usize, usize)> + Clone) -> Self {
        let mut starts = vec![0; count + 1];
        for (from, _) in edges.clone() {
            starts[from + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut neighbours = vec![0; starts[count]];
        for (from, to) in edges {
            neighbours[next[from]] = to;
            next[from] += 1;
        }
        Self { starts, neighbours }
    }

    fn of(&self, vertex: usize) -> &[usize] {
        &self.neighbours[self.starts[vertex]..self.starts[vertex + 1]]
    }
}

/// The edges that close a cycle when the graph is walked depth first from its sources, then in the order given.
fn back_edges(count: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut outgoing: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut incoming = vec![0_usize; count];
    for (index, &(from, to)) in edges.iter().enumerate() {
        if from != to {
            outgoing[from].push(index);
            incoming[to] += 1;
        }
    }
    let mut roots: Vec<_> = (0..count).collect();
    roots.sort_by_key(|vertex| incoming[*vertex] > 0);
    let mut state = vec![State::New; count];
    let mut back = vec![false; edges.len()];
    for root in roots {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::Open;
        let mut path = vec![(root, 0)];
        while let Some((vertex, next)) = path.last_mut() {
            let Some(&edge) = outgoing[*vertex].get(*next) else {
                state[*vertex] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let to = edges[edge].1;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    path.push((to, 0));
                }
                State::Open => back[edge] = true,
                State::Done => {}
            }
        }
    }
    back
}

fn topological(count: usize, successors: &Adjacency, predecessors: &Adjacency) -> Vec<usize> {
    let mut waiting: Vec<_> = (0..count).map(|vertex| predecessors.of(vertex).len()).collect();
    let mut order: Vec<_> = (0..count).filter(|vertex| waiting[*vertex] == 0).collect();
    let mut next = 0;
    while let Some(&vertex) = order.get(next) {
        next += 1;
        for &after in successors.of(vertex) {
            waiting[after] -= 1;
            if waiting[after] == 0 {
                order.push(after);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_lone_source_stands_next_to_what_it_feeds() {
        let layering = layering(4, &[(0, 1), (1, 2), (3, 2)]);
        assert_eq!(layering.layer, [0, 1, 2, 1]);
    }

    proptest! {
        #[test]
        fn every_edge_leads_to_the_right(
            edges in proptest::collection::vec((0_usize..20, 0_usize..20), 0..80),
        ) {
            let layering = layering(20, &edges);
            for (&(from, to), turned) in edges.iter().zip(&layering.turned) {
                let (left, right) = if *turned { (to, from) } else { (from, to) };
                prop_assert!(from == to || layering.layer[left] < layering.layer[right]);
            }
        }
    }

    #[test]
    fn a_long_ladder_is_folded() {
        let count = 3000;
        let edges: Vec<_> = (1..count).flat_map(|to| [(to - 1, to), (0, to)]).collect();
        let layering = layering(count, &edges);
        let spans: usize = edges.iter().map(|&(from, to)| layering.layer[to] - layering.layer[from]).sum();
        assert!(spans <= MOST_ITEMS, "{spans}");
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The heights at which places stand.
//!
//! Each place wants to be level with its neighbours in the next column. Within a column the wishes are met as well as
//! order and distances allow, in the sense of least squares (pool adjacent violators). At the end, lines are made
//! straight wherever there is room.

use super::grid::{Grid, Role, Side};

/// A grid with more items than this is improved fewer times.
pub(super) const LARGE: usize = 4_000;

/// The vertical position of the top of each item, the topmost at 0. Keeps the order of the columns.
pub(super) fn rows(grid: &Grid) -> Vec<i64> {
    let mut tops = vec![0; grid.items.len()];
    for column in &grid.columns {
        let mut next = 0;
        for (index, item) in column.iter().enumerate() {
            next += index.checked_sub(1).map_or(0, |before| distance(grid, column[before], *item));
            tops[*item] = next;
            next += grid.items[*item].height;
        }
    }
    let rounds = if grid.items.len() > LARGE { 2 } else { 6 };
    for round in 0..rounds {
        // Places follow their neighbours on the left, then those on the right, at the end both.
        for column in 0..grid.columns.len() {
            settle(grid, column, &[Side::Left], &mut tops);
        }
        for column in (0..grid.columns.len()).rev() {
            settle(grid, column, &[Side::Right], &mut tops);
        }
        if round + 1 == rounds {
            for column in (0..grid.columns.len()).rev().chain(0..grid.columns.len()) {
                settle(grid, column, &[Side::Left, Side::Right], &mut tops);
            }
        }
    }
    for _ in 0..if grid.items.len() > LARGE { 1 } else { 3 } {
        straighten_all(grid, &mut tops);
        for block in 0..grid.blocks.len() {
            snap(grid, block, &mut tops);
        }
    }
    straighten_all(grid, &mut tops);
    let top = tops.iter().copied().min().unwrap_or(0);
    for y in &mut tops {
        *y -= top;
    }
    tops
}

/// The least distance between two items of one column.
fn distance(grid: &Grid, above: usize, below: usize) -> i64 {
    match (grid.items[above].role, grid.items[below].role) {
        (Role::Block(_), Role::Block(_)) => 30,
        (Role::Block(_), _) | (_, Role::Block(_)) => 18,
        (Role::Bend, Role::Bend) => 12,
        _ => 7,
    }
}

/// A run of items that touch each other, and where it wants to be.
struct Pool {
    weight: i64,
    /// The sum of the wishes, each times its weight.
    wishes: i64,
    items: usize,
}

impl Pool {
    fn place(&self) -> i64 {
        self.wishes.div_euclid(self.weight)
    }
}

fn settle(grid: &Grid, column: usize, sides: &[Side], tops: &mut [i64]) {
    let items = &grid.columns[column];
    let mut pools: Vec<Pool> = Vec::with_capacity(items.len());
    let mut stack = 0;
    let mut stacked = Vec::with_capacity(items.len());
    for (index, &item) in items.iter().enumerate() {
        if let Some(before) = index.checked_sub(1) {
            stack += grid.items[items[before]].height + distance(grid, items[before], item);
        }
        stacked.push(stack);
        let (wish, weight) = wish(grid, item, sides, tops);
        let mut pool = Pool { weight, wishes: (wish - stack) * weight, items: 1 };
        while let Some(above) = pools.pop_if(|above| above.place() > pool.place()) {
            pool.weight += above.weight;
            pool.wishes += above.wishes;
            pool.items += above.items;
        }
        pools.push(pool);
    }
    let places = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.place(), pool.items));
    for ((&item, stack), place) in items.iter().zip(stacked).zip(places) {
        tops[item] = place + stack;
    }
}

/// Where an item would stand if it were alone, and how much that matters.
fn wish(grid: &Grid, item: usize, sides: &[Side], tops: &[i64]) -> (i64, i64) {
    let (mut sum, mut count) = (0, 0);
    for &side in sides {
        for &tie in &grid.ties_of[item][side as usize] {
            let (far, near) = grid.ends(tie, side);
            sum += tops[far.item] + grid.offset(far) - grid.offset(near);
            count += 1;
        }
    }
    if count == 0 {
        return (tops[item], 1);
    }
    let weight = match grid.items[item].role {
        Role::Block(_) => 2 + count,
        Role::Label => 3,
        Role::Bend => 8,
    };
    (sum / count, weight)
}

/// Straightens each line twice, in opposite orders, since one may make room for another.
fn straighten_all(grid: &Grid, tops: &mut [i64]) {
    for chain in (0..grid.chains.len()).chain((0..grid.chains.len()).rev()) {
        straighten(grid, chain, tops);
    }
}

/// Puts as many successive places of a line as possible at one height, without moving anything else.
fn straighten(grid: &Grid, chain: usize, tops: &mut [i64]) {
    let items = &grid.chains[chain];
    let Some((&first, &last)) = items.first().zip(items.last()) else { return };
    if grid.ties_of[first][Side::Left as usize].len() != 1 {
        // A bow belongs in the middle between its two ends.
        let (middle, _) = wish(grid, first, &[Side::Left], tops);
        let (low, high) = room(grid, first, tops);
        let line = grid.line(first);
        tops[first] = (middle + line).clamp(low, high) - line;
        return;
    }
    let port = |item: usize, side: Side| {
        let tie = grid.ties_of[item][side as usize].first()?;
        let far = grid.ends(*tie, side).0;
        Some(tops[far.item] + grid.offset(far))
    };
    let (start, end) = (port(first, Side::Left), port(last, Side::Right));
    let mut run = Run::new(start);
    let mut from = 0;
    for (index, &item) in items.iter().enumerate() {
        let (low, high) = room(grid, item, tops);
        if run.narrow(low, high) {
            continue;
        }
        run.apply(grid, &items[from..index], tops);
        from = index;
        run = Run::new(None);
        run.narrow(low, high);
    }
    if let Some(end) = end {
        run.narrow(end, end);
    }
    run.apply(grid, &items[from..], tops);
}

/// How far a block moves to make lines straight.
const SNAP: i64 = 40;

/// Moves a block a little, if that makes more of its lines straight and there is room.
fn snap(grid: &Grid, block: usize, tops: &mut [i64]) {
    let mut rises: Vec<i64> = Vec::new();
    for side in [Side::Left, Side::Right] {
        rises.extend(grid.ties_of[block][side as usize].iter().map(|tie| {
            let (far, near) = grid.ends(*tie, side);
            tops[far.item] + grid.offset(far) - tops[block] - grid.offset(near)
        }));
    }
    rises.sort_unstable_by_key(|rise| (rise.abs(), *rise));
    let straight = rises.iter().take_while(|rise| **rise == 0).count();
    let (low, high) = room(grid, block, tops);
    let possible = |rise: &i64| rise.abs() <= SNAP && (low..=high).contains(&(tops[block] + rise));
    let best = rises
        .chunk_by(|a, b| a == b)
        .filter_map(|run| run.first().map(|rise| (run.len(), *rise)))
        .filter(|(count, rise)| *count > straight && possible(rise))
        .max_by_key(|(count, rise)| (*count, -rise.abs()));
    if let Some((_, rise)) = best {
        tops[block] += rise;
    }
}

/// Heights that all places of a run could take.
struct Run {
    low: i64,
    high: i64,
}

impl Run {
    fn new(height: Option<i64>) -> Self {
        Self { low: height.unwrap_or(i64::MIN), high: height.unwrap_or(i64::MAX) }
    }

    /// Restricts the heights, unless none would be left.
    fn narrow(&mut self, low: i64, high: i64) -> bool {
        let (low, high) = (self.low.max(low), self.high.min(high));
        let possible = low <= high;
        if possible {
            (self.low, self.high) = (low, high);
        }
        possible
    }

    fn apply(&self, grid: &Grid, items: &[usize], tops: &mut [i64]) {
        let Ok(count) = i64::try_from(items.len()) else { return };
        if count == 0 {
            return;
        }
        let sum: i64 = items.iter().map(|item| tops[*item] + grid.line(*item)).sum();
        let height = (sum / count).clamp(self.low, self.high);
        for item in items {
            tops[*item] = height - grid.line(*item);
        }
    }
}

/// The heights that the line of an item can take between the items above and below it.
fn room(grid: &Grid, item: usize, tops: &[i64]) -> (i64, i64) {
    let column = &grid.columns[grid.items[item].column];
    let index = position(column, item, tops);
    let line = grid.line(item);
    let low = index
        .checked_sub(1)
        .and_then(|above| column.get(above))
        .map_or(i64::MIN, |&above| tops[above] + grid.items[above].height + distance(grid, above, item) + line);
    let high = column
        .get(index + 1)
        .map_or(i64::MAX, |&below| tops[below] - distance(grid, item, below) - grid.items[item].height + line);
    (low, high)
}

/// The index of an item in its column, whose items stand in the order of their heights.
fn position(column: &[usize], item: usize, tops: &[i64]) -> usize {
    let start = column.partition_point(|other| tops[*other] < tops[item]);
    start + column[start..].iter().position(|other| *other == item).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::layout::grid::{Block, Link, PortOrder, Socket};

    fn block(layer: usize) -> Block {
        Block { layer, width: 100, height: 40, ports: [vec![20], vec![20]], order: PortOrder::Fixed }
    }

    fn link(from: usize, to: usize) -> Link {
        let socket = |block, side| Socket { block, side, port: 0 };
        Link { from: socket(from, Side::Left.other()), to: socket(to, Side::Left), label: Some(30) }
    }

    impl Side {
        fn other(self) -> Self {
            if self == Self::Left { Self::Right } else { Self::Left }
        }
    }

    #[test]
    fn a_long_line_past_a_box_is_straight_in_the_middle() {
        let grid = Grid::new(vec![block(0), block(1), block(2)], &[link(0, 1), link(1, 2), link(0, 2)]);
        let tops = rows(&grid);
        let heights: Vec<_> = grid.chains[2].iter().map(|item| tops[*item] + grid.line(*item)).collect();
        assert_eq!(heights.len(), 3);
        assert!(heights.windows(2).all(|pair| pair[0] == pair[1]), "{heights:?}");
        for column in &grid.columns {
            for pair in column.windows(2) {
                let bottom = tops[pair[0]] + grid.items[pair[0]].height;
                assert!(bottom + distance(&grid, pair[0], pair[1]) <= tops[pair[1]]);
            }
        }
    }
}

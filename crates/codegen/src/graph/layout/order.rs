// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The order of the places in each column, chosen so that few lines cross.
//!
//! Every place moves to the barycentre of its neighbours in the next column, again and again from left to right and
//! back; the best order seen is kept.

use super::grid::{Grid, PortOrder, Role, Side, TieEnd};

/// The distance of two places that follow each other, in the coordinate by which barycentres are taken.
const STEP: i64 = 1 << 10;

/// Orders the places of all columns and the free ports of all blocks.
pub(super) fn reduce_crossings(grid: &mut Grid) {
    let passes = if grid.items.len() > super::rows::LARGE { 6 } else { 16 };
    let mut ranks = vec![0; grid.items.len()];
    for column in 0..grid.columns.len() {
        rank(grid, column, &mut ranks);
    }
    let mut best = (crossings(grid, &ranks), arrangement(grid));
    for pass in 0..passes {
        if best.0 == 0 && pass > 1 {
            break;
        }
        let side = if pass % 2 == 0 { Side::Left } else { Side::Right };
        let count = grid.columns.len();
        for step in 0..count {
            let column = if side == Side::Left { step } else { count - 1 - step };
            sort_column(grid, column, side, &mut ranks);
            sort_ports(grid, column, side, &ranks);
        }
        for column in 0..count {
            // The ports on the other side were sorted for neighbours that have moved since.
            let other = if side == Side::Left { Side::Right } else { Side::Left };
            sort_ports(grid, column, other, &ranks);
        }
        let found = crossings(grid, &ranks);
        if found < best.0 {
            best = (found, arrangement(grid));
        }
    }
    (grid.columns, grid.blocks) = best.1;
}

fn arrangement(grid: &Grid) -> (Vec<Vec<usize>>, Vec<super::grid::Block>) {
    (grid.columns.clone(), grid.blocks.clone())
}

fn rank(grid: &Grid, column: usize, ranks: &mut [i64]) {
    for (rank, item) in (0..).zip(&grid.columns[column]) {
        ranks[*item] = rank * STEP;
    }
}

/// Where the end of a tie lies in its column's order; ports of one block differ by less than a step.
fn coordinate(grid: &Grid, end: TieEnd, ranks: &[i64]) -> i64 {
    let height = grid.items[end.item].height.max(1);
    ranks[end.item] + grid.offset(end).clamp(0, height) * (STEP - 1) / height
}

/// The mean of the coordinates of the neighbours on one side, if there are any.
fn barycentre(grid: &Grid, ties: impl Iterator<Item = usize>, side: Side, ranks: &[i64]) -> Option<i64> {
    let (mut sum, mut count) = (0, 0);
    for tie in ties {
        sum += coordinate(grid, grid.ends(tie, side).0, ranks);
        count += 1;
    }
    (count > 0).then(|| sum / count)
}

fn sort_column(grid: &mut Grid, column: usize, side: Side, ranks: &mut [i64]) {
    let neighbour = match side {
        Side::Left => column.checked_sub(1),
        Side::Right => Some(column + 1),
    };
    let Some(others) = neighbour.and_then(|index| grid.columns.get(index)) else { return };
    let here = i64::try_from(grid.columns[column].len()).unwrap_or(1).max(1);
    let there = i64::try_from(others.len()).unwrap_or(1).max(1);
    let mut keyed: Vec<_> = grid.columns[column]
        .iter()
        .map(|item| {
            let ties = grid.ties_of[*item][side as usize].iter().copied();
            let key = barycentre(grid, ties, side, ranks).unwrap_or(ranks[*item] * there / here);
            (key, *item)
        })
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    grid.columns[column] = keyed.into_iter().map(|(_, item)| item).collect();
    rank(grid, column, ranks);
}

/// Lets the ports on one side of the column's blocks change places in the order of what they are connected to.
fn sort_ports(grid: &mut Grid, column: usize, side: Side, ranks: &[i64]) {
    for position in 0..grid.columns[column].len() {
        let item = grid.columns[column][position];
        let Role::Block(block) = grid.items[item].role else { continue };
        let ports = &grid.blocks[block].ports[side as usize];
        if grid.blocks[block].order == PortOrder::Fixed || ports.len() < 2 {
            continue;
        }
        let mut sums = vec![(0_i64, 0_i64); ports.len()];
        for &tie in &grid.ties_of[item][side as usize] {
            let (far, near) = grid.ends(tie, side);
            if let Some((_, _, port)) = grid.port(near) {
                sums[port].0 += coordinate(grid, far, ranks);
                sums[port].1 += 1;
            }
        }
        // Ports that nothing is connected to stand below the others.
        let mut order: Vec<_> = (0..ports.len()).collect();
        order.sort_by_key(|port| match sums[*port] {
            (_, 0) => i64::MAX,
            (sum, count) => sum / count,
        });
        let mut rows = ports.clone();
        rows.sort_unstable();
        for (port, row) in order.into_iter().zip(rows) {
            grid.blocks[block].ports[side as usize][port] = row;
        }
    }
}

/// The number of crossings between all adjacent columns.
fn crossings(grid: &Grid, ranks: &[i64]) -> u64 {
    let mut pieces: Vec<_> = grid
        .ties
        .iter()
        .map(|tie| {
            let column = grid.items[tie.left.item].column;
            (column, coordinate(grid, tie.left, ranks), coordinate(grid, tie.right, ranks))
        })
        .collect();
    pieces.sort_unstable();
    let mut found = 0;
    for gap in pieces.chunk_by(|a, b| a.0 == b.0) {
        let mut ends: Vec<_> = gap.iter().map(|piece| piece.2).collect();
        found += inversions(&mut ends);
    }
    found
}

/// The number of pairs that are out of order; sorts the values by merging.
fn inversions(values: &mut [i64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(values.len() / 2);
    let mut found = inversions(left) + inversions(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut a, mut b) = (left.iter().copied().peekable(), right.iter().copied().peekable());
    while let (Some(first), Some(second)) = (a.peek(), b.peek()) {
        if first <= second {
            merged.extend(a.next());
        } else {
            found += u64::try_from(a.len()).unwrap_or(u64::MAX);
            merged.extend(b.next());
        }
    }
    merged.extend(a);
    merged.extend(b);
    values.copy_from_slice(&merged);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn inversions_are_counted(mut values in proptest::collection::vec(0_i64..20, 0..40)) {
            let mut expected = 0;
            for (index, first) in values.iter().enumerate() {
                expected += values[index..].iter().filter(|second| *second < first).count();
            }
            prop_assert_eq!(super::inversions(&mut values), u64::try_from(expected).unwrap());
            prop_assert!(values.is_sorted());
        }
    }
}

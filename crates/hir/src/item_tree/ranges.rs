// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where the items of a file stand, by number.
//!
//! An edit moves all that stands behind it, which may be hundreds of thousands of places. So they are kept in pieces of numbers that
//! follow each other, each with places relative to where the first of them begins: a piece that has only moved is the same as
//! before, and two versions of a file share it.

use std::sync::Arc;

use text_size::{TextRange, TextSize};

/// The range of all of an item, and that of the part to point at.
pub(crate) type Place = (TextRange, TextRange);

/// The place of what has a number and is there no more. No text is so long.
const NOWHERE: Place = {
    let end = TextRange::empty(TextSize::new(u32::MAX));
    (end, end)
};

/// Numbers in a piece.
const PIECE: usize = 512;

/// The places of a file's items. Equal ones have equal pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ranges {
    pieces: Vec<Piece>,
    len: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where the first of its items begins; 0 when all are gone.
    start: TextSize,
    places: Arc<Places>,
}

/// Places relative to the start of their piece.
#[derive(Debug, PartialEq, Eq)]
struct Places {
    list: Vec<Place>,
    /// How many are somewhere.
    alive: usize,
    /// Where the last of them begins.
    last: TextSize,
    /// Behind all of them.
    end: TextSize,
}

/// What became of a text: a range of it, and the length of what stands there now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moves {
    pub(crate) before: TextRange,
    pub(crate) length: TextSize,
}

impl Moves {
    /// Where something is now that was there before, and is not gone: what is around the change is as much longer as it is, what
    /// is behind it has moved.
    fn range(self, range: TextRange) -> TextRange {
        let at = |offset: TextSize| offset - self.before.len() + self.length;
        if range.start() >= self.before.end() {
            return TextRange::new(at(range.start()), at(range.end()));
        }
        let end = if range.end() > self.before.end() { at(range.end()) } else { range.end() };
        TextRange::new(range.start(), end)
    }

    /// Whether something stood in what has changed.
    pub(crate) fn took(self, full: TextRange) -> bool {
        self.before.start() <= full.start() && full.start() < self.before.end()
    }
}

impl Piece {
    fn new(mut list: Vec<Place>) -> Self {
        let alive = list.iter().filter(|it| **it != NOWHERE);
        let start = alive.clone().map(|(full, focus)| full.start().min(focus.start())).min().unwrap_or_default();
        let last = alive.clone().map(|(full, _)| full.start()).max().unwrap_or_default();
        let end = alive.clone().map(|(full, focus)| full.end().max(focus.end())).max().unwrap_or_default();
        let alive = alive.count();
        for (full, focus) in list.iter_mut().filter(|it| **it != NOWHERE) {
            (*full, *focus) = (*full - start, *focus - start);
        }
        Self { start, places: Arc::new(Places { list, alive, last: last - start, end: end - start }) }
    }

    fn place(&self, index: usize) -> Option<Place> {
        let (full, focus) = *self.places.list.get(index).filter(|it| **it != NOWHERE)?;
        Some((full + self.start, focus + self.start))
    }

    /// Whether an item of it may hold this offset, or begin or end there.
    fn reaches(&self, offset: TextSize) -> bool {
        self.places.alive > 0 && self.start <= offset && offset <= self.start + self.places.end
    }

    /// The piece behind a change; `None` where that is not just at another place.
    fn moved(&self, moves: Moves) -> Option<Self> {
        let start = if self.places.alive == 0 || self.start + self.places.end < moves.before.start() {
            self.start
        } else if self.start > moves.before.end() {
            self.start - moves.before.len() + moves.length
        } else {
            return None;
        };
        Some(Self { start, places: Arc::clone(&self.places) })
    }
}

impl Ranges {
    /// The places of items that are numbered in the order of a list.
    pub(crate) fn new(list: &[Place]) -> Self {
        Self { pieces: list.chunks(PIECE).map(|it| Piece::new(it.to_vec())).collect(), len: list.len() }
    }

    /// How many numbers there are, those of what is gone included.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many of them have a place.
    pub(crate) fn alive(&self) -> usize {
        self.pieces.iter().map(|it| it.places.alive).sum()
    }

    /// The place of an item; `None` for a number that none has any more, or never had.
    pub(crate) fn get(&self, number: usize) -> Option<Place> {
        self.pieces.get(number / PIECE)?.place(number % PIECE)
    }

    /// Numbers and places of the items, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, Place)> {
        self.of_pieces(|_| true)
    }

    /// Those of the items that hold an offset, or begin or end there, and of some others.
    pub(crate) fn around(&self, offset: TextSize) -> impl Iterator<Item = (usize, Place)> {
        self.of_pieces(move |it| it.reaches(offset))
    }

    /// Those of the items that begin in a range or at its end, and of some others.
    pub(crate) fn beginning_in(&self, range: TextRange) -> impl Iterator<Item = (usize, Place)> {
        let reaches = move |it: &Piece| it.start <= range.end() && range.start() <= it.start + it.places.last;
        self.of_pieces(move |it| it.places.alive > 0 && reaches(it))
    }

    fn of_pieces(&self, is_wanted: impl Fn(&Piece) -> bool) -> impl Iterator<Item = (usize, Place)> {
        let pieces = self.pieces.iter().enumerate().filter(move |(_, piece)| is_wanted(piece));
        pieces.flat_map(|(at, piece)| {
            let all = 0..piece.places.list.len();
            all.filter_map(move |index| Some((at * PIECE + index, piece.place(index)?)))
        })
    }

    /// The places after a change of the text. What stood in it is gone; the items that are new have numbers from `first` on,
    /// which is not behind the end of the numbers there are.
    pub(crate) fn edited(&self, moves: Moves, first: usize, new: &[Place]) -> Self {
        let len = self.len.max(first + new.len());
        let mut pieces = Vec::with_capacity(len.div_ceil(PIECE));
        for start in (0..len).step_by(PIECE) {
            let numbers = start..len.min(start + PIECE);
            let old = self.pieces.get(start / PIECE);
            let is_old = first + new.len() <= numbers.start || numbers.end <= first;
            if let Some(moved) = old.filter(|_| is_old).and_then(|it| it.moved(moves)) {
                pieces.push(moved);
                continue;
            }
            let place = |number: usize| {
                if let Some(new) = number.checked_sub(first).and_then(|it| new.get(it)) {
                    return *new;
                }
                let kept = old.and_then(|it| it.place(number - start)).filter(|(full, _)| !moves.took(*full));
                kept.map_or(NOWHERE, |(full, focus)| (moves.range(full), moves.range(focus)))
            };
            pieces.push(Piece::new(numbers.map(place).collect()));
        }
        Self { pieces, len }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(start: u32, length: u32) -> TextRange {
        TextRange::at(TextSize::new(start), TextSize::new(length))
    }

    /// Places, one a little behind the other, but every hundredth one around all that follow.
    fn places() -> impl Strategy<Value = Vec<Place>> {
        prop::collection::vec((0u32..9, 1u32..9), 0..1600).prop_map(|steps| {
            let mut at = 0;
            let place = |(number, (gap, length)): (usize, (u32, u32))| {
                at += gap;
                let length = if number % 100 == 7 { length + 20_000 } else { length };
                (range(at, length), range(at + length / 2, length - length / 2))
            };
            steps.into_iter().enumerate().map(place).collect()
        })
    }

    /// What [`Ranges::edited`] does, place by place.
    fn edited(list: &[Place], moves: Moves, first: usize, new: &[Place]) -> Vec<Place> {
        let keep = |(full, focus): &Place| match (*full, *focus) == NOWHERE || moves.took(*full) {
            true => NOWHERE,
            false => (moves.range(*full), moves.range(*focus)),
        };
        let mut out: Vec<Place> = list.iter().map(keep).collect();
        let instead = first..out.len().min(first + new.len());
        out.splice(instead, new.iter().copied());
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn edits_of_pieces_are_edits_of_their_places(
            list in places(),
            edits in prop::collection::vec((0u32..9000, 0u32..300, 0u32..300, 0usize..2000, places(), any::<bool>()), 1..5),
        ) {
            let mut list = list;
            let mut ranges = Ranges::new(&list);
            for (start, before, length, first, new, is_behind) in edits {
                let moves = Moves { before: range(start, before), length: TextSize::new(length) };
                let first = if is_behind { list.len() } else { first.min(list.len()) };
                let new: Vec<Place> = new.into_iter().map(|(full, focus)| (full + moves.before.start(), focus + moves.before.start())).collect();
                list = edited(&list, moves, first, &new);
                ranges = ranges.edited(moves, first, &new);
                // Equal places have equal pieces, whatever way led to them.
                prop_assert_eq!(&ranges, &Ranges::new(&list));
                prop_assert_eq!(ranges.len(), list.len());
                let alive: Vec<(usize, Place)> = list.iter().copied().enumerate().filter(|(_, it)| *it != NOWHERE).collect();
                prop_assert_eq!(ranges.alive(), alive.len());
                prop_assert_eq!(ranges.iter().collect::<Vec<_>>(), alive.clone());
                prop_assert!((0..list.len() + 2).all(|number| ranges.get(number) == list.get(number).copied().filter(|it| *it != NOWHERE)));
                let at = moves.before.start();
                let around: Vec<_> = ranges.around(at).filter(|(_, it)| it.0.contains_inclusive(at)).collect();
                prop_assert_eq!(around, alive.iter().copied().filter(|(_, it)| it.0.contains_inclusive(at)).collect::<Vec<_>>());
                let begins = |it: &(usize, Place)| moves.before.contains_inclusive(it.1.0.start());
                let found: Vec<_> = ranges.beginning_in(moves.before).filter(begins).collect();
                prop_assert_eq!(found, alive.iter().copied().filter(begins).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_only_moves_is_shared() {
        let list: Vec<Place> = (0..4096).map(|at| (range(4 * at, 3), range(4 * at, 1))).collect();
        let ranges = Ranges::new(&list);
        let edited = ranges.edited(Moves { before: range(8001, 0), length: TextSize::new(5) }, list.len(), &[]);
        let shared = ranges.pieces.iter().zip(&edited.pieces).filter(|(a, b)| Arc::ptr_eq(&a.places, &b.places));
        assert_eq!(shared.count(), ranges.pieces.len() - 1);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What two versions of a list of statements share.

use std::sync::Arc;

/// Which statements of a list are those of an earlier one: the first, and the last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    pub(crate) first: usize,
    pub(crate) last: usize,
    before: usize,
    now: usize,
}

impl Kept {
    /// Compares two versions by what they share.
    pub(crate) fn of<T>(before: &[Arc<T>], now: &[Arc<T>]) -> Self {
        let is_same = |(a, b): &(&Arc<T>, &Arc<T>)| Arc::ptr_eq(a, b);
        let first = before.iter().zip(now).take_while(is_same).count();
        let rest = before.len().min(now.len()) - first;
        let last = before.iter().rev().zip(now.iter().rev()).take(rest).take_while(is_same).count();
        Self { first, last, before: before.len(), now: now.len() }
    }

    /// Which of the earlier statements a present one is.
    pub(crate) fn earlier(self, number: usize) -> Option<usize> {
        if number < self.first {
            return Some(number);
        }
        (number >= self.now - self.last).then(|| number + self.before - self.now)
    }

    /// Those of the earlier statements that are gone.
    pub(crate) fn gone<T>(self, before: &[T]) -> &[T] {
        before.get(self.first..self.before - self.last).unwrap_or_default()
    }

    /// Those of the present statements that are new.
    pub(crate) fn added<T>(self, now: &[T]) -> &[T] {
        now.get(self.first..self.now - self.last).unwrap_or_default()
    }

    /// How many are new or gone.
    pub(crate) fn changed(self) -> usize {
        (self.now - self.first - self.last).max(self.before - self.first - self.last)
    }
}

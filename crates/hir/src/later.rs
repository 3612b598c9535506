// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Large values are given up when nobody waits.
//!
//! The query engine keeps the answer that a new one took the place of until the next change, and drops it while everybody waits for
//! that. To free what a large system was resolved to takes some milliseconds, in which a person who types would wait for nothing.

use std::sync::OnceLock;

/// What somebody else frees.
pub trait Spare: Send {
    /// Frees a part that takes less than a millisecond; whether that was all.
    fn free(&mut self) -> bool;
}

/// Items of a list that are freed at once.
const PART: usize = 1 << 10;

impl<T: Send> Spare for Vec<T> {
    fn free(&mut self) -> bool {
        self.truncate(self.len().saturating_sub(PART));
        self.is_empty()
    }
}

struct Whole<T>(Option<T>);

impl<T: Send> Spare for Whole<T> {
    fn free(&mut self) -> bool {
        self.0 = None;
        true
    }
}

/// Who frees values.
type Taker = fn(Box<dyn Spare>);

static TAKER: OnceLock<Taker> = OnceLock::new();

/// From now on, large values are given to `taker`, for as long as the process lives. Before, and in a process that never calls this, they
/// are freed where they are dropped.
pub fn drop_elsewhere(taker: Taker) {
    // Whoever was sooner takes them.
    let _ = TAKER.set(taker);
}

/// Gives up a value that may be large.
pub(crate) fn give_up(value: impl Send + 'static) {
    if let Some(taker) = TAKER.get() {
        taker(Box::new(Whole(Some(value))));
    }
}

/// Gives up a list that may be long.
pub(crate) fn give_up_list<T: Send + 'static>(list: Vec<T>) {
    match TAKER.get() {
        Some(taker) if !list.is_empty() => taker(Box::new(list)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_freed_in_parts() {
        let mut list = vec![String::new(); PART * 2 + 1];
        assert!(!list.free());
        assert!(!list.free());
        assert_eq!(list.len(), 1);
        assert!(list.free());
        assert!(Whole(Some(list)).free());
    }
}

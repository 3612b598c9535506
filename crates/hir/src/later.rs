// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Large values are given up when nobody waits.
//!
//! The query engine keeps the answer that a new one took the place of until the next change, and drops it while everybody waits for
//! that. To free what a large system was resolved to takes some milliseconds, in which a person who types would wait for nothing.

use std::sync::OnceLock;

/// Who frees values.
type Taker = fn(Box<dyn Send>);

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
        taker(Box::new(value));
    }
}

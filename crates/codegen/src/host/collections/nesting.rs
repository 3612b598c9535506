// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Guards against collections that contain themselves: without it, printing or comparing one would never end.

use std::cell::Cell;

const DEEPEST: u32 = 24;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Does something one level deeper; `None` where the levels end.
pub(super) fn deeper<T>(act: impl FnOnce() -> T) -> Option<T> {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return None;
    }
    DEPTH.set(depth + 1);
    let result = act();
    DEPTH.set(depth);
    Some(result)
}

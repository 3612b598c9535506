// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a render may use up: steps, memory for values, output, depth of calls.
//!
//! The budget lives in the thread that renders. Memory counts what was ever made, not what is alive: so the limit is hit
//! at the same place each time.

use std::cell::Cell;

use crate::{PyResult, error::PyError};

/// Limits of one render.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of evaluation.
    pub fuel: u64,
    /// Bytes of all values that are made, whether they are still in use or not.
    pub memory: usize,
    /// Bytes of output.
    pub output: usize,
    /// How deep calls may nest.
    pub recursion: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { fuel: 200_000_000, memory: 1 << 30, output: 64 << 20, recursion: 120 }
    }
}

thread_local! {
    static FUEL: Cell<u64> = const { Cell::new(u64::MAX) };
    static MEMORY: Cell<usize> = const { Cell::new(usize::MAX) };
    static DEPTH: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Sets the budget of this thread, and the old one again when dropped.
pub(crate) struct Guard {
    fuel: u64,
    memory: usize,
    depth: u32,
}

impl Guard {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            fuel: FUEL.replace(limits.fuel),
            memory: MEMORY.replace(limits.memory),
            depth: DEPTH.replace(limits.recursion),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        FUEL.set(self.fuel);
        MEMORY.set(self.memory);
        DEPTH.set(self.depth);
    }
}

/// Takes steps from the fuel.
#[inline]
pub(crate) fn spend(steps: usize) -> PyResult<()> {
    match FUEL.get().checked_sub(steps as u64) {
        Some(left) => {
            FUEL.set(left);
            Ok(())
        }
        None => Err(PyError::limit("the template takes too many steps; is there a loop without an end?")),
    }
}

/// Takes bytes from the memory.
#[inline]
pub(crate) fn charge(bytes: usize) -> PyResult<()> {
    match MEMORY.get().checked_sub(bytes) {
        Some(left) => {
            MEMORY.set(left);
            Ok(())
        }
        None => Err(PyError::limit("the template makes too large values")),
    }
}

/// Does something one call deeper.
#[inline]
pub(crate) fn deeper<T>(act: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let Some(left) = DEPTH.get().checked_sub(1) else {
        return Err(PyError::limit("the template calls itself too deeply"));
    };
    DEPTH.set(left);
    let result = act();
    DEPTH.set(left.wrapping_add(1));
    result
}

/// Ends the render at its next step: something nests too deeply that has no other way to fail.
pub(crate) fn exhaust() {
    FUEL.set(0);
}

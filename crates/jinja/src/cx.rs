// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a running expression has at hand: the render that it is a part of, and its budget.

use crate::{PyResult, budget, run::Run};

/// What a running expression has at hand.
pub struct Cx<'a> {
    pub(crate) run: &'a mut Run,
}

impl Cx<'_> {
    /// Takes steps from the fuel of the render.
    ///
    /// # Errors
    /// A limit error if none is left.
    #[inline]
    pub fn spend(&mut self, steps: usize) -> PyResult<()> {
        budget::spend(steps)
    }

    /// Takes bytes from the memory that the render may use for values.
    ///
    /// # Errors
    /// A limit error if none is left.
    #[inline]
    pub fn charge(&mut self, bytes: usize) -> PyResult<()> {
        budget::charge(bytes)
    }
}

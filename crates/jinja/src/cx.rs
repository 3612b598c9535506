// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a running expression has at hand: the engine, to call macros, and the budget of the render.

use minijinja::{State, Value};

use crate::{PyResult, budget, error::PyError};

/// The engine as expressions need it.
pub(crate) trait Caller {
    fn call(&mut self, function: &Value, args: &[Value]) -> Result<Value, minijinja::Error>;
    fn lookup(&self, name: &str) -> Option<Value>;
}

impl Caller for State<'_, '_> {
    fn call(&mut self, function: &Value, args: &[Value]) -> Result<Value, minijinja::Error> {
        function.call(self, args)
    }

    fn lookup(&self, name: &str) -> Option<Value> {
        State::lookup(self, name)
    }
}

/// What a running expression has at hand.
pub struct Cx<'a> {
    pub(crate) engine: &'a mut dyn Caller,
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

    pub(crate) fn call_engine(&mut self, function: &Value, args: &[Value]) -> PyResult<Value> {
        self.engine.call(function, args).map_err(PyError::of_engine)
    }
}

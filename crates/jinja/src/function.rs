// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be called: functions of the host, methods, and functions whose body is an expression.

use std::sync::Arc;

use crate::{PyResult, args::Args, ast, cx::Cx, trash::Held};

type Call = dyn Fn(&mut Cx<'_>, &Args<'_>) -> PyResult + Send + Sync;

/// A function of the host.
pub struct Function {
    name: &'static str,
    call: Box<Call>,
}

impl Function {
    pub(crate) fn new(name: &'static str, call: Box<Call>) -> Self {
        Self { name, call }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn call(&self, cx: &mut Cx<'_>, args: &Args<'_>) -> PyResult {
        (self.call)(cx, args)
    }
}

/// A method together with the value whose method it is.
pub struct Method {
    pub(crate) of: Held,
    pub(crate) name: Arc<str>,
}

/// A function whose body is an expression, with the values of the names around it.
pub struct Lambda {
    pub(crate) code: Arc<ast::LambdaCode>,
    /// Values of the outer names that the body uses.
    pub(crate) captured: Vec<Held>,
    pub(crate) defaults: Vec<Held>,
    /// The names that `eval` was given.
    pub(crate) globals: Option<Arc<crate::collections::Dict>>,
}

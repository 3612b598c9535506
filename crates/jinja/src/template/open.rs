// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Blocks whose end is not read yet.

use std::sync::Arc;

use super::tree::{At, Branch, Captured, Macro, Name, Statement, Tag};
use crate::{
    ast::{Comprehension, Expr, Target},
    syntax::names::Special,
};

/// A block that is open, and what stands before it in the block around it.
pub(super) struct Open {
    pub(super) block: Block,
    pub(super) before: Vec<Statement>,
}

pub(super) enum Block {
    /// The branches before the open one, and its condition; there is none behind `else`.
    If {
        branches: Vec<Branch>,
        test: Option<Tag>,
    },
    For(Box<OpenLoop>),
    Macro {
        head: Box<Macro>,
        /// The call to which the body is given, if it is that of a `call` block.
        call: Option<Tag>,
    },
    Capture {
        to: Captured,
        chain: Option<Expr>,
        at: At,
    },
    With {
        values: Vec<(Name, Expr)>,
        at: At,
    },
    Named(Arc<str>),
}

pub(super) struct OpenLoop {
    pub(super) target: Target<Name>,
    pub(super) over: Tag,
    pub(super) filter: Option<(Arc<Comprehension>, u16)>,
    pub(super) recursive: bool,
    pub(super) context: Option<Name>,
    /// The body, once `else` is read.
    pub(super) body: Option<Vec<Statement>>,
}

impl Block {
    pub(super) fn keyword(&self) -> &'static str {
        match self {
            Self::If { .. } => "if",
            Self::For(_) => "for",
            Self::Macro { call: Some(_), .. } => "call",
            Self::Macro { .. } => "macro",
            Self::Capture { to: Captured::Output, .. } => "filter",
            Self::Capture { .. } => "set",
            Self::With { .. } => "with",
            Self::Named(_) => "block",
        }
    }

    /// Whether it is a loop whose body is being read.
    pub(super) fn is_loop(&self) -> bool {
        matches!(self, Self::For(open) if open.body.is_none())
    }
}

/// Notes what an expression asks of the blocks around it.
pub(super) fn note(stack: &mut [Open], special: Special) {
    if let Some(name) = special.context
        && let Some(Block::For(open)) = stack.iter_mut().rev().map(|open| &mut open.block).find(|block| block.is_loop())
    {
        open.context = Some(name);
    }
    let asks = [special.caller, special.kwargs, special.varargs];
    if asks.iter().any(Option::is_some)
        && let Some(Block::Macro { head, .. }) =
            stack.iter_mut().rev().map(|open| &mut open.block).find(|block| matches!(block, Block::Macro { .. }))
    {
        let [caller, kwargs, varargs] = asks.map(|name| name.filter(|name| !head.parameters.contains(name)));
        head.caller = head.caller.or(caller);
        head.kwargs = head.kwargs.or(kwargs);
        head.varargs = head.varargs.or(varargs);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the pass takes out of a template. In the template that the engine runs, numbers stand for it.

use std::sync::{Arc, PoisonError, RwLock};

use crate::ast::{Comprehension, Expr, Target};

/// Where an expression has the values of its names from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// The engine gives them as arguments, in the order of the names.
    Given,
    /// They are looked up by their names when they are needed.
    LookedUp,
}

/// An expression with what it needs from around it.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) expr: Expr,
    /// The names whose values it needs, in this order.
    pub(crate) names: Arc<[Arc<str>]>,
    /// Where the values come from.
    pub(crate) values: Values,
    pub(crate) locals: u16,
    /// Column of the tag, from 1.
    pub(crate) column: u32,
}

/// How many names stand where in the target of a loop or an assignment.
pub(crate) type Shape = Target<()>;

/// The sequence of a loop.
#[derive(Debug)]
pub(crate) struct LoopCode {
    pub(crate) shape: Shape,
    /// The condition behind `if`, as a generator over the items.
    pub(crate) filter: Option<(Arc<Comprehension>, u16)>,
    /// Whether the body asks for `loop`.
    pub(crate) uses_loop: bool,
    /// Bytes of text that each turn writes.
    pub(crate) text: usize,
}

/// The parameters of a macro.
#[derive(Debug)]
pub(crate) struct MacroCode {
    pub(crate) name: Arc<str>,
    pub(crate) parameters: Vec<Arc<str>>,
    /// How many of the last parameters have a default.
    pub(crate) defaults: usize,
    pub(crate) varargs: bool,
    pub(crate) kwargs: bool,
    pub(crate) caller: bool,
    /// Bytes of text that a call writes.
    pub(crate) text: usize,
}

/// Something that was taken out of a template.
#[derive(Debug)]
pub(crate) enum Item {
    /// An expression.
    Expr(Code),
    /// A call, the last of whose values is the body of the `call` block around it.
    Call(Code),
    /// An expression whose items go to several names.
    Unpack(Code, Shape),
    /// An attribute of the namespace that is the first of the values.
    Namespace(Code, Arc<str>),
    /// The sequence of a loop; the loop is the item of that number.
    Loop(Code, u32),
    /// How a loop goes over its sequence.
    LoopBody(Arc<LoopCode>),
    /// The sequence with which a loop calls itself; the last value is its `loop`.
    Recursion(Code, u32),
    Macro(Arc<MacroCode>),
    /// What is not known before the end of a block is read.
    Open,
}

/// All items of all templates of an engine.
#[derive(Debug, Default)]
pub(crate) struct Items(RwLock<Vec<Arc<Item>>>);

impl Items {
    pub(crate) fn add(&self, item: Item) -> u32 {
        let mut items = self.0.write().unwrap_or_else(PoisonError::into_inner);
        items.push(Arc::new(item));
        u32::try_from(items.len() - 1).unwrap_or(u32::MAX)
    }

    pub(crate) fn set(&self, at: u32, item: Item) {
        let mut items = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = items.get_mut(at as usize) {
            *slot = Arc::new(item);
        }
    }

    pub(crate) fn get(&self, at: u32) -> Option<Arc<Item>> {
        let items = self.0.read().unwrap_or_else(PoisonError::into_inner);
        items.get(at as usize).cloned()
    }
}

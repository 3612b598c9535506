// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Drops values that hold values one after another instead of one inside another: a list in a list in a list, a million
//! deep, would overflow the stack.

use std::{
    cell::{Cell, RefCell},
    mem,
};

use crate::Py;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Py>> = const { RefCell::new(Vec::new()) };
}

/// Drops values now, or after the value whose drop is under way.
pub(crate) fn dispose(values: impl IntoIterator<Item = Py>) {
    let mut values = values.into_iter().filter(Py::holds_values).peekable();
    if values.peek().is_none() {
        return;
    }
    let queued = WAITING.try_with(|waiting| waiting.borrow_mut().extend(values));
    let busy = BUSY.try_with(Cell::get).unwrap_or(true);
    if queued.is_err() || busy {
        return;
    }
    BUSY.set(true);
    while let Some(value) = WAITING.with(|waiting| waiting.borrow_mut().pop()) {
        drop(value);
    }
    BUSY.set(false);
}

/// A value that is dropped this way.
#[derive(Debug, Clone)]
pub(crate) struct Held(pub(crate) Py);

impl Drop for Held {
    fn drop(&mut self) {
        if self.0.holds_values() {
            dispose([mem::replace(&mut self.0, Py::None)]);
        }
    }
}

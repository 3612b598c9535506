// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Large values are given up on a thread of their own.
//!
//! The query engine keeps the answer that a new one took the place of until the next change, and drops it while everybody waits for
//! that. To free what a large system was resolved to takes some milliseconds, in which a person who types would wait for nothing.

use std::io;
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;

static ELSEWHERE: OnceLock<Sender<Box<dyn Send>>> = OnceLock::new();

/// From now on, large values are given up on a thread of their own, for as long as the process lives, which calls `on_step` between
/// two of them. Before, and in a process that never calls this, they are given up where they are dropped.
///
/// # Errors
/// When the system gives no thread.
pub fn drop_elsewhere(on_step: fn()) -> io::Result<()> {
    if ELSEWHERE.get().is_some() {
        return Ok(());
    }
    let (sender, values) = mpsc::channel::<Box<dyn Send>>();
    let give_up = move || {
        for value in values {
            drop(value);
            on_step();
        }
    };
    thread::Builder::new().name("camkes-drop".into()).spawn(give_up)?;
    // Somebody else may have been sooner; then the new thread ends at once.
    let _ = ELSEWHERE.set(sender);
    Ok(())
}

/// Gives up a value that may be large.
pub(crate) fn give_up(value: impl Send + 'static) {
    if let Some(sender) = ELSEWHERE.get() {
        // It comes back with the error when nobody takes it.
        let _ = sender.send(Box::new(value));
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The language server: one thread owns the state, a pool answers requests from snapshots of it.
//!
//! ```text
//! stdin -> wire -> tower-lsp's read loop -> Intake -> owner (thread) -> pool
//! stdout <- tower-lsp's write loop <- answers, Outgoing <--'------------'
//! ```

pub mod asked;
pub mod client;
pub mod diagnostics;
pub mod dispatch;
pub mod documents;
pub(crate) mod first_look;
pub mod generation;
#[cfg(unix)]
mod give_way;
pub mod hints;
pub mod intake;
pub(crate) mod on_save;
pub mod outgoing;
pub mod owner;
pub mod pending;
mod pool;
mod progress;
pub mod settings;
pub mod snapshot;
pub mod stdin;
pub mod stdout;
pub mod token_cache;
mod watch;
pub mod wire;

use std::{
    io,
    sync::{Arc, mpsc},
    time::Duration,
};

use camkes_hir::FileLoader;
use camkes_ide::QueryCounts;
use tokio::io::AsyncWrite;
use tower_lsp::Server;

use self::{
    dispatch::Routes,
    intake::Intake,
    owner::{Event, Owner},
    pending::Pending,
    stdin::Input,
    wire::Frames,
};
use crate::{commands::build::Remembered, log::ClientLog, vfs::library::Library};

/// Requests whose answers may be outstanding at once. Their futures only sleep until the pool answers, so the limit
/// costs nothing; `tower-lsp`'s default of 4 would let four slow requests hold up every other answer.
const OUTSTANDING: usize = 1 << 16;

/// What a server is made of.
pub struct Parts {
    /// Reads files that no editor has open.
    pub loader: Arc<dyn FileLoader>,
    /// Where editors can open the built-in library.
    pub library: Library,
    /// Who answers which request.
    pub routes: Routes,
    /// Work that takes less is not shown.
    pub patience: Duration,
    /// From so many instances on, what is wrong in an edited file by itself is told before the whole system is checked.
    pub large: usize,
    /// Where executed queries are counted, if they are.
    pub counts: Option<QueryCounts>,
    /// What generation remembers.
    pub remembered: Remembered,
    /// What tells the client of what is logged.
    pub log: ClientLog,
}

impl Parts {
    /// How long people wait before they want to see what goes on.
    pub const PATIENCE: Duration = Duration::from_millis(300);

    /// Smaller systems are checked as a whole before anybody could see a part of it.
    pub const LARGE: usize = 16;
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// The client asked for a shutdown first.
    Orderly,
    /// The client left without asking.
    Abrupt,
}

/// Serves one client until it leaves.
///
/// # Errors
/// When the system gives no thread.
pub fn serve(input: Input, output: impl AsyncWrite + Unpin, parts: Parts) -> io::Result<SessionEnd> {
    let (events, inbox) = mpsc::channel();
    let pending = Pending::default();
    let (outgoing, channel) = outgoing::channel(events.clone());
    let give_way = input.give_way();
    camkes_ide::drop_elsewhere(pool::free_later);
    let (frames, closer) = Frames::of(input);
    let intake = Intake::new(events.clone(), pending.clone());
    let orderly = intake.orderly();
    let owner = Owner::new(parts, events.clone(), outgoing, closer, give_way)?;
    let owner = std::thread::Builder::new().name("camkes-owner".into()).spawn(move || owner.run(&inbox))?;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(Server::new(frames, output, channel).concurrency_level(OUTSTANDING).serve(intake));
    // A write to standard output that can't finish must not keep the process alive.
    runtime.shutdown_background();
    // The client may have left without `exit`.
    pending.abandon();
    let _ = events.send(Event::Exit);
    if owner.join().is_err() {
        tracing::error!("the owner thread panicked");
    }
    Ok(if orderly.get() { SessionEnd::Orderly } else { SessionEnd::Abrupt })
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The server as its clients see it: the real binary over pipes, or, where a test adds requests of its own, the same
//! server in this process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "these are tests, helpers included"
)]

mod c_side;
mod cancel;
mod client;
mod code_actions;
mod completion;
mod editing;
mod elsewhere;
mod equivalence;
mod every_request;
mod features;
mod first_look;
mod incremental;
mod lifecycle;
mod log;
mod malformed;
mod neighbours;
mod on_save;
mod order;
mod plain_transport;
mod progress;
mod pull;
mod query_counts;
mod seeing;
mod settings;
mod streams;
mod sync;
mod systems;
mod workspace;

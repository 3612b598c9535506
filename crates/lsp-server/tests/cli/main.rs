// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The command line: mostly in this process, with the real binary where a process matters.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "these are tests, helpers included"
)]

mod bad_input;
mod build;
mod build_watch;
mod cache;
mod check;
mod clangd;
mod commands;
mod dump;
mod explain;
mod fmt;
mod levels;
mod reference_templates;
mod run;
mod settings;
mod truncated;

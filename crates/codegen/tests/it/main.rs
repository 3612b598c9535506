// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The crate as its callers use it: from the text of a system to the bytes of its files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what is broken in a test is a broken test")]

mod again;
mod context;
mod examples;
mod failures;
mod incremental;
mod kept;
mod order;
mod own_templates;
mod picture;
mod plan;
mod reference;
mod runner;
mod setup;
mod slots;

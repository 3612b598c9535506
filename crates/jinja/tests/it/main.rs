// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The engine as its callers use it: from the text of templates to text, or to an error with its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what is broken in a test is a broken test")]

mod bounded;
mod cases;
mod errors;
mod host;
mod setup;

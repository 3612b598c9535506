// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Editor features, from fixtures.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not seen as tests by the lint")]

mod code_actions;
mod completion;
mod definition;
mod formatting;
mod hover;
mod references;
mod relations;
mod rename;
mod setup;
mod structure;
mod symbols;
mod systems;

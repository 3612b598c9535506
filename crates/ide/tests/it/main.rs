// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Editor features, from fixtures.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are not seen as tests by the lint")]

mod assists;
mod bodies;
mod c_side;
mod code_actions;
mod completion;
mod corpus;
mod corpus_c;
mod definition;
mod formatting;
mod hover;
mod hover_system;
mod references;
mod relations;
mod rename;
mod rename_all;
mod robust;
mod seeing;
mod setup;
mod structure;
mod symbols;
mod systems;
mod typing;

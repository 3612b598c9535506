// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Meaning of systems, from fixtures.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not seen as tests by the lint")]

mod check;
mod incremental;
mod mends;
mod model;
mod properties;
mod reference;
mod settings;
mod setup;
mod suppression;
mod view;

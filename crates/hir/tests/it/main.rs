// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Meaning of systems, from fixtures.

mod check;
mod incremental;
mod model;
mod setup;

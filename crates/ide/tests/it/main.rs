// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Editor features, from fixtures.

mod definition;
mod hover;
mod setup;
mod symbols;
mod systems;

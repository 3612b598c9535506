// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The crate as its callers use it: from the text of a system to the bytes of its files.

mod context;
mod examples;
mod failures;
mod incremental;
mod order;
mod plan;
mod setup;
mod slots;

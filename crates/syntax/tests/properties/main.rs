// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What holds for every text, whatever is in it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::too_many_lines)]

mod bounds;
mod edited;
mod locality;
mod lossless;
mod sample;

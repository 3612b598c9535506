// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What holds for every text, whatever is in it.

mod bounds;
mod locality;
mod lossless;
mod sample;

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The preprocessor on three files.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| camkes_properties::preprocessor::check_bytes(data));

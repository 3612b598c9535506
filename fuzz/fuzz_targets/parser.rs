// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The parser on the bytes of a file.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| camkes_properties::parser::check_bytes(data));

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The evaluator on the value of a setting.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| camkes_properties::settings::check_bytes(data));

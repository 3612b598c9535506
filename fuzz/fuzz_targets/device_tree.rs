// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The reader of device trees, and queries.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| camkes_properties::device_tree::check(data));

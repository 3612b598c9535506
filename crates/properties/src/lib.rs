// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What holds for every input: one function a property, which panics where the property is broken.
//!
//! Property tests call them with random input inside `cargo test`; the fuzz targets of `fuzz/` call the same functions
//! with what a fuzzer makes of bytes. This crate is a dev-dependency alone.
#![allow(clippy::panic, clippy::missing_panics_doc, reason = "a broken property is a failed test")]

pub mod device_tree;
pub mod layout;
pub mod parser;
pub mod preprocessor;
pub mod settings;
mod world;

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The canonical layout: what it is for each construct, and what holds for every text.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "these are tests, helpers included, that read files and say what they read"
)]

mod broken;
mod comments;
mod constructs;
mod properties;
mod real_files;
#[path = "../properties/sample.rs"]
mod sample;

/// The formatted text, after a look at everything that holds for any.
use camkes_properties::layout::check as checked;
use expect_test::Expect;

#[track_caller]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&checked(text));
}

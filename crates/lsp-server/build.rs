// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How the released program is linked.

#![expect(clippy::disallowed_macros, clippy::disallowed_methods, reason = "how Cargo tells it and is told")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    // A build starts the program again and again. At a fixed address it starts in half the time, and with less memory: there are
    // some thirty thousand pointers in its tables, all of which the loader would have to write.
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The workshop of the repository: tests of everything, generated files, rules of the house, figures.
//!
//! It knows the repository's layout and nothing of the language: no crate of the product is a dependency, so that it still builds,
//! and can regenerate the syntax tree, when they don't.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the workshop reads files, starts programs and prints"
)]

mod cli;
mod codegen;
mod conformance;
pub mod dependencies;
mod dist;
mod e2e;
mod endure;
mod extension;
pub mod layers;
mod layout;
mod metrics;
mod prerequisites;
mod process;
mod repository;
mod session;
mod test;
mod tidy;

pub use cli::main;

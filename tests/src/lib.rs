// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the end-to-end tests share: the program, applications, folders of generated files, and C compilers.
//!
//! Nothing here looks into the program: a test gives it files and arguments, and reads what a user would see. What goes wrong
//! here is a failed test, so it panics, with what was run.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests start programs and read what they write"
)]

mod application;
mod compiler;
pub mod elf;
mod folder;
mod host;
mod instance;
mod program;

pub use application::{Application, ComponentSources};
pub use compiler::{Compiler, INCLUDES};
pub use folder::{Files, copy_folder, files_below};
pub use host::{Host, run_library_test};
pub use instance::Instance;
pub use program::{Camkes, Run};

use std::path::{Path, PathBuf};

/// The root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is in a folder").to_path_buf()
}

/// Every architecture that `--arch` takes.
pub const ARCHITECTURES: [&str; 7] = ["aarch32", "arm_hyp", "aarch64", "ia32", "x86_64", "riscv32", "riscv64"];

/// Names of the folders below `examples/`.
pub const EXAMPLES: [&str; 3] = ["echo", "ping-pong", "cattery"];

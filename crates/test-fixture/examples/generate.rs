// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Prints a generated system: `cargo run -p camkes-test-fixture --example generate -- <lines> [<seed>]`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr, reason = "a program, not a library")]
#![allow(clippy::disallowed_macros, reason = "a program, not a library")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|argument| argument.parse::<u32>());
    let (Some(Ok(lines)), Ok(seed), None) = (numbers.next(), numbers.next().unwrap_or(Ok(1)), numbers.next()) else {
        eprintln!("usage: generate <lines> [<seed>]");
        return ExitCode::from(2);
    };
    print!("{}", camkes_test_fixture::generate::system(lines as usize, u64::from(seed)));
    ExitCode::SUCCESS
}

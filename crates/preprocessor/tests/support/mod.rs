// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files in memory, and short ways to run the preprocessor over them.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use camkes_preprocessor::{Environment, MacroOption, Options, Preprocessed, preprocess};
pub(crate) use camkes_properties::preprocessor::Files;

/// Standard macros, and these folders and definitions.
pub(crate) fn options(include: &[&str], define: &[&str]) -> Options {
    Options {
        include_folders: include.iter().map(|&it| it.to_owned()).collect(),
        macros: define.iter().map(|&it| MacroOption::Define(it.to_owned())).collect(),
        ..Options::default()
    }
}

/// Preprocesses the first file.
pub(crate) fn run(files: &Files, options: Options) -> Preprocessed {
    let path = files.0[0].0.clone();
    preprocess(&files.get(&path).expect("the first file"), &Environment::new(options), files)
}

/// Preprocesses one text.
pub(crate) fn run_text(text: &str) -> Preprocessed {
    run(&Files::new(&[("app.camkes", text)]), options(&[], &[]))
}

pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

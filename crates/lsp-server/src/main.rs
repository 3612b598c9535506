// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The `camkes-lsp` process: hands its streams, folder and environment to the library.

#![expect(clippy::disallowed_methods, reason = "the composition root is what touches the machine")]

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use camino::Utf8PathBuf;
use camkes_lsp_server::system::{System, Terminals};

fn main() -> ExitCode {
    let folder = std::env::current_dir().ok().and_then(|folder| Utf8PathBuf::from_path_buf(folder).ok());
    let Some(working_folder) = folder else {
        return camkes_lsp_server::refuse("the working folder does not exist or its name is not UTF-8");
    };
    let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
    let terminals =
        Terminals { stdin: stdin.is_terminal(), stdout: stdout.is_terminal(), stderr: stderr.is_terminal() };
    let mut system = System {
        // Not locked: the language server writes to it from another thread.
        stdout: &mut io::stdout(),
        stderr: &mut io::stderr(),
        working_folder,
        variable: &|name| std::env::var(name).ok(),
        terminals,
    };
    let arguments: Vec<_> = std::env::args_os().collect();
    camkes_lsp_server::run(&arguments, &mut system).into()
}

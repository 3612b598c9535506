// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp`, `camkes-lsp --stdio`, `camkes-lsp server`: the language server.

use std::sync::Arc;

use camkes_ide::QueryCounts;

use super::{CommandResult, Outcome, build::Remembered};
use crate::{
    cli::ServerCommand,
    log::ClientLog,
    server::{self, Parts, SessionEnd, dispatch::Routes, stdin::Input, stdout::Direct},
    system::System,
    vfs::{disk::Disk, library::Library},
};

/// Serves one client over the process' own streams. The outcome is what the protocol asks of the exit code: clean only
/// after a shutdown.
///
/// # Errors
/// When the system gives no threads.
pub fn run(system: &mut System<'_>, log: ClientLog, command: &ServerCommand) -> CommandResult {
    if system.terminals.stdin {
        system.say(
            "camkes-lsp waits for an editor on its standard input; `camkes-lsp --help` tells what else it does\n",
        )?;
    }
    let parts = Parts {
        loader: Arc::new(Disk),
        library: Library::new(system.cache()),
        routes: Routes::standard(),
        patience: Parts::PATIENCE,
        large: Parts::LARGE,
        remembered: Remembered::new(system),
        counts: command.count_queries.then(QueryCounts::default),
        log,
    };
    match server::serve(Input::standard(), Direct::new(), parts)? {
        SessionEnd::Orderly => Ok(Outcome::Clean),
        SessionEnd::Abrupt => Ok(Outcome::Findings),
    }
}

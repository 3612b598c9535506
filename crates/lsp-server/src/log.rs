// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The log. It goes to standard error, which editors show in a panel of their own; standard output is the protocol's.

use std::io;

use tracing_subscriber::EnvFilter;

use crate::system::System;

/// Starts logging at the level of `--log`, else of `$CAMKES_LOG`, else warnings.
///
/// # Errors
/// When the level is none; a wrong environment variable is only reported.
pub(crate) fn start(system: &mut System<'_>, level: Option<&str>) -> Result<(), String> {
    let filter = match level {
        Some(level) => EnvFilter::try_new(level).map_err(|error| format!("--log: {error}"))?,
        None => match (system.variable)("CAMKES_LOG").map(EnvFilter::try_new) {
            None => EnvFilter::new("warn"),
            Some(Ok(filter)) => filter,
            Some(Err(error)) => {
                let _ = system.say(&format!("warning: $CAMKES_LOG is ignored: {error}\n"));
                EnvFilter::new("warn")
            }
        },
    };
    // Only the first run of a process has a log; tests run several.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(false)
        .without_time()
        .try_init();
    Ok(())
}

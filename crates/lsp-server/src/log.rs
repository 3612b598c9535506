// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The log. It goes to standard error, which editors show in a panel of their own; standard output is the protocol's. Once an
//! editor is there, it is told by the protocol instead, as much as it wants to hear.

mod client;

use std::io;

use tracing_subscriber::{
    EnvFilter, Layer as _,
    filter::{FilterExt as _, dynamic_filter_fn},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

pub use client::ClientLog;

use crate::system::System;

/// Starts logging at the level of `--log`, else of `$CAMKES_LOG`, else warnings.
///
/// # Errors
/// When the level is none; a wrong environment variable is only reported.
pub(crate) fn start(system: &mut System<'_>, level: Option<&str>) -> Result<ClientLog, String> {
    let asked = match level {
        Some(level) => Some(EnvFilter::try_new(level).map_err(|error| format!("--log: {error}"))?),
        None => match (system.variable)("CAMKES_LOG").map(EnvFilter::try_new) {
            None => None,
            Some(Ok(filter)) => Some(filter),
            Some(Err(error)) => {
                let _ = system.say(&format!("warning: $CAMKES_LOG is ignored: {error}\n"));
                None
            }
        },
    };
    let (log, to_client) = client::layer();
    // What nobody asked for on standard error would be shown twice.
    let (always, reader) = (asked.is_some(), log.clone());
    let wanted = dynamic_filter_fn(move |_, _| always || !reader.is_heard());
    let to_stderr = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false)
        .without_time()
        .with_filter(asked.unwrap_or_else(|| EnvFilter::new("warn")).and(wanted));
    // Only the first run of a process has a log; tests run several.
    let _ = tracing_subscriber::registry().with(to_client).with(to_stderr).try_init();
    Ok(log)
}

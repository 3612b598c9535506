// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Threads that answer requests.

use std::io;

/// Runs jobs in the order in which they were given, a few at a time.
#[derive(Debug)]
pub(crate) struct Pool {
    threads: rayon::ThreadPool,
}

impl Pool {
    /// One thread a core, but two at least: a request must not wait for a round of diagnostics.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn new() -> io::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(cores.max(2))
            .thread_name(|n| format!("camkes-pool-{n}"))
            .panic_handler(|_| tracing::error!("a job of the pool panicked"))
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { threads })
    }

    /// Runs a job soon.
    pub(crate) fn spawn(&self, job: impl FnOnce() + Send + 'static) {
        self.threads.spawn_fifo(job);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Ends the session when the client's process is gone: a client that crashed may leave the pipe open in another of its
//! children, and the server would stay forever.

use std::{path::PathBuf, time::Duration};

use super::wire::Closer;

/// Time between two looks. The client is gone already, so nobody waits for this.
const PAUSE: Duration = Duration::from_secs(2);

/// Watches a process on systems that show processes as folders; elsewhere it does nothing.
pub(crate) fn client_process(process: u32, closer: Closer) {
    let folder = PathBuf::from(format!("/proc/{process}"));
    if !folder.is_dir() {
        return;
    }
    let watch = move || {
        while folder.is_dir() {
            std::thread::sleep(PAUSE);
        }
        tracing::info!(process, "the client's process has ended");
        closer.close();
    };
    if let Err(error) = std::thread::Builder::new().name("camkes-watch".into()).spawn(watch) {
        tracing::warn!(%error, "the client's process is not watched");
    }
}

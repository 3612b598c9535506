// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Standard output, without a thread in between as long as the client reads what it is told.
//!
//! [`tokio::io::Stdout`] hands all bytes to a thread that may block, and waits for that thread. Each of the two steps costs a person
//! who types the time until a thread gets a core. So bytes are written at once where the client's pipe has room for them; only when it
//! is full the thread takes over, until it has written everything.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncWrite, Stdout};

/// The process' standard output. The only writer of it.
#[derive(Debug)]
pub struct Direct {
    blocking: Stdout,
    /// The thread has something that is not written yet.
    behind: bool,
}

impl Direct {
    /// Standard output, to be used within a runtime.
    #[must_use]
    pub fn new() -> Self {
        Self { blocking: tokio::io::stdout(), behind: false }
    }
}

impl Default for Direct {
    fn default() -> Self {
        Self::new()
    }
}

impl AsyncWrite for Direct {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if !self.behind {
            if let Some(written) = write_now(bytes) {
                return Poll::Ready(written);
            }
            self.behind = true;
        }
        Pin::new(&mut self.blocking).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.blocking).poll_flush(cx))?;
        self.behind = false;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.blocking).poll_shutdown(cx)
    }
}

/// Writes what standard output takes without blocking, and says how much that was; `None` when it is full.
#[cfg(unix)]
fn write_now(bytes: &[u8]) -> Option<io::Result<usize>> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let output = rustix::stdio::stdout();
    let mut asked = [PollFd::new(&output, PollFlags::OUT)];
    if !poll(&mut asked, Some(&Timespec::default())).is_ok_and(|ready| ready > 0) {
        return None;
    }
    // What is ready has room for so many bytes: pipes by POSIX ("write"), and sockets have more.
    let most = bytes.len().min(rustix::pipe::PIPE_BUF);
    let written = rustix::io::retry_on_intr(|| rustix::io::write(output, bytes.get(..most).unwrap_or_default()));
    Some(written.map_err(io::Error::from))
}

#[cfg(not(unix))]
fn write_now(_: &[u8]) -> Option<io::Result<usize>> {
    None
}

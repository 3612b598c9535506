// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the client sends, in chunks.
//!
//! The transport waits for standard input itself where the system can tell it that there is something, so that no message passes
//! through a thread that only reads. Everything else that can be read has such a thread.

use std::{
    io::{self, Read},
    task::{Context, Poll, ready},
};

#[cfg(unix)]
use super::give_way;
#[cfg(unix)]
use tokio::io::{Interest, unix::AsyncFd};
use tokio::sync::mpsc;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Chunks on their way from a reading thread.
const QUEUE: usize = 64;

/// Where the client's bytes come from.
#[derive(Debug)]
pub struct Input {
    source: Source,
    chunk: Vec<u8>,
}

#[derive(Debug)]
enum Source {
    /// Standard input, which nobody has waited for yet.
    Standard,
    #[cfg(unix)]
    Ready(AsyncFd<io::Stdin>),
    Thread(mpsc::Receiver<Vec<u8>>),
}

impl Input {
    /// The process' standard input, to be waited for within a runtime. It may have no other reader.
    #[must_use]
    pub fn standard() -> Self {
        Self { source: Source::Standard, chunk: Vec::new() }
    }

    /// What a thread reads. It ends with the stream, or when the input is dropped and the next bytes arrive.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn of(reader: impl Read + Send + 'static) -> io::Result<Self> {
        Ok(Self { source: Source::Thread(read(reader)?), chunk: Vec::new() })
    }

    /// What threads that work call now and then, so that the transport gets a core as soon as the client has said something.
    pub(super) fn give_way(&self) -> fn() {
        match self.source {
            #[cfg(unix)]
            Source::Standard => give_way::to_standard_input,
            _ => || {},
        }
    }

    /// The next bytes; none at the end.
    pub(super) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        if matches!(self.source, Source::Standard) {
            self.source = Source::of_standard_input()?;
        }
        match &mut self.source {
            Source::Standard => Poll::Pending,
            #[cfg(unix)]
            Source::Ready(input) => {
                self.chunk.resize(CHUNK, 0);
                let read = ready!(poll_read(input, cx, &mut self.chunk))?;
                Poll::Ready(Ok(self.chunk.get(..read).unwrap_or_default()))
            }
            Source::Thread(chunks) => {
                self.chunk = ready!(chunks.poll_recv(cx)).unwrap_or_default();
                Poll::Ready(Ok(&self.chunk))
            }
        }
    }
}

impl Source {
    fn of_standard_input() -> io::Result<Self> {
        #[cfg(unix)]
        {
            #[expect(
                deprecated,
                reason = "what takes its place is unsafe: nobody may close the file, and nobody closes this one"
            )]
            if let Ok(input) = AsyncFd::with_interest(io::stdin(), Interest::READABLE) {
                return Ok(Self::Ready(input));
            }
        }
        // A plain file can't be waited for.
        read(io::stdin()).map(Self::Thread)
    }
}

/// Reads once there is something. Its other owners may count on a standard input that blocks, so it is left as it is, and asked
/// before each reading.
#[cfg(unix)]
fn poll_read(input: &AsyncFd<io::Stdin>, cx: &mut Context<'_>, chunk: &mut [u8]) -> Poll<io::Result<usize>> {
    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        io::{Errno, read, retry_on_intr},
    };

    loop {
        let mut guard = ready!(input.poll_read_ready(cx))?;
        let mut asked = [PollFd::new(input.get_ref(), PollFlags::IN)];
        if retry_on_intr(|| poll(&mut asked, Some(&Timespec::default())))? > 0 {
            match retry_on_intr(|| read(input.get_ref(), &mut *chunk)) {
                Err(Errno::AGAIN) => {}
                read => return Poll::Ready(read.map_err(io::Error::from)),
            }
        }
        guard.clear_ready();
    }
}

fn read(mut reader: impl Read + Send + 'static) -> io::Result<mpsc::Receiver<Vec<u8>>> {
    let (sender, chunks) = mpsc::channel(QUEUE);
    std::thread::Builder::new().name("camkes-read".into()).spawn(move || {
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = match reader.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) | Ok(0) => break,
                Ok(read) => chunk.get(..read).unwrap_or_default().to_vec(),
            };
            if sender.blocking_send(read).is_err() {
                break;
            }
        }
    })?;
    Ok(chunks)
}

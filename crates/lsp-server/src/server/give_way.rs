// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Threads that work make room for the transport.
//!
//! A thread that wakes up has to wait where another runs: until that one has had its turn, or until the next tick of the system's
//! clock, which is 4 ms where it ticks 250 times in a second. A person who cancels a request, or types on, waits that long. So who
//! works looks now and then whether the client has said something that nobody has read yet, and then offers its core.

use std::{
    cell::Cell,
    os::fd::AsFd,
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How long a thread works before it looks: looking takes about a thousandth of it.
const TURN: Duration = Duration::from_micros(200);

/// Steps between looks at the clock.
const STEPS: u32 = 4;

thread_local! {
    static LOOKED: Cell<Option<Instant>> = const { Cell::new(None) };
    static STEP: Cell<u32> = const { Cell::new(0) };
}

/// Gives up this thread's core if there is something on standard input. Without it a core is kept: giving one up costs the rest of a
/// turn where others work, too.
pub(super) fn to_standard_input() {
    let step = STEP.get().wrapping_add(1);
    STEP.set(step);
    if !step.is_multiple_of(STEPS) {
        return;
    }
    let now = Instant::now();
    if LOOKED.get().is_none_or(|last| now - last >= TURN) {
        LOOKED.set(Some(now));
        if has_input(&rustix::stdio::stdin()) {
            std::thread::yield_now();
        }
    }
}

/// Whether there is something to read; also where nothing will come any more, which the transport does not know yet.
fn has_input(input: &impl AsFd) -> bool {
    let mut asked = [PollFd::new(input, PollFlags::IN)];
    poll(&mut asked, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_input_from_when_it_is_written_until_it_is_read() {
        let (reader, writer) = rustix::pipe::pipe().unwrap();
        assert!(!has_input(&reader));
        rustix::io::write(&writer, b"$/cancelRequest").unwrap();
        assert!(has_input(&reader));
        rustix::io::read(&reader, &mut [0_u8; 64]).unwrap();
        assert!(!has_input(&reader));
        drop(writer);
        assert!(has_input(&reader));
    }
}

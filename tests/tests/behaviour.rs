// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generated systems do what their components say: each runs on this machine, on a program that plays the kernel.

use camkes_tests::{Application, Host, run_library_test};

/// Threads take turns in another order each time, so that once is not enough.
const RUNS: usize = 5;

#[track_caller]
fn check(example: &str, expected: &[&str]) {
    let host = Host::new(&Application::example(example));
    for run in 0..RUNS {
        let lines = host.run();
        for line in expected {
            assert!(lines.iter().any(|printed| printed == line), "run {run}: no `{line}` in {lines:#?}");
        }
    }
}

#[test]
fn echo_gives_back_what_was_sent_and_refuses_a_text_that_is_too_long() {
    check("echo", &["client: 25 of 25 checks hold"]);
}

#[test]
fn ping_pong_signals_by_callback_poll_and_wait_and_shares_memory() {
    check("ping-pong", &["ping: game over, 0 faults", "pong: heard the whistle"]);
}

#[test]
fn cattery_sees_its_settings_and_calls_through_the_hierarchy_and_in_a_group() {
    check(
        "cattery",
        &[
            "keeper: both bowls are empty, no cat without a nap, brush 6x4, no guest",
            "guard: the night is over, oil left: 1",
        ],
    );
}

#[test]
fn messages_of_random_bytes_are_read_within_their_bounds() {
    let printed = run_library_test("tests/c/message_test.c", &["message.c", "error.c", "stdio.c", "tls.c"]);
    assert!(printed.trim_end().ends_with("0 failures"), "{printed}");
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Generated systems do what their components say: each runs on this machine, on a program that plays the kernel.

use camkes_tests::{Application, Host, repository, run_library_test};

/// Threads take turns in another order each time, so that once is not enough.
const RUNS: usize = 5;

#[track_caller]
fn check_example(example: &str, expected: &[&str]) {
    check(&Application::example(example), expected);
}

/// One of the systems that only tests need.
#[track_caller]
fn check_system(system: &str, expected: &[&str]) {
    check(&Application::read(&repository().join("tests/c/systems").join(system)), expected);
}

#[track_caller]
fn check(application: &Application, expected: &[&str]) {
    let host = Host::new(application);
    for run in 0..RUNS {
        let lines = host.run();
        for line in expected {
            assert!(lines.iter().any(|printed| printed == line), "run {run}: no `{line}` in {lines:#?}");
        }
    }
}

#[test]
fn echo_gives_back_what_was_sent_and_refuses_a_text_that_is_too_long() {
    check_example("echo", &["client: 25 of 25 checks hold"]);
}

#[test]
fn ping_pong_signals_by_callback_poll_and_wait_and_shares_memory() {
    check_example("ping-pong", &["ping: game over, 0 faults", "pong: heard the whistle"]);
}

#[test]
fn cattery_sees_its_settings_and_calls_through_the_hierarchy_and_in_a_group() {
    check_example(
        "cattery",
        &[
            "keeper: both bowls are empty, no cat without a nap, brush 6x4, no guest",
            "guard: the night is over, oil left: 1",
        ],
    );
}

#[test]
fn many_callers_are_told_apart_and_malformed_calls_harm_nobody() {
    check_system("crowd", &["stranger: 0 failures", "first: 600 calls, 0 failures", "second: 600 calls, 0 failures"]);
}

#[test]
fn every_connector_for_events_delivers() {
    check_system("bells", &["ringer: 0 failures", "one: 0 failures", "two: 0 failures"]);
}

#[test]
fn a_component_gets_kernel_objects_and_memory_of_its_own() {
    check_system("pools", &["owner: 0 failures"]);
}

#[test]
fn attributes_have_the_values_at_the_limits_of_their_types() {
    check_system("limits", &["holder: 0 failures"]);
}

#[test]
fn memory_for_devices_is_had_by_threads_that_wait_and_survives_wrong_ranges() {
    let printed = run_library_test("tests/c/dma_test.c", &["dma.c", "sync.c", "tls.c"]);
    assert!(printed.trim_end().ends_with("0 failures"), "{printed}");
}

/// The devices are those of a PC.
#[cfg(target_arch = "x86_64")]
#[test]
fn a_driver_reaches_its_registers_interrupts_and_ports() {
    check_system("devices", &["driver: 0 failures"]);
}

/// The serial line is one of a PC.
#[cfg(target_arch = "x86_64")]
#[test]
fn gdb_looks_into_a_component_that_faults() {
    check_system("debug", &["target: 0 failures"]);
}

#[cfg(target_arch = "x86_64")]
#[test]
fn gdb_reaches_for_memory_that_is_not_there_without_harm() {
    let printed = run_library_test("tests/c/gdb_test.c", &["gdb_delegate.c"]);
    assert!(printed.trim_end().ends_with("300 faults, 0 failures"), "{printed}");
}

#[test]
fn messages_of_random_bytes_are_read_within_their_bounds() {
    let printed = run_library_test("tests/c/message_test.c", &["message.c", "error.c", "stdio.c", "tls.c"]);
    assert!(printed.trim_end().ends_with("0 failures"), "{printed}");
}

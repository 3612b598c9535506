// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The systems of `tests/c/systems`, which exist for tests only: what the examples leave out, and callers up to no good.
#![allow(clippy::unwrap_used, reason = "tests stop at what they cannot do")]

use camkes_tests::{Application, Camkes, Compiler, Host, repository};
use tempfile::tempdir;

fn system(name: &str) -> Application {
    Application::read(&repository().join("tests/c/systems").join(name))
}

#[track_caller]
fn check(name: &str, expected: &[&str]) {
    let lines = Host::new(&system(name)).run();
    for line in expected {
        assert!(lines.iter().any(|printed| printed == line), "no `{line}` in {lines:#?}");
    }
}

#[track_caller]
fn compiles_for_arm(name: &str) {
    let (system, out) = (system(name), tempdir().unwrap());
    let _ = Camkes::build(&system.root, out.path()).args(&["--arch", "aarch64"]).run().succeeded();
    let compiled = Compiler::Arm64.compile_generated(&system, out.path(), &[], &[]);
    assert!(compiled > 1, "{compiled} files compiled");
}

#[test]
fn many_callers_share_a_server_that_blocks_and_malformed_calls_are_answered_with_a_refusal() {
    check("crowd", &["stranger: 0 failures", "first: 600 calls, 0 failures", "second: 600 calls, 0 failures"]);
}

#[test]
fn events_are_counted_or_come_straight_from_the_kernel() {
    check("bells", &["ringer: 0 failures", "one: 0 failures", "two: 0 failures"]);
}

#[test]
fn a_component_has_kernel_objects_and_device_memory_of_its_own() {
    check("pools", &["owner: 0 failures"]);
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_driver_has_registers_interrupts_and_ports() {
    check("devices", &["driver: 0 failures"]);
}

#[test]
fn memory_for_devices_can_be_shared() {
    check("reservoir", &["owner: 0 failures"]);
}

#[test]
fn a_device_tree_gives_registers_interrupts_and_drivers_that_start() {
    check("tree", &["driver: 0 failures"]);
}

#[test]
fn a_driver_for_an_arm_board_compiles() {
    compiles_for_arm("timer");
}

#[test]
fn systems_compile_for_arm() {
    for name in ["crowd", "bells", "pools", "reservoir", "tree"] {
        compiles_for_arm(name);
    }
}

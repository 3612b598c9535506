// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `--build` of the examples: which files come out, and that nothing but the input decides their bytes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read what the program writes")]

use std::fs;

use camkes_tests::{ARCHITECTURES, Application, Camkes, EXAMPLES, Files, copy_folder, files_below, repository};
use expect_test::{Expect, expect};
use tempfile::tempdir;

/// Builds into a new folder and returns what is in it.
#[track_caller]
fn build(example: &str, arguments: &[&str]) -> Files {
    let out = tempdir().unwrap();
    let root = Application::example(example).root;
    let _ = Camkes::build(root, out.path()).args(arguments).run().succeeded();
    files_below(out.path())
}

#[track_caller]
fn check_files(example: &str, expected: &Expect) {
    let lists = ARCHITECTURES.map(|architecture| {
        let files = build(example, &["--arch", architecture]);
        files.keys().map(|path| format!("{path}\n")).collect::<String>()
    });
    expected.assert_eq(&lists[0]);
    for (architecture, list) in ARCHITECTURES.iter().zip(&lists) {
        assert_eq!(*list, lists[0], "{architecture}");
    }
}

#[test]
fn echo_makes_the_same_files_for_every_architecture() {
    check_files(
        "echo",
        &expect![[r#"
        client/camkes.c
        client/include/camkes-component-Client.h
        client/include/camkes.h
        client/linker.lds
        client/voice_seL4RPCCall_0.c
        echo.cdl
        echo/camkes.c
        echo/include/camkes-component-Echo.h
        echo/include/camkes.h
        echo/linker.lds
        echo/wall_seL4RPCCall_0.c
        graph.dot
        graph.svg
    "#]],
    );
}

#[test]
fn ping_pong_makes_the_same_files_for_every_architecture() {
    check_files(
        "ping-pong",
        &expect![[r#"
        graph.dot
        graph.svg
        ping-pong.cdl
        ping/back_seL4Notification_0.c
        ping/board_seL4SharedData_0.c
        ping/camkes.c
        ping/finished_seL4Notification_0.c
        ping/include/camkes-component-Ping.h
        ping/include/camkes.h
        ping/linker.lds
        ping/notes_seL4SharedData_0.c
        ping/serve_seL4Notification_0.c
        ping/table_seL4SharedData_0.c
        ping/whistle_seL4Notification_0.c
        pong/back_seL4Notification_0.c
        pong/camkes.c
        pong/include/camkes-component-Pong.h
        pong/include/camkes.h
        pong/linker.lds
        pong/notes_seL4SharedData_0.c
        pong/serve_seL4Notification_0.c
        pong/table_seL4SharedData_0.c
        pong/whistle_seL4Notification_1.c
        umpire/board_seL4SharedData_0.c
        umpire/camkes.c
        umpire/finished_seL4Notification_0.c
        umpire/include/camkes-component-Umpire.h
        umpire/include/camkes.h
        umpire/linker.lds
        umpire/notes_seL4SharedData_1.c
        umpire/whistle_seL4Notification_0.c
    "#]],
    );
}

#[test]
fn cattery_makes_the_same_files_for_every_architecture() {
    check_files(
        "cattery",
        &expect![[r#"
        cattery.cdl
        graph.dot
        graph.svg
        guard/camkes.c
        guard/include/camkes-component-Guard.h
        guard/include/camkes.h
        guard/light_seL4RPCCall_0.c
        guard/linker.lds
        keeper/camkes.c
        keeper/include/camkes-component-Keeper.h
        keeper/include/camkes.h
        keeper/left_calls_seL4Notification_0.c
        keeper/left_seL4RPCCall_0.c
        keeper/linker.lds
        keeper/right_calls_seL4Notification_0.c
        keeper/right_seL4RPCCall_0.c
        lantern/camkes.c
        lantern/include/camkes-component-Lantern.h
        lantern/include/camkes.h
        lantern/light_seL4RPCCall_0.c
        lantern/linker.lds
        shady.bowl/camkes.c
        shady.bowl/food_seL4RPCCall_0.c
        shady.bowl/include/camkes-component-Bowl.h
        shady.bowl/include/camkes.h
        shady.bowl/linker.lds
        shady.cat/bowl_seL4RPCCall_0.c
        shady.cat/camkes.c
        shady.cat/fur_seL4RPCCall_0.c
        shady.cat/include/camkes-component-Cat.h
        shady.cat/include/camkes.h
        shady.cat/linker.lds
        shady.cat/meow_seL4Notification_0.c
        shady/camkes.c
        shady/include/camkes-component-Pen.h
        shady/include/camkes.h
        shady/linker.lds
        sunny.bowl/camkes.c
        sunny.bowl/food_seL4RPCCall_0.c
        sunny.bowl/include/camkes-component-Bowl.h
        sunny.bowl/include/camkes.h
        sunny.bowl/linker.lds
        sunny.cat/bowl_seL4RPCCall_0.c
        sunny.cat/camkes.c
        sunny.cat/fur_seL4RPCCall_0.c
        sunny.cat/include/camkes-component-Cat.h
        sunny.cat/include/camkes.h
        sunny.cat/linker.lds
        sunny.cat/meow_seL4Notification_0.c
        sunny/camkes.c
        sunny/include/camkes-component-Pen.h
        sunny/include/camkes.h
        sunny/linker.lds
    "#]],
    );
}

#[test]
fn no_file_is_empty_and_text_ends_with_a_newline() {
    for example in EXAMPLES {
        for (path, bytes) in build(example, &[]) {
            assert_eq!(bytes.last(), Some(&b'\n'), "{example}: {path}");
        }
    }
}

#[test]
fn bytes_depend_on_neither_run_nor_threads() {
    for example in EXAMPLES {
        let once = build(example, &["--jobs", "1"]);
        assert_eq!(once, build(example, &["--jobs", "1"]), "{example}, a second run");
        assert_eq!(once, build(example, &["--jobs", "8"]), "{example}, eight threads");
        assert_eq!(once, build(example, &[]), "{example}, as many threads as cores");
    }
}

#[test]
fn bytes_do_not_depend_on_the_folder_of_the_caller_or_of_the_application() {
    for example in EXAMPLES {
        let expected = build(example, &[]);
        let folder = tempdir().unwrap();
        let moved = folder.path().join("somewhere else/deeply").join(example);
        copy_folder(&repository().join("examples").join(example), &moved);
        let root = format!("{example}.camkes");
        let from_below = Camkes::build(format!("../{root}"), "out").within(&moved.join("components"));
        let _ = from_below.run().succeeded();
        assert_eq!(files_below(&moved.join("components/out")), expected, "{example}, relative paths");
        let _ = Camkes::build(moved.join(&root), folder.path().join("out")).within(folder.path()).run().succeeded();
        assert_eq!(files_below(&folder.path().join("out")), expected, "{example}, absolute paths");
    }
}

#[test]
fn architectures_differ_in_what_depends_on_them() {
    let (arm, intel) = (build("echo", &["--arch", "aarch64"]), build("echo", &["--arch", "x86_64"]));
    assert_ne!(arm["echo.cdl"], intel["echo.cdl"]);
    assert_eq!(arm["graph.svg"], intel["graph.svg"]);
}

#[test]
fn the_default_folder_is_named_after_the_root_file() {
    let folder = tempdir().unwrap();
    let _ = Camkes::new().arg("build").arg(Application::example("echo").root).within(folder.path()).run().succeeded();
    assert_eq!(files_below(&folder.path().join("build/echo")), build("echo", &[]));
}

#[test]
fn what_did_not_change_is_not_written_again() {
    let out = tempdir().unwrap();
    let root = Application::example("echo").root;
    let report = |arguments: &[&str]| {
        let run = Camkes::build(&root, out.path()).arg("--json").args(arguments).run().succeeded();
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        (report["written"].as_u64().unwrap(), report["unchanged"].as_u64().unwrap())
    };
    let (written, unchanged) = report(&[]);
    assert!(written > 0 && unchanged == 0, "{written} written, {unchanged} unchanged");
    assert_eq!(report(&[]), (0, written));

    fs::write(out.path().join("graph.dot"), "edited").unwrap();
    assert_eq!(report(&[]), (1, written - 1), "a file that was edited is written again");
}

#[test]
fn the_report_names_each_file_and_its_size() {
    let out = tempdir().unwrap();
    let run = Camkes::build(Application::example("cattery").root, out.path()).arg("--json").run().succeeded();
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let reported: std::collections::BTreeMap<String, u64> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["path"].as_str().unwrap().to_owned(), file["bytes"].as_u64().unwrap()))
        .collect();
    let written = files_below(out.path()).into_iter().map(|(path, bytes)| (path, bytes.len() as u64)).collect();
    assert_eq!(reported, written);
}

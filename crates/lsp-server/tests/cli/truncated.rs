// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A file that is cut off at any byte.

use std::fs;

use crate::run::{Folder, copy, example};

#[test]
fn an_application_cut_off_at_any_byte_is_an_error_or_builds_and_never_panics() {
    let whole = fs::read(example("echo").join("echo.camkes")).unwrap();
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path);
    // Behind the last brace only white space follows.
    let end = whole.iter().rposition(|&b| b == b'}').unwrap() + 1;
    for length in 0..=whole.len() {
        folder.write("echo.camkes", &whole[..length]);
        let ran = folder.run("build echo.camkes --out-dir out");
        let expected = u8::from(length < end);
        assert_eq!(ran.code, expected, "cut off after {length} bytes: {ran:?}");
        if expected == 1 {
            assert!(ran.stderr.contains("echo.camkes"), "cut off after {length} bytes: {ran:?}");
            assert!(!folder.path.join("out").exists(), "cut off after {length} bytes: something was written");
        }
    }
}

#[test]
fn an_imported_file_cut_off_at_any_byte_never_panics() {
    let name = "components/Echo/Echo.camkes";
    let whole = fs::read(example("echo").join(name)).unwrap();
    let folder = Folder::new(&[]);
    copy(&example("echo"), &folder.path);
    for length in 0..=whole.len() {
        folder.write(name, &whole[..length]);
        let ran = folder.run("build echo.camkes --out-dir out");
        assert!(ran.code <= 1, "cut off after {length} bytes: {ran:?}");
        assert_eq!(ran.code == 0, folder.path.join("out").exists(), "cut off after {length} bytes");
        let _ = fs::remove_dir_all(folder.path.join("out"));
    }
}

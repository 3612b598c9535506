// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The table of conformance cases: each has its expected text written down, and where the host has a `cpp`, that
//! must agree.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use camkes_preprocessor::{Environment, FileId, NoFiles, Options, Severity, SourceFile, preprocess};

struct Case {
    title: &'static str,
    input: &'static str,
    expected: &'static str,
}

fn cases() -> Vec<Case> {
    let table = include_str!("conformance/cases.txt");
    let cases: Vec<Case> = table
        .split("\n=== ")
        .skip(1)
        .map(|case| {
            let (title, rest) = case.split_once('\n').expect("a title");
            let (input, expected) = rest.split_once("--- expected\n").expect("an expected text");
            Case { title, input, expected: expected.trim() }
        })
        .collect();
    assert!(cases.len() >= 50, "the table was not read: {} cases", cases.len());
    cases
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_case_gives_the_text_written_down() {
    let environment = Environment::new(Options::camkes());
    for Case { title, input, expected } in cases() {
        let source = SourceFile { file: FileId(0), text: Arc::from(input), shown: Arc::from("case.c") };
        let result = preprocess(&source, &environment, &NoFiles);
        assert_eq!(collapsed(&result.text), expected, "{title}");
        let failures: Vec<String> =
            result.errors.iter().filter(|it| it.severity() == Severity::Error).map(|it| it.kind.to_string()).collect();
        assert!(failures.is_empty(), "{title}: {failures:?}");
    }
}

/// GNU cpp's answer to a text, without line markers and pragmas; nothing where there is no GNU cpp.
#[allow(clippy::disallowed_methods, reason = "asks the host's preprocessor for its opinion")]
fn gnu_cpp(input: &str) -> Option<String> {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let about = Command::new("cpp").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&about.stdout).contains("Free Software Foundation") {
        return None;
    }
    let version = Command::new("cpp").arg("-dumpversion").output().ok()?;
    let version = String::from_utf8_lossy(&version.stdout);
    // Older ones lack `#elifdef` and `#__VA_OPT__`.
    if version.split('.').next()?.trim().parse::<u32>().ok()? < 12 {
        return None;
    }
    let mut child = Command::new("cpp")
        .args(["-std=gnu17", "-DCAMKES_TOOL_PROCESSING", "-"])
        .env("SOURCE_DATE_EPOCH", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let is_marker = |line: &&str| {
        line.strip_prefix("# ").is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_digit()))
            || line.starts_with("#pragma")
    };
    Some(text.lines().filter(|line| !is_marker(line)).collect::<Vec<_>>().join("\n"))
}

#[test]
fn gnu_cpp_agrees_where_there_is_one() {
    for Case { title, input, expected } in cases() {
        // Other hosts predefine other macros.
        if title.starts_with("predefined macros") && !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
            continue;
        }
        let Some(text) = gnu_cpp(input) else { return };
        assert_eq!(collapsed(&text).replace("\"<stdin>\"", "\"case.c\""), expected, "{title}");
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the documents show is what the program does. With `UPDATE_EXPECT=1`, the documents follow the program.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read what the program writes")]

use std::fmt::Write as _;
use std::fs;

use camkes_tests::{Application, Camkes, copy_folder, files_below, repository};
use expect_test::expect_file;
use tempfile::tempdir;

/// Commands with a help text of their own.
const COMMANDS: [&str; 5] = ["build", "check", "graph", "dump", "server"];

#[test]
fn the_command_line_is_documented() {
    let mut text = String::from(
        "<!--\nCopyright 2026, the camkes-lsp contributors\nSPDX-License-Identifier: BSD-2-Clause\n\n\
         Written from `--help` by `UPDATE_EXPECT=1 cargo test -p camkes-tests --test documents`.\n-->\n\n\
         # The command line\n",
    );
    let commands = std::iter::once(None).chain(COMMANDS.map(Some));
    for command in commands {
        let help = Camkes::new().args(command.as_slice()).arg("--help").run().succeeded().stdout;
        let title = command.map_or_else(|| "camkes-lsp".to_owned(), |command| format!("camkes-lsp {command}"));
        let lines: Vec<_> = help.lines().map(str::trim_end).collect();
        write!(text, "\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim_end()).unwrap();
    }
    expect_file![repository().join("docs/command-line.md")].assert_eq(&text);
}

#[test]
fn every_command_is_documented() {
    let help = Camkes::new().arg("-h").run().succeeded().stdout;
    let section = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<_> = section.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, COMMANDS);
}

#[test]
fn the_picture_in_the_readme_is_what_the_program_draws() {
    let out = tempdir().unwrap();
    let _ = Camkes::build(Application::example("cattery").root, out.path()).run().succeeded();
    let drawn = fs::read_to_string(out.path().join("graph.svg")).unwrap();
    expect_file![repository().join("docs/images/cattery.svg")].assert_eq(&drawn);
}

#[test]
fn the_first_command_of_the_readme_works() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let first = readme.split("```sh\n").nth(1).unwrap().lines().next().unwrap();
    let arguments = first.strip_prefix("cargo run --release -- ").unwrap().split('#').next().unwrap();
    let arguments: Vec<_> = arguments.split_whitespace().collect();

    let folder = tempdir().unwrap();
    copy_folder(&repository().join("examples"), &folder.path().join("examples"));
    let _ = Camkes::new().args(&arguments).within(folder.path()).run().succeeded();
    assert!(files_below(&folder.path().join("build/echo")).contains_key("echo.cdl"));
}

#[test]
fn the_second_command_of_the_readme_is_what_ci_runs() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let second = readme.split("```sh\n").nth(1).unwrap().lines().nth(1).unwrap();
    let command = second.split('#').next().unwrap().trim();
    let ci = fs::read_to_string(repository().join(".ci/run")).unwrap();
    assert_eq!(ci.lines().last(), Some(format!("exec {command}").as_str()));
}

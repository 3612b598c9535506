// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `check`, `graph`, `dump`, help and version.

use expect_test::expect;
use serde_json::Value;

use crate::run::{Folder, copy, example};

const BROKEN: &str = "component Client { control }\nassembly { composition { component Cliemt c; } }\n";

#[test]
fn check_reports_in_every_format_on_standard_output() {
    let folder = Folder::new(&[("a.camkes", BROKEN)]);
    let concise = folder.run("check a.camkes --output-format concise");
    assert_eq!((concise.code, concise.stderr.as_str()), (1, ""));
    expect![[r#"
        a.camkes:1:27: error[syntax-error]: expected `;` after this declaration
        a.camkes:2:36: error[unknown-component]: unknown component `Cliemt`
    "#]]
    .assert_eq(&concise.stdout);
    let full = folder.run("check a.camkes");
    expect![[r#"
        error[syntax-error]: expected `;` after this declaration
         --> a.camkes:1:27
          |
        1 | component Client { control }
          |                           ^
          |
        help: Insert `;`
          |
        1 | component Client { control; }
          |                           +

        error[unknown-component]: unknown component `Cliemt`
         --> a.camkes:2:36
          |
        2 | assembly { composition { component Cliemt c; } }
          |                                    ^^^^^^
          |
          = note: did you mean `Client`?
        help: Change to `Client`
          |
        2 - assembly { composition { component Cliemt c; } }
        2 + assembly { composition { component Client c; } }
          |

        2 errors
    "#]]
    .assert_eq(&full.stdout);
    let json = folder.run("check --output-format json a.camkes");
    let findings: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(findings.as_array().unwrap().len(), concise.stdout.lines().count());
}

#[test]
fn check_is_silent_about_files_that_are_right() {
    let folder = Folder::new(&[("a.camkes", "component C { control; }\n"), ("b.idl4", "procedure P { void m(); }\n")]);
    let ran = folder.run("check a.camkes b.idl4");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    assert_eq!(folder.run("check a.camkes --output-format json").stdout, "[]\n");
}

#[test]
fn a_file_that_two_roots_import_is_reported_once() {
    let folder = Folder::new(&[
        ("a.camkes", "import \"c.camkes\";\n"),
        ("b.camkes", "import \"c.camkes\";\n"),
        ("c.camkes", "component {\n"),
    ]);
    let both = folder.run("check a.camkes b.camkes --output-format concise").stdout;
    let one = folder.run("check c.camkes --output-format concise").stdout;
    assert!(!one.is_empty());
    assert_eq!(both, one);
}

#[test]
fn colours_come_when_asked_for() {
    let folder = Folder::new(&[("a.camkes", BROKEN)]);
    assert!(folder.run("check a.camkes --color always").stdout.contains("\u{1b}["));
    assert!(!folder.run("--color never check a.camkes").stdout.contains('\u{1b}'));
    assert!(!folder.run("check a.camkes").stdout.contains('\u{1b}'), "a file is no terminal");
}

#[test]
fn graph_draws_what_a_build_writes() {
    let folder = Folder::new(&[]);
    copy(&example("cattery"), &folder.path);
    assert_eq!(folder.run("build cattery.camkes").code, 0);
    let built = folder.files("build/cattery");
    for format in ["svg", "dot"] {
        let ran = folder.run(&format!("graph cattery.camkes --format {format}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.stdout.as_bytes(), built[&format!("graph.{format}")], "{format}");
    }
    let broken = Folder::new(&[("a.camkes", BROKEN)]);
    let ran = broken.run("graph a.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("error["), "{ran:?}");
}

#[test]
fn dump_shows_tokens_and_tree_of_any_text() {
    let folder = Folder::new(&[("a.camkes", "import <x>; // no\n")]);
    expect![[r#"
        IMPORT_KW@0..6 "import"
        WHITESPACE@6..7 " "
        ANGLED@7..10 "<x>"
        SEMICOLON@10..11 ";"
        WHITESPACE@11..12 " "
        LINE_COMMENT@12..17 "// no"
        WHITESPACE@17..18 "\n"
    "#]]
    .assert_eq(&folder.run("dump tokens a.camkes").stdout);
    expect![[r#"
        SOURCE_FILE@0..18
          IMPORT@0..11
            IMPORT_KW@0..6 "import"
            WHITESPACE@6..7 " "
            ANGLE_STRING@7..10
              ANGLED@7..10 "<x>"
            SEMICOLON@10..11 ";"
          WHITESPACE@11..12 " "
          LINE_COMMENT@12..17 "// no"
          WHITESPACE@17..18 "\n"
    "#]]
    .assert_eq(&folder.run("dump tree a.camkes").stdout);
    let missing = folder.run("dump tree none");
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("does not exist"), "{missing:?}");
}

#[test]
fn help_teaches_by_example() {
    let folder = Folder::new(&[]);
    let help = folder.run("--help");
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    for part in ["camkes-lsp --build app.camkes", "Exit codes", "--out-dir", "x86_64", "check", "graph", "dump"] {
        assert!(help.stdout.contains(part), "no {part} in\n{}", help.stdout);
    }
    let version = folder.run("--version");
    assert_eq!(version.stdout, format!("camkes-lsp {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_bug_ends_with_its_own_exit_code_and_asks_for_a_report() {
    use camkes_lsp_server::system::{System, Terminals};

    struct Trap;
    impl std::io::Write for Trap {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            panic!("on purpose")
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut stderr = Vec::new();
    let mut system = System {
        stdout: &mut Trap,
        stderr: &mut stderr,
        working_folder: "/".into(),
        variable: &|_| None,
        terminals: Terminals::default(),
    };
    let arguments = ["camkes-lsp", "--version"].map(Into::into);
    assert_eq!(camkes_lsp_server::run(&arguments, &mut system).0, 101);
    let said = String::from_utf8(stderr).unwrap();
    assert!(said.contains(env!("CARGO_PKG_VERSION")) && said.contains("report"), "{said}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    use camkes_lsp_server::system::{System, Terminals};

    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let folder = Folder::new(&[("a.camkes", BROKEN), ("good.camkes", "component A { control; }")]);
    // The exit code stays the command's own: a pipe into `head` must not turn a failed check into a good one.
    let runs = [("dump tree good.camkes", 0), ("check good.camkes", 0), ("check a.camkes", 1), ("build a.camkes", 1)];
    for (line, code) in runs {
        let mut stderr = Closed;
        let mut system = System {
            stdout: &mut Closed,
            stderr: &mut stderr,
            working_folder: folder.path.clone(),
            variable: &|_| None,
            terminals: Terminals::default(),
        };
        let arguments: Vec<_> = std::iter::once("camkes-lsp").chain(line.split(' ')).map(Into::into).collect();
        assert_eq!(camkes_lsp_server::run(&arguments, &mut system).0, code, "{line}");
    }
}

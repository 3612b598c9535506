// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Levels of rules on the command line, and comments that allow findings.

use crate::run::Folder;

const SYSTEM: &str = "struct S { int a; }
component C { control; attribute S s; }
assembly {
    composition { component C c; }
    configuration { c.s = {\"a\": 1, \"b\": 2}; }
}
";

#[test]
fn flags_change_the_level_of_a_rule_and_what_the_program_returns() {
    let folder = Folder::new(&[("a.camkes", SYSTEM)]);
    let cases = [
        ("", 0, "warning[unknown-member]"),
        ("--warn unknown-member --error-on-warning", 1, "warning[unknown-member]"),
        ("--error unknown-member", 1, "error[unknown-member]"),
        ("--error unknown-member --exit-zero", 0, "error[unknown-member]"),
        ("--error unknown-member --ignore unknown-member", 0, ""),
    ];
    for (flags, code, said) in cases {
        let ran = folder.run(&format!("check a.camkes --output-format concise {flags}"));
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{flags}");
        assert!(ran.stdout.contains(said) && ran.stdout.is_empty() == said.is_empty(), "{flags}: {}", ran.stdout);
    }
    let ran = folder.run("check a.camkes --warn unknown-membre");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("did you mean `unknown-member`?"), "{}", ran.stderr);
}

#[test]
fn what_is_ignored_is_not_mended() {
    let folder = Folder::new(&[("a.camkes", &SYSTEM.replace("component C c", "component D d; component C c"))]);
    let ran = folder.run("check a.camkes --fix --diff --ignore unknown-component");
    assert!(ran.stderr.contains("would mend 0 mistakes"), "{}", ran.stderr);
}

#[test]
fn a_comment_that_allows_nothing_is_mended_away() {
    let text = SYSTEM.replace("    composition", "    // camkes: allow(unknown-key)\n    composition");
    let folder = Folder::new(&[("a.camkes", &text)]);
    let ran = folder.run("check a.camkes --fix");
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert_eq!(std::fs::read_to_string(folder.path.join("a.camkes")).unwrap(), SYSTEM);
}

#[test]
fn nothing_hides_an_error_from_a_build() {
    let text = SYSTEM
        .replace("component C c", "component D d; component C c")
        .replace("assembly", "// camkes: allow-file(unknown-component)\nassembly");
    let folder = Folder::new(&[("a.camkes", &text)]);
    let ran = folder.run("check a.camkes --ignore unknown-member");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let ran = folder.run("build a.camkes --output-format concise");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[unknown-component]"), "{}", ran.stderr);
}

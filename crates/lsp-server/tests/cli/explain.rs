// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `explain`, and whether the documentation of rules is true.

use camkes_hir::diagnostic::{Rule, Severity};

use crate::run::{Folder, Ran};

/// The blocks of Markdown that are marked as ADL.
fn examples(rule: Rule) -> Vec<String> {
    let text = rule.documentation();
    let blocks = text.split("```camkes\n").skip(1);
    blocks.map(|block| block.split_once("```").expect("a block has an end").0.to_owned()).collect()
}

/// Runs what finds mistakes of a rule over an example.
fn run(rule: Rule, example: &str) -> Ran {
    run_in(&folder_of(example), rule, "")
}

/// An example as files. A line `//- /name` starts another file; U+FFFD is a byte that is
/// no UTF-8, which Markdown can't have.
fn folder_of(example: &str) -> Folder {
    let folder = Folder::new(&[]);
    let mut files = example.split("//- /");
    let write = |name: &str, text: &str| {
        let bytes: Vec<u8> = text.replace('\u{fffd}', "\0").bytes().map(|it| if it == 0 { 0xff } else { it }).collect();
        folder.write(name, &bytes);
    };
    write("example.camkes", files.next().unwrap());
    for file in files {
        let (name, text) = file.split_once('\n').unwrap();
        write(name.trim(), text);
    }
    folder
}

fn run_in(folder: &Folder, rule: Rule, flags: &str) -> Ran {
    match rule {
        // What has no assembly is wrong only when it is to be built.
        Rule::NoAssembly => folder.run("build example.camkes --output-format concise"),
        // It takes a folder to see which of its files nothing reaches.
        Rule::UnreachableFile => folder.run(&format!("check . --output-format concise {flags}")),
        // Hints are for editors; `check` shows them when they are asked for.
        _ if rule.severity() == Severity::Hint => {
            folder.run(&format!("check example.camkes --output-format concise --warn {rule} {flags}"))
        }
        _ => folder.run(&format!("check example.camkes --output-format concise {flags}")),
    }
}

#[test]
fn every_rule_has_an_example_that_breaks_it_and_one_that_keeps_it() {
    let mut wrong = Vec::new();
    for &rule in Rule::ALL {
        let examples = examples(rule);
        let [broken, mended] = examples.as_slice() else {
            wrong.push(format!("{rule}: {} examples", examples.len()));
            continue;
        };
        let ran = run(rule, broken);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        let level = if rule.severity() == Severity::Hint { Severity::Warning } else { rule.severity() };
        if !said.contains(&format!("{}[{rule}]", level.name())) {
            wrong.push(format!("{rule} is not broken by its first example:\n{broken}\n{said}"));
        }
        let ran = run(rule, mended);
        let said = if rule == Rule::NoAssembly { ran.stderr } else { ran.stdout + &ran.stderr };
        if ran.code != 0 || !said.is_empty() {
            wrong.push(format!("{rule} is not kept by its second example:\n{mended}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_fix_mends_the_example_that_breaks_a_rule() {
    let mut mended = Vec::new();
    for &rule in Rule::ALL.iter().filter(|rule| **rule != Rule::NoAssembly) {
        let broken = examples(rule).remove(0);
        let folder = folder_of(&broken);
        let ran = run_in(&folder, rule, "--fix");
        if ran.stderr.contains("mended 0 mistakes") {
            continue;
        }
        let said = run_in(&folder, rule, "").stdout;
        assert!(!said.contains(&format!("[{rule}]")), "{rule} is still broken:\n{said}");
        mended.push(rule.name());
    }
    assert!(mended.contains(&"unused-import") && mended.contains(&"unconnected-interface"), "{mended:?}");
}

#[test]
fn a_rule_is_explained_with_its_level_and_examples() {
    let folder = Folder::new(&[]);
    let ran = folder.run("explain unknown-component");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout.starts_with("# unknown-component\n\nLevel: error\n\nNo component of this name"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("component Cliemt c;") && ran.stdout.contains("component Client c;"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("SPDX"), "{}", ran.stdout);
}

#[test]
fn all_rules_are_listed_one_a_line() {
    let ran = Folder::new(&[]).run("explain");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let names: Vec<_> = ran.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let all: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names, all);
}

#[test]
fn a_slip_in_the_name_of_a_rule_is_recognised() {
    let ran = Folder::new(&[]).run("explain unknown-compnent");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("did you mean `unknown-component`?"), "{}", ran.stderr);
    let ran = Folder::new(&[]).run("explain zebra");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`camkes-lsp explain` lists them"), "{}", ran.stderr);
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The layout of a file and of a part of it.

use camkes_ide::TextRange;

use crate::setup::{at_cursor, edited};

const UNTIDY: &str =
    "//- /main.camkes\ncomponent  A {control;}\n<|component  B {control;}|>\ncomponent  C {control;}$0\n";

#[test]
fn a_file_gets_its_layout() {
    let (fixture, analysis, path, _) = at_cursor(UNTIDY);
    let text = edited(&fixture, &analysis.formatting(&path).unwrap());
    let part = |name| format!("component {name} {{\n    control;\n}}\n");
    assert_eq!(text, format!("//- /main.camkes\n{}{}{}", part("A"), part("B"), part("C")));
}

#[test]
fn a_part_gets_its_layout_and_the_rest_stays() {
    let (fixture, analysis, path, _) = at_cursor(UNTIDY);
    let range = fixture.root().ranges[0];
    let text = edited(&fixture, &analysis.range_formatting(&path, range).unwrap());
    let middle = "component B {\n    control;\n}\n";
    assert_eq!(text, format!("//- /main.camkes\ncomponent  A {{control;}}\n{middle}component  C {{control;}}\n"));
}

#[test]
fn a_tidy_part_and_the_library_stay_as_they_are() {
    let (_, analysis, path, _) = at_cursor("//- /main.camkes\ncomponent A {\n    control;\n}\ncomponent  B { }$0\n");
    assert_eq!(analysis.range_formatting(&path, TextRange::up_to(20.into())).unwrap(), []);
    let library = camkes_ide::builtin::path("std_connector.camkes");
    assert_eq!(analysis.formatting(&library).unwrap(), []);
}

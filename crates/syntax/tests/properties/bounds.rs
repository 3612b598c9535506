// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Nesting has a limit, and no text overflows the stack.

use camkes_syntax::{SyntaxErrorKind, parse};

const LEVELS: usize = 10_000;

fn too_deep(text: &str) -> usize {
    let parse = parse(text);
    assert_eq!(parse.syntax_node().text(), text);
    parse.errors().iter().filter(|it| it.kind == SyntaxErrorKind::TooDeep).count()
}

fn setting(value: &str) -> String {
    format!("configuration {{\n    a.b = {value};\n    a.c = 1;\n}}\n")
}

#[test]
fn nested_values_are_cut_off() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{1:", "}"), ("-", ""), ("!(", ")"), ("1?", ":2"), ("q([", "])")] {
        let closed = setting(&format!("{}1{}", open.repeat(LEVELS), close.repeat(LEVELS)));
        assert_eq!(too_deep(&closed), 1, "{open}");
        assert_eq!(too_deep(&setting(&open.repeat(LEVELS))), 1, "{open} without its end");
    }
}

#[test]
fn a_long_row_of_operators_is_cut_off() {
    for operator in ["+", "**", "||", "<<", "<", "? 1 :"] {
        let row = setting(&vec!["1"; LEVELS].join(operator));
        let parse = parse(&row);
        assert_eq!(parse.syntax_node().text(), row.as_str());
        assert!(!parse.errors().is_empty(), "{operator}");
    }
}

#[test]
fn what_follows_a_value_that_is_too_deep_is_read() {
    let text = setting(&format!("{}1{}", "(".repeat(LEVELS), ")".repeat(LEVELS)));
    assert_eq!(parse(&text).errors().len(), 1);
}

#[test]
fn nested_bodies_are_cut_off() {
    for open in
        ["component {", "component { composition { ", "assembly {", "{", "struct a { { ", "composition { group {"]
    {
        let text = open.repeat(LEVELS);
        let parse = parse(&text);
        assert_eq!(parse.syntax_node().text(), text.as_str());
        assert!(!parse.errors().is_empty());
    }
    assert_eq!(too_deep(&"component { composition { ".repeat(LEVELS)), 1);
    let closed = format!("struct A {{ {} int a; {} }}", "{ ".repeat(LEVELS), "} x; ".repeat(LEVELS));
    assert_eq!(too_deep(&closed), 1);
}

#[test]
fn real_nesting_is_within_the_limit() {
    let text = setting(&format!("{}1{}", "(".repeat(100), ")".repeat(100)));
    assert_eq!(parse(&text).errors(), []);
    let text = setting(&vec!["1"; 100].join(" + "));
    assert_eq!(parse(&text).errors(), []);
}

#[test]
fn long_flat_things_have_no_limit() {
    let list = setting(&format!("[{}]", "1, ".repeat(LEVELS)));
    assert_eq!(parse(&list).errors(), []);
    let string = setting(&"\"a\" ".repeat(LEVELS));
    assert_eq!(parse(&string).errors(), []);
    let lookup = setting(&format!("q({{}}){}", "[1]".repeat(LEVELS)));
    assert_eq!(parse(&lookup).errors(), []);
    let path = format!("composition {{ export {}a -> b; }}", "a.".repeat(LEVELS));
    assert_eq!(parse(&path).errors(), []);
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates and what Jinja2 itself makes of them, byte for byte. The expected texts are Jinja2's, not ours.

use camkes_jinja::Limits;

use crate::setup::render_with;

#[test]
fn white_space_is_kept_and_trimmed_as_jinja2_does() {
    check(include_str!("cases/white_space.txt"));
}

#[test]
fn names_are_seen_where_jinja2_sees_them() {
    check(include_str!("cases/scoping.txt"));
}

#[test]
fn loops_go_as_in_jinja2() {
    check(include_str!("cases/loops.txt"));
}

#[test]
fn macros_take_arguments_as_in_jinja2() {
    check(include_str!("cases/macros.txt"));
}

#[test]
fn includes_imports_and_inheritance_are_those_of_jinja2() {
    check(include_str!("cases/other_templates.txt"));
}

#[test]
fn blocks_capture_and_filter_text() {
    check(include_str!("cases/blocks.txt"));
}

#[test]
fn values_mean_what_they_mean_in_python() {
    check(include_str!("cases/python.txt"));
}

#[test]
fn random_expressions_have_the_values_of_python() {
    check(include_str!("cases/random.txt"));
}

#[test]
fn f_strings_in_python_text_are_those_of_python() {
    check(include_str!("cases/fstrings.txt"));
}

#[test]
fn filters_for_people_and_for_html_are_those_of_jinja2() {
    check(include_str!("cases/html.txt"));
}

/// Renders the templates of a file, and compares with what the file says.
fn check(text: &str) {
    let mut templates: Vec<(String, String)> = Vec::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("template ") {
            let (name, text) = rest.split_once(": ").unwrap();
            templates.push((name.to_owned(), unescape(text)));
        } else if let Some(expected) = line.strip_prefix("gives: ") {
            count += 1;
            let expected = unescape(expected);
            let shown = templates.clone();
            let found = render_with(std::mem::take(&mut templates), Vec::new(), Limits::default());
            if found.as_ref().ok() != Some(&expected) {
                wrong.push(format!("{shown:#?}\n expected {expected:?}\n found    {found:?}"));
            }
        }
    }
    assert!(count > 0, "the file has no case");
    assert!(wrong.is_empty(), "{} of {count} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A text as it stands in a file of cases: on one line, ended by a bar.
fn unescape(text: &str) -> String {
    let text = text.strip_suffix('|').expect("a text ends in a bar");
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                other => out.extend(other),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

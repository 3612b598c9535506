// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Errors: their kind, their text, and the way to the line that they come from.

use camkes_jinja::{Limits, TemplateError};
use expect_test::{Expect, expect};

use crate::setup::{render, render_with};

fn shown(error: &TemplateError) -> String {
    let mut text = format!("{:?} at {}:{}:{}: {}", error.kind, error.template, error.line, error.column, error.message);
    for place in &error.via {
        text += &format!("\n  via {}:{}", place.template, place.line);
    }
    text
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shown(&render(text).unwrap_err()));
}

#[test]
fn what_a_template_raises_is_told_with_its_line() {
    check(
        "a\nb\n  /*? raise(TemplateError('bad %s' % 3)) ?*/",
        &expect![[r#"Raised("TemplateError") at main:3:3: bad 3"#]],
    );
    check("/*- do assert(1 == 2, 'no') -*/", &expect![[r#"Raised("AssertionError") at main:1:1: no"#]]);
    check("/*? raise(ValueError) ?*/", &expect![[r#"Raised("ValueError") at main:1:1: ValueError"#]]);
}

#[test]
fn what_is_not_there_is_told_by_its_name() {
    check("/*? nope.x ?*/", &expect!["Undefined at main:1:1: 'nope' is undefined"]);
    check("/*? {}.x ?*/", &expect!["Undefined at main:1:1: 'dict object' has no attribute 'x'"]);
    check("\n/*- if [1][3] -*//*- endif -*/", &expect!["Undefined at main:2:1: list object has no element 3"]);
    check("/*? none.x ?*/", &expect!["Undefined at main:1:1: 'None' has no attribute 'x'"]);
    check("/*- for x in nope -*//*- endfor -*/", &expect!["Undefined at main:1:1: 'nope' is undefined"]);
}

#[test]
fn operations_fail_as_in_python() {
    check(
        "/*? 1 + 'a' ?*/",
        &expect![[r#"Raised("TypeError") at main:1:1: unsupported operand type(s) for +: 'int' and 'str'"#]],
    );
    check(
        "/*? 1 // 0 ?*/",
        &expect![[r#"Raised("ZeroDivisionError") at main:1:1: integer division or modulo by zero"#]],
    );
    check(
        "/*? '%d' % 'a' ?*/",
        &expect![[r#"Raised("TypeError") at main:1:1: %d format: a real number is required, not str"#]],
    );
    check(
        "/*- set d = {'a': 1} -*//*- for x in d -*//*- do d.update({'b': 2}) -*//*- endfor -*/",
        &expect![[r#"Raised("RuntimeError") at main:1:25: dictionary changed size during iteration"#]],
    );
}

#[test]
fn the_way_through_macros_and_includes_is_told() {
    let templates = [
        ("main", "\n/*- include 'outer' -*/"),
        ("outer", "x\n\n/*- from 'lib' import f -*//*? f(1) ?*/"),
        ("lib", "/*- macro f(x) -*/\n/*? x.nope ?*/\n/*- endmacro -*/"),
    ];
    let templates = templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let error = render_with(templates, Vec::new(), Limits::default()).unwrap_err();
    expect![[r#"
        Undefined at lib:2:1: 'int object' has no attribute 'nope'
          via outer:3
          via main:2"#]]
    .assert_eq(&shown(&error));
}

#[test]
fn white_space_control_does_not_move_lines() {
    check(
        "a\n\n/*-- if true --*/\n\n b\n/*-- endif --*/\n\n/*# a\ncomment #*/ /*? nope ?*/",
        &expect!["Undefined at main:9:13: 'nope' is undefined"],
    );
}

#[test]
fn mistakes_of_syntax_are_told_at_their_place() {
    check("a\n/*- if 1 -*/", &expect!["Syntax at main:2:13: the template ends, but 'if' is still open"]);
    check("/*? 1 + ?*/", &expect!["Syntax at main:1:9: unexpected the end, expected an expression"]);
    check("/*? x", &expect!["Syntax at main:1:4: the tag is not closed by '?*/'"]);
    check("/*- endfor -*/", &expect!["Syntax at main:1:12: unexpected 'endfor': nothing is open"]);
    check("/*- unknown x -*/", &expect!["Syntax at main:1:13: Encountered unknown tag 'unknown'."]);
    check("/*? 1|nofilter ?*/", &expect!["Syntax at main:1:16: No filter named 'nofilter'."]);
    check("/*# open", &expect!["Syntax at main:1:4: Missing end of comment tag"]);
    check(
        "/*- for x in [1] -*//*- with -*//*- break -*//*- endwith -*//*- endfor -*/",
        &expect!["Syntax at main:1:43: 'break' inside of 'with' is not supported: end the 'with' first"],
    );
    check("/*- include 'nope' -*/", &expect!["NotFound at main:1:1: tried to include non-existing template 'nope'"]);
}

#[test]
fn what_would_reach_out_is_refused_at_its_place() {
    check(
        "\n/*- do exec('x = 1') -*/",
        &expect!["Unsupported at main:2:8: 'exec' is not supported: it runs Python statements"],
    );
    check(
        "/*? open('/etc/passwd') ?*/",
        &expect!["Unsupported at main:1:5: 'open' is not supported: templates can't read files"],
    );
    check(
        "/*? os.system('ls') ?*/",
        &expect!["Unsupported at main:1:8: 'os.system' is not supported: templates can't start processes"],
    );
    check(
        "a /*? 1 if os.environ else 2 ?*/",
        &expect!["Unsupported at main:1:15: 'os.environ' is not supported: templates can't see the environment"],
    );
    check(
        "/*? os.path.exists('a') ?*/",
        &expect!["Unsupported at main:1:13: 'os.path.exists' is not supported: templates can't look at files"],
    );
    check(
        "/*- do pdb.set_trace() -*/",
        &expect!["Unsupported at main:1:12: 'pdb.set_trace' is not supported: there is no Python to debug"],
    );
    check(
        "/*? lambda('x: __import__(x)')('os') ?*/",
        &expect!["Unsupported at main:1:12: '__import__' is not supported: templates can't load modules"],
    );
    check(
        "/*? [1] | random ?*/",
        &expect![
            "Unsupported at main:1:11: the filter 'random' is not supported: a build must give the same output each time"
        ],
    );
    check(
        "/*- include '../secret' -*/",
        &expect!["NotFound at main:1:1: tried to include non-existing template '../secret'"],
    );
    check(
        "/*? re.match('(?=a)', 'a') ?*/",
        &expect!["Unsupported at main:1:1: looking ahead or behind in regular expressions is not supported"],
    );
    check(
        "/*? '&eacute;' | striptags ?*/",
        &expect![
            "Unsupported at main:1:1: 'striptags' knows no character of HTML by the name '&eacute': write its number"
        ],
    );
}

#[test]
fn what_would_reach_out_is_refused_even_where_it_never_runs() {
    check(
        "/*- if false -*/\n/*- for x in [1] -*//*? 1 + exec('x') ?*//*- endfor -*//*- endif -*/",
        &expect!["Unsupported at main:2:29: 'exec' is not supported: it runs Python statements"],
    );
    check(
        "/*- macro m(x) -*//*? x | map(lambda('x: [open(y) for y in x]')) ?*//*- endmacro -*/",
        &expect!["Unsupported at main:1:38: 'open' is not supported: templates can't read files"],
    );
    check(
        "/*- macro m() -*//*? lambda('x: f\"{eval(1)}{os.getcwd()}\"') ?*//*- endmacro -*/",
        &expect!["Unsupported at main:1:29: 'os.getcwd' is not supported: templates can't look at files"],
    );
    check(
        "/*- if false -*//*- set x = input() -*//*- endif -*/",
        &expect!["Unsupported at main:1:29: 'input' is not supported: templates can't read from the terminal"],
    );
}

#[test]
fn names_of_refused_functions_may_be_given_another_meaning() {
    for (template, expected) in [
        ("/*- set open = lambda('x: x + 1') -*//*? open(1) ?*/", "2"),
        ("/*- for dir in ['a'] -*//*? dir.upper() ?*//*- endfor -*/", "A"),
        ("/*- macro print(vars) -*//*? vars(2) ?*//*- endmacro -*//*? print(lambda('x: x')) ?*/", "2"),
        ("/*- with os = {'system': 3} -*//*? os.system ?*//*- endwith -*/", "3"),
    ] {
        assert_eq!(render(template).as_deref(), Ok(expected));
    }
}

#[test]
fn mistakes_in_f_strings_are_those_of_python() {
    let check = |body: &str, expected: &Expect| check(&format!("/*? lambda('x: f\"{body}\"')(3) ?*/"), expected);
    check("{x", &expect![[r#"Raised("SyntaxError") at main:1:1: f-string: expecting '}' (in 'x: f"{x"', column 4)"#]]);
    check(
        "{}",
        &expect![[
            r#"Raised("SyntaxError") at main:1:1: f-string: empty expression not allowed (in 'x: f"{}"', column 4)"#
        ]],
    );
    check(
        "x}",
        &expect![[
            r#"Raised("SyntaxError") at main:1:1: f-string: single '}' is not allowed (in 'x: f"x}"', column 4)"#
        ]],
    );
    check(
        "{x!z}",
        &expect![[
            r#"Raised("SyntaxError") at main:1:1: f-string: invalid conversion character: expected 's', 'r', or 'a' (in 'x: f"{x!z}"', column 4)"#
        ]],
    );
    check(
        "{x:{x:{x}}}",
        &expect![[
            r#"Raised("SyntaxError") at main:1:1: f-string: expressions nested too deeply (in 'x: f"{x:{x:{x}}}"', column 4)"#
        ]],
    );
    check("{x:q}", &expect![[r#"Raised("ValueError") at main:1:1: Unknown format code 'q' for object of type 'int'"#]]);
    check("{y}", &expect![[r#"Raised("NameError") at main:1:1: name 'y' is not defined"#]]);
    check(
        "{x +}",
        &expect![[
            r#"Raised("SyntaxError") at main:1:1: f-string: unexpected the end, expected an expression (in 'x: f"{x +}"', column 4)"#
        ]],
    );
}

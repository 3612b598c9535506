// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Tokens.

use expect_test::expect;

use crate::{errors, tree, valid};

#[test]
fn imports() {
    tree(
        r#"import "a" "b.camkes";
import <c/d.camkes>;"#,
        &expect![[r#"
            IMPORT import ;
              STRING_LIT "a" "b.camkes"
            IMPORT import ;
              ANGLE_STRING <c/d.camkes>
        "#]],
    );
}

#[test]
fn comments_and_directives_are_no_items() {
    tree(
        r"#include <a.h>
// one
/* two
 */ component /* three */ C { } # four
#define X \
    component D { }
;",
        &expect![[r#"
            COMPONENT component
              NAME C
              COMPONENT_BODY { }
        "#]],
    );
}

#[test]
fn every_number_of_the_language() {
    for number in ["0", "00", "7", "123", "0x0", "0xFf", "1.5", "0.5", "08.25"] {
        valid(&format!("configuration {{ a.b = {number}; }}"));
    }
}

#[test]
fn strings_may_span_lines_and_have_no_escapes() {
    valid("configuration { a.b = \"one\ntwo\"; a.c = \"back\\\"; }");
    valid("import \"a\"\n\"b\";");
}

#[test]
fn words_may_go_on_beyond_ascii() {
    valid("component Müller { uses P größe; }");
}

#[test]
fn numbers_that_are_none() {
    errors(
        r"configuration {
    a.b = 08;
    a.b = 007;
    a.b = 0b1;
    a.b = 0o7;
    a.b = 0x;
    a.b = 0X1F;
    a.b = 0xfg;
    a.b = 0x1.8;
    a.b = 1.;
    a.b = .5;
    a.b = 1.2.3;
    a.b = 1e5;
    a.b = 1.5e3;
    a.b = 4UL;
    a.b = 10ms;
    a.b = 1_000;
}",
        &expect![[r#"
            `08`: a whole number does not begin with `0`: octal numbers are not part of the language
            `007`: a whole number does not begin with `0`: octal numbers are not part of the language
            `0b1`: binary numbers are not part of the language: write a decimal or a hexadecimal one
            `0o7`: octal numbers are not part of the language: write a decimal or a hexadecimal one
            `0x`: hexadecimal digits are missing after `0x`
            `0X1F`: a hexadecimal number begins with a small `0x`
            `0xfg`: a number has no suffix
            `0x1.8`: a hexadecimal number has no fraction
            `1.`: digits are missing after the decimal point
            `.5`: a digit is missing before the decimal point, as in `0.5`
            `1.2.3`: a number has one decimal point
            `1e5`: a number has no exponent
            `1.5e3`: a number has no exponent
            `4UL`: a number has no suffix
            `10ms`: a number has no suffix
            `1_000`: the digits of a number are not separated by `_`
        "#]],
    );
}

#[test]
fn a_string_without_its_end() {
    errors(
        r#"import "a.camkes;
import "b.camkes";
component C { attribute string s = "x; }"#,
        &expect![[r#"
            `"a.camkes`: this string has no closing `"`
            `"x`: this string has no closing `"`
        "#]],
    );
}

#[test]
fn a_path_without_its_end() {
    errors(
        r"import <a.camkes;
import <b.camkes
import <c.camkes>;",
        &expect![[r#"
            `<a.camkes`: this path has no closing `>`
            `<b.camkes`: this path has no closing `>`
            behind `<b.camkes`: expected `;` after this declaration (insert `;`)
        "#]],
    );
}

#[test]
fn a_comment_without_its_end() {
    errors(
        r"component C { } /* and so on
component D { }",
        &expect![[r#"
            `/*`: this comment has no closing `*/`
        "#]],
    );
}

#[test]
fn characters_of_no_token() {
    errors(
        "component C { uses @P p; } $ é",
        &expect![[r#"
            `@`: the character `@` is not part of the language
            `$`: the character `$` is not part of the language
            `é`: the character `é` is not part of the language
        "#]],
    );
}

#[test]
fn a_byte_order_mark() {
    errors(
        "﻿component C { }",
        &expect![[r#"
            `﻿`: a byte order mark is not part of the language
        "#]],
    );
}

#[test]
fn angle_brackets_are_operators_elsewhere() {
    errors(
        "include <a.h>; component C { attribute string s = <a.h>; }",
        &expect![[r#"
        `include`: `include` does not belong outside of a body
        `<`: expected a value
    "#]],
    );
}

#[test]
fn an_import_without_a_file() {
    errors(
        "import; import a; import",
        &expect![[r#"
        `;`: expected a file, as in `"file"` or `<file>`
        `a`: expected a file, as in `"file"` or `<file>`
        behind `import`: expected a file, as in `"file"` or `<file>`
    "#]],
    );
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Configurations and settings.

use expect_test::expect;

use crate::{errors, tree, valid};

#[test]
fn settings() {
    tree(
        r#"configuration C {
    a.b = 1;
    a.c = "x";
    a.d <- b.c.d;
    a.e <- b.d["k"][2];
    Buf.f = q({"k": 1})["k"][2];
    a.g = q([{}, {}]);
}"#,
        &expect![[r#"
            CONFIGURATION configuration
              NAME C
              CONFIGURATION_BODY { }
                SETTING = ;
                  REFERENCE .
                    NAME_REF a
                    NAME_REF b
                  NUMBER 1
                SETTING = ;
                  REFERENCE .
                    NAME_REF a
                    NAME_REF c
                  STRING_LIT "x"
                SETTING <- ;
                  REFERENCE .
                    NAME_REF a
                    NAME_REF d
                  ATTRIBUTE_REF
                    REFERENCE . .
                      NAME_REF b
                      NAME_REF c
                      NAME_REF d
                SETTING <- ;
                  REFERENCE .
                    NAME_REF a
                    NAME_REF e
                  ATTRIBUTE_REF
                    REFERENCE .
                      NAME_REF b
                      NAME_REF d
                    DICT_LOOKUP [ ]
                      STRING_LIT "k"
                    DICT_LOOKUP [ ]
                      NUMBER 2
                SETTING = ;
                  REFERENCE .
                    NAME_REF Buf
                    NAME_REF f
                  QUERY ( )
                    NAME_REF q
                    DICT { }
                      DICT_ENTRY :
                        STRING_LIT "k"
                        NUMBER 1
                    DICT_LOOKUP [ ]
                      STRING_LIT "k"
                    DICT_LOOKUP [ ]
                      NUMBER 2
                SETTING = ;
                  REFERENCE .
                    NAME_REF a
                    NAME_REF g
                  QUERY ( )
                    NAME_REF q
                    LIST [ , ]
                      DICT { }
                      DICT { }
        "#]],
    );
}

#[test]
fn a_target_is_an_instance_and_an_attribute() {
    errors(
        "configuration { a = 1; a.b.c = 2; a.b = 3; }",
        &expect![[r#"
        `a`: a setting names an instance and one attribute of it, as in `instance.attribute`
        `a.b.c`: a setting names an instance and one attribute of it, as in `instance.attribute`
    "#]],
    );
}

#[test]
fn a_setting_without_a_value() {
    errors(
        r"configuration {
    a.b = ;
    a.c =
    a.d = 1;
    a.e;
    a.f <- ;
}",
        &expect![[r#"
            `;`: expected a value
            behind `=`: expected a value
            `;`: expected `=` or `<-`
            `;`: expected an attribute, as in `instance.attribute`
        "#]],
    );
}

#[test]
fn a_setting_without_an_operator() {
    errors(
        "configuration { a.b 1; a.c: 2; a.d = 3; }",
        &expect![[r#"
        `1`: expected `=` or `<-`
        `:`: expected `=` or `<-`
    "#]],
    );
}

#[test]
fn a_setting_without_a_semicolon() {
    errors(
        r"configuration {
    a.b = 1
    a.c = 2
}",
        &expect![[r#"
            behind `1`: expected `;` after this declaration (insert `;`)
            behind `2`: expected `;` after this declaration (insert `;`)
        "#]],
    );
}

#[test]
fn a_name_is_no_value() {
    errors(
        "configuration { a.b = c.d; }",
        &expect![[r#"
        `c.d`: a name is not a value: `<-` takes the value of another attribute
    "#]],
    );
}

#[test]
fn a_query_with_something_else() {
    errors(
        "configuration { a.b = q({}, {}); a.c = q([1]); a.d = [q({})]; a.e = 1 + q({}); }",
        &expect![[r#"
            `,`: expected `)`
            `1`: the argument of a query is a dict or a list of dicts
            `q({})`: a query can only be the whole value of a setting
            `q({})`: expected a number
        "#]],
    );
}

#[test]
fn a_lookup_without_a_key() {
    errors(
        "configuration { a.b = q({})[]; a.c <- d.e[[1]]; }",
        &expect![[r#"
        `]`: expected a value
        `[1]`: a key is a number or a string
    "#]],
    );
}

#[test]
fn declarations_are_no_settings() {
    errors(
        "configuration { component T t; a.b = 1; }",
        &expect![[r#"
            `component`: `component` does not belong in a configuration
        "#]],
    );
}

#[test]
fn a_setting_may_be_on_any_number_of_lines() {
    valid("configuration {\n  a\n  .\n  b\n  =\n  1\n  ;\n}");
}

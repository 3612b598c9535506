// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Structs, attributes and their types.

use expect_test::expect;

use crate::{errors, tree};

#[test]
fn a_struct() {
    tree(
        r#"struct S {
    int a;
    string b[];
    T c = {"k": 1};
    { char d; } e;
}"#,
        &expect![[r#"
            STRUCT struct
              NAME S
              STRUCT_BODY { }
                ATTRIBUTE ;
                  PRIMITIVE_TYPE int
                  NAME a
                ATTRIBUTE ;
                  PRIMITIVE_TYPE string
                  NAME b
                  ARRAY_MARK [ ]
                ATTRIBUTE = ;
                  NAMED_TYPE
                    REFERENCE
                      NAME_REF T
                  NAME c
                  DICT { }
                    DICT_ENTRY :
                      STRING_LIT "k"
                      NUMBER 1
                ATTRIBUTE ;
                  INLINE_STRUCT
                    STRUCT_BODY { }
                      ATTRIBUTE ;
                        PRIMITIVE_TYPE char
                        NAME d
                  NAME e
        "#]],
    );
}

#[test]
fn attributes_of_every_type() {
    tree(
        r#"component C {
    attribute signed a;
    attribute signed int b;
    attribute unsigned integer c;
    attribute unsigned char d;
    attribute uint64_t e;
    attribute float f;
    attribute x.T g;
    attribute { int h; } i[] = [{"h": 1}];
}"#,
        &expect![[r#"
            COMPONENT component
              NAME C
              COMPONENT_BODY { }
                ATTRIBUTE attribute ;
                  PRIMITIVE_TYPE signed
                  NAME a
                ATTRIBUTE attribute ;
                  PRIMITIVE_TYPE signed int
                  NAME b
                ATTRIBUTE attribute ;
                  PRIMITIVE_TYPE unsigned integer
                  NAME c
                ATTRIBUTE attribute ;
                  PRIMITIVE_TYPE unsigned char
                  NAME d
                ATTRIBUTE attribute ;
                  PRIMITIVE_TYPE uint64_t
                  NAME e
                ATTRIBUTE attribute ;
                  NAMED_TYPE
                    REFERENCE
                      NAME_REF float
                  NAME f
                ATTRIBUTE attribute ;
                  NAMED_TYPE
                    REFERENCE .
                      NAME_REF x
                      NAME_REF T
                  NAME g
                ATTRIBUTE attribute = ;
                  INLINE_STRUCT
                    STRUCT_BODY { }
                      ATTRIBUTE ;
                        PRIMITIVE_TYPE int
                        NAME h
                  NAME i
                  ARRAY_MARK [ ]
                  LIST [ ]
                    DICT { }
                      DICT_ENTRY :
                        STRING_LIT "h"
                        NUMBER 1
        "#]],
    );
}

#[test]
fn a_struct_without_members() {
    errors(
        "struct S { }",
        &expect![[r#"
        `struct`: a struct needs a member
    "#]],
    );
}

#[test]
fn a_struct_without_a_name() {
    errors(
        "struct { int a; }",
        &expect![[r#"
        `{`: expected a name
    "#]],
    );
}

#[test]
fn a_member_without_a_semicolon() {
    errors(
        r"struct S {
    int a
    int b
}",
        &expect![[r#"
            behind `a`: expected `;` after this declaration (insert `;`)
            behind `b`: expected `;` after this declaration (insert `;`)
        "#]],
    );
}

#[test]
fn an_attribute_without_its_parts() {
    errors(
        "component C { attribute; attribute int; attribute int a = ; }",
        &expect![[r#"
        `;`: expected a type
        `;`: expected a name
        `;`: expected a value
    "#]],
    );
}

#[test]
fn an_attribute_of_a_c_struct() {
    errors(
        "component C { attribute struct s a; }",
        &expect![[r#"
        `struct`: the type of an attribute is the name alone, without `struct`
    "#]],
    );
}

#[test]
fn an_attribute_of_type_void() {
    errors(
        "component C { attribute void a; }",
        &expect![[r#"
        `void`: `void` is not the type of a value
    "#]],
    );
}

#[test]
fn an_attribute_with_a_length() {
    errors(
        "component C { attribute int a[3]; attribute int b[; }",
        &expect![[r#"
            `3`: expected `]`
            behind `b[`: expected `]` (insert `]`)
        "#]],
    );
}

#[test]
fn a_default_that_is_a_query() {
    errors(
        "component C { attribute int a = q({}); }",
        &expect![[r#"
        `q({})`: a query can only be the whole value of a setting
    "#]],
    );
}

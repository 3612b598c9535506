// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Procedures, methods and parameters.

use expect_test::expect;

use crate::{errors, tree, valid};

#[test]
fn a_procedure_with_everything() {
    tree(
        r"procedure P {
    include <t.h>;
    int limit = 4
    string names[]
    void f(void);
    T g();
    struct s h(in int a, out string b, inout unsigned char c[], refin T d,);
}",
        &expect![[r#"
            PROCEDURE procedure
              NAME P
              PROCEDURE_BODY { }
                INCLUDE include ;
                  ANGLE_STRING <t.h>
                ATTRIBUTE =
                  PRIMITIVE_TYPE int
                  NAME limit
                  NUMBER 4
                ATTRIBUTE
                  PRIMITIVE_TYPE string
                  NAME names
                  ARRAY_MARK [ ]
                METHOD ;
                  PRIMITIVE_TYPE void
                  NAME f
                  PARAMETER_LIST ( void )
                METHOD ;
                  NAMED_TYPE
                    REFERENCE
                      NAME_REF T
                  NAME g
                  PARAMETER_LIST ( )
                METHOD ;
                  C_STRUCT_TYPE struct
                    NAME_REF s
                  NAME h
                  PARAMETER_LIST ( )
                    PARAMETER in ,
                      PRIMITIVE_TYPE int
                      NAME a
                    PARAMETER out ,
                      PRIMITIVE_TYPE string
                      NAME b
                    PARAMETER inout ,
                      PRIMITIVE_TYPE unsigned char
                      NAME c
                      ARRAY_MARK [ ]
                    PARAMETER refin ,
                      NAMED_TYPE
                        REFERENCE
                          NAME_REF T
                      NAME d
        "#]],
    );
}

#[test]
fn a_procedure_without_a_name() {
    tree(
        "procedure { void f(signed s, unsigned u, integer i, uint64_t w, int64_t v); }",
        &expect![[r#"
        PROCEDURE procedure
          PROCEDURE_BODY { }
            METHOD ;
              PRIMITIVE_TYPE void
              NAME f
              PARAMETER_LIST ( )
                PARAMETER ,
                  PRIMITIVE_TYPE signed
                  NAME s
                PARAMETER ,
                  PRIMITIVE_TYPE unsigned
                  NAME u
                PARAMETER ,
                  PRIMITIVE_TYPE integer
                  NAME i
                PARAMETER ,
                  PRIMITIVE_TYPE uint64_t
                  NAME w
                PARAMETER
                  PRIMITIVE_TYPE int64_t
                  NAME v
    "#]],
    );
}

#[test]
fn a_type_may_be_on_another_line_than_its_name() {
    valid("procedure {\n    struct\n    time_t now();\n    T\n    f();\n}");
}

#[test]
fn an_attribute_of_a_procedure_with_a_semicolon() {
    errors(
        "procedure P { int limit = 4; void f(); }",
        &expect![[r#"
        `;`: an attribute of a procedure has no `;` behind it, and a method needs `(` and `)`
    "#]],
    );
}

#[test]
fn a_method_without_a_semicolon() {
    errors(
        r"procedure P {
    void f()
    void g();
}",
        &expect![[r#"
            behind `f()`: expected `;` after this declaration (insert `;`)
        "#]],
    );
}

#[test]
fn a_method_without_parentheses() {
    errors(
        "procedure P { void f; void g(); }",
        &expect![[r#"
            `;`: an attribute of a procedure has no `;` behind it, and a method needs `(` and `)`
        "#]],
    );
}

#[test]
fn a_method_without_its_end() {
    errors(
        r"procedure P {
    void f(in int a;
    void g(in int b
    void h();
}",
        &expect![[r#"
            behind `a`: expected `)` (insert `)`)
            behind `b`: expected `)` (insert `)`)
        "#]],
    );
}

#[test]
fn a_method_without_a_name() {
    errors(
        "procedure P { int (in int a); void g(); }",
        &expect![[r#"
        `(`: expected a name
    "#]],
    );
}

#[test]
fn a_method_without_a_type() {
    errors(
        "procedure P { f(in int a); void g(); }",
        &expect![[r#"
            `f`: expected a type
        "#]],
    );
}

#[test]
fn parameters_without_commas() {
    errors(
        "procedure P { void f(in int a in int b); }",
        &expect![[r#"
        behind `a`: expected `,` (insert `,`)
    "#]],
    );
}

#[test]
fn parameters_with_two_commas() {
    errors(
        "procedure P { void f(in int a,, in int b); }",
        &expect![[r#"
        `,`: expected a type
    "#]],
    );
}

#[test]
fn a_parameter_without_a_name() {
    errors(
        "procedure P { void f(in int, out string b); }",
        &expect![[r#"
        `,`: expected a name
    "#]],
    );
}

#[test]
fn a_parameter_without_a_type() {
    errors(
        "procedure P { void f(in, out b); }",
        &expect![[r#"
        `,`: expected a type
        `)`: expected a name
    "#]],
    );
}

#[test]
fn a_parameter_with_a_keyword_as_its_name() {
    errors(
        "procedure P { void f(in int in, in string string); }",
        &expect![[r#"
        `in`: `in` is a keyword and cannot be a name
        `string`: `string` is a keyword and cannot be a name
    "#]],
    );
}

#[test]
fn void_is_no_value() {
    errors(
        "procedure P { void f(in void a); void x }",
        &expect![[r#"
        `void`: `void` is not the type of a value
        `void`: `void` is not the type of a value
    "#]],
    );
}

#[test]
fn types_of_methods_have_one_word() {
    errors(
        "procedure P { a.b f(in c.d e); }",
        &expect![[r#"
        `a.b`: the name of this type is one word, without dots
        `c.d`: the name of this type is one word, without dots
    "#]],
    );
}

#[test]
fn types_of_methods_have_a_name() {
    errors(
        "procedure P { { int a; } f(in { int b; } c); }",
        &expect![[r#"
        `{`: a type of a method has a name: only an attribute can spell out a struct
        `{`: a type of a method has a name: only an attribute can spell out a struct
    "#]],
    );
}

#[test]
fn an_array_has_no_length() {
    errors(
        "procedure P { void f(in int a[4]); }",
        &expect![[r#"
            `4`: expected `]`
        "#]],
    );
}

#[test]
fn pointers_are_no_types() {
    errors(
        "procedure P { void f(in char *a); }",
        &expect![[r#"
        `*`: expected a name
    "#]],
    );
}

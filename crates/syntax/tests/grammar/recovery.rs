// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where a broken declaration ends.

use expect_test::expect;

use crate::errors;

#[test]
fn a_body_without_its_end_before_another_declaration() {
    errors(
        r"component A {
    control;

component B {
    control;
}
",
        &expect![[r#"
            `{`: `{` is never closed (insert `}`); a `}` is missing before this: `component`
        "#]],
    );
}

#[test]
fn an_inner_body_without_its_end() {
    errors(
        r"assembly {
    composition {
        component A a;
    configuration {
        a.b = 1;
    }
}
component B { }
",
        &expect![[r#"
            `{`: `{` is never closed (insert `}`); a `}` is missing before this: `configuration`
        "#]],
    );
}

#[test]
fn an_inner_body_without_its_end_at_the_end() {
    errors(
        r"assembly {
    composition {
        component A a;
}
component B { }
",
        &expect![[r#"
            `{`: `{` is never closed (insert `}`); a `}` is missing before this: `}`
        "#]],
    );
}

#[test]
fn a_body_without_its_beginning() {
    errors(
        r"component A
    control;
    uses P p;
}
component B { }
",
        &expect![[r#"
            behind `A`: expected `{` (insert `{`)
        "#]],
    );
}

#[test]
fn a_brace_too_much() {
    errors(
        r"component A {
    control;
}
}
component B { }
",
        &expect![[r#"
            `}`: `}` closes nothing
        "#]],
    );
}

#[test]
fn a_body_without_a_declaration() {
    errors(
        r"A {
    control;
}
{ }
component B { }
",
        &expect![[r#"
            `A`: expected `import`, `assembly`, `component`, `composition`, `configuration`, `connector`, `procedure` or `struct`
            `{`: expected `import`, `assembly`, `component`, `composition`, `configuration`, `connector`, `procedure` or `struct`
        "#]],
    );
}

#[test]
fn bodies_without_their_ends_at_the_end_of_the_file() {
    errors(
        r"assembly {
    composition {
        component A",
        &expect![[r#"
            `{`: `{` is never closed (insert `}`); a `}` is missing before this: ``
            `{`: `{` is never closed (insert `}`); a `}` is missing before this: ``
            behind `A`: expected a name
        "#]],
    );
}

#[test]
fn a_setting_of_many_lines() {
    errors(
        r#"configuration {
    a.b = {
        "k": 1 2,
        "l" 3,
        4: ),
    };
    a.c = ;
}
"#,
        &expect![[r#"
            behind `1`: expected `,` (insert `,`)
            `,`: expected `:`
            `)`: expected a value
            `;`: expected a value
        "#]],
    );
}

#[test]
fn brackets_without_their_ends() {
    errors(
        r#"configuration {
    a.b = (1 + 2;
    a.c = [1, 2;
    a.d = {"k": 1;
    a.e = [(1, 2];
}
"#,
        &expect![[r#"
            `(`: `(` is never closed (insert `)`); a `)` is missing before this: ``
            `[`: `[` is never closed (insert `]`); a `]` is missing before this: ``
            `{`: `{` is never closed (insert `}`); a `}` is missing before this: ``
            `(`: `(` is never closed (insert `)`); a `)` is missing before this: ``
        "#]],
    );
}

#[test]
fn declarations_inside_each_other() {
    errors(
        r"assembly {
    composition {
        component A a;
    }
    component B {
        control;
    }
}
",
        &expect![[r#"
            `component`: `component` does not belong in an assembly
        "#]],
    );
}

#[test]
fn nothing_that_is_known() {
    errors(
        r"foo bar baz;
12 34
component C { }
",
        &expect![[r#"
            `foo`: expected `import`, `assembly`, `component`, `composition`, `configuration`, `connector`, `procedure` or `struct`
            `12`: expected `import`, `assembly`, `component`, `composition`, `configuration`, `connector`, `procedure` or `struct`
        "#]],
    );
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Components.

use expect_test::expect;

use crate::{errors, tree, valid};

#[test]
fn a_component_with_every_interface() {
    tree(
        r"component C {
    provides P a;
    uses x.P b;
    maybe uses P c;
    emits E d;
    consumes E e;
    maybe consumes E f;
    dataport Buf g;
    dataport Buf(2 * 4096) h;
    maybe dataport point_t i;
}",
        &expect![[r#"
            COMPONENT component
              NAME C
              COMPONENT_BODY { }
                PROVIDES provides ;
                  REFERENCE
                    NAME_REF P
                  NAME a
                USES uses ;
                  REFERENCE .
                    NAME_REF x
                    NAME_REF P
                  NAME b
                USES maybe uses ;
                  REFERENCE
                    NAME_REF P
                  NAME c
                EMITS emits ;
                  NAME_REF E
                  NAME d
                CONSUMES consumes ;
                  NAME_REF E
                  NAME e
                CONSUMES maybe consumes ;
                  NAME_REF E
                  NAME f
                DATAPORT dataport ;
                  DATAPORT_TYPE Buf
                  NAME g
                DATAPORT dataport ;
                  DATAPORT_TYPE Buf ( )
                    BINARY_EXPR *
                      NUMBER 2
                      NUMBER 4096
                  NAME h
                DATAPORT maybe dataport ;
                  DATAPORT_TYPE
                    NAME_REF point_t
                  NAME i
        "#]],
    );
}

#[test]
fn a_component_with_everything_else() {
    tree(
        r#"component C {
    control;
    hardware;
    include "a.h";
    include <b.h>;
    attribute int n = 4;
    has mutex m;
    has semaphore s;
    has binary_semaphore b;
    composition { }
    configuration { }
}"#,
        &expect![[r#"
            COMPONENT component
              NAME C
              COMPONENT_BODY { }
                CONTROL control ;
                HARDWARE hardware ;
                INCLUDE include ;
                  STRING_LIT "a.h"
                INCLUDE include ;
                  ANGLE_STRING <b.h>
                ATTRIBUTE attribute = ;
                  PRIMITIVE_TYPE int
                  NAME n
                  NUMBER 4
                MUTEX has mutex ;
                  NAME m
                SEMAPHORE has semaphore ;
                  NAME s
                BINARY_SEMAPHORE has binary_semaphore ;
                  NAME b
                COMPOSITION composition
                  COMPOSITION_BODY { }
                CONFIGURATION configuration
                  CONFIGURATION_BODY { }
        "#]],
    );
}

#[test]
fn the_composition_and_the_configuration_come_in_any_order() {
    valid("component C { configuration { } composition { } }");
    valid("component C { composition c; configuration d; }");
    valid("component { }");
    valid("component Buf { has mutex Buf; uses Buf b; dataport Buf Buf; }");
}

#[test]
fn what_is_not_optional() {
    errors(
        "component C { maybe provides P p; maybe emits E e; maybe has mutex m; maybe control; }",
        &expect![[r#"
        `maybe`: `provides` cannot be optional
        `maybe`: `emits` cannot be optional
        `maybe`: `has` cannot be optional
        `maybe`: `control` cannot be optional
    "#]],
    );
}

#[test]
fn maybe_what() {
    errors(
        "component C { maybe P p; maybe; uses P q; }",
        &expect![[r#"
        `P`: expected `uses`, `consumes` or `dataport` after `maybe`
        `;`: expected `uses`, `consumes` or `dataport` after `maybe`
    "#]],
    );
}

#[test]
fn an_interface_without_a_name() {
    errors(
        "component C { uses P; provides P p; }",
        &expect![[r#"
        `;`: expected a name
    "#]],
    );
}

#[test]
fn an_interface_without_a_type() {
    errors(
        "component C { uses; provides P p; }",
        &expect![[r#"
            `;`: expected the name of a procedure
        "#]],
    );
}

#[test]
fn an_event_type_is_one_word() {
    errors(
        "component C { emits a.E e; }",
        &expect![[r#"
        `.E`: the name of this type is one word, without dots
    "#]],
    );
}

#[test]
fn a_keyword_as_a_name() {
    errors(
        "component C { uses P component; uses from q; has mutex in; }",
        &expect![[r#"
        `component`: `component` is a keyword and cannot be a name
        `from`: `from` is a keyword and cannot be a name
        `in`: `in` is a keyword and cannot be a name
    "#]],
    );
}

#[test]
fn a_keyword_as_the_name_of_a_component() {
    errors(
        "component connector { }",
        &expect![[r#"
        `connector`: `connector` is a keyword and cannot be a name
    "#]],
    );
}

#[test]
fn a_missing_semicolon() {
    errors(
        r"component C {
    uses P p
    provides P q
}",
        &expect![[r#"
            behind `p`: expected `;` after this declaration (insert `;`)
            behind `q`: expected `;` after this declaration (insert `;`)
        "#]],
    );
}

#[test]
fn words_behind_a_declaration() {
    errors(
        "component C { uses P p q; control true; }",
        &expect![[r#"
        `q`: expected `;`
        `true`: expected `;`
    "#]],
    );
}

#[test]
fn a_lock_of_no_kind() {
    errors(
        "component C { has lock l; has mutex; }",
        &expect![[r#"
        `lock`: expected `mutex`, `semaphore` or `binary_semaphore`
        `;`: expected a name
    "#]],
    );
}

#[test]
fn a_dataport_without_a_size() {
    errors(
        "component C { dataport Buf() d; dataport Buf(1 e; }",
        &expect![[r#"
        `)`: expected a value
        behind `Buf(1`: expected `)` (insert `)`)
    "#]],
    );
}

#[test]
fn nothing_follows_the_composition() {
    errors(
        "component C { composition { } control; configuration { } uses P p; }",
        &expect![[r#"
        `control`: the composition and the configuration come last in a component
        `uses`: the composition and the configuration come last in a component
    "#]],
    );
}

#[test]
fn a_configuration_needs_a_composition() {
    errors(
        "component C { configuration { } }",
        &expect![[r#"
        `component`: a component with a configuration needs a composition
    "#]],
    );
}

#[test]
fn what_belongs_elsewhere() {
    errors(
        r#"component C {
    connection X x(from a.b, to c.d);
    import "a";
    from Procedure;
}"#,
        &expect![[r#"
            `connection`: `connection` does not belong in a component
            `import`: `import` does not belong in a component
            `from`: `from` does not belong in a component
        "#]],
    );
}

#[test]
fn an_attribute_without_its_keyword() {
    errors(
        "component C { int x; control; }",
        &expect![[r#"
        `int`: expected an interface (`provides`, `uses`, `emits`, `consumes`, `dataport`), `attribute`, `control`, `hardware`, `has`, `include`, `composition` or `configuration`
    "#]],
    );
}

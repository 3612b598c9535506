// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Connectors.

use expect_test::expect;

use crate::{errors, tree, valid};

#[test]
fn a_connector_with_everything() {
    tree(
        r#"connector C {
    from hardware Procedures with 2 * 2 threads;
    to Procedure with 1 thread;
    attribute string s = "x";
}"#,
        &expect![[r#"
            CONNECTOR connector
              NAME C
              CONNECTOR_BODY { }
                CONNECTOR_END from hardware ;
                  CONNECTOR_KIND Procedures
                  THREAD_COUNT with threads
                    BINARY_EXPR *
                      NUMBER 2
                      NUMBER 2
                CONNECTOR_END to ;
                  CONNECTOR_KIND Procedure
                  THREAD_COUNT with thread
                    NUMBER 1
                ATTRIBUTE attribute = ;
                  PRIMITIVE_TYPE string
                  NAME s
                  STRING_LIT "x"
        "#]],
    );
}

#[test]
fn a_connector_within_a_connection() {
    tree(
        "composition { connection { from Dataports; to Dataport; } c(from a.d); }",
        &expect![[r#"
        COMPOSITION composition
          COMPOSITION_BODY { }
            CONNECTION connection ( ) ;
              CONNECTOR_BODY { }
                CONNECTOR_END from ;
                  CONNECTOR_KIND Dataports
                CONNECTOR_END to ;
                  CONNECTOR_KIND Dataport
              NAME c
              CONNECTION_END from
                REFERENCE .
                  NAME_REF a
                  NAME_REF d
    "#]],
    );
}

#[test]
fn every_medium_is_read() {
    for medium in ["Procedure", "Procedures", "Event", "Events", "Dataport", "Dataports"] {
        valid(&format!("connector {{ from {medium}; to {medium}; }}"));
    }
}

#[test]
fn a_connector_without_an_end() {
    errors(
        "connector A { from Event; } connector B { to Event; } connector D { }",
        &expect![[r#"
        `connector`: this connector has no `to` end
        `connector`: this connector has no `from` end
        `connector`: this connector has no `from` end
    "#]],
    );
}

#[test]
fn a_connector_with_two_equal_ends() {
    errors(
        "connector C { from Event; from Event; to Event; }",
        &expect![[r#"
        `from`: a second `from` in the same body; the first `from` is here: `from`
    "#]],
    );
}

#[test]
fn a_connector_with_its_ends_the_other_way_round() {
    errors(
        "connector C { to Event; from Event; }",
        &expect![[r#"
        `from`: the `from` end of a connector comes before its `to` end
    "#]],
    );
}

#[test]
fn a_connector_with_an_attribute_between_its_ends() {
    errors(
        "connector C { from Event; attribute int a; to Event; }",
        &expect![[r#"
        `attribute`: the ends of a connector come before its attributes
    "#]],
    );
}

#[test]
fn an_end_of_no_medium() {
    errors(
        "connector C { from procedure; to Signal with 1 thread; }",
        &expect![[r#"
        `procedure`: expected `Procedure`, `Event` or `Dataport`, or one of their plurals
        `Signal`: expected `Procedure`, `Event` or `Dataport`, or one of their plurals
    "#]],
    );
}

#[test]
fn an_end_without_a_medium() {
    errors(
        "connector C { from; to hardware; }",
        &expect![[r#"
        `;`: expected `Procedure`, `Event` or `Dataport`, or one of their plurals
        `;`: expected `Procedure`, `Event` or `Dataport`, or one of their plurals
    "#]],
    );
}

#[test]
fn threads_without_a_number() {
    errors(
        "connector C { from Event with threads; to Event with 2; }",
        &expect![[r#"
        `threads`: expected a value
        `;`: expected `thread` or `threads`
    "#]],
    );
}

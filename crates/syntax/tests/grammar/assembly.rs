// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Assemblies and schedules.

use expect_test::expect;

use crate::{errors, tree};

#[test]
fn an_assembly_with_all_its_parts() {
    tree(
        r"assembly Main {
    composition c { }
    configuration { }
    schedule { [ (0, 10), (1, 20 us), (2, 3 ticks), ] }
}",
        &expect![[r#"
            ASSEMBLY assembly
              NAME Main
              ASSEMBLY_BODY { }
                COMPOSITION composition
                  NAME c
                  COMPOSITION_BODY { }
                CONFIGURATION configuration
                  CONFIGURATION_BODY { }
                SCHEDULE schedule
                  SCHEDULE_BODY { [ ] }
                    SCHEDULE_ITEM ( , ) ,
                      NUMBER 0
                      NUMBER 10
                    SCHEDULE_ITEM ( , us ) ,
                      NUMBER 1
                      NUMBER 20
                    SCHEDULE_ITEM ( , ticks ) ,
                      NUMBER 2
                      NUMBER 3
        "#]],
    );
}

#[test]
fn an_assembly_without_a_name() {
    tree(
        "assembly { composition { } }",
        &expect![[r#"
        ASSEMBLY assembly
          ASSEMBLY_BODY { }
            COMPOSITION composition
              COMPOSITION_BODY { }
    "#]],
    );
}

#[test]
fn an_assembly_of_parts_that_are_declared_elsewhere() {
    tree(
        "assembly A { composition c; configuration d.e; }",
        &expect![[r#"
        ASSEMBLY assembly
          NAME A
          ASSEMBLY_BODY { }
            COMPOSITION_USE composition ;
              REFERENCE
                NAME_REF c
            CONFIGURATION_USE configuration ;
              REFERENCE .
                NAME_REF d
                NAME_REF e
    "#]],
    );
}

#[test]
fn an_assembly_needs_a_composition() {
    errors(
        "assembly A { configuration { } }",
        &expect![[r#"
        `assembly`: an assembly needs a composition
    "#]],
    );
}

#[test]
fn an_assembly_has_one_of_each() {
    errors(
        "assembly A { composition { } composition { } configuration { } configuration c; }",
        &expect![[r#"
        `composition`: a second `composition` in the same body; the first `composition` is here: `composition`
        `configuration`: a second `configuration` in the same body; the first `configuration` is here: `configuration`
    "#]],
    );
}

#[test]
fn an_assembly_without_its_body() {
    errors(
        "assembly A;",
        &expect![[r#"
        behind `A`: expected `{` (insert `{`)
    "#]],
    );
}

#[test]
fn an_assembly_has_no_interfaces() {
    errors(
        "assembly A { composition { } uses P p; }",
        &expect![[r#"
        `uses`: `uses` does not belong in an assembly
    "#]],
    );
}

#[test]
fn a_schedule_of_one_item() {
    errors(
        "assembly A { composition { } schedule { [ (0, 1) ] } }",
        &expect![[r#"
        `schedule`: a schedule has two items or more
    "#]],
    );
}

#[test]
fn a_schedule_item_is_two_numbers() {
    errors(
        r#"assembly A { composition { } schedule { [ (0, 1 + 1), (1), (2, "a"), ] } }"#,
        &expect![[r#"
            `1 + 1`: domain and duration are plain numbers, without operators
            behind `(1`: expected `,` (insert `,`)
            `"a"`: expected a number
        "#]],
    );
}

#[test]
fn a_schedule_without_brackets() {
    errors(
        "assembly A { composition { } schedule { (0, 1), (1, 2) } }",
        &expect![[r#"
        behind `{`: expected `[` (insert `[`)
        behind `2)`: expected `]` (insert `]`)
    "#]],
    );
}

#[test]
fn a_composition_that_is_neither_a_body_nor_a_name() {
    errors(
        "assembly A { composition ; }",
        &expect![[r#"
        `;`: expected `{` or the name of a declaration
    "#]],
    );
}

#[test]
fn an_empty_statement_in_a_body() {
    errors(
        "assembly A { composition { }; }",
        &expect![[r#"
        `;`: a `;` on its own is only allowed between the declarations of a file
    "#]],
    );
}

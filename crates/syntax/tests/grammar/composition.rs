// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Compositions, instances, connections, groups and exports.

use expect_test::expect;

use crate::{errors, tree, valid};

#[test]
fn a_composition_with_every_item() {
    tree(
        r"composition C {
    component T a;
    component x.T b;
    component { control; } c;
    group g {
        component T d;
    }
    connection K k(from a.p, to g.d.q,);
    connection { from Event; to Event; } l(from a.e, from b.e, to c.e);
    export a.b.p -> q.r;
}",
        &expect![[r#"
            COMPOSITION composition
              NAME C
              COMPOSITION_BODY { }
                INSTANCE component ;
                  REFERENCE
                    NAME_REF T
                  NAME a
                INSTANCE component ;
                  REFERENCE .
                    NAME_REF x
                    NAME_REF T
                  NAME b
                INSTANCE component ;
                  COMPONENT_BODY { }
                    CONTROL control ;
                  NAME c
                GROUP group
                  NAME g
                  GROUP_BODY { }
                    INSTANCE component ;
                      REFERENCE
                        NAME_REF T
                      NAME d
                CONNECTION connection ( ) ;
                  REFERENCE
                    NAME_REF K
                  NAME k
                  CONNECTION_END from ,
                    REFERENCE .
                      NAME_REF a
                      NAME_REF p
                  CONNECTION_END to ,
                    REFERENCE . .
                      NAME_REF g
                      NAME_REF d
                      NAME_REF q
                CONNECTION connection ( ) ;
                  CONNECTOR_BODY { }
                    CONNECTOR_END from ;
                      CONNECTOR_KIND Event
                    CONNECTOR_END to ;
                      CONNECTOR_KIND Event
                  NAME l
                  CONNECTION_END from ,
                    REFERENCE .
                      NAME_REF a
                      NAME_REF e
                  CONNECTION_END from ,
                    REFERENCE .
                      NAME_REF b
                      NAME_REF e
                  CONNECTION_END to
                    REFERENCE .
                      NAME_REF c
                      NAME_REF e
                EXPORT export -> ;
                  REFERENCE . .
                    NAME_REF a
                    NAME_REF b
                    NAME_REF p
                  REFERENCE .
                    NAME_REF q
                    NAME_REF r
        "#]],
    );
}

#[test]
fn the_grammar_allows_connections_without_ends_and_bodies_without_items() {
    valid("composition { connection K k(); group { } }");
}

#[test]
fn an_instance_without_a_name() {
    errors(
        "composition C { component T; component T t; }",
        &expect![[r#"
        `;`: expected a name
    "#]],
    );
}

#[test]
fn an_instance_without_a_type() {
    errors(
        r"composition C {
    component
}",
        &expect![[r#"
            behind `component`: expected the name of a component
        "#]],
    );
}

#[test]
fn an_instance_without_a_semicolon() {
    errors(
        r"composition C {
    component T a
    component T b;
}",
        &expect![[r#"
            behind `a`: expected `;` after this declaration (insert `;`)
        "#]],
    );
}

#[test]
fn a_component_type_is_declared_outside() {
    errors(
        r"composition C {
    component T { control; }
}",
        &expect![[r#"
            `component`: `component` does not belong in a composition
        "#]],
    );
}

#[test]
fn a_connection_without_parentheses() {
    errors(
        "composition C { connection K k from a.p, to b.q; }",
        &expect![[r#"
        behind `k`: expected `(` (insert `(`)
        behind `b.q`: expected `)` (insert `)`)
    "#]],
    );
}

#[test]
fn a_connection_without_its_end() {
    errors(
        "composition C { connection K k(from a.p, to b.q; component T a; }",
        &expect![[r#"
        behind `b.q`: expected `)` (insert `)`)
    "#]],
    );
}

#[test]
fn a_connection_without_a_name() {
    errors(
        "composition C { connection K (from a.p, to b.q); }",
        &expect![[r#"
        `(`: expected a name
    "#]],
    );
}

#[test]
fn an_end_without_a_direction() {
    errors(
        "composition C { connection K k(a.p, to b.q); }",
        &expect![[r#"
        `a`: expected `from` or `to`
    "#]],
    );
}

#[test]
fn ends_without_commas() {
    errors(
        "composition C { connection K k(from a.p to b.q); }",
        &expect![[r#"
        behind `a.p`: expected `,` (insert `,`)
    "#]],
    );
}

#[test]
fn ends_with_two_commas() {
    errors(
        "composition C { connection K k(from a.p,, to b.q); }",
        &expect![[r#"
        `,`: expected `from` or `to`
    "#]],
    );
}

#[test]
fn an_end_without_an_interface() {
    errors(
        "composition C { connection K k(from a., to); }",
        &expect![[r#"
            `,`: expected a name
            `)`: expected an interface, as in `instance.interface`
        "#]],
    );
}

#[test]
fn an_export_of_no_interface() {
    errors(
        "composition C { export a -> b; export -> b; export a.b, c; export a.b -> ; }",
        &expect![[r#"
            `a`: an export names an instance and one interface of it, as in `instance.interface`
            `->`: expected an interface, as in `instance.interface`
            behind `a.b`: expected `->` (insert `->`)
            `;`: expected an interface, as in `instance.interface`
        "#]],
    );
}

#[test]
fn a_group_has_instances_only() {
    errors(
        "composition C { group g { component T a; connection K k(from a.p, to b.q); export a.b -> c; } }",
        &expect![[r#"
            `connection`: `connection` does not belong in a group
            `export`: `export` does not belong in a group
        "#]],
    );
}

#[test]
fn settings_are_no_part_of_a_composition() {
    errors(
        "composition C { a.b = 1; component T t; }",
        &expect![[r#"
        `a`: expected `component`, `connection`, `group` or `export`
    "#]],
    );
}

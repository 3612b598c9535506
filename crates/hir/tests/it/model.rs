// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved assembly.

use std::fmt::Write as _;

use camkes_hir::assembly;
use camkes_hir::model::Assembly;
use expect_test::{Expect, expect};

use crate::setup::World;

fn check(text: &str, expected: &Expect) {
    let world = World::new(text);
    let found = camkes_hir::diagnostics(&world.db, world.system);
    assert!(found.iter().all(|it| it.severity == camkes_hir::diagnostic::Severity::Hint), "{found:#?}");
    expected.assert_eq(&show(&assembly(&world.db, world.system).unwrap()));
}

fn show(it: &Assembly) -> String {
    let mut out = String::new();
    for i in &it.instances {
        let _ = writeln!(out, "{} {} @ {}", i.component.name, i.name, i.address_space);
    }
    for c in &it.connections {
        let ends = |ends: &[camkes_hir::model::End]| {
            let names = ends.iter().map(|e| it.resolve(*e).unwrap()).map(|(i, f)| format!("{}.{}", i.name, f.name));
            names.collect::<Vec<_>>().join(" + ")
        };
        let _ = writeln!(out, "{} {}: {} -> {}", c.connector.name, c.name, ends(&c.from), ends(&c.to));
    }
    for (entity, values) in it.configuration() {
        for (attribute, value) in values {
            let _ = writeln!(out, "{entity}.{attribute} = {value}");
        }
    }
    out
}

#[test]
fn hierarchy_is_flattened_and_exports_lead_inwards() {
    check(
        r#"
        import "connectors.camkes";
        procedure P { void f(); }
        component Leaf { provides P i; uses P o; attribute string who; }
        component Pipe {
            provides P i;
            uses P o;
            attribute string label = "pipe";
            composition {
                component Leaf first;
                component Leaf second;
                connection Call inner(from first.o, to second.i);
                export first.i -> i;
                export second.o -> o;
            }
            configuration { first.who <- label; second.who = "second"; }
        }
        component Client { control; uses P o; }
        component Server { provides P i; }
        assembly {
            composition {
                component Client c;
                component Pipe p1;
                component Pipe p2;
                component Server s;
                connection Call in1(from c.o, to p1.i);
                connection Call mid(from p1.o, to p2.i);
                connection Call out1(from p2.o, to s.i);
            }
            configuration { p1.label = "one"; }
        }
        "#,
        &expect![[r#"
            Client c @ c
            Pipe p1 @ p1
            Pipe p2 @ p2
            Server s @ s
            Leaf p1.first @ p1.first
            Leaf p1.second @ p1.second
            Leaf p2.first @ p2.first
            Leaf p2.second @ p2.second
            Call in1: c.o -> p1.first.i
            Call mid: p1.second.o -> p2.first.i
            Call out1: p2.second.o -> s.i
            Call p1.inner: p1.first.o -> p1.second.i
            Call p2.inner: p2.first.o -> p2.second.i
            p1.label = "one"
            p1.second.who = "second"
            p2.second.who = "second"
            p1.first.who = "one"
            p2.first.who = "pipe"
            p2.label = "pipe"
        "#]],
    );
}

#[test]
fn groups_share_an_address_space_and_come_after_the_others() {
    check(
        r#"
        component A { control; }
        assembly {
            composition {
                group g { component A x; component A y; }
                component A z;
                group { component A w; }
            }
        }
        "#,
        &expect![[r#"
            A z @ z
            A x @ g
            A y @ g
            A w @ unamed_group_0
        "#]],
    );
}

#[test]
fn connections_that_share_an_interface_become_one() {
    check(
        r#"
        import "connectors.camkes";
        procedure P { void f(); }
        component A { control; uses P p; }
        component B { provides P p; }
        assembly {
            composition {
                component A a1;
                component A a2;
                component A a3;
                component B b;
                component B other;
                connection Call z(from a1.p, to b.p);
                connection Call lone(from a3.p, to other.p);
                connection Call a(from a2.p, to b.p);
            }
        }
        "#,
        &expect![[r#"
            A a1 @ a1
            A a2 @ a2
            A a3 @ a3
            B b @ b
            B other @ other
            Call lone: a3.p -> other.p
            Call a.z: a1.p + a2.p -> b.p
        "#]],
    );
}

#[test]
fn assemblies_are_merged_and_settings_followed() {
    check(
        r#"
        component A { control; attribute int n = 7; attribute int m; attribute string s; attribute int size; }
        assembly { composition { component A a; } configuration { a.m <- b.n; a.s = "con" "cat"; } }
        assembly {
            composition { component A b; }
            configuration { b.m = (1 << 12) + 0x10; b.size <- a.dims["x"]; a.dims = {"x": 8}; }
        }
        "#,
        &expect![[r#"
            A a @ a
            A b @ b
            a.s = "concat"
            a.dims = {"x": 8}
            a.m = 7
            a.n = 7
            b.m = 4112
            b.size = 8
            b.n = 7
        "#]],
    );
}

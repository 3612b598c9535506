// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The resolved system against the reference tool's: every expected value is what the reference (camkes-tool 3.13.0-dev)
//! printed for the same text, brought into the lines of `show`.

use expect_test::{Expect, expect};

use super::show;
use crate::setup::World;

fn check(text: &str, expected: &Expect) {
    let world = World::new(text);
    expected.assert_eq(&show(&world));
}

#[test]
fn a_system_of_systems() {
    check(
        r#"
        connector RPC { from Procedures; to Procedure; }
        procedure P { include "p.h"; void f(in int a, inout string s, refin uint64_t z[], out unsigned char c, signed x, character ch, integer q, struct foo sf, unsigned integer ui); int g(void); }
        component Leaf { provides P i; uses P o; attribute string who = "w"; attribute int n; }
        component Pipe { provides P i; uses P o; attribute string label = "pipe"; attribute int k;
         composition { component Leaf first; group gg { component Leaf second; } component Leaf third;
           connection RPC inner(from first.o, to gg.second.i);
           connection RPC inner2(from gg.second.o, to third.i);
           export first.i -> i; export third.o -> o; }
         configuration { first.who <- label; second.who = "second"; third.n <- k; } }
        component Client { control; uses P o; }
        component Server { provides P i; }
        assembly { composition { component Client c; component Pipe p1; component Pipe p2; component Server s;
         connection RPC in1(from c.o, to p1.i); connection RPC mid(from p1.o, to p2.i); connection RPC out1(from p2.o, to s.i); }
         configuration { p1.label = "one"; p1.k = 4; p2.k = 5; } }
        "#,
        &expect![[r#"
            Client c @ c
            Pipe p1 @ p1
            Pipe p2 @ p2
            Server s @ s
            Leaf p1.first @ p1.first
            Leaf p1.third @ p1.third
            Leaf p1.second @ p1.gg
            Leaf p2.first @ p2.first
            Leaf p2.third @ p2.third
            Leaf p2.second @ p2.gg
            RPC in1: c.o -> p1.first.i
            RPC mid: p1.third.o -> p2.first.i
            RPC out1: p2.third.o -> s.i
            RPC p1.inner: p1.first.o -> p1.second.i
            RPC p1.inner2: p1.second.o -> p1.third.i
            RPC p2.inner: p2.first.o -> p2.second.i
            RPC p2.inner2: p2.second.o -> p2.third.i
            setting p1.k = 4
            setting p1.label = "one"
            setting p1.first.who = "one"
            setting p1.second.who = "second"
            setting p1.third.n = 4
            setting p2.k = 5
            setting p2.first.who = "pipe"
            setting p2.second.who = "second"
            setting p2.third.n = 5
            p1.k = 4
            p1.label = "one"
            p1.first.who = "one"
            p1.second.who = "second"
            p1.third.n = 4
            p1.third.who = "w"
            p2.k = 5
            p2.label = "pipe"
            p2.first.who = "pipe"
            p2.second.who = "second"
            p2.third.n = 5
            p2.third.who = "w"
            Client uses P o
            Leaf provides P i
            Leaf uses P o
            Leaf attribute string who = "w"
            Leaf attribute int n
            Pipe provides P i
            Pipe uses P o
            Pipe attribute string label = "pipe"
            Pipe attribute int k
            Server provides P i
            P void f(in int a, inout string s, refin uint64_t z[], out unsigned char c, in int x, in character ch, in int q, in struct foo sf, in unsigned int ui)
            P int g()
        "#]],
    );
}

#[test]
fn numbers_and_operators() {
    check(
        r#"
        component C { control; }
        assembly { composition { component C c; } configuration { c.k = 1 < 2 < 3; c.j = 2 ** 3 ** 2; c.ad = -2 ** 2; c.f = -7 / 2; c.g = -7 % 3; c.e = 2 ** 70; c.r = 2 ** -1; c.i = 1 << 4 + 1; c.ac = 1 ? 2 : 3; c.t = 0 && 1; c.u = 4 || 0; c.l = true ? 5 : 6; c.aa = 7.0; c.x = "a" "b"; c.y = 5 % 2.5; c.w = 3 == 3; c.sh = 1 << 3 >> 1; c.bx = 6 ^ 3; c.nt = !0; c.bn = ~5; c.um = - 5; c.pp = +5; c.big = 100000000000000000000; c.hx = 0x1F; } }
        "#,
        &expect![[r#"
            C c @ c
            setting c.aa = 7.0
            setting c.ac = 2
            setting c.ad = 4
            setting c.big = 100000000000000000000
            setting c.bn = -6
            setting c.bx = 5
            setting c.e = 1180591620717411303424
            setting c.f = -4
            setting c.g = 2
            setting c.hx = 31
            setting c.i = 32
            setting c.j = 64
            setting c.k = 1
            setting c.l = 5
            setting c.nt = 1
            setting c.pp = 5
            setting c.r = 0.5
            setting c.sh = 4
            setting c.t = 0
            setting c.u = 4
            setting c.um = -5
            setting c.w = 1
            setting c.x = "ab"
            setting c.y = 0.0
            c.aa = 7.0
            c.ac = 2
            c.ad = 4
            c.big = 100000000000000000000
            c.bn = -6
            c.bx = 5
            c.e = 1180591620717411303424
            c.f = -4
            c.g = 2
            c.hx = 31
            c.i = 32
            c.j = 64
            c.k = 1
            c.l = 5
            c.nt = 1
            c.pp = 5
            c.r = 0.5
            c.sh = 4
            c.t = 0
            c.u = 4
            c.um = -5
            c.w = 1
            c.x = "ab"
            c.y = 0.0
        "#]],
    );
}

#[test]
fn members_of_structs_get_their_defaults() {
    check(
        r#"
        struct S { int a; string b = "dflt"; int c[]; }
        component C { control; attribute S s; attribute S arr[]; attribute {int x; string y;} an; attribute S d = {"a": 7, "b": "full", "c": [1]}; }
        assembly { composition { component C c; } configuration { c.s = {"a":2, "c":[1,2]}; c.arr = [{"a":1,"c":[]},{"a":2,"b":"z","c":[3]}]; c.an = {"x":1,"y":"t"}; } }
        "#,
        &expect![[r#"
            C c @ c
            setting c.an = {"x": 1, "y": "t"}
            setting c.arr = [{"a": 1, "b": "dflt", "c": []}, {"a": 2, "b": "z", "c": [3]}]
            setting c.s = {"a": 2, "b": "dflt", "c": [1, 2]}
            c.an = {"x": 1, "y": "t"}
            c.arr = [{"a": 1, "b": "dflt", "c": []}, {"a": 2, "b": "z", "c": [3]}]
            c.d = {"a": 7, "b": "full", "c": [1]}
            c.s = {"a": 2, "b": "dflt", "c": [1, 2]}
            C attribute struct S s
            C attribute struct S arr[]
            C attribute struct camkes_anon_struct_1 an
            C attribute struct S d = {"a": 7, "b": "full", "c": [1]}
        "#]],
    );
}

#[test]
fn structs_inside_structs() {
    check(
        r#"
        struct In { int a; int b = 3; }
        struct Out { In i; In l[]; int z = 1; }
        component C { control; attribute Out o; }
        assembly { composition { component C c; } configuration { c.o = {"i": {"a": 1}, "l": [{"a":2},{"a":3,"b":4}]}; } }
        "#,
        &expect![[r#"
            C c @ c
            setting c.o = {"i": {"a": 1, "b": 3}, "l": [{"a": 2, "b": 3}, {"a": 3, "b": 4}], "z": 1}
            c.o = {"i": {"a": 1, "b": 3}, "l": [{"a": 2, "b": 3}, {"a": 3, "b": 4}], "z": 1}
            C attribute struct Out o
        "#]],
    );
}

#[test]
fn shared_interfaces_merge_connections() {
    check(
        r#"
        connector RPC { from Procedures; to Procedure; }
        procedure P { void f(void); }
        component Client { control; uses P o; uses P o2; }
        component Server { provides P i; provides P j; }
        assembly { composition { component Client a; component Client b; component Client c; component Server s;
         connection RPC z(from a.o, to s.i);
         connection RPC single(from a.o2, to s.j);
         connection RPC y(from b.o, to s.i);
         connection RPC x(from c.o, to s.i);
         connection RPC w(from b.o2, from c.o2, to s.j);
         } configuration { x.foo = 1; } }
        "#,
        &expect![[r#"
            Client a @ a
            Client b @ b
            Client c @ c
            Server s @ s
            RPC x.y.z: a.o + b.o + c.o -> s.i
            RPC single.w: a.o2 + b.o2 + c.o2 -> s.j
            setting x.foo = 1
            x.foo = 1
            Client uses P o
            Client uses P o2
            Server provides P i
            Server provides P j
            P void f()
        "#]],
    );
}

#[test]
fn groups_share_an_address_space() {
    check(
        r#"
        component C { control; dataport Buf(4096) d; }
        connector Sh { from Dataports; to Dataports; }
        assembly { composition {
          component C solo;
          group g { component C m; component C n; }
          connection Sh s1(from solo.d, to g.m.d);
          connection Sh s2(from solo.d, to g.n.d);
        } configuration { g.z = 1; m.attr = 4; } }
        "#,
        &expect![[r#"
            C solo @ solo
            C m @ g
            C n @ g
            Sh s1.s2: solo.d -> m.d + n.d
            setting g.z = 1
            setting m.attr = 4
            g.z = 1
            m.attr = 4
            C dataports Buf(4096) d
        "#]],
    );
}

#[test]
fn references_are_followed() {
    check(
        r#"
        component C { control; attribute int u = 9; attribute int v; }
        assembly { composition { component C a; component C b; component C c; } configuration { a.v <- b.v; b.v <- c.v; c.v = 4; z.q = 3; a.u <- zz.qq; } }
        "#,
        &expect![[r#"
            C a @ a
            C b @ b
            C c @ c
            setting a.u = 9
            setting a.v = 4
            setting b.v = 4
            setting c.v = 4
            setting z.q = 3
            a.u = 9
            a.v = 4
            b.u = 9
            b.v = 4
            c.u = 9
            c.v = 4
            z.q = 3
            C attribute int u = 9
            C attribute int v
        "#]],
    );
}

#[test]
fn keys_select_from_a_referenced_dict() {
    check(
        r#"
        component C { control; attribute string u; }
        assembly { composition { component C a; component C b; component C c;} configuration { a.u <- b.d["k"]["l"]; b.d = {"k": {"l": "yes"}}; c.u <- a.u; } }
        "#,
        &expect![[r#"
            C a @ a
            C b @ b
            C c @ c
            setting a.u = "yes"
            setting b.d = {"k": {"l": "yes"}}
            setting c.u = "yes"
            a.u = "yes"
            b.d = {"k": {"l": "yes"}}
            c.u = "yes"
            C attribute string u
        "#]],
    );
}

#[test]
fn references_inside_a_component() {
    check(
        r#"
        procedure P { void f(); }
        component In { control; attribute int a; attribute int b = 4; }
        component Out { attribute int a = 2; composition { component In i; component In j; } configuration { i.a <- a; j.a <- i.b; j.b <- nothing; } }
        assembly { composition { component Out o; } configuration { } }
        "#,
        &expect![[r#"
            Out o @ o
            In o.i @ o.i
            In o.j @ o.j
            setting o.i.a = 2
            setting o.j.a = 4
            setting o.j.b = 4
            o.a = 2
            o.i.a = 2
            o.i.b = 4
            o.j.a = 4
            o.j.b = 4
            In attribute int a
            In attribute int b = 4
            Out attribute int a = 2
        "#]],
    );
}

#[test]
fn settings_of_several_assemblies() {
    check(
        r#"
        component C { control; dataport Buf d; }
        connector Sh { from Dataport; to Dataport; }
        assembly A { composition { component C a; } configuration { a.x = 1; } }
        assembly B { composition { component C b; connection Sh s(from a.d, to b.d); } configuration { b.x <- a.x; } }
        "#,
        &expect![[r#"
            C a @ a
            C b @ b
            Sh s: a.d -> b.d
            setting a.x = 1
            setting b.x = 1
            a.x = 1
            b.x = 1
            C dataports Buf d
        "#]],
    );
}

#[test]
fn empty_and_zero_defaults_count() {
    check(
        r#"
        component C { control; attribute string s = ""; attribute int z = 0; }
        assembly { composition { component C c; component C d; } configuration { d.s <- c.s; d.z <- c.z; } }
        "#,
        &expect![[r#"
            C c @ c
            C d @ d
            setting d.s = ""
            setting d.z = 0
            c.s = ""
            c.z = 0
            d.s = ""
            d.z = 0
            C attribute string s = ""
            C attribute int z = 0
        "#]],
    );
}

#[test]
fn settings_of_undeclared_attributes() {
    check(
        r#"
        component C { control; attribute string u[]; }
        assembly { composition { component C c; } configuration { c.undeclared = {"a":2, "b":[1,{"c":3.5}]}; c.u = []; c.l=[1,"a",2.5]; } }
        "#,
        &expect![[r#"
            C c @ c
            setting c.l = [1, "a", 2.5]
            setting c.u = []
            setting c.undeclared = {"a": 2, "b": [1, {"c": 3.5}]}
            c.l = [1, "a", 2.5]
            c.u = []
            c.undeclared = {"a": 2, "b": [1, {"c": 3.5}]}
            C attribute string u[]
        "#]],
    );
}

#[test]
fn sizes_of_dataports() {
    check(
        r#"
        component C { control; maybe dataport Buf d; maybe dataport Buf(0x1000) e; maybe dataport Buf(4*1024) f; maybe dataport Buf(8192.0) g; maybe dataport My_t h; }
        assembly { composition { component C c; } }
        "#,
        &expect![[r#"
            C c @ c
            C maybe dataports Buf d
            C maybe dataports Buf(4096) e
            C maybe dataports Buf(4096) f
            C maybe dataports Buf(8192) g
            C maybe dataports My_t h
        "#]],
    );
}

#[test]
fn interfaces_that_need_no_connection() {
    check(
        r#"
        procedure P { void f(); }
        component C { control; maybe uses P a; maybe consumes E b; maybe dataport Buf c; emits E d; provides P e; has mutex m; has semaphore s; has binary_semaphore bs; include "a.h"; include <b.h>; }
        assembly { composition { component C c; } }
        "#,
        &expect![[r#"
            C c @ c
            C provides P e
            C maybe uses P a
            C emits E d
            C maybe consumes E b
            C maybe dataports Buf c
            P void f()
        "#]],
    );
}

#[test]
fn names_of_types() {
    check(
        r#"
        procedure P { bool f(in bool x, out boolean y, in double d, in uint32_t u); character g(); }
        component C { control; provides P e; }
        assembly { composition { component C c; } }
        "#,
        &expect![[r#"
            C c @ c
            C provides P e
            P boolean f(in boolean x, out boolean y, in double d, in uint32_t u)
            P character g()
        "#]],
    );
}

#[test]
fn structs_in_place() {
    check(
        r#"
        struct Z { {int q;} inner; int b; }
        component C { control; attribute {int q; string r;} u; attribute Z z; attribute { {int deep;} lvl; } v; }
        assembly { composition { component C c; } configuration { c.u = {"q":1,"r":"x"}; c.z = {"inner":{"q":2},"b":3}; } }
        "#,
        &expect![[r#"
            C c @ c
            setting c.u = {"q": 1, "r": "x"}
            setting c.z = {"b": 3, "inner": {"q": 2}}
            c.u = {"q": 1, "r": "x"}
            c.z = {"b": 3, "inner": {"q": 2}}
            C attribute struct camkes_anon_struct_2 u
            C attribute struct Z z
            C attribute struct camkes_anon_struct_4 v
        "#]],
    );
}

#[test]
fn a_default_of_another_type() {
    check(
        r#"
        component C { control; attribute int u = "x"; }
        assembly { composition { component C c; } }
        "#,
        &expect![[r#"
            C c @ c
            c.u = "x"
            C attribute int u = "x"
        "#]],
    );
}

#[test]
fn a_component_in_place() {
    check(
        r#"
        component { control; } 
        assembly { composition { component { control; attribute int x = 3; } c; } }
        "#,
        &expect![[r#"
            in place c @ c
            c.x = 3
            null attribute int x = 3
        "#]],
    );
}

#[test]
fn groups_without_a_name_have_one_number_a_declaration() {
    check(
        r#"
        component L { control; }
        component P { composition { group { component L a; component L b; } group { component L c; } } }
        assembly { composition { component P x; component P y; group { component L z; } } }
        "#,
        &expect![[r#"
            P x @ x
            P y @ y
            L z @ unamed_group_2
            L x.a @ x.unamed_group_0
            L x.b @ x.unamed_group_0
            L x.c @ x.unamed_group_1
            L y.a @ y.unamed_group_0
            L y.b @ y.unamed_group_0
            L y.c @ y.unamed_group_1
        "#]],
    );
}

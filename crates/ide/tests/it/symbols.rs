// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The outline.

use std::fmt::Write as _;

use camkes_ide::Symbol;
use camkes_ide::camino::Utf8Path;
use camkes_test_fixture::Fixture;
use expect_test::expect;

use crate::setup::host;

fn show(symbols: &[Symbol], depth: usize, out: &mut String) {
    for symbol in symbols {
        let detail = symbol.detail.as_deref().map(|d| format!(": {d}")).unwrap_or_default();
        let _ = writeln!(out, "{}{:?} {}{detail}", "  ".repeat(depth), symbol.kind, symbol.name);
        assert!(symbol.range.contains_range(symbol.selection_range), "{symbol:?}");
        for child in &symbol.children {
            assert!(symbol.range.contains_range(child.range), "{child:?} is not inside {symbol:?}");
        }
        show(&symbol.children, depth + 1, out);
    }
}

#[test]
fn everything_that_is_declared_is_in_the_outline() {
    let text = r#"
        //- /main.camkes
        import <std_connector.camkes>;
        struct S { int n; string names[]; }
        procedure P { include <stdint.h>; int f(in string s); void g(); }
        connector C { from Procedure; to Procedure; attribute int x = 1; }
        component A {
            control;
            uses P p;
            emits E e;
            dataport Buf(64) d;
            has mutex m;
            attribute S s;
        }
        configuration defaults { a.s = {"n": 1}; }
        assembly main {
            composition {
                component A a;
                component { control; } inline;
                group g { component A b; }
                connection C c(from a.p, to g.b.p);
            }
            configuration defaults;
        }
    "#;
    let fixture = Fixture::parse(text);
    let symbols = host(&fixture, &["/main.camkes"]).analysis().document_symbols(Utf8Path::new("/main.camkes")).unwrap();
    let mut out = String::new();
    show(&symbols, 0, &mut out);
    expect![[r#"
        Struct S
          Attribute n: int
          Attribute names: string[]
        Procedure P
          Method f: int
          Method g: void
        Connector C
          Attribute x: int
        Component A
          Interface p: uses P
          Interface e: emits E
          Interface d: dataport Buf(64)
          Lock m: mutex
          Attribute s: S
        Configuration defaults
          Setting a.s
        Assembly main
          Composition composition
            Instance a: A
            Instance inline
            Group g
              Instance b: A
            Connection c: C
    "#]]
    .assert_eq(&out);
}

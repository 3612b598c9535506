// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is drawn of an assembly.

use camkes_codegen::assembly_graph;
use camkes_codegen::graph::{Area, to_dot, to_svg};

use crate::setup::assembly;

const NESTED: &str = "
//- /main.camkes
connector C { from Procedures with 0 threads; to Procedure; }
procedure P { void f(); }
component Part { provides P i; uses P o; }
component Inner { provides P i; uses P o; composition { component Part x; component Part y;
    connection C c(from x.o, to y.i); export x.i -> i; export y.o -> o; } }
component Outer { provides P i; uses P o; provides P own; composition { component Inner n; component Part z;
    connection C c(from z.o, to n.i); export z.i -> i; export n.o -> o; } }
component Caller { control; uses P p; uses P q; }
component Last { provides P i; }
assembly { composition {
    component Outer a; component Outer b; component Caller caller; component Last last;
    group g { component Last one; component Last two; }
    connection C first(from caller.p, to a.i); connection C second(from a.o, to b.i); connection C third(from b.o, to last.i);
    connection C fourth(from caller.q, to a.own);
} }
";

#[test]
fn an_instance_is_drawn_round_what_it_is_composed_of() {
    let graph = assembly_graph(&assembly(NESTED));
    let areas = |id: &str| {
        let node = graph.nodes.iter().find(|node| node.id == id).unwrap();
        let name = |area: &Area| match area {
            Area::Composition(name) => name.clone(),
            Area::AddressSpace(name) => format!("space {name}"),
        };
        node.areas.iter().map(name).collect::<Vec<_>>()
    };
    for inside in ["a", "a.z"] {
        assert_eq!(areas(inside), ["a"], "{inside}");
    }
    for inside in ["a.n", "a.n.x", "a.n.y"] {
        assert_eq!(areas(inside), ["a", "a.n"], "{inside}");
    }
    assert_eq!(areas("b.n.y"), ["b", "b.n"]);
    assert_eq!(areas("last"), Vec::<String>::new());
    let spaces = graph.nodes.iter().filter(|node| areas(&node.id) == ["space g"]);
    assert_eq!(spaces.count(), 2, "a shared address space");
    let ports = |id: &str| {
        let node = graph.nodes.iter().find(|node| node.id == id).unwrap();
        node.ports.iter().map(|port| port.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(ports("a"), ["own"], "the others are interfaces of what is inside, and drawn there");
    assert_eq!(ports("a.n"), Vec::<&str>::new());
    let svg = to_svg(&graph);
    assert_eq!(svg.matches("class=\"group composition\"").count(), 4);
    assert!(svg.contains("data-group=\"a\"><title>a (with what it is composed of)</title>"), "{svg}");
    assert!(svg.contains("data-from=\"caller.p\" data-to=\"a.z.i\""), "{svg}");
    assert!(to_dot(&graph).contains("label=\"a\"; style=rounded;"));
    assert!(to_dot(&graph).contains("\n        subgraph cluster_1 {\n            label=\"a.n\"; style=rounded;"));
}

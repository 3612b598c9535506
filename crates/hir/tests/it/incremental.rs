// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One edit runs again what depends on it, and nothing else: counted, not timed.

use camkes_hir::{assembly, diagnostics};

use crate::setup::World;

const SYSTEM: &str = r#"
    import "connectors.camkes";
    import "client.camkes";
    import "server.camkes";
    assembly {
        composition {
            component Client c;
            component Server s;
            connection Call x(from c.p, to s.p);
        }
        configuration { c.n = 4; }
    }
    //- /client.camkes
    import "p.camkes";
    component Client { control; uses P p; attribute int n; }
    //- /server.camkes
    import "p.camkes";
    component Server { provides P p; }
    //- /p.camkes
    procedure P { void f(); }
"#;

fn run(edit: impl FnOnce(&mut World)) -> Vec<(String, usize)> {
    let mut world = World::new(SYSTEM);
    let ask = |world: &World| {
        let found = diagnostics(&world.db, world.system);
        assert!(found.is_empty(), "{found:#?}");
        assert!(assembly(&world.db, world.system).is_some());
    };
    ask(&world);
    world.executed(|world| {
        edit(world);
        ask(world);
    })
}

fn counts(found: &[(String, usize)]) -> Vec<(&str, usize)> {
    found.iter().map(|(name, count)| (name.as_str(), *count)).collect()
}

#[test]
fn asking_again_runs_nothing() {
    assert_eq!(counts(&run(|_| {})), []);
}

#[test]
fn writing_the_same_text_runs_nothing() {
    assert_eq!(counts(&run(|world| world.replace("/p.camkes", "void", "void"))), []);
}

#[test]
fn a_comment_reaches_no_further_than_its_own_file() {
    let found = run(|world| world.replace("/p.camkes", "procedure", "/* note */ procedure"));
    assert_eq!(
        counts(&found),
        [
            ("comments", 1),
            ("expanded_parse", 1),
            ("file_diagnostics", 1),
            ("file_status", 1),
            ("hidden_words", 1),
            ("item_tree", 1),
            ("lowered", 1),
            ("lowered_raw", 1),
            ("parse", 1),
            ("preprocessed", 1),
            ("text_diagnostics", 1),
            ("text_lints", 1),
        ]
    );
}

#[test]
fn a_setting_does_not_touch_declarations() {
    let found = run(|world| world.replace("/main.camkes", "c.n = 4", "c.n = 5"));
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    for untouched in ["import_graph", "scope", "structs"] {
        assert!(!names.contains(&untouched), "{names:?}");
    }
    let parses = found.iter().find(|(name, _)| name == "parse").map(|(_, count)| *count);
    assert_eq!(parses, Some(1));
}

#[test]
fn a_method_touches_the_components_that_use_it() {
    let found = run(|world| world.replace("/p.camkes", "void f();", "void f(); void g();"));
    let count = |name: &str| found.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count);
    assert_eq!(count("parse"), 1);
    assert_eq!(count("file_procedures"), 1);
    // p.camkes itself, and both files whose components use the procedure.
    assert!(count("file_components") <= 3, "{found:?}");
    assert_eq!(count("resolution"), 1);
    assert_eq!(count("import_graph"), 0);
    assert_eq!(count("scope"), 0);
}

/// Two compound components, each in a file of its own, with several instances.
const NESTED: &str = r#"
    import "connectors.camkes";
    import "left.camkes";
    import "right.camkes";
    assembly {
        composition {
            component Left l1;
            component Left l2;
            component Right r;
            connection Call x(from l1.o, to r.i);
        }
        configuration { l1.level = 7; r.level = 8; }
    }
    //- /left.camkes
    import "leaf.camkes";
    component Left {
        maybe uses P o;
        attribute int level;
        composition {
            component Leaf a;
            component Leaf b;
            connection Call inner(from a.o, to b.i);
            export b.o -> o;
        }
        configuration { a.n = 1; b.n = 2; }
    }
    //- /right.camkes
    import "leaf.camkes";
    component Right {
        provides P i;
        attribute int level;
        composition {
            component Leaf a;
            component Leaf b;
            connection Call inner(from a.o, to b.i);
            export a.i -> i;
        }
        configuration { a.n <- level; b.n = 2; }
    }
    //- /leaf.camkes
    procedure P { void f(); }
    component Leaf { provides P i; maybe uses P o; attribute int n = 0; }
"#;

#[test]
fn an_edit_inside_a_component_leaves_the_insides_of_others_alone() {
    let mut world = World::new(NESTED);
    let ask = |world: &World| {
        let found = diagnostics(&world.db, world.system);
        assert!(found.is_empty(), "{found:#?}");
    };
    ask(&world);
    for (file, from, to) in [
        ("/left.camkes", "a.n = 1", "a.n = 10"),
        ("/left.camkes", "component Leaf b;", "component Leaf b; component Leaf c;"),
        ("/right.camkes", "b.n = 2", "b.n = 3"),
    ] {
        let found = world.executed(|world| {
            world.replace(file, from, to);
            let _ = diagnostics(&world.db, world.system);
        });
        let count = |name: &str| found.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count);
        assert_eq!(count("declared_body"), 1, "once for all instances of the component, {to}: {found:?}");
        assert_eq!((count("parse"), count("file_components")), (1, 1), "{to}: {found:?}");
    }
    let found = world.executed(|world| {
        world.replace("/main.camkes", "l1.level = 7", "l1.level = 70");
        let _ = diagnostics(&world.db, world.system);
    });
    let count = |name: &str| found.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count);
    assert_eq!((count("assembly_body"), count("declared_body")), (1, 0), "{found:?}");
}

#[test]
fn lints_of_a_file_run_for_that_file_and_those_of_the_system_once() {
    let found = run(|world| world.replace("/p.camkes", "void f();", "void f(in int a);"));
    let count = |name: &str| found.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count);
    assert_eq!((count("file_lints"), count("system_lints")), (1, 1), "{found:?}");
    assert_eq!(count("usage"), 0, "no reference moved");
    let found = run(|world| world.replace("/main.camkes", "c.n = 4", "c.n = 5"));
    let count = |name: &str| found.iter().find(|(n, _)| n == name).map_or(0, |(_, count)| *count);
    assert_eq!(
        (count("file_lints"), count("usage")),
        (0, 0),
        "another value is no other declaration or use: {found:?}"
    );
}

/// Queries that run after an edit of the file with the assembly, each with its count.
fn check_counts(from: &str, to: &str, expect: expect_test::Expect) {
    let mut world = World::new(SYSTEM);
    let ask = |world: &World| {
        let _ = (diagnostics(&world.db, world.system), assembly(&world.db, world.system));
    };
    ask(&world);
    let found = world.executed(|world| {
        world.replace("/main.camkes", from, to);
        ask(world);
    });
    expect.assert_eq(&table(&found));
}

/// Counts as text, some in a line.
fn table(found: &[(String, usize)]) -> String {
    let words: Vec<String> = found.iter().map(|(name, count)| format!("{name} {count}")).collect();
    words.chunks(6).map(|line| line.join(", ") + "\n").collect()
}

#[test]
fn another_value_of_a_setting_leaves_names_and_uses_alone() {
    check_counts(
        "c.n = 4",
        "c.n = 41",
        expect_test::expect![[r#"
            assembly_body 1, assembly_compositions 1, comments 1, detached 1, diagnostics 1, expanded_parse 1
            file_compositions 1, file_decls 1, file_diagnostics 1, file_names 1, file_outline 1, file_structs 1
            findings 1, found 1, hidden_words 1, item_tree 1, lowered 1, lowered_raw 1
            parse 1, preprocessed 1, resolution 1, setting_findings 1, system_lints 1, text_diagnostics 1
            text_lints 1, uses 1
        "#]],
    );
}

#[test]
fn a_new_connection_leaves_names_alone() {
    let text = "connection Call x(from c.p, to s.p);";
    check_counts(
        text,
        &format!("{text} connection Call y(from c.p, to s.p);"),
        expect_test::expect![[r#"
            assembly_body 1, assembly_composed 1, assembly_compositions 1, comments 1, composition_lints 1, detached 1
            diagnostics 1, expanded_parse 1, file_compositions 1, file_decls 1, file_diagnostics 1, file_names 1
            file_outline 1, file_structs 1, findings 1, found 1, hidden_words 1, item_tree 1
            lowered 1, lowered_raw 1, parse 1, preprocessed 1, resolution 1, setting_findings 1
            source_map 1, system_lints 1, text_diagnostics 1, text_lints 1, usage 1, uses 1
        "#]],
    );
}

#[test]
fn a_new_instance_leaves_other_files_alone() {
    let text = "component Client c;";
    check_counts(
        text,
        &format!("{text} component Client d;"),
        expect_test::expect![[r#"
            assembly_body 1, assembly_composed 1, assembly_compositions 1, comments 1, composition_lints 1, detached 1
            diagnostics 1, expanded_parse 1, file_compositions 1, file_decls 1, file_diagnostics 1, file_names 1
            file_outline 1, file_structs 1, findings 1, found 1, item_tree 1, lowered 1
            lowered_raw 1, parse 1, preprocessed 1, resolution 1, setting_findings 1, source_map 2
            text_diagnostics 1, text_lints 1
        "#]],
    );
}

#[test]
fn another_name_of_an_instance_leaves_other_files_alone() {
    check_counts(
        "component Client c;",
        "component Client cx;",
        expect_test::expect![[r#"
            assembly_body 1, assembly_composed 1, assembly_compositions 1, comments 1, composition_lints 1, detached 1
            diagnostics 1, expanded_parse 1, file_compositions 1, file_decls 1, file_diagnostics 1, file_names 1
            file_outline 1, file_structs 1, findings 1, found 1, item_tree 1, lowered 1
            lowered_raw 1, parse 1, preprocessed 1, resolution 1, setting_findings 1, source_map 1
            text_diagnostics 1, text_lints 1
        "#]],
    );
}

#[test]
fn half_a_statement_leaves_other_files_alone() {
    check_counts(
        "component Server s;",
        "component Server s; conn",
        expect_test::expect![[r#"
        comments 1, diagnostics 1, expanded_parse 1, file_diagnostics 1, found 1, item_tree 1
        lowered 1, lowered_raw 1, parse 1, preprocessed 1, text_diagnostics 1, text_lints 1
    "#]],
    );
}

#[test]
fn another_name_of_a_component_is_looked_up_again_and_leaves_other_files_alone() {
    let mut world = World::new(SYSTEM);
    let ask = |world: &World| drop((diagnostics(&world.db, world.system), assembly(&world.db, world.system)));
    ask(&world);
    let found = world.executed(|world| {
        world.replace("/client.camkes", "component Client", "component Clientx");
        ask(world);
    });
    expect_test::expect![[r#"
        assembly_body 1, assembly_composed 1, assembly_compositions 1, comments 1, detached 1, diagnostics 1
        expanded_parse 1, file_components 1, file_compositions 1, file_connectors 1, file_decls 1, file_diagnostics 1
        file_lints 1, file_names 1, file_outline 1, file_procedures 1, file_status 1, file_structs 1
        findings 1, found 1, item_tree 1, lowered 1, lowered_raw 1, named 4
        ordinal 1, parse 1, preprocessed 1, resolution 1, scope 1, setting_findings 1
        source_map 1, structs 1, text_diagnostics 1, text_lints 1
    "#]]
    .assert_eq(&table(&found));
}

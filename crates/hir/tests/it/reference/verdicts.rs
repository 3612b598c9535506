// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the reference tool refuses, and what it ought to accept.

use camkes_hir::diagnostic::Severity;

use crate::setup::World;

/// Names of the rules behind the errors of a system.
fn errors(text: &str) -> Vec<&'static str> {
    let world = World::new(text);
    let found = camkes_hir::diagnostics(&world.db, world.system);
    found.iter().filter(|d| d.severity == Severity::Error).map(|d| d.rule.name()).collect()
}

/// Systems that the reference refuses, some with an uncaught exception, and the rule by which we do.
const REFUSED: &[(&str, &str)] = &[
    (
        r#"connector S { from Dataports; to Dataports; } component D { control; dataport Buf d; }
         assembly { composition { component D a; component D b; component D c;
         connection S one(from a.d, to b.d); connection S two(from b.d, to c.d); } }"#,
        "duplicate-end",
    ),
    (
        r#"connector S { from Dataports; to Dataports; } component D { control; dataport Buf d; }
         assembly { composition { component D a; connection S one(from a.d, to a.d); } }"#,
        "duplicate-end",
    ),
    (
        r#"component C { control; attribute { int m; { string t; } n = {"t": 1}; } x; }
         assembly { composition { component C c; } configuration { c.x = {"m": 1}; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute int u[]; }
         assembly { composition { component C c; } configuration { c.u = [1, "x"]; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute int u[]; }
         assembly { composition { component C c; } configuration { c.u = 3; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute char u; }
         assembly { composition { component C c; } configuration { c.u = "abc"; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute int a; attribute int a; }
         assembly { composition { component C c; } }"#,
        "duplicate-definition",
    ),
    (
        r#"connector A { from Procedures; to Procedure; }
         connector B { from Procedures; to Procedure; } procedure P { void f(); }
         component Client { control; uses P o; }
         component Server { provides P i; }
         assembly { composition { component Client a; component Client b; component Server s;
         connection A z(from a.o, to s.i);
         connection B y(from b.o, to s.i); } }"#,
        "mixed-connectors",
    ),
    (
        r#"component C { control; attribute int u; }
         assembly { composition { component C c; } configuration { c.u = {"a":2}; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute int u; }
         assembly { composition { component C a; } configuration { a.u = 1; a.u = 2; } }"#,
        "duplicate-setting",
    ),
    (
        r#"component C { control; attribute int u; }
         assembly { composition { component C c; } configuration { c.u = 1.5; } }"#,
        "mistyped-setting",
    ),
    (
        r#"procedure P { void f(); }
         component C { control; attribute int a; uses P a; }
         assembly { composition { component C c; } }"#,
        "duplicate-definition",
    ),
    (
        r#"component C { control; attribute string u; }
         assembly { composition { component C c; } configuration { c.u = 5; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute int u; }
         assembly { composition { component C c; } configuration { c.u = [1,2]; } }"#,
        "mistyped-setting",
    ),
    (
        r#"component C { control; attribute string u; }
         assembly { composition { component C a; component C b; } configuration { a.u <- b.d["nokey"]; b.d = {"k": "yes"}; } }"#,
        "unknown-key",
    ),
    (
        r#"component C { control; }
         assembly { composition { component C c; component C c; } }"#,
        "duplicate-definition",
    ),
    (
        r#"component C { control; attribute int u; }
         assembly { composition { component C c; } configuration { c.u = "x"; } }"#,
        "mistyped-setting",
    ),
    (
        r#"struct S { int a; int b; }
         component C { control; attribute S d; }
         assembly { composition { component C c; } configuration { c.d = {"a": 7}; } }"#,
        "missing-member",
    ),
    (
        r#"struct S { int a; }
         component C { control; attribute S d; }
         assembly { composition { component C c; } configuration { c.d = 3; } }"#,
        "mistyped-setting",
    ),
    (
        r#"struct S { int a; }
         component C { control; attribute S d; }
         assembly { composition { component C c; } configuration { c.d = {"a": "x"}; } }"#,
        "mistyped-setting",
    ),
];

#[test]
fn what_the_reference_refuses_is_an_error() {
    for (text, rule) in REFUSED {
        assert!(errors(text).contains(rule), "{rule}: {:?} in\n{text}", errors(text));
    }
}

#[test]
fn types_that_the_reference_only_half_knows_are_accepted() {
    // The reference refuses these: it takes whole numbers for `int` and 64-bit attributes alone, and looks words such as
    // `double` up as structs, although its own check of values knows them.
    for (declaration, value) in [
        ("bool b", "true"),
        ("char c", "97"),
        ("char c", "\"a\""),
        ("double d", "1.5"),
        ("float f", "2"),
        ("uint32_t u", "3"),
        ("unsigned int u", "5"),
    ] {
        let name = declaration.rsplit(' ').next().unwrap();
        let text = format!(
            "component C {{ control; attribute {declaration}; }}
             assembly {{ composition {{ component C c; }} configuration {{ c.{name} = {value}; }} }}"
        );
        assert_eq!(errors(&text), Vec::<&str>::new(), "{declaration} = {value}");
    }
}

#[test]
fn a_member_that_the_struct_does_not_have_is_ignored_with_a_warning() {
    // The reference logs a warning.
    let text = r#"struct S { int a; }
         component C { control; attribute S d; }
         assembly { composition { component C c; } configuration { c.d = {"a": 7, "z": 3}; } }"#;
    assert_eq!(errors(text), Vec::<&str>::new());
    let world = World::new(text);
    let found = camkes_hir::diagnostics(&world.db, world.system);
    assert!(matches!(found, [only] if only.rule.name() == "unknown-member"), "{found:#?}");
}

/// The value that templates see.
fn seen(text: &str, entity: &str, attribute: &str) -> Option<String> {
    let world = World::new(text);
    assert_eq!(errors(text), Vec::<&str>::new());
    let assembly = camkes_hir::assembly(&world.db, world.system).unwrap();
    assembly.value(entity, attribute).map(ToString::to_string)
}

#[test]
fn a_reference_to_nothing_leaves_the_attribute_unset() {
    // The reference means to drop such a setting, but fails an assertion.
    let text = "component C { control; attribute int u; attribute int v; }
         assembly { composition { component C c; component C d; } configuration { c.u <- d.v; } }";
    assert_eq!(seen(text, "c", "u"), None);
}

#[test]
fn keys_select_after_a_chain_of_references_and_from_a_default() {
    // The reference forgets the keys in both cases, and then refuses the dict.
    let text = r#"component C { control; attribute string u; }
         assembly { composition { component C a; component C b; component C c;} configuration { a.u <- b.e["k"]; b.e <- c.d; c.d = {"k": "yes"}; } }"#;
    assert_eq!(seen(text, "a", "u").as_deref(), Some(r#""yes""#));
    let text = r#"struct S { string k; }
         component C { control; attribute S d = {"k": "yes"}; attribute string u; }
         assembly { composition { component C a; component C b; } configuration { a.u <- b.d["k"]; } }"#;
    assert_eq!(seen(text, "a", "u").as_deref(), Some(r#""yes""#));
}

#[test]
fn the_default_of_a_struct_is_completed_with_the_members_defaults() {
    // The reference completes settings alone; its templates then miss the member.
    let text = r#"struct S { int a; int b = 5; }
         component C { control; attribute S d = {"a": 7}; }
         assembly { composition { component C c; } }"#;
    assert_eq!(seen(text, "c", "d").as_deref(), Some(r#"{"a": 7, "b": 5}"#));
}

#[test]
fn a_reference_to_a_default_leaves_the_default_alone() {
    // In the reference, completing the value writes into the declared default of every instance.
    let text = r#"struct S { int a; int b = 5; }
         component C { control; attribute S d = {"a": 7}; attribute S e; }
         assembly { composition { component C c; component C k;} configuration { c.e <- k.d; } }"#;
    let world = World::new(text);
    let assembly = camkes_hir::assembly(&world.db, world.system).unwrap();
    let declared = assembly.instances[0].component.attribute("d").unwrap().default.as_ref();
    assert_eq!(declared.map(ToString::to_string).as_deref(), Some(r#"{"a": 7}"#));
    assert_eq!(seen(text, "c", "e").as_deref(), Some(r#"{"a": 7, "b": 5}"#));
}

#[test]
fn a_default_that_lacks_a_member_is_refused_where_it_is_used() {
    // The reference resolves both systems; its templates then fail for want of the member.
    let system = |configuration: &str| {
        format!(
            "component C {{ control; attribute {{ int m; }} x = {{}}; }}
             assembly {{ composition {{ component C c; }} configuration {{ {configuration} }} }}"
        )
    };
    assert_eq!(errors(&system("")), ["missing-member"]);
    assert_eq!(errors(&system("c.x = {\"m\": 1};")), Vec::<&str>::new());
}

#[test]
fn less_and_greater_in_one_value_are_comparisons() {
    // The reference reads what stands between them as the path of an import.
    let text = "component C { control; attribute int u; }
         assembly { composition { component C c; } configuration { c.u = 3 < 4 ? 1 : 2 > 1; } }";
    assert_eq!(seen(text, "c", "u").as_deref(), Some("1"));
}

#[test]
fn a_composition_and_a_configuration_by_name_belong_to_the_assembly() {
    // The reference fails an assertion at the first and forgets the second.
    let text = "component C { control; attribute int u; }
         composition Main { component C c; }
         configuration Values { c.u = 5; }
         assembly { composition Main; configuration Values; }";
    assert_eq!(seen(text, "c", "u").as_deref(), Some("5"));
}

#[test]
fn keys_of_a_dict_may_be_numbers_and_strings() {
    // The reference fails to sort them.
    let text = r#"component C { control; }
         assembly { composition { component C c; } configuration { c.x = {1: "a", "k": 2}; } }"#;
    assert_eq!(seen(text, "c", "x").as_deref(), Some(r#"{1: "a", "k": 2}"#));
}

#[test]
fn a_setting_twice_inside_of_a_component_without_an_instance_is_refused() {
    let text = r#"component In { control; attribute int n; }
         component Out { composition { component In i; } configuration { i.n = 1; i.n = 2; } }
         assembly { composition { component In i; } }"#;
    assert_eq!(errors(text), ["duplicate-setting"]);
}

#[test]
fn keys_of_a_reference_to_nothing_do_not_select_from_the_own_default() {
    let text = r#"component A { control; attribute int n; attribute int m = 1; }
         assembly { composition { component A a; component A b; } configuration { b.m <- a.n["key"]; } }"#;
    assert_eq!(errors(text), [""; 0]);
    let world = World::new(text);
    let assembly = camkes_hir::assembly(&world.db, world.system).unwrap();
    assert_eq!(assembly.value("b", "m").and_then(camkes_hir::model::Value::as_int), Some(1));
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Quick fixes: what they are called, and what the text is after them.

use camkes_ide::{Edit, TextRange};
use expect_test::{Expect, expect};

use crate::setup::{at_cursor, edited};

/// The titles of the mends at the cursor, and the text after each.
fn check(text: &str, expected: &Expect) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let mut found = String::new();
    for quick_fix in analysis.quick_fixes(&path, TextRange::empty(offset)).unwrap() {
        let sure = if quick_fix.fix.preferred { " (preferred)" } else { "" };
        found.push_str(&format!("{}: {}{sure}\n", quick_fix.diagnostic.rule.name(), quick_fix.fix.title));
        found.push_str(&edited(&fixture, &quick_fix.fix.edits));
    }
    expected.assert_eq(&found);
}

fn fix_all(text: &str) -> (String, Vec<Edit>) {
    let (fixture, analysis, path, _) = at_cursor(text);
    let edits = analysis.fix_all(&path).unwrap();
    (edited(&fixture, &edits), edits)
}

#[test]
fn a_misspelt_name_is_mended() {
    check(
        r#"
        //- /main.camkes
        component Echo { control; }
        assembly { composition { component Ech$0 e; } }
        "#,
        &expect![[r#"
            unknown-component: Change to `Echo` (preferred)
            //- /main.camkes
            component Echo { control; }
            assembly { composition { component Echo e; } }
        "#]],
    );
}

#[test]
fn a_missing_semicolon_is_inserted() {
    check(
        r#"
        //- /main.camkes
        component Echo { control$0 }
        "#,
        &expect![[r#"
            syntax-error: Insert `;` (preferred)
            //- /main.camkes
            component Echo { control; }
        "#]],
    );
}

#[test]
fn other_places_offer_nothing() {
    check(
        r#"
        //- /main.camkes
        component Echo { con$0trol; }
        assembly { composition { component Ech e; } }
        "#,
        &expect![""],
    );
}

#[test]
fn a_name_made_by_a_macro_offers_nothing() {
    check(
        r#"
        //- /main.camkes
        #define ONE component Ech e;
        component Echo { control; }
        assembly { composition { O$0NE } }
        "#,
        &expect![""],
    );
}

#[test]
fn a_name_in_a_header_is_mended_there() {
    check(
        r#"
        //- /main.camkes
        component Echo { control; }
        assembly {
        #include "parts.h"
        }
        //- /parts.h
        composition { component Ech$0 e; }
        "#,
        &expect![[r#"
            unknown-component: Change to `Echo` (preferred)
            //- /parts.h
            composition { component Echo e; }
        "#]],
    );
}

#[test]
fn all_sure_mends_are_made_at_once() {
    let (text, edits) = fix_all(
        r#"
        //- /main.camkes
        component Echo { control }
        assembly { composition { component Ech a; component Ecko b$0; } }
        "#,
    );
    assert_eq!(
        text,
        "//- /main.camkes\ncomponent Echo { control; }\nassembly { composition { component Echo a; component Echo b; } }\n"
    );
    assert_eq!(edits.len(), 3);
}

#[test]
fn the_library_is_not_mended() {
    let (_, analysis, _, _) = at_cursor("//- /main.camkes\nimport <std_connector.camkes>;$0\n");
    let library = camkes_ide::builtin::path("std_connector.camkes");
    let whole = TextRange::up_to(u32::MAX.into());
    assert_eq!(analysis.quick_fixes(&library, whole).unwrap(), []);
    assert_eq!(analysis.fix_all(&library).unwrap(), []);
}

#[test]
fn what_is_no_error_can_be_allowed_where_it_stands() {
    check(
        r#"
        //- /main.camkes
        struct S { int size; }
        component C { control; attribute S s; }
        assembly {
            composition { component C c; }
            configuration {
                c.s = {"size": 1, "siz$0e2": 2};
            }
        }
        "#,
        &expect![[r#"
            unknown-member: Remove `size2`
            //- /main.camkes
            struct S { int size; }
            component C { control; attribute S s; }
            assembly {
                composition { component C c; }
                configuration {
                    c.s = {"size": 1};
                }
            }
            unknown-member: Allow `unknown-member` here
            //- /main.camkes
            struct S { int size; }
            component C { control; attribute S s; }
            assembly {
                composition { component C c; }
                configuration {
                    // camkes: allow(unknown-member)
                    c.s = {"size": 1, "size2": 2};
                }
            }
        "#]],
    );
}

#[test]
fn all_that_goes_to_one_place_is_made_at_once() {
    let (text, edits) = fix_all(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        procedure P { void f(in int x); }
        component Client { control; uses P p; consumes Go go; dataport Buf d; uses P q; }
        component Server { provides P p; emits Go go; dataport Buf d; }
        assembly {
            composition {
                component Client c;
                component Server s;$0
            }
        }
        "#,
    );
    let composition = text.split("composition").nth(1).unwrap();
    expect![[r#"
         {
                component Client c;
                connection seL4SharedData c_d(from c.d, to s.d);
                connection seL4Notification c_go(from s.go, to c.go);
                connection seL4RPCCall c_p(from c.p, to s.p);
                connection seL4RPCCall c_q(from c.q, to s.p);
                component Server s;
            }
        }
    "#]]
    .assert_eq(composition);
    assert_eq!(edits.len(), 4, "{edits:?}");
}

#[test]
fn a_declaration_goes_with_its_comment() {
    check(
        r#"
        //- /main.camkes
        /* About the file. */
        component Echo { control; }

        // Nobody
        // needs it.
        component Un$0used { control; }
        assembly { composition { component Echo e; } }
        "#,
        &expect![[r#"
            unused-component: Remove the component
            //- /main.camkes
            /* About the file. */
            component Echo { control; }

            assembly { composition { component Echo e; } }
            unused-component: Allow `unused-component` here
            //- /main.camkes
            /* About the file. */
            component Echo { control; }

            // Nobody
            // needs it.
            // camkes: allow(unused-component)
            component Unused { control; }
            assembly { composition { component Echo e; } }
        "#]],
    );
    check(
        r#"
        //- /main.camkes
        /* About the file. */
        component Un$0used { control; }
        component Echo { control; }
        assembly { composition { component Echo e; } }
        "#,
        &expect![[r#"
            unused-component: Remove the component
            //- /main.camkes
            /* About the file. */
            component Echo { control; }
            assembly { composition { component Echo e; } }
            unused-component: Allow `unused-component` here
            //- /main.camkes
            /* About the file. */
            // camkes: allow(unused-component)
            component Unused { control; }
            component Echo { control; }
            assembly { composition { component Echo e; } }
        "#]],
    );
}

#[test]
fn interfaces_without_a_connection_are_named_by_their_mends() {
    let (_, analysis, path, offset) = at_cursor(
        "//- /main.camkes\nprocedure P { void f(); }\ncomponent A { control; uses P one; uses P two; }\n\
         assembly { composition { component A $0a; } }",
    );
    let found = analysis.quick_fixes(&path, TextRange::empty(offset)).unwrap();
    let titles: Vec<_> = found.iter().map(|it| it.fix.title.as_str()).collect();
    assert_eq!(titles, ["Declare `one` with `maybe`", "Declare `two` with `maybe`"]);
}

#[test]
fn of_two_settings_either_goes() {
    check(
        r#"
        //- /main.camkes
        component A { control; attribute int n; }
        assembly {
            composition { component A a; }
            configuration {
                a.n = 1;
                a.$0n = 2;
            }
        }
        "#,
        &expect![[r#"
            duplicate-setting: Remove this setting
            //- /main.camkes
            component A { control; attribute int n; }
            assembly {
                composition { component A a; }
                configuration {
                    a.n = 1;
                }
            }
            duplicate-setting: Remove the first setting
            //- /main.camkes
            component A { control; attribute int n; }
            assembly {
                composition { component A a; }
                configuration {
                    a.n = 2;
                }
            }
        "#]],
    );
}

#[test]
fn a_member_that_a_value_lacks_is_added() {
    let text = |value: &str| {
        format!(
            "//- /main.camkes\nstruct In {{ int z; }}\nstruct S {{ int x; string y; In in; int d = 4; }}\n\
             component A {{ control; attribute S s; }}\n\
             assembly {{ composition {{ component A a; }} configuration {{ a.s = {value}; }} }}"
        )
    };
    let values = |value: &str| {
        let (fixture, analysis, path, offset) = at_cursor(&text(value));
        let whole = TextRange::at(offset, 0.into());
        let found = analysis.quick_fixes(&path, whole).unwrap().into_iter();
        let found = found.filter(|it| it.fix.title.starts_with("Add")).map(|it| {
            let after = edited(&fixture, &it.fix.edits);
            let value = after.split("a.s = ").nth(1).unwrap().split(';').next().unwrap().to_owned();
            format!("{} => {value}", it.fix.title)
        });
        found.collect::<Vec<_>>()
    };
    assert_eq!(
        values("{$0\"x\": 1, \"in\": {\"z\": 1} }"),
        ["Add `\"y\": \"\"` => {\"x\": 1, \"in\": {\"z\": 1}, \"y\": \"\" }"]
    );
    assert_eq!(
        values("{$0\"x\": 1, \"y\": \"\"}"),
        ["Add `\"in\": {\"z\": 0}` => {\"x\": 1, \"y\": \"\", \"in\": {\"z\": 0}}"]
    );
    assert!(values("{$0}").contains(&"Add `\"x\": 0` => {\"x\": 0}".to_owned()), "{:?}", values("{$0}"));
    assert_eq!(values("{$0\"x\": 1, \"y\": \"\", \"in\": {}}"), Vec::<String>::new(), "of a struct inside");
}

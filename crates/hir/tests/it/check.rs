// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is reported, and where. The message stands under the token at fault.

use camkes_hir::diagnostic::Severity;
use camkes_hir::{ForwardReferences, diagnostics};

use crate::setup::World;

fn check(text: &str) {
    check_with(text, ForwardReferences::Allow);
}

fn check_with(text: &str, forward: ForwardReferences) {
    let world = World::with(text, forward, &[]);
    let found = diagnostics(&world.db, world.system);
    let lines = found.iter().map(|d| {
        let message = if d.severity == Severity::Error {
            d.message.clone()
        } else {
            format!("({}) {}", d.severity.name(), d.message)
        };
        (d.primary.file.path(&world.db).as_str(), d.primary.range, message)
    });
    world.fixture.assert_marks(lines);
}

/// Applies the preferred fix of the only diagnostic and gives the root's new text.
fn fixed(text: &str) -> String {
    let world = World::new(text);
    let found = diagnostics(&world.db, world.system);
    assert_eq!(found.len(), 1, "{found:#?}");
    let mut text = world.fixture.root().text.clone();
    let mut edits = found[0].fixes[0].edits.clone();
    edits.sort_by_key(|e| std::cmp::Reverse(e.span.range.start()));
    for edit in edits {
        text.replace_range(std::ops::Range::<usize>::from(edit.span.range), &edit.text);
    }
    text
}

#[test]
fn a_system_without_mistakes_is_silent() {
    check(
        r#"
        import "connectors.camkes";
        import <std_connector.camkes>;
        procedure P { int f(in string s, refin int xs[]); }
        component A { control; uses P p; emits E e; dataport Buf d; attribute int n = 2 ** 4; }
        component B { provides P p; consumes E e; dataport Buf d; maybe uses P other; }
        assembly {
            composition {
                component A a;
                component B b;
                connection seL4RPCCall c1(from a.p, to b.p);
                connection Signal c2(from a.e, to b.e);
                connection Share c3(from a.d, to b.d);
            }
            configuration { a.n = 5; b.priority = 100; c3.size = 8192; }
        }
        "#,
    );
}

#[test]
fn every_unknown_name_is_reported_once_at_its_word() {
    check(
        r#"
        import "connectors.camkes";
        import "nowhere.camkes";
        //     ^^^^^^^^^^^^^^^^ import `nowhere.camkes` not found
        component A { uses P p; attribute Cfg c; }
        //                 ^ unknown procedure `P`
        //                                ^^^ unknown struct `Cfg`
        component B { control; }
        assembly {
            composition {
                component A a;
                component C c;
        //                ^ unknown component `C`
                component B b;
                connection Cal x(from a.p, to b.q);
        //                 ^^^ unknown connector `Cal`
        //                                      ^ component `B` has no interface `q`
                connection Call y(from d.p, to b);
        //                             ^ unknown instance `d`
        //                                     ^ `b` does not say of which instance
            }
        }
        "#,
    );
}

#[test]
fn a_broken_line_spoils_only_itself() {
    check(
        r#"
        component A { control; uses 5 p; }
        //                          ^ expected the name of a procedure
        assembly { composition { component A a; component Q q; } }
        //                                                ^ unknown component `Q`
        "#,
    );
}

#[test]
fn ends_must_suit_their_connector() {
    check(
        r#"
        import "connectors.camkes";
        procedure P { void f(); }
        procedure Q { void f(); }
        component A { control; uses P p; uses Q q; emits E e; emits E e2; }
        component B { provides P p; provides P p2; provides Q q; consumes E e; consumes F f; }
        assembly {
            composition {
                component A a;
                component B b;
                connection Signal c1(from a.p, to b.e);
        //                           ^^^^^^^^ connector `Signal` takes events on its `from` end, but `a.p` uses a procedure
                connection Signal c2(from a.e, to b.f);
        //                                     ^^^^^^ `b.f` has the type `F`, but `a.e` has `E`
                connection Call c3(from b.q, to a.q);
        //                         ^^^^^^^^ `from` and `to` are exchanged: `b.q` provides a procedure and `a.q` uses a procedure
            }
        }
        "#,
    );
}

#[test]
fn exchanged_ends_are_mended() {
    let text = fixed(
        r#"
        import "connectors.camkes";
        procedure P { void f(); }
        component A { control; uses P p; }
        component B { provides P p; }
        assembly { composition { component A a; component B b; connection Call c(from b.p, to a.p); } }
        "#,
    );
    assert!(text.contains("connection Call c(from a.p, to b.p);"), "{text}");
}

#[test]
fn devices_and_software_are_told_apart() {
    check(
        r#"
        import "connectors.camkes";
        component Dev { hardware; dataport Buf mem; has mutex m; }
        //                                                    ^ device `Dev` can't have the mutex `m`
        component A { control; dataport Buf mem; dataport Buf mem2; }
        component Both { hardware; control; }
        //                         ^^^^^^^^ component `Both` is both a control component and a device
        assembly {
            composition {
                component A a;
                component Dev d;
                connection Mmio c1(from a.mem, to a.mem2);
        //                                     ^^^^^^^^^ connector `Mmio` needs a device on its `to` end, but `A` is a software component
                connection Share c2(from a.mem, to d.mem);
        //                       ^^ `c1` and `c2` share an interface but have different connectors, `Mmio` and `Share`
        //                                      ^^^^^^^^ connector `Share` needs a software component on its `to` end, but `Dev` is a device
            }
        }
        "#,
    );
}

#[test]
fn unconnected_interfaces_are_reported_at_the_instance() {
    check(
        r#"
        procedure P { void f(); }
        component A { control; uses P p; maybe uses P q; emits E e; provides P r; consumes E in1; }
        assembly { composition { component A a; } }
        //                                   ^ interface `a.p` is not connected
        //                                   ^ interface `a.in1` is not connected
        "#,
    );
}

#[test]
fn settings_are_checked_against_their_attributes() {
    check(
        r#"
        struct Cfg { string name; int n = 3; }
        component A { control; attribute int n; attribute string s; attribute int xs[]; attribute Cfg c; attribute string t; }
        assembly {
            composition { component A a; }
            configuration {
                a.n = "five";
        //            ^^^^^^ attribute `n` needs a whole number, not the string "five"
                a.s = 5;
        //            ^ attribute `s` needs a string, not the integer 5
                a.xs = 7;
        //             ^ attribute `xs` needs a list, not the integer 7
                a.c = {"name": 4, "color": 1};
        //                     ^ member `name` of attribute `c` needs a string, not the integer 4
        //                        ^^^^^^^ (warning) struct `Cfg` has no member `color`
                a.t = 1 / 0;
        //            ^^^^^ division by zero
                b.x = 1;
        //      ^ (warning) no instance or connection is named `b`
                a.n = 2;
        //      ^^^ `a.n` is already set
            }
        }
        "#,
    );
}

#[test]
fn references_between_settings_must_lead_to_a_value() {
    check(
        r#"
        component A { control; attribute int x; attribute int y; attribute int z; attribute int w; attribute int v = 1; }
        assembly {
            composition { component A a; }
            configuration {
                a.x <- a.y;
        //      ^^^ settings refer to each other in a circle: `a.x` <- `a.y` <- `a.x`
                a.y <- a.x;
                a.z <- a.w;
        //             ^^^ (warning) `a.w` has neither a setting nor a default
                a.v <- w;
        //             ^ `w` does not say of which instance
            }
        }
        "#,
    );
}

#[test]
fn import_circles_are_errors_at_the_import_that_closes_them() {
    check(
        r#"
        //- /main.camkes
        import "b.camkes";
        assembly { composition { component B b; } }
        //- /b.camkes
        import "c.camkes";
        component B { control; }
        //- /c.camkes
        import "b.camkes";
        //     ^^^^^^^^^^ import of `b.camkes` closes a circle
        "#,
    );
}

#[test]
fn a_component_inside_itself_ends() {
    check(
        r#"
        component A { composition { component B b; } }
        component B { composition { component A a; } }
        //                                      ^ component `A` contains an instance of itself
        assembly { composition { component A top; } }
        "#,
    );
}

#[test]
fn a_struct_inside_itself_ends() {
    check(
        r#"
        struct S { int n; T t; }
        struct T { S s; }
        //         ^ struct `S` contains itself
        component A { control; attribute S s; }
        assembly { composition { component A a; } }
        "#,
    );
}

#[test]
fn members_of_groups_are_reached_through_the_group() {
    let broken = r#"
        import "connectors.camkes";
        procedure P { void f(); }
        component A { control; uses P p; }
        component B { provides P p; }
        assembly {
            composition {
                group g { component A a; component B b; }
                connection Call c(from a.p, to g.b.p);
            }
        }
        "#;
    assert!(fixed(broken).contains("from g.a.p, to g.b.p"), "{}", fixed(broken));
}

#[test]
fn uses_before_the_declaration_are_as_bad_as_the_system_says() {
    let text = |mark: &str| {
        format!(
            r#"
            assembly {{ composition {{ component A a; }} }}
            //                                 ^ {mark}
            component A {{ control; }}
            "#
        )
    };
    check_with(&text("(warning) `A` is used before its declaration"), ForwardReferences::Warn);
    check_with(&text("`A` is used before its declaration"), ForwardReferences::Forbid);
}

#[test]
fn a_near_miss_is_mended() {
    let text = fixed("component Echo { control; }\nassembly { composition { component Ehco e; } }\n");
    assert!(text.contains("component Echo e;"), "{text}");
}

#[test]
fn duplicates_point_back_to_the_first() {
    let world =
        World::new("component A { control; }\ncomponent A { control; }\nassembly { composition { component A a; } }\n");
    let found = diagnostics(&world.db, world.system);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "component `A` is declared more than once");
    let text = &world.fixture.root().text;
    assert_eq!(usize::from(found[0].labels[0].span.range.start()), text.find('A').unwrap());
    assert_eq!(usize::from(found[0].primary.range.start()), text.match_indices('A').nth(1).unwrap().0);
}

#[test]
fn mistakes_inside_macros_point_at_their_use() {
    check(
        r#"
        #define PAIR(T, n) component T n##1; component T n##2;
        #if defined(CAMKES_TOOL_PROCESSING) && !defined(NOWHERE)
        component A { control; }
        #else
        component A { this is no ADL }
        #endif
        assembly {
            composition {
                PAIR(A, a)
                PAIR(B, b)
        //           ^ unknown component `B`
            }
        }
        "#,
    );
}

#[test]
fn text_from_a_header_is_reported_in_the_header() {
    check(
        r#"
        //- /main.camkes
        #include "interfaces.h"
        component A { control; INTERFACES }
        #include "parts.h"
        assembly { composition { component A a; component B b; } }
        //- /interfaces.h
        #define INTERFACES maybe uses P p;
        //- /parts.h
        procedure P { void f(); }
        component B { provides Q q; }
        //                     ^ unknown procedure `Q`
        "#,
    );
}

#[test]
fn a_missing_header_is_one_warning_and_its_macros_none() {
    check(
        r#"
        #include <autoconf.h>
        //       ^^^^^^^^^^^^ (warning) header `autoconf.h` not found
        component A { control; SERIAL_INTERFACES() attribute int n; }
        assembly { composition { component A a; } }
        "#,
    );
}

#[test]
fn no_fix_touches_what_a_macro_made() {
    let world =
        World::new("#define ONE component Ehco e;\ncomponent Echo { control; }\nassembly { composition { ONE } }\n");
    let found = diagnostics(&world.db, world.system);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "unknown component `Ehco`");
    assert!(found[0].fixes.is_empty(), "{:?}", found[0].fixes);
}

#[test]
fn names_that_c_code_can_not_have_are_reported() {
    check(
        r#"
        struct static { int default; }
        //     ^^^^^^ (warning) struct name `static` is a keyword of C
        //                  ^^^^^^^ attribute name `default` is a keyword of C
        procedure Q { goto f(in while w, in float x); double asm(); }
        //            ^^^^ (warning) `goto` is a keyword of C, and no type
        //                      ^^^^^ (warning) `while` is a keyword of C, and no type
        //                                                   ^^^ method name `asm` is a keyword of C
        component A { control; maybe dataport Buf register; maybe dataport union u; maybe uses Q while; }
        //                                        ^^^^^^^^ (warning) dataport name `register` is a keyword of C
        //                                                                 ^^^^^ (warning) `union` is a keyword of C, and no type
        component D { hardware; maybe dataport Buf register; maybe dataport double d; }
        assembly { composition { component A a; component D d; } }
        "#,
    );
}

#[test]
fn a_connector_of_an_earlier_release_gets_its_present_name() {
    let world = World::new(
        "import <std_connector.camkes>;\ncomponent A { control; emits E e; consumes E f; }
assembly { composition { component A a; connection seL4Asynch s(from a.e, to a.f); } }\n",
    );
    let found = diagnostics(&world.db, world.system);
    let [one] = found else { panic!("{found:?}") };
    assert_eq!(one.message, "unknown connector `seL4Asynch`");
    assert_eq!(one.notes, ["an earlier release had it; it is called `seL4Notification` now"]);
    assert_eq!((one.fixes[0].preferred, one.fixes[0].edits[0].text.as_str()), (true, "seL4Notification"));
}

#[test]
fn a_long_value_is_cut_in_the_message() {
    let list = vec!["1"; 5000].join(", ");
    let world = World::new(&format!(
        "component A {{ control; attribute int n; }}\nassembly {{ composition {{ component A a; }} configuration {{ a.n = [{list}]; }} }}\n"
    ));
    let found = diagnostics(&world.db, world.system);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.len() < 200 && found[0].message.ends_with('…'), "{}", found[0].message);
}

#[test]
fn strings_that_span_lines_are_no_matter_for_the_preprocessor() {
    check(
        r#"
        #define N 1
        component A { control; attribute string s = "one
            two";
            attribute int n = N;
        }
        assembly { composition { component A a; } }
        "#,
    );
}

#[test]
fn components_that_nothing_instantiates_are_looked_through_too() {
    check(
        r#"
        import "connectors.camkes";
        procedure P { void f(); }
        component Leaf { uses P p; dataport Buf d; attribute int n; }
        component Back { provides P p; dataport Buf(4096) d; }
        component Inner {
            composition { component Laef a; }
        //                          ^^^^ unknown component `Laef`
        }
        component Outer {
            attribute int level;
            composition {
                component Leaf leaf;
                component Leaf other;
                component Back back;
                component Inner inner;
                connection Call one(from leaf.q, to back.p);
        //                                    ^ component `Leaf` has no interface `q`
                connection Share two(from leaf.d, to back.d);
        //                                        ^^^^^^^^^ `back.d` has the type `Buf(4096)`, but `leaf.d` has `Buf`
                connection Share three(from other.d, to leaf.d);
            }
            configuration {
                leaf.n = 1 / 0;
        //               ^^^^^ division by zero
                other.n <- level;
                laef.n = 1;
            }
        }
        component Main { control; }
        assembly { composition { component Main m; } }
        "#,
    );
}

#[test]
fn files_without_an_assembly_are_looked_through_too() {
    check(
        r#"
        component Leaf { control; attribute int n; }
        component Outer {
            composition { component Leaf leaf; }
            configuration { leaf.n = "one"; leef.n = 2; }
        //                           ^^^^^ (warning) attribute `n` needs a whole number, not the string "one"
        //                                  ^^^^ (warning) no instance or connection is named `Outer.leef`
        }
        "#,
    );
}

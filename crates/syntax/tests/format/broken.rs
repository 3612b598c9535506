// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Texts with syntax errors: what is broken keeps its bytes, the rest is formatted.

use expect_test::expect;

use crate::check;

#[test]
fn a_broken_declaration_keeps_its_bytes() {
    check(
        "component A{\n  control;\n  uses   X   ;\n has  mutex m;\n}\ncomponent  B{ }\n",
        expect![[r#"
            component A {
                control;
              uses   X   ;
                has mutex m;
            }
            component B {}
        "#]],
    );
}

#[test]
fn a_broken_declaration_in_the_line_of_a_bracket_keeps_that_line() {
    check(
        "component A { provides P   p }\ncomponent  B{uses  Q q;}\n",
        expect![[r#"
            component A { provides P   p }
            component B {
                uses Q q;
            }
        "#]],
    );
}

#[test]
fn a_broken_setting_keeps_its_lines() {
    check(
        "configuration {\n  a.b=1;\n  a.c = [1,\n   2 3 ?];\n  a.d=2;\n}\n",
        expect![[r#"
            configuration {
                a.b = 1;
              a.c = [1,
               2 3 ?];
                a.d = 2;
            }
        "#]],
    );
}

#[test]
fn a_body_without_its_end_keeps_everything() {
    check(
        "component  A { control;\n\nassembly  {\n composition { component A  a; } }\n",
        expect![[r#"
            component  A { control;

            assembly {
                composition {
                    component A a;
                }
            }
        "#]],
    );
}

#[test]
fn a_body_that_lacks_something_is_formatted() {
    check(
        "assembly{configuration{a.b=1;};}\nconnector C{to Event;}\n",
        expect![[r#"
            assembly {
                configuration {
                    a.b = 1;
                };
            }
            connector C {
                to Event;
            }
        "#]],
    );
}

#[test]
fn text_between_declarations_stays() {
    check(
        "component A{}\n  what   is this\ncomponent B{}\n",
        expect![[r#"
            component A {}
              what   is this
            component B {}
        "#]],
    );
}

#[test]
fn the_place_of_what_is_missing_is_in_another_gap_of_the_layout() {
    // The missing name and the character that follows are reported in either order.
    check(
        "struct\n\u{fffd};",
        expect![[r#"
            struct �;
        "#]],
    );
}

#[test]
fn what_shares_a_line_with_a_broken_declaration_keeps_it() {
    // Items of a composition, in a file that others include.
    check(
        "component Server inc1;\ncomponent Client   inc2;\ncomponent  A{ }\n",
        expect![[r#"
            component Server inc1;
            component Client   inc2;
            component A {}
        "#]],
    );
    check(
        "component  A{\n  uses  X  y;\n  uses X  ONE   TWO;  uses Y  y;\n  control;}\n",
        expect![[r#"
            component A {
                uses X y;
              uses X  ONE   TWO;
                uses Y y;
                control;
            }
        "#]],
    );
}

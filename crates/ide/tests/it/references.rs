// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Find references: the marks are every place that names what is at the cursor, and what is done there.

use camkes_ide::Access;

use crate::setup::{at_cursor, host};
use camkes_test_fixture::Fixture;

fn word(access: Access) -> String {
    match access {
        Access::Declaration => "declaration",
        Access::Read => "read",
        Access::Write => "write",
    }
    .to_owned()
}

fn check(text: &str) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let found = analysis.references(&path, offset).unwrap();
    fixture.assert_marks(found.iter().map(|m| (m.at.path.as_str(), m.at.range, word(m.access))));
}

#[test]
fn a_component_is_found_in_all_files() {
    check(
        r#"
        //- /main.camkes
        import "echo.camkes";
        assembly { composition { component Ec$0ho a; component Echo b; } }
        //                                 ^^^^ read         ^^^^ read
        //- /echo.camkes
        component Echo { control; }
        //        ^^^^ declaration
        "#,
    );
}

#[test]
fn settings_write_and_references_read_an_attribute() {
    check(
        r#"
        //- /main.camkes
        component A { control; attribute int n$0; }
        //                                   ^ declaration
        assembly {
            composition { component A a; component A b; }
            configuration {
                a.n = 1;
        //        ^ write
                b.n <- a.n;
        //        ^ write
        //               ^ read
            }
        }
        "#,
    );
}

#[test]
fn an_instance_is_found_in_ends_and_settings() {
    check(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        procedure P { void f(); }
        component A { control; uses P p; attribute int n; }
        component B { provides P q; }
        assembly {
            composition {
                component A a$0;
        //                  ^ declaration
                component B b;
                connection seL4RPCCall c(from a.p, to b.q);
        //                                    ^ read
            }
            configuration { a.n = 1; }
        //                  ^ read
        }
        "#,
    );
}

#[test]
fn an_interface_and_its_procedure_are_different_things() {
    let text = |at_type: &str, at_name: &str, marks: [&str; 3]| {
        format!(
            r#"
            //- /main.camkes
            import <std_connector.camkes>;
            procedure P {{ void f(); }}
            //        {}
            component A {{ control; uses P{at_type} p{at_name}; }}
            //                          {}
            component B {{ provides P q; }}
            //                     {}
            assembly {{ composition {{ component A a; component B b; connection seL4RPCCall c(from a.p, to b.q); }} }}
            "#,
            marks[0], marks[1], marks[2],
        )
    };
    check(&text("$0", "", ["^ declaration", "^ read", "^ read"]));
    let (_, analysis, path, offset) = at_cursor(&text("", "$0", ["", "", ""]));
    let found: Vec<_> = analysis.references(&path, offset).unwrap().into_iter().map(|m| m.access).collect();
    assert_eq!(found, [Access::Declaration, Access::Read]);
}

#[test]
fn another_system_that_is_open_counts_too() {
    let fixture = Fixture::parse(
        r#"
        //- /one.camkes
        import "parts.camkes";
        assembly { composition { component A$0 a; } }
        //                                 ^ read
        //- /two.camkes
        import "parts.camkes";
        assembly { composition { component A b; } }
        //                                 ^ read
        //- /parts.camkes
        component A { control; }
        //        ^ declaration
        "#,
    );
    let analysis = host(&fixture, &["/one.camkes", "/two.camkes"]).analysis();
    let (path, offset) = fixture.cursor();
    let found = analysis.references(path.into(), offset).unwrap();
    fixture.assert_marks(found.iter().map(|m| (m.at.path.as_str(), m.at.range, word(m.access))));
}

#[test]
fn a_header_and_macros_are_followed() {
    check(
        r#"
        //- /main.camkes
        #include "parts.h"
        assembly { composition { component Ec$0ho a; TWO(b) } }
        //                                 ^^^^ read
        //                                         ^^^^^^ read
        //- /parts.h
        component Echo { control; }
        //        ^^^^ declaration
        #define TWO(name) component Echo name;
        "#,
    );
}

#[test]
fn an_import_is_found_wherever_the_file_is_imported() {
    check(
        r#"
        //- /main.camkes
        import "a.camkes";
        import "par$0ts.camkes";
        //     ^^^^^^^^^^^^^^ read
        assembly { composition { } }
        //- /a.camkes
        import "parts.camkes";
        //     ^^^^^^^^^^^^^^ read
        //- /parts.camkes
        component A { control; }
        "#,
    );
}

#[test]
fn highlights_stay_in_the_file() {
    let (fixture, analysis, path, offset) = at_cursor(
        r#"
        //- /main.camkes
        import "echo.camkes";
        assembly { composition { component Ec$0ho a; } }
        //                                 ^^^^ read
        //- /echo.camkes
        component Echo { control; }
        "#,
    );
    let found = analysis.highlights(&path, offset).unwrap();
    fixture.assert_marks(found.iter().map(|m| (m.at.path.as_str(), m.at.range, word(m.access))));
}

#[test]
fn nothing_has_no_references() {
    let (_, analysis, path, offset) = at_cursor("//- /main.camkes\ncomponent A { cont$0rol; }\n");
    assert_eq!(analysis.references(&path, offset).unwrap(), []);
}

#[test]
fn a_macro_is_found_in_all_files_that_see_it() {
    let text = r#"
        //- /main.camkes
        #include "sizes.h"
        import "part.camkes";
        #if PAGES > 2
        //  ^^^^^ read
        assembly { composition { component A a; } configuration { a.n = PA$0GES; } }
        //                                                              ^^^^^ read
        #endif
        //- /part.camkes
        #include "sizes.h"
        component A { control; attribute int n = PAGES; }
        //                                       ^^^^^ read
        //- /sizes.h
        #define PAGES 3
        //      ^^^^^ declaration
        "#;
    check(text);
    check(&text.replace("PA$0GES", "PAGES").replace("#define PAGES", "#define PA$0GES"));
}

#[test]
fn a_macro_is_found_in_the_definitions_of_others() {
    let text = r#"
        //- /main.camkes
        #define PAGE 4096
        //      ^^^^ declaration
        #define PAGES(n, PAGEs) ((n) * 1 + PAGEs * \
             PAGE) // PAGE
        //   ^^^^ read
        #define SHADOW(PAGE) PAGE
        #define PAGE_2 "PAGE" MORE
        component A { control; attribute int n = PAGES(2, 0) + PA$0GE; }
        //                                                     ^^^^ read
        assembly { composition { component A a; } }
        "#;
    check(text);
    let moved = text.replace("PA$0GE", "PAGE").replace("     PAGE) //", "     PA$0GE) //");
    check(&moved);
}

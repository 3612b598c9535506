// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Find references: the marks are every place that names what is at the cursor, and what is done there.

use camkes_ide::Access;

use crate::setup::{at_cursor, host, with_cursor};
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
        //                          ^^^^ read
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

const NAMED_AFTER: &str = r#"
//- /main.camkes
import <std_connector.camkes>;
procedure P { void f(); }
component A { control; uses P p; }
component B { provides P calc; provides P calc_x; attribute int calc_own; }
assembly {
    composition {
        component A a;
        component B b;
        connection seL4RPCCall one(from a.p, to b.calc);
    }
    configuration {
        b.calc_priority = 100;
        b.calc_x_priority = 100;
        b.calc_own = 1;
        a.calc_priority = 3;
    }
}
"#;

/// The words before and behind what is found are shown, too.
fn lines(text: &str) -> Vec<String> {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let found = analysis.references(&path, offset).unwrap();
    let shown = found.iter().map(|it| {
        let text = &fixture.file(it.at.path.as_str()).text;
        let (from, to): (usize, usize) = (it.at.range.start().into(), it.at.range.end().into());
        let line =
            text[..from].rfind('\n').map_or(0, |it| it + 1)..text[to..].find('\n').map_or(text.len(), |it| to + it);
        format!("{}[{}]{}", text[line.start..from].trim_start(), &text[from..to], &text[to..line.end])
    });
    shown.collect()
}

#[test]
fn a_setting_that_is_named_after_an_interface_mentions_it() {
    let all = [
        "component B { provides P [calc]; provides P calc_x; attribute int calc_own; }",
        "connection seL4RPCCall one(from a.p, to b.[calc]);",
        "b.[calc]_priority = 100;",
    ];
    assert_eq!(lines(&with_cursor(NAMED_AFTER, "provides P ca", "lc;")), all);
    assert_eq!(lines(&with_cursor(NAMED_AFTER, "b.ca", "lc_priority")), all);
    // The longer name is meant, an attribute of the component's own, and nothing at all.
    assert_eq!(lines(&with_cursor(NAMED_AFTER, "b.calc", "_x_priority")).len(), 2);
    assert_eq!(lines(&with_cursor(NAMED_AFTER, "b.cal", "c_own")).len(), 2);
    assert!(lines(&with_cursor(NAMED_AFTER, "a.cal", "c_priority")).is_empty());
}

#[test]
fn an_argument_of_a_macro_is_what_it_names() {
    let text = |cursor: &str| {
        format!(
            "//- /main.camkes\n\
             #define ADD(name, lvl) component Server name; component Client of_##name;\n\
             #define SET(i) i.level = 3;\n\
             component Server {{ control; attribute int level; }}\n\
             component Client {{ control; }}\n\
             assembly {{\n\
             composition {{ ADD({cursor}, 3) }}\n\
             configuration {{ SET(one) }}\n\
             }}"
        )
    };
    assert_eq!(lines(&text("o$0ne")), ["composition { ADD([one], 3) }", "configuration { SET([one]) }"]);
    let (_, analysis, path, offset) = at_cursor(&text("o$0ne"));
    let found = analysis.definition(&path, offset).unwrap();
    assert_eq!(found.iter().map(|it| u32::from(it.focus_range.len())).collect::<Vec<_>>(), [3]);
    assert!(analysis.hover(&path, offset).unwrap().unwrap().markdown.contains("component Server one"));
    // `of_one` would change, too, and with it what others mean by it.
    let refused = analysis.rename(&path, offset, "uno").unwrap().unwrap_err();
    assert_eq!(refused.to_string(), "a macro makes the name in main.camkes:6");
    let (_, analysis, path, offset) = at_cursor(&text("o$0ne").replace("component Client of_##name;", ""));
    assert_eq!(analysis.rename(&path, offset, "uno").unwrap().unwrap().len(), 2);
    let (_, analysis, path, offset) = at_cursor(&text("one").replace("SET(one)", "SET(o$0ne)"));
    assert!(analysis.hover(&path, offset).unwrap().unwrap().markdown.contains("component Server one"));
}

#[test]
fn types_of_events_and_of_c_are_found_by_their_names() {
    check(
        r#"
        //- /main.camkes
        import "other.camkes";
        component A { control; emits Ha$0ppened e; uses Happened no; dataport Happened d; }
        //                           ^^^^^^^^ read
        //- /other.camkes
        component B { control; consumes Happened f; consumes Else g; }
        //                              ^^^^^^^^ read
        "#,
    );
    check(
        r#"
        //- /main.camkes
        procedure P { include "t.h"; void f(in th$0ing_t x); thing_t g(); }
        //                                     ^^^^^^^ read
        //                                                 ^^^^^^^ read
        component A { control; dataport thing_t d; emits thing_t e; }
        //                              ^^^^^^^ read
        "#,
    );
}

#[test]
fn keys_of_values_name_members_of_structs() {
    check(
        r#"
        //- /main.camkes
        import "types.camkes";
        component A { control; attribute Line line; attribute Point p[] = [{"x": 1, "y": 2}, {"x": 3}]; }
        //                                                                   ^ write           ^ write
        assembly {
            composition { component A a; }
            configuration { a.line = {"from_": {"$0x": 1}, "x": {"x": 2}, "to_": {"x": 3}}; a.other = {"x": 1}; }
        //                                       ^ write                         ^ write
        }
        //- /types.camkes
        struct Point { int x; int y; }
        //                 ^ declaration
        struct Line { Point from_; Point to_; }
        "#,
    );
}

#[test]
fn names_in_texts_of_settings_are_found() {
    let text = r#"
        //- /main.camkes
        import <std_connector.camkes>;
        procedure P { void f(); }
        component A { control; uses P p; dataport Buf mem; dataport Buf pool; }
        component B { provides P p; dataport Buf mem; dataport Buf pool; }
        assembly {
            composition {
                component A a;
                component B b;
                connection seL4RPCCall talk(from a.p, to b.p);
                connection seL4SharedData shared(from a.mem, to b.mem);
        //                                ^^^^^^ declaration
                connection seL4DMASharedData dma(from a.pool, to b.pool);
            }
            configuration {
                talk.buffer = "sha$0red";
        //                     ^^^^^^ read
                dma.controller = "a.pool";
            }
        }
        "#;
    check(text);
    let unmarked: String =
        text.lines().filter(|it| !it.trim_start().starts_with("//  ")).map(|it| format!("{it}\n")).collect();
    let (_, analysis, path, offset) =
        at_cursor(&unmarked.replace("sha$0red", "shared").replace("\"a.pool\"", "\"a.po$0ol\""));
    let edits = analysis.rename(&path, offset, "heap").unwrap().unwrap();
    assert_eq!(edits.len(), 3, "{edits:?}");
}

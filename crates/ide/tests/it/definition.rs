// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Go to definition: the marked range is where the cursor leads.

use crate::setup::at_cursor;

fn check(text: &str) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let found = analysis.definition(&path, offset).unwrap();
    fixture.assert_marks(found.iter().map(|t| (t.path.as_str(), t.focus_range, "target".to_owned())));
}

#[test]
fn an_instance_leads_to_its_component_in_another_file() {
    check(
        r#"
        //- /main.camkes
        import "echo.camkes";
        assembly { composition { component Ec$0ho e; } }
        //- /echo.camkes
        component Echo { control; }
        //        ^^^^ target
        "#,
    );
}

#[test]
fn a_component_file_finds_its_system_in_the_folders_above() {
    check(
        r#"
        //- /app/app.camkes
        import "interfaces/p.idl4";
        import "components/A/a.camkes";
        assembly { composition { component A a; } }
        //- /app/interfaces/p.idl4
        procedure P { void f(); }
        //        ^ target
        //- /app/components/A/a.camkes
        component A { control; maybe uses P$0 p; }
        "#,
    );
}

#[test]
fn words_of_an_end_lead_to_instance_and_interface() {
    let system = |end: &str, instance: &str, interface: &str| {
        format!(
            r#"
            //- /main.camkes
            import <std_connector.camkes>;
            procedure P {{ void f(); }}
            component A {{ control; uses P p; }}
            //                            {interface}
            component B {{ provides P q; }}
            assembly {{
                composition {{
                    component A a;
            //                  {instance}
                    component B b;
                    connection seL4RPCCall c(from {end}, to b.q);
                }}
            }}
            "#
        )
    };
    check(&system("$0a.p", "^ target", ""));
    check(&system("a.p$0", "", "^ target"));
}

#[test]
fn an_import_leads_to_the_start_of_its_file() {
    let (_, analysis, path, offset) = at_cursor(
        r#"
        //- /main.camkes
        import <std_con$0nector.camkes>;
        component A { control; }
        "#,
    );
    let found = analysis.definition(&path, offset).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, camkes_ide::builtin::path("std_connector.camkes"));
}

#[test]
fn settings_lead_to_instance_and_attribute() {
    check(
        r#"
        //- /main.camkes
        component A { control; attribute int n; }
        //                                   ^ target
        assembly { composition { component A a; } configuration { a.n$0 = 1; } }
        "#,
    );
}

#[test]
fn it_works_beside_a_broken_line() {
    check(
        r#"
        //- /main.camkes
        component A { control; }
        //        ^ target
        component B { provides ;
        assembly { composition { component A$0 a; component } }
        "#,
    );
}

#[test]
fn a_macro_leads_to_its_definition_also_in_a_header() {
    check(
        r#"
        //- /main.camkes
        #define PAGES 3
        //      ^^^^^ target
        component A { control; attribute int n; }
        assembly { composition { component A a; } configuration { a.n = PA$0GES + 1; } }
        "#,
    );
    check(
        r#"
        //- /main.camkes
        #include "sizes.h"
        component A { control; attribute int n; }
        #ifdef PAG$0ES
        assembly { composition { component A a; } configuration { a.n = PAGES; } }
        #endif
        //- /sizes.h
        #define PAGES 3
        //      ^^^^^ target
        "#,
    );
}

#[test]
fn the_path_of_an_include_leads_to_the_header() {
    let leads_to = |text: &str| {
        let (_, analysis, path, offset) = at_cursor(text);
        let found = analysis.definition(&path, offset).unwrap();
        assert_eq!(found, analysis.implementation(&path, offset).unwrap());
        found.into_iter().map(|it| it.path.to_string()).collect::<Vec<_>>()
    };
    let text = |adl: &str| {
        format!(
            "//- /app/main.camkes\n{adl}\ncomponent A {{ control; uses P p; }}\n\
             assembly {{ composition {{ component A a; }} }}\n\
             //- /app/CMakeLists.txt\nDeclareCAmkESComponent(A SOURCES a.c INCLUDES headers)\n\
             //- /app/a.c\nint run(void) {{ return 0; }}\n//- /app/headers/shapes.h\n//- /app/beside.h\n"
        )
    };
    assert_eq!(leads_to(&text("#include \"bes$0ide.h\"")), ["/app/beside.h"]);
    assert_eq!(leads_to(&text("procedure P { include \"be$0side.h\"; }")), ["/app/beside.h"]);
    assert_eq!(leads_to(&text("procedure P { include <sha$0pes.h>; }")), ["/app/headers/shapes.h"]);
    assert_eq!(leads_to(&text("procedure P { include <std$0io.h>; }")), Vec::<String>::new());
}

#[test]
fn a_setting_that_is_named_after_an_interface_leads_to_it() {
    for setting in ["b.q_prio$0rity", "b.$0q_priority", "b.q_priority <- b.q_prio$0rity"] {
        let setting = if setting.contains("<-") { setting.to_owned() } else { format!("{setting} = 3") };
        check(&format!(
            r#"
            //- /main.camkes
            import <std_connector.camkes>;
            procedure P {{ void f(); }}
            component A {{ control; uses P p; }}
            component B {{ provides P q; }}
            //                       ^ target
            assembly {{
                composition {{ component A a; component B b; connection seL4RPCCall c(from a.p, to b.q); }}
                configuration {{ {setting}; }}
            }}
            "#
        ));
    }
}

#[test]
fn a_type_of_c_leads_into_the_header() {
    check(
        r#"
        //- /main.camkes
        procedure P { include "t.h"; void f(in th$0ing_t x); }
        //- /include/t.h
        typedef struct { int a; } thing_t;
        //                        ^^^^^^^ target
        "#,
    );
}

#[test]
fn a_key_leads_to_the_member_of_the_struct() {
    check(
        r#"
        //- /main.camkes
        struct Point { int x; int y; }
        //                        ^ target
        component A { control; attribute Point p; }
        assembly { composition { component A a; } configuration { a.p = {"x": 1, "$0y": 2}; } }
        "#,
    );
}

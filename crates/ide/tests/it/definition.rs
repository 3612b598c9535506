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

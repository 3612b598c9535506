// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types of declarations, and what provides a procedure.

use camkes_ide::NavTarget;
use camkes_test_fixture::Fixture;

use crate::setup::at_cursor;

fn marks(fixture: &Fixture, found: &[NavTarget]) {
    fixture.assert_marks(found.iter().map(|t| (t.path.as_str(), t.focus_range, "target".to_owned())));
}

fn check_type(text: &str) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    marks(&fixture, &analysis.type_definition(&path, offset).unwrap());
}

#[test]
fn an_instance_has_its_component_as_type() {
    check_type(
        r#"
        //- /main.camkes
        component A { control; attribute int n; }
        //        ^ target
        assembly {
            composition { component A a; }
            configuration { a$0.n = 1; }
        }
        "#,
    );
}

#[test]
fn an_interface_has_its_procedure_as_type() {
    check_type(
        r#"
        //- /main.camkes
        procedure P { void f(); }
        //        ^ target
        component A { control; uses P p$0; }
        "#,
    );
}

#[test]
fn a_component_written_in_place_is_the_type() {
    check_type(
        r#"
        //- /main.camkes
        assembly { composition { component { control; } a$0; } }
        //                                 ^ target
        "#,
    );
}

#[test]
fn a_number_has_no_type_to_go_to() {
    check_type("//- /main.camkes\ncomponent A { attribute int n$0; }\n");
}

#[test]
fn a_procedure_is_implemented_where_it_is_provided() {
    let (fixture, analysis, path, offset) = at_cursor(
        r#"
        //- /main.camkes
        procedure P { void f(); }
        component A { control; uses P$0 p; }
        component B { provides P q; }
        //                       ^ target
        component C { provides P r; }
        //                       ^ target
        "#,
    );
    marks(&fixture, &analysis.implementation(&path, offset).unwrap());
}

#[test]
fn a_method_leads_to_the_c_functions_that_implement_it() {
    let text = "
//- /main.camkes
import \"parts/server.camkes\";
procedure P { int g$0et(in int n); }
assembly { composition { component Server s; } }
//- /parts/server.camkes
component Server { provides P first; provides P second; }
//- /parts/src/server.c
int first_get(int n);
int first_get(int n)
{
    return second_get(n);
}
//- /parts/other.c
int second_get(int n) { return n; }
";
    let (fixture, analysis, path, offset) = crate::setup::at_cursor(text);
    let found = analysis.implementation(&path, offset).unwrap();
    let shown: Vec<_> = found
        .iter()
        .map(|it| {
            (it.path.as_str(), &fixture.file(it.path.as_str()).text[it.focus_range], u32::from(it.focus_range.start()))
        })
        .collect();
    assert_eq!(shown, [("/parts/src/server.c", "first_get", 26), ("/parts/other.c", "second_get", 4)]);
}

#[test]
fn control_is_implemented_by_the_function_that_the_thread_enters() {
    let (_, analysis, path, offset) = at_cursor(
        "//- /app/main.camkes\ncomponent A { cont$0rol; }\ncomponent B { control; }\n\
         assembly { composition { component A a; component B b; } }\n\
         //- /app/CMakeLists.txt\nDeclareCAmkESComponent(A SOURCES a.c)\nDeclareCAmkESComponent(B SOURCES b.c)\n\
         //- /app/a.c\nint run(void) { return 0; }\n//- /app/b.c\nint run(void) { return 1; }\n",
    );
    let found = analysis.implementation(&path, offset).unwrap();
    assert_eq!(
        found.iter().map(|it| (it.path.as_str(), usize::from(it.focus_range.start()))).collect::<Vec<_>>(),
        [("/app/a.c", 4)]
    );
}

/// Files and offsets to which the component at the cursor leads.
fn implemented(text: &str) -> Vec<(String, usize)> {
    let (_, analysis, path, offset) = at_cursor(text);
    let found = analysis.implementation(&path, offset).unwrap();
    found.iter().map(|it| (it.path.to_string(), usize::from(it.focus_range.start()))).collect()
}

const IN_C: &str = "assembly { composition { component A a; component B b; } }\n\
     //- /app/CMakeLists.txt\nDeclareCAmkESComponent(A SOURCES a.c more.c)\nDeclareCAmkESComponent(B SOURCES b.c lost.c)\n\
     //- /app/a.c\nint run(void) { return 0; }\n//- /app/more.c\nint more(void) { return 0; }\n\
     //- /app/b.c\nint b(void) { return 1; }\n";

#[test]
fn a_component_is_implemented_by_the_function_that_its_thread_enters() {
    let text =
        format!("//- /app/main.camkes\ncomponent A$0 {{ control; }}\ncomponent B {{ attribute int n; }}\n{IN_C}");
    assert_eq!(implemented(&text), [("/app/main.camkes".to_owned(), 95), ("/app/a.c".to_owned(), 4)]);
}

#[test]
fn a_component_without_a_thread_is_implemented_by_its_sources() {
    let text =
        format!("//- /app/main.camkes\ncomponent A {{ control; }}\ncomponent B$0 {{ attribute int n; }}\n{IN_C}");
    // A source that is not there leads nowhere.
    assert_eq!(implemented(&text), [("/app/main.camkes".to_owned(), 110), ("/app/b.c".to_owned(), 0)]);
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Help while typing and while files move: linked names, layout on type, imports that follow files.

use camkes_ide::camino::Utf8Path;
use camkes_ide::{Moved, TextSize};
use camkes_test_fixture::Fixture;
use expect_test::expect;

use crate::setup::{at_cursor, edited, host};

fn linked(text: &str) -> Vec<String> {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let file = fixture.file(path.as_str()).text.clone();
    analysis.linked_ranges(&path, offset).unwrap().into_iter().map(|range| file[range].to_owned()).collect()
}

#[test]
fn a_name_of_one_file_is_linked_everywhere_in_it() {
    let text = "//- /main.camkes\ncomponent A { attribute int n; }\nassembly { composition { component A fi$0rst; } configuration { first.n = 1; } }\n";
    assert_eq!(linked(text), ["first", "first"]);
    assert_eq!(linked(&text.replace("first.n = 1;", "")), Vec::<String>::new(), "it stands once");
    let far = "//- /main.camkes\nimport \"a.camkes\";\nassembly { composition { component $0A a; } }\n//- /a.camkes\ncomponent A { }\n";
    assert_eq!(linked(far), Vec::<String>::new(), "other files name it too");
}

fn typed(text: &str, typed: char) -> String {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let edits = analysis.on_type(&path, offset, typed).unwrap();
    let out = edited(&fixture, &edits);
    if out.is_empty() { "nothing".to_owned() } else { out.split_once('\n').unwrap().1.to_owned() }
}

#[test]
fn a_line_gets_the_indentation_of_its_body() {
    assert_eq!(typed("//- /main.camkes\nassembly {\n    composition {\n    }$0\n}\n", '}'), "nothing");
    assert_eq!(
        typed("//- /main.camkes\nassembly {\n    composition {\n}$0\n}\n", '}'),
        "assembly {\n    composition {\n    }\n}\n"
    );
    assert_eq!(typed("//- /main.camkes\ncomponent A {\ncontrol;$0\n}\n", ';'), "component A {\n    control;\n}\n");
    assert_eq!(typed("//- /main.camkes\ncomponent A {\n$0\n}\n", '\n'), "component A {\n    \n}\n");
    assert_eq!(
        typed("//- /main.camkes\nassembly { composition {\nconnection X c(from a.b,\n$0", '\n'),
        "assembly { composition {\nconnection X c(from a.b,\n            "
    );
    assert_eq!(typed("//- /main.camkes\n/*\n x;$0 */\n", ';'), "nothing");
    assert_eq!(
        typed("//- /main.camkes\nassembly { composition {\nconnection X c(from a.b,\n  to c.d);$0", ';'),
        "nothing",
        "a statement that goes on keeps its place"
    );
}

#[test]
fn imports_follow_files_and_folders() {
    let text = r#"
        //- /app/main.camkes
        import <lib.camkes>;
        import "parts/a.camkes";
        #include "parts/defs.h"
        assembly { composition { component A a; } }
        //- /app/parts/a.camkes
        import "../p.idl4";
        component A { uses P p; }
        //- /app/parts/defs.h
        #define X 1
        //- /app/p.idl4
        procedure P { }
        "#;
    let fixture = Fixture::parse(text);
    let analysis = host(&fixture, &["/app/main.camkes"]).analysis();
    let moved = |from: &str, to: &str| vec![Moved { from: from.into(), to: to.into() }];
    let after = |moved: &[Moved]| edited(&fixture, &analysis.file_rename(moved).unwrap().unwrap());
    expect![[r#"
        //- /app/main.camkes
        import <lib.camkes>;
        import "b.camkes";
        #include "parts/defs.h"
        assembly { composition { component A a; } }
        //- /app/parts/a.camkes
        import "p.idl4";
        component A { uses P p; }
    "#]]
    .assert_eq(&after(&moved("/app/parts/a.camkes", "/app/b.camkes")));
    expect![[r#"
        //- /app/main.camkes
        import <lib.camkes>;
        import "deep/er/a.camkes";
        #include "deep/er/defs.h"
        assembly { composition { component A a; } }
        //- /app/parts/a.camkes
        import "../../p.idl4";
        component A { uses P p; }
    "#]]
    .assert_eq(&after(&moved("/app/parts", "/app/deep/er")));
    assert_eq!(after(&moved("/elsewhere", "/nowhere")), "");
}

#[test]
fn an_import_that_a_macro_makes_follows_in_the_macro_or_is_refused() {
    let text = r#"
        //- /app/main.camkes
        #include "paths.h"
        #define HERE "a.camkes"
        #define MADE(name) import #name ;
        import HERE;
        import THERE;
        MADE(c.camkes)
        //- /app/paths.h
        #define THERE "b.camkes" // where b is
        //- /app/a.camkes
        component A { control; }
        //- /app/b.camkes
        component B { control; }
        //- /app/c.camkes
        component C { control; }
        "#;
    let fixture = Fixture::parse(text);
    let analysis = host(&fixture, &["/app/main.camkes"]).analysis();
    let moved = |from: &str, to: &str| vec![Moved { from: from.into(), to: to.into() }];
    let after = |moved: &[Moved]| match analysis.file_rename(moved).unwrap() {
        Ok(edits) => edited(&fixture, &edits),
        Err(refusal) => refusal.to_string(),
    };
    expect![[r#"
        //- /app/main.camkes
        #include "paths.h"
        #define HERE "parts/a.camkes"
        #define MADE(name) import #name ;
        import HERE;
        import THERE;
        MADE(c.camkes)
    "#]]
    .assert_eq(&after(&moved("/app/a.camkes", "/app/parts/a.camkes")));
    expect![[r#"
        //- /app/paths.h
        #define THERE "parts/b.camkes" // where b is
    "#]]
    .assert_eq(&after(&moved("/app/b.camkes", "/app/parts/b.camkes")));
    expect!["a macro makes the name in main.camkes:6"]
        .assert_eq(&after(&moved("/app/c.camkes", "/app/parts/c.camkes")));
}

#[test]
fn offsets_outside_of_the_text_are_no_harm() {
    let (_, analysis, path, _) = at_cursor("//- /main.camkes\ncomponent A { $0}\n");
    let outside = TextSize::from(1000);
    assert!(analysis.on_type(&path, outside, '}').unwrap().is_empty());
    assert!(analysis.signature(&path, outside).unwrap().is_none());
    assert!(!analysis.completion(&path, outside).unwrap().items.is_empty());
    assert!(analysis.linked_ranges(Utf8Path::new("/no.camkes"), outside).unwrap().is_empty());
}

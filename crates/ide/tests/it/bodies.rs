// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Words in the bodies of macros: they lead where the macro's uses do, and are edited where all uses mean the same.

use expect_test::{Expect, expect};

use crate::setup::{at_cursor, check_renamed_lines, edited, host, with_cursor};

const SYSTEM: &str = r#"
//- /main.camkes
import <std_connector.camkes>;
import "parts.camkes";
#include "frag.h"
#define SET(name, value) name.level = value; name.feed_priority = 7;
#define POINT(a) {"x": a, "y": 2}
#define NAMED(name) component Server name; connection seL4RPCCall name##_feeding(from name##_client.food, to name.feed);
assembly {
    composition {
        SERVER(one);
        SERVER(two);
        component Client two_client;
        NAMED(three)
        component Client three_client;
    }
    configuration {
        SET(one, 1)
        SET(two, 2)
        one.origin = POINT(3);
        two.origin = POINT(4);
    }
}
//- /frag.h
#define SERVER(name) component Server name
component Client { control; maybe uses Food food; emits Done done; }
//- /parts.camkes
procedure Food { void put(); }
struct Point { int x; int y; }
/** Serves. */
component Server {
    maybe provides Food feed;
    attribute int level;
    attribute Point origin;
}
"#;

/// Places by file and line, after the words there.
fn shown(text: &str, ask: &str) -> String {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let places: Vec<_> = match ask {
        "definition" => {
            let found = analysis.definition(&path, offset).unwrap();
            found.into_iter().map(|it| (it.path, it.focus_range)).collect()
        }
        "references" => {
            let found = analysis.references(&path, offset).unwrap();
            found.into_iter().map(|it| (it.at.path, it.at.range)).collect()
        }
        _ => {
            let found = analysis.highlights(&path, offset).unwrap();
            found.into_iter().map(|it| (it.at.path, it.at.range)).collect()
        }
    };
    let show = |(path, range): (camkes_ide::camino::Utf8PathBuf, camkes_ide::TextRange)| {
        let text = &fixture.file(path.as_str()).text;
        let line = text[..usize::from(range.start())].matches('\n').count() + 1;
        format!("{path}:{line} {}\n", &text[range])
    };
    places.into_iter().map(show).collect()
}

fn check(before: &str, behind: &str, ask: &str, expected: &Expect) {
    expected.assert_eq(&shown(&with_cursor(SYSTEM, before, behind), ask));
}

#[test]
fn a_word_in_a_body_leads_to_what_the_uses_mean() {
    check(
        "component Ser",
        "ver name\n",
        "definition",
        &expect![[r#"
        /parts.camkes:4 Server
    "#]],
    );
    check(
        "value; name.fe",
        "ed_priority",
        "definition",
        &expect![[r#"
        /parts.camkes:5 feed
    "#]],
    );
    check(
        "{\"",
        "x\": a",
        "definition",
        &expect![[r#"
        /parts.camkes:2 x
    "#]],
    );
}

#[test]
fn a_body_is_among_the_references() {
    check(
        "component Ser",
        "ver name\n",
        "references",
        &expect![[r#"
        /frag.h:1 Server
        /main.camkes:6 Server
        /main.camkes:9 SERVER(one)
        /main.camkes:10 SERVER(two)
        /main.camkes:12 NAMED(three)
        /parts.camkes:4 Server
    "#]],
    );
    check(
        "struct Point { int x",
        "",
        "references",
        &expect![[r#"
        /main.camkes:5 x
        /main.camkes:18 POINT(3)
        /main.camkes:19 POINT(4)
        /parts.camkes:2 x
    "#]],
    );
    check("component Server na", "me; connection", "highlights", &expect![[r#""#]]);
    check(
        "component Ser",
        "ver name; connection",
        "highlights",
        &expect![[r#"
        /main.camkes:6 Server
        /main.camkes:9 SERVER(one)
        /main.camkes:10 SERVER(two)
        /main.camkes:12 NAMED(three)
    "#]],
    );
}

#[test]
fn a_word_in_a_body_is_explained() {
    let (_, analysis, path, offset) = at_cursor(&with_cursor(SYSTEM, "component Ser", "ver name\n"));
    let hover = analysis.hover(&path, offset).unwrap().unwrap();
    assert!(hover.markdown.contains("component Server") && hover.markdown.contains("Serves."), "{}", hover.markdown);
}

fn check_rename(before: &str, behind: &str, expected: &Expect) {
    check_renamed_lines(&with_cursor(SYSTEM, before, behind), "New", expected);
}

#[test]
fn a_rename_edits_the_bodies() {
    check_rename(
        "/\ncomponent Ser",
        "ver",
        &expect![[r#"
        #define NAMED(name) component New name; connection seL4RPCCall name##_feeding(from name##_client.food, to name.feed);
        #define SERVER(name) component New name
        component New {
    "#]],
    );
    check_rename(
        "component Ser",
        "ver name\n",
        &expect![[r#"
        #define NAMED(name) component New name; connection seL4RPCCall name##_feeding(from name##_client.food, to name.feed);
        #define SERVER(name) component New name
        component New {
    "#]],
    );
    check_rename(
        "Food fe",
        "ed;",
        &expect![[r#"
        #define SET(name, value) name.level = value; name.New_priority = 7;
        #define NAMED(name) component Server name; connection seL4RPCCall name##_feeding(from name##_client.food, to name.New);
        maybe provides Food New;
    "#]],
    );
    check_rename(
        "int lev",
        "el;",
        &expect![[r#"
        #define SET(name, value) name.New = value; name.feed_priority = 7;
        attribute int New;
    "#]],
    );
    check_rename(
        "name.lev",
        "el = value",
        &expect![[r#"
        #define SET(name, value) name.New = value; name.feed_priority = 7;
        attribute int New;
    "#]],
    );
    check_rename(
        "struct Point { int x",
        "",
        &expect![[r##"
        #define POINT(a) {"New": a, "y": 2}
        struct Point { int New; int y; }
    "##]],
    );
    check_rename(
        "emits Do",
        "ne",
        &expect![[r#"
        component Client { control; maybe uses Food food; emits New done; }
    "#]],
    );
}

#[test]
fn a_body_that_means_several_things_is_refused() {
    let text = r#"
        //- /main.camkes
        #define SET(name) name.level = 1;
        component A { control; attribute int lev$0el; }
        component B { control; attribute int level; }
        assembly {
            composition { component A a; component B b; }
            configuration {
                SET(a)
                SET(b)
            }
        }
        "#;
    check_renamed_lines(
        text,
        "New",
        &expect![
            "the name stands in the body of a macro in main.camkes:1, and where that is used in main.camkes:8, it does not mean this"
        ],
    );
    let other = text.replace("lev$0el", "level").replace("name.level", "name.lev$0el");
    check_renamed_lines(
        &other,
        "New",
        &expect![
            "the name stands in the body of a macro in main.camkes:1, and where that is used in main.camkes:8, it does not mean this"
        ],
    );
    expect![[r#"
        /main.camkes:2 level
        /main.camkes:3 level
    "#]]
    .assert_eq(&shown(&other, "definition"));
    // Nor one in which the word is a part of another.
    check_renamed_lines(
        r#"
        //- /main.camkes
        #define MAKE(n) component Ec$0ho n##Echo; component Echo Echo##n;
        component Echo { control; }
        assembly { composition { MAKE(a) } }
        "#,
        "New",
        &expect!["a macro makes the name in main.camkes:3"],
    );
}

#[test]
fn declarations_in_bodies_are_told_apart() {
    let text = r#"
        //- /main.camkes
        #define BOTH component Left { control; attribute int n; } component Right { control; attribute int n; }
        BOTH
        assembly {
            composition { component Left a; component Right b; }
            configuration { a.n = 1; b.n = 2; }
        }
        "#;
    check_renamed_lines(
        &with_cursor(text, "composition { component Le", "ft"),
        "New",
        &expect![[r#"
        #define BOTH component New { control; attribute int n; } component Right { control; attribute int n; }
        composition { component New a; component Right b; }
    "#]],
    );
    check_renamed_lines(
        &with_cursor(text, "b.n", " = 2"),
        "New",
        &expect![[r#"
        #define BOTH component Left { control; attribute int n; } component Right { control; attribute int New; }
        configuration { a.n = 1; b.New = 2; }
    "#]],
    );
}

#[test]
fn a_macro_that_nothing_uses_is_not_left_behind() {
    let text = r#"
        //- /main.camkes
        #define MAKE(n) group n { \
            component Echo a; }
        #define SAY "component Echo"
        component Ec$0ho { control; }
        assembly { composition { component Echo a; } }
        "#;
    check_renamed_lines(text, "New", &expect!["it is not known what the same name means in main.camkes:2"]);
    check_renamed_lines(
        &text.replace("component Echo a; }\n        #define", "component Other a; }\n        #define"),
        "New",
        &expect![[r#"
            component New { control; }
            assembly { composition { component New a; } }
        "#]],
    );
}

#[test]
fn a_body_that_another_system_uses_for_something_else_is_refused() {
    let text = r#"
        //- /a.camkes
        #include "frag.h"
        component Ser$0ver { control; }
        assembly { composition { SERVER(one); } }
        //- /b.camkes
        #include "frag.h"
        component Server { control; attribute int n = 1; }
        assembly { composition { SERVER(two); } }
        //- /frag.h
        #define SERVER(name) component Server name
        "#;
    let renamed = |open: &[&str]| {
        let (fixture, _, path, offset) = at_cursor(text);
        match host(&fixture, open).analysis().rename(&path, offset, "New").unwrap() {
            Ok(edits) => edited(&fixture, &edits),
            Err(refusal) => refusal.to_string(),
        }
    };
    expect![[r#"
        //- /a.camkes
        #include "frag.h"
        component New { control; }
        assembly { composition { SERVER(one); } }
        //- /frag.h
        #define SERVER(name) component New name
    "#]]
    .assert_eq(&renamed(&["/a.camkes"]));
    expect!["the name stands in the body of a macro in frag.h:1, and where that is used in b.camkes:3, it does not mean this"].assert_eq(&renamed(&["/a.camkes", "/b.camkes"]));
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Rename: the text afterwards, or the reason why not.

use std::sync::Arc;

use camkes_ide::{AnalysisHost, Change, Config, FileContents, SystemSettings};
use camkes_test_fixture::Fixture;
use expect_test::{Expect, expect};

use crate::setup::{at_cursor, check_renamed_lines, edited, host, with_cursor};

/// The files that change; the system must have as many mistakes afterwards as before.
fn check(text: &str, new: &str, expected: &Expect) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let edits = match analysis.rename(&path, offset, new).unwrap() {
        Ok(edits) => edits,
        Err(refusal) => return expected.assert_eq(&refusal.to_string()),
    };
    expected.assert_eq(&edited(&fixture, &edits));
    drop(analysis);
    let mut host = host(&fixture, &[path.as_str()]);
    let before = mistakes(&host);
    let texts = Fixture::parse(&edited(&fixture, &edits));
    let files = texts.files().iter().map(|f| (f.path.clone().into(), Some(FileContents::text(f.text.as_str()))));
    host.apply_change(Change { files: files.collect(), ..Change::default() });
    assert_eq!(mistakes(&host), before);
}

fn mistakes(host: &AnalysisHost) -> usize {
    host.analysis().all_diagnostics().unwrap().iter().map(|(_, found)| found.len()).sum()
}

const SYSTEM: &str = r#"
//- /main.camkes
import <std_connector.camkes>;
import "parts.camkes";
assembly {
    composition {
        component Caller caller;
        component Callee callee;
        connection seL4RPCCall talk(from caller.voice, to callee.ear);
    }
    configuration {
        caller.volume = 3;
        callee.volume <- caller.volume;
        callee.ear_priority = 100;
        callee.ear_attributes = "7";
        talk.from_size = 1;
    }
}
//- /parts.camkes
procedure Talk { void say(in string what); }
component Caller { control; uses Talk voice; attribute int volume; }
component Callee { provides Talk ear; attribute int volume; has mutex lock; }
"#;

/// The lines that differ after a rename at the end of a text of the system.
fn check_lines(before: &str, new: &str, expected: &Expect) {
    check_renamed_lines(&with_cursor(SYSTEM, before, ""), new, expected);
}

#[test]
fn a_component_is_renamed_in_all_files() {
    check_lines(
        "        component Caller",
        "Speaker",
        &expect![[r#"
            component Speaker caller;
            component Speaker { control; uses Talk voice; attribute int volume; }
        "#]],
    );
}

#[test]
fn a_procedure_is_renamed() {
    check_lines(
        "uses Talk",
        "Speech",
        &expect![[r#"
        procedure Speech { void say(in string what); }
        component Caller { control; uses Speech voice; attribute int volume; }
        component Callee { provides Speech ear; attribute int volume; has mutex lock; }
    "#]],
    );
}

#[test]
fn an_instance_is_renamed_with_its_settings() {
    check_lines(
        "from caller",
        "speaker",
        &expect![[r#"
        component Caller speaker;
        connection seL4RPCCall talk(from speaker.voice, to callee.ear);
        speaker.volume = 3;
        callee.volume <- speaker.volume;
    "#]],
    );
}

#[test]
fn an_attribute_of_one_component_leaves_that_of_another() {
    check_lines(
        "<- caller.volume",
        "loudness",
        &expect![[r#"
        caller.loudness = 3;
        callee.volume <- caller.loudness;
        component Caller { control; uses Talk voice; attribute int loudness; }
    "#]],
    );
}

#[test]
fn an_interface_is_renamed_with_the_settings_named_after_it() {
    check_lines(
        "to callee.ear",
        "input",
        &expect![[r#"
        connection seL4RPCCall talk(from caller.voice, to callee.input);
        callee.input_priority = 100;
        callee.input_attributes = "7";
        component Callee { provides Talk input; attribute int volume; has mutex lock; }
    "#]],
    );
}

#[test]
fn a_connection_is_renamed_with_its_settings() {
    check_lines(
        "RPCCall talk",
        "chat",
        &expect![[r#"
        connection seL4RPCCall chat(from caller.voice, to callee.ear);
        chat.from_size = 1;
    "#]],
    );
}

#[test]
fn names_that_are_taken_or_are_no_names_are_refused() {
    check_lines("from caller", "callee", &expect!["the instance `callee` in main.camkes:6 has this name already"]);
    check_lines("from caller", "talk", &expect!["the connection `talk` in main.camkes:7 has this name already"]);
    check_lines("to callee.ear", "volume", &expect!["the attribute `volume` in parts.camkes:3 has this name already"]);
    check_lines("to callee.ear", "lock", &expect!["the lock `lock` in parts.camkes:3 has this name already"]);
    check_lines(
        "        component Caller",
        "Callee",
        &expect!["the component `Callee` in parts.camkes:3 has this name already"],
    );
    check_lines("from caller", "group", &expect!["`group` is a keyword"]);
    check_lines("from caller", "while", &expect!["`while` is a keyword of C"]);
    check_lines(
        "from caller",
        "two words",
        &expect!["`two words` is not a name: a letter or `_`, then letters, digits and `_`"],
    );
    check_lines("from caller", "2nd", &expect!["`2nd` is not a name: a letter or `_`, then letters, digits and `_`"]);
    check_lines("from caller", "", &expect!["`` is not a name: a letter or `_`, then letters, digits and `_`"]);
}

#[test]
fn functions_that_c_code_has_are_no_names_of_variables() {
    check_lines("<- caller.volume", "run", &expect!["`run` is a function in the C code of every component"]);
    check(
        "//- /main.camkes\ncomponent A { dataport Buf d$0; uses P p; }\n",
        "main",
        &expect!["`main` is a function in the C code of every component"],
    );
}

#[test]
fn a_library_outside_of_the_workspace_is_refused() {
    let fixture = Fixture::parse(
        "//- /app/main.camkes\nimport <part.camkes>;\nassembly { composition { component Pa$0rt p; } }
//- /lib/part.camkes\ncomponent Part { control; }\n",
    );
    let settings = SystemSettings { import_paths: vec!["/lib".into()], ..SystemSettings::default() };
    let (path, offset) = fixture.cursor();
    let renamed = |folders: &[&str]| {
        let mut host = host(&fixture, &[path]);
        let folders = folders.iter().map(|it| (*it).into()).collect();
        let config = Config { folders, settings: Arc::new(settings.clone()), ..Config::default() };
        host.apply_change(Change { config: Some(config), ..Change::default() });
        let analysis = host.analysis();
        match analysis.rename(path.into(), offset, "Piece").unwrap() {
            Ok(edits) => format!("{} edits", edits.len()),
            Err(refusal) => refusal.to_string(),
        }
    };
    assert_eq!(
        renamed(&["/app"]),
        "`/lib/part.camkes` is a library's, outside of the workspace, and would have to change"
    );
    assert_eq!(renamed(&["/app", "/lib"]), "2 edits");
}

#[test]
fn the_library_parameters_and_nothing_are_refused() {
    check_lines("seL4RPCCall", "Mine", &expect!["the built-in library can't be changed"]);
    check_lines(
        "string what",
        "text",
        &expect![[r#"
        procedure Talk { void say(in string text); }
    "#]],
    );
    check_lines("    composition", "other", &expect!["no name of a declaration stands here"]);
}

#[test]
fn the_same_name_changes_nothing() {
    check_lines("from caller", "caller", &expect![""]);
}

#[test]
fn a_header_is_followed_and_a_macro_refused() {
    check(
        r#"
        //- /main.camkes
        #include "parts.h"
        assembly { composition { component Ec$0ho a; } }
        //- /parts.h
        component Echo { control; }
        "#,
        "Sound",
        &expect![[r#"
            //- /main.camkes
            #include "parts.h"
            assembly { composition { component Sound a; } }
            //- /parts.h
            component Sound { control; }
        "#]],
    );
    check(
        r#"
        //- /main.camkes
        #define TWO(name) component Echo name;
        component Ec$0ho { control; }
        assembly { composition { TWO(b) } }
        "#,
        "Sound",
        &expect![[r#"
            //- /main.camkes
            #define TWO(name) component Sound name;
            component Sound { control; }
            assembly { composition { TWO(b) } }
        "#]],
    );
    check(
        r#"
        //- /main.camkes
        #define OLD 3
        component Ec$0ho { control; attribute int n = OLD; }
        "#,
        "OLD",
        &expect!["`OLD` is a macro"],
    );
    check(
        r#"
        //- /main.camkes
        #define OLD 3
        component Echo { control; attribute int n = OL$0D; }
        "#,
        "NEW",
        &expect![[r#"
            //- /main.camkes
            #define NEW 3
            component Echo { control; attribute int n = NEW; }
        "#]],
    );
    check(
        r#"
        //- /main.camkes
        #define SET(name) name.n = 1;
        component Echo { control; attribute int n; }
        assembly { composition { component Echo a$0; } configuration { SET(a) } }
        "#,
        "b",
        &expect![[r#"
            //- /main.camkes
            #define SET(name) name.n = 1;
            component Echo { control; attribute int n; }
            assembly { composition { component Echo b; } configuration { SET(b) } }
        "#]],
    );
}

#[test]
fn a_place_without_a_known_meaning_is_no_place_to_leave_behind() {
    check(
        r#"
        //- /main.camkes
        component Ec$0ho { control; }
        assembly { composition {
        #ifdef MORE
            component Echo b;
        #endif
            component Echo a;
        } }
        "#,
        "Sound",
        &expect!["it is not known what the same name means in main.camkes:4"],
    );
    check(
        r#"
        //- /main.camkes
        component Inner { attribute int n; }
        composition Unused { component Inner i$0; }
        configuration Values { i.n = 3; }
        "#,
        "j",
        &expect!["it is not known what the same name means in main.camkes:3"],
    );
}

#[test]
fn an_instance_inside_a_component_that_nothing_instantiates_is_renamed() {
    check(
        r#"
        //- /main.camkes
        component Inner { attribute int n; }
        component Outer {
            composition { component Inner i$0; }
            configuration { i.n = 3; }
        }
        "#,
        "j",
        &expect![[r#"
            //- /main.camkes
            component Inner { attribute int n; }
            component Outer {
                composition { component Inner j; }
                configuration { j.n = 3; }
            }
        "#]],
    );
}

#[test]
fn the_word_at_the_cursor_is_prepared() {
    let (fixture, analysis, path, offset) = at_cursor(&with_cursor(SYSTEM, "to callee.ear", ""));
    let found = analysis.prepare_rename(&path, offset).unwrap().unwrap();
    assert_eq!(found.name, "ear");
    assert_eq!(fixture.file(path.as_str()).text[found.range], *"ear");
}

const TYPES: &str = r#"
//- /main.camkes
import "parts.camkes";
assembly { composition { component A a; component B b; } }
//- /parts.camkes
component A { control; emits Done ready; maybe dataport heap_t heap; maybe dataport lost_t lost; }
component B { control; maybe consumes Done over; maybe consumes Other other; maybe dataport heap_t heap; }
//- /more.camkes
import "heap.camkes";
//- /heap.camkes
component C { include "heap.h"; include <stdint.h>; control; dataport pile_t pile; attribute size_t size; attribute made_t made; }
component D { include "made.h"; control; dataport made_t made; }
//- /heap.h
typedef struct { int x; } pile_t;
"#;

#[test]
fn a_type_that_nothing_declares_is_renamed_wherever_it_is_named() {
    let check = |before: &str, new: &str, expected: &Expect| {
        check_renamed_lines(&with_cursor(TYPES, before, ""), new, expected);
    };
    check(
        "emits Done",
        "Finished",
        &expect![[r#"
        component A { control; emits Finished ready; maybe dataport heap_t heap; maybe dataport lost_t lost; }
        component B { control; maybe consumes Finished over; maybe consumes Other other; maybe dataport heap_t heap; }
    "#]],
    );
    check(
        "consumes Done",
        "Finished",
        &expect![[r#"
        component A { control; emits Finished ready; maybe dataport heap_t heap; maybe dataport lost_t lost; }
        component B { control; maybe consumes Finished over; maybe consumes Other other; maybe dataport heap_t heap; }
    "#]],
    );
    check("emits Done", "Other", &expect!["the type `Other` in parts.camkes:2 has this name already"]);
    check("emits Done", "int", &expect!["`int` is a keyword"]);
    check("emits Done", "Done", &expect![[r#""#]]);
    check(
        "emits Done ready; maybe dataport heap_t",
        "heap",
        &expect![[r#"
        component A { control; emits Done ready; maybe dataport heap heap; maybe dataport lost_t lost; }
        component B { control; maybe consumes Done over; maybe consumes Other other; maybe dataport heap heap; }
    "#]],
    );
    check(
        "emits Done ready; maybe dataport heap_t",
        "lost_t",
        &expect!["the type `lost_t` in parts.camkes:1 has this name already"],
    );
    check("dataport pile_t", "heap", &expect!["C declares this type, in heap.h:1; a server for C renames it there"]);
    check(
        "dataport made_t",
        "heap",
        &expect!["C may declare this type in `made.h`, which heap.camkes:2 includes and which is not there"],
    );
    check(
        "attribute size_t",
        "heap",
        &expect!["this can't be renamed: the type is one of C, of seL4 or of the library"],
    );
}

#[test]
fn a_type_of_events_is_renamed_in_all_systems() {
    let fixture = Fixture::parse(
        r#"
        //- /a.camkes
        import "part.camkes";
        component B { control; maybe consumes Do$0ne over; }
        assembly { composition { component A a; component B b; } }
        //- /part.camkes
        component A { control; maybe emits Done ready; }
        //- /b.camkes
        import "part.camkes";
        component C { control; maybe consumes Done over; }
        assembly { composition { component A a; component C c; } }
        "#,
    );
    let (path, offset) = fixture.cursor();
    let edits = host(&fixture, &["/a.camkes", "/b.camkes"]).analysis().rename(path.into(), offset, "Finished").unwrap();
    expect![[r#"
        //- /a.camkes
        import "part.camkes";
        component B { control; maybe consumes Finished over; }
        assembly { composition { component A a; component B b; } }
        //- /part.camkes
        component A { control; maybe emits Finished ready; }
        //- /b.camkes
        import "part.camkes";
        component C { control; maybe consumes Finished over; }
        assembly { composition { component A a; component C c; } }
    "#]]
    .assert_eq(&edited(&fixture, &edits.unwrap()));
}

const MEMBERS: &str = r#"
//- /main.camkes
struct Inner { int deep; int flat; }
struct Point { int x; Inner inner; }
component A {
    control;
    attribute Point origin = {"x": 1, "inner": {"deep": 2, "flat": 0}};
    attribute Point places[] = [];
    attribute { int deep; } own;
    attribute int level;
}
composition Unused { component A lonely; }
assembly {
    composition { component A a; component A b; }
    configuration {
        a.origin = {"x": 3, "inner": {"deep": 4, "flat": 0}};
        a.places = [{"x": 3, "inner": {"deep": 4, "flat": 0}}];
        a.own = {"deep": 1};
        b.level <- a.origin["inner"]["deep"];
        b.special = {"deep": 5};
    }
}
//- /A/a.c
#include <camkes.h>
int run(void) {
    return origin.inner.deep + places[origin.x].inner.deep + own.deep;
}
int of(const struct Inner *it) { return it->deep; }
int other(Shape origin) { return origin.inner.deep; }
"#;

#[test]
fn a_member_of_a_struct_is_renamed_in_values_and_behind_attributes_in_c() {
    let check = |before: &str, new: &str, expected: &Expect| {
        let behind = if before == "struct Inn" { "er { int" } else { "" };
        check_renamed_lines(&with_cursor(MEMBERS, before, behind), new, expected);
    };
    check(
        "struct Inner { int deep",
        "low",
        &expect![[r#"
        struct Inner { int low; int flat; }
        attribute Point origin = {"x": 1, "inner": {"low": 2, "flat": 0}};
        a.origin = {"x": 3, "inner": {"low": 4, "flat": 0}};
        a.places = [{"x": 3, "inner": {"low": 4, "flat": 0}}];
        b.level <- a.origin["inner"]["low"];
        return origin.inner.low + places[origin.x].inner.low + own.deep;
    "#]],
    );
    check(
        "a.origin[\"inner\"][\"deep",
        "low",
        &expect![[r#"
        struct Inner { int low; int flat; }
        attribute Point origin = {"x": 1, "inner": {"low": 2, "flat": 0}};
        a.origin = {"x": 3, "inner": {"low": 4, "flat": 0}};
        a.places = [{"x": 3, "inner": {"low": 4, "flat": 0}}];
        b.level <- a.origin["inner"]["low"];
        return origin.inner.low + places[origin.x].inner.low + own.deep;
    "#]],
    );
    check(
        "a.own = {\"deep",
        "low",
        &expect![[r#"
        attribute { int low; } own;
        a.own = {"low": 1};
        return origin.inner.deep + places[origin.x].inner.deep + own.low;
    "#]],
    );
    check(
        "struct Point { int x",
        "across",
        &expect![[r#"
        struct Point { int across; Inner inner; }
        attribute Point origin = {"across": 1, "inner": {"deep": 2, "flat": 0}};
        a.origin = {"across": 3, "inner": {"deep": 4, "flat": 0}};
        a.places = [{"across": 3, "inner": {"deep": 4, "flat": 0}}];
        return origin.inner.deep + places[origin.across].inner.deep + own.deep;
    "#]],
    );
    check(
        "struct Inn",
        "New",
        &expect![[r#"
        struct New { int deep; int flat; }
        struct Point { int x; New inner; }
        int of(const struct New *it) { return it->deep; }
    "#]],
    );
    check("struct Inner { int deep", "flat", &expect!["the member `flat` in main.camkes:1 has this name already"]);
    let (_, analysis, path, offset) = at_cursor(&with_cursor(MEMBERS, "struct Inner { int deep", ""));
    let remark = analysis.rename_remark(&path, offset).unwrap();
    expect!["`deep` in a.c:3 and 2 more places may be this member: only the types of C tell, so it stays as it is"]
        .assert_eq(&remark.unwrap_or_default());
}

#[test]
fn a_value_for_something_unknown_is_no_place_to_leave_behind() {
    check(
        r#"
        //- /main.camkes
        struct Point { int x$0; }
        component A { attribute Point origin; }
        configuration Values { a.origin = {"x": 1}; }
        "#,
        "across",
        &expect!["it is not known what the same name means in main.camkes:3"],
    );
}

#[test]
fn an_attribute_of_a_connector_is_renamed_with_its_settings() {
    check(
        r#"
        //- /main.camkes
        procedure P { void f(); }
        connector Own { from Procedure; to Procedure; attribute string mo$0de; }
        component A { control; uses P p; attribute string mode; }
        component B { provides P p; }
        assembly {
            composition { component A a; component B b; connection Own own(from a.p, to b.p); }
            configuration { own.mode = "fast"; a.mode <- own.mode; }
        }
        "#,
        "speed",
        &expect![[r#"
            //- /main.camkes
            procedure P { void f(); }
            connector Own { from Procedure; to Procedure; attribute string speed; }
            component A { control; uses P p; attribute string mode; }
            component B { provides P p; }
            assembly {
                composition { component A a; component B b; connection Own own(from a.p, to b.p); }
                configuration { own.speed = "fast"; a.mode <- own.speed; }
            }
        "#]],
    );
}

#[test]
fn an_attribute_that_nobody_declares_is_another_than_one_of_the_same_name() {
    check(
        r#"
        //- /main.camkes
        component Inner { attribute int n$0; }
        component Outer {
            composition { component Inner i; }
            configuration { i.n <- n; }
        }
        assembly {
            composition { component Outer o; }
            configuration { o.n = 3; }
        }
        "#,
        "m",
        &expect![[r#"
            //- /main.camkes
            component Inner { attribute int m; }
            component Outer {
                composition { component Inner i; }
                configuration { i.m <- n; }
            }
            assembly {
                composition { component Outer o; }
                configuration { o.n = 3; }
            }
        "#]],
    );
}

#[test]
fn a_macro_is_renamed_where_each_word_of_its_letters_is_known_to_mean_it() {
    let text = r#"
        //- /main.camkes
        #include "frag.h"
        #ifdef OLD
        component A { control; attribute int n = OLD; attribute int m = TWICE(OL$0D); }
        #endif
        assembly { composition { component A a; } }
        //- /frag.h
        #define OLD 3
        #define TWICE(n) (n + OLD) /* OLD */
        //- /A/a.c
        int run(void) { return 0; }
        "#;
    check_renamed_lines(
        text,
        "NEW",
        &expect![[r#"
        #ifdef NEW
        component A { control; attribute int n = NEW; attribute int m = TWICE(NEW); }
        #define NEW 3
        #define TWICE(n) (n + NEW) /* OLD */
    "#]],
    );
    check_renamed_lines(text, "TWICE", &expect!["the word `TWICE` in main.camkes:3 has this name already"]);
    check_renamed_lines(text, "n", &expect!["the word `n` in main.camkes:3 has this name already"]);
    check_renamed_lines(
        &text.replace("#ifdef OLD", "#ifdef NO"),
        "NEW",
        &expect!["no name of a declaration stands here"],
    );
    check_renamed_lines(
        &text.replace("return 0", "return OLD"),
        "NEW",
        &expect!["it is not known what the same name means in a.c:1"],
    );
    let other = text.replace(
        "#define OLD 3",
        "#ifdef NO\n        #define OLD 4\n        #else\n        #define OLD 3\n        #endif",
    );
    check_renamed_lines(&other, "NEW", &expect!["it is not known what the same name means in frag.h:2"]);
}

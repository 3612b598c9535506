// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What editors show beside the text: tokens, signatures, inlay hints, lenses, calls, expansions.

use camkes_ide::camino::Utf8Path;
use camkes_ide::{LensKind, TextRange, TextSize, Way};
use camkes_test_fixture::Fixture;
use expect_test::{Expect, expect};

use crate::setup::{at_cursor, host, with_cursor};

const SYSTEM: &str = r#"
//- /main.camkes
import <std_connector.camkes>;
import "parts.camkes";
#define SIZE (1 << 12)
assembly {
    composition {
        component Client a;
        component Client b;
        component Server s;
        connection seL4RPCCall talk(from a.voice, from b.voice, to s.ear);
    }
    configuration {
        a.volume = SIZE;
        b.volume <- a.volume;
        s.loud = 3;
    }
}
//- /parts.camkes
/** What is said. */
procedure Talk { int say(string what, out int length); }
component Client { control; uses Talk voice; attribute int volume; attribute int twice = 2 * 4; maybe dataport Buf(3 * 4096) d; }
component Server { provides Talk ear; attribute int loud; }
"#;

fn whole(text: &str) -> TextRange {
    TextRange::up_to(TextSize::of(text))
}

#[test]
fn every_word_has_its_kind() {
    let fixture = Fixture::parse(
        r#"
        //- /main.camkes
        import <std_connector.camkes>;
        #if 0
        component Off { }
        #endif
        /* Two
           lines */
        component A { provides P p; has mutex m; attribute string s = "x"; }
        procedure P { void f(in int n); }
        assembly { composition { component A a; connection seL4RPCCall c(from a.p, to a.p); } configuration { a.s = "y"; } }
        "#,
    );
    let text = &fixture.root().text;
    let analysis = host(&fixture, &["/main.camkes"]).analysis();
    let tokens = analysis.semantic_tokens(Utf8Path::new("/main.camkes"), None).unwrap();
    let shown: Vec<_> = tokens
        .iter()
        .filter(|it| !matches!(format!("{:?}", it.kind).as_str(), "Keyword"))
        .map(|it| {
            let word = &text[it.range];
            let marks = [(it.declares, "!"), (it.in_library, "~"), (it.written, "=")];
            let marks: String = marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
            format!("{word}:{:?}{marks}", it.kind)
        })
        .collect();
    expect![[r#"
        <std_connector.camkes>:String
        #if 0:Macro
        component:Comment
        Off:Comment
        {:Comment
        }:Comment
        #endif:Macro
        /* Two:Comment
        lines */:Comment
        A:Component!
        P:Procedure
        p:Interface!
        m:Lock!
        s:Attribute!
        "x":String
        P:Procedure!
        f:Method!
        n:Parameter!
        A:Component
        a:Instance!
        seL4RPCCall:Connector~
        c:Connection!
        a:Instance
        p:Interface
        a:Instance
        p:Interface
        a:Instance
        s:Attribute=
        "y":String"#]]
    .assert_eq(&shown.join("\n"));
    // A part has the same tokens as the whole.
    let part = TextRange::new(TextSize::from(40), TextSize::from(200));
    let some = analysis.semantic_tokens(Utf8Path::new("/main.camkes"), Some(part)).unwrap();
    let inside = |it: &&camkes_ide::SemanticToken| it.range.start() >= part.start() && it.range.end() <= part.end();
    assert_eq!(some.iter().filter(inside).collect::<Vec<_>>(), tokens.iter().filter(inside).collect::<Vec<_>>(),);
}

fn signature(text: &str, expected: &Expect) {
    let (_, analysis, path, offset) = at_cursor(text);
    let found = analysis.signature(&path, offset).unwrap();
    let shown = found.map(|it| {
        let active = it.active.map(|at| it.label[it.parameters[at].clone()].to_owned());
        format!("{}\n{}", it.label, active.unwrap_or_else(|| "-".to_owned()))
    });
    expected.assert_eq(&shown.unwrap_or_default());
}

#[test]
fn signatures_name_the_ends_the_parameters_and_where_one_is() {
    let system = "//- /main.camkes\nimport <std_connector.camkes>;\n#define TWO(x, y) component A x; component A y;\ncomponent A { }\n";
    let connection = |inside: &str| format!("{system}assembly {{ composition {{ connection seL4RPCCall c({inside}");
    signature(
        &connection("$0"),
        &expect![[r#"
        connection seL4RPCCall c(from Procedures, to Procedure with 1 thread)
        from Procedures"#]],
    );
    signature(
        &connection("from a.b, from c.d, to $0); } }"),
        &expect![[r#"
        connection seL4RPCCall c(from Procedures, to Procedure with 1 thread)
        to Procedure with 1 thread"#]],
    );
    signature(
        &connection("$0").replace("seL4RPCCall", "seL4HardwareIOPort"),
        &expect![[r#"
            connection seL4HardwareIOPort c(from Procedure, to hardware Procedure)
            from Procedure"#]],
    );
    // Ends may stand in any order: the word at the cursor says which one it is.
    for written in ["$0to a.b, from c.d); } }", "to a.b$0, from c.d); } }", "from a.b,$0 to c.d); } }"] {
        signature(
            &connection(written),
            &expect![[r#"
            connection seL4RPCCall c(from Procedures, to Procedure with 1 thread)
            to Procedure with 1 thread"#]],
        );
    }
    signature(
        &format!("{system}assembly {{ composition {{ TWO(a, $0) }} }}"),
        &expect![[r#"
        TWO(x, y)
        y"#]],
    );
    signature(
        "//- /main.camkes\nprocedure P { int f(in int a, in$0 string b); }",
        &expect![[r#"
        int f(in int a, in string b)
        in string b"#]],
    );
    signature(
        "//- /main.camkes\nassembly { configuration { a.dtb = dtb({\"$0\": 1}); } }",
        &expect![[r#"
        dtb({"path" | "aliases" | "chosen" | "properties": …})
        {"path" | "aliases" | "chosen" | "properties": …}"#]],
    );
    signature("//- /main.camkes\ncomponent A { $0 }", &expect![""]);
    signature("//- /main.camkes\n// f($0", &expect![""]);
}

fn hints(path: &str) -> String {
    let fixture = Fixture::parse(SYSTEM);
    let analysis = host(&fixture, &["/main.camkes"]).analysis();
    let text = &fixture.file(path).text;
    let hints = analysis.inlay_hints(Utf8Path::new(path), whole(text)).unwrap();
    let line = |at: TextSize| {
        let (before, behind) = text.split_at(at.into());
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        let end = behind.find('\n').unwrap_or(behind.len());
        (before[start..].trim_start().to_owned(), behind[..end].to_owned())
    };
    let shown = hints.iter().map(|hint| {
        let (before, behind) = line(hint.at);
        let origin = hint.origin.as_ref().map(|it| match it.path.starts_with("/camkes-builtin:") {
            true => "  <- the library".to_owned(),
            false => format!("  <- {}", &fixture.file(it.path.as_str()).text[it.range]),
        });
        format!("{before}[{}]{behind}{}\n", hint.label, origin.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn hints_tell_values_threads_directions_and_pages() {
    expect![[r#"
        connection seL4RPCCall talk(from a.voice, from b.voice, to s.ear[1 thread]);  <- the library
        a.volume = SIZE[= 4096];
        b.volume <- a.volume[= 4096];  <- a.volume
    "#]]
    .assert_eq(&hints("/main.camkes"));
    expect![[r#"
        procedure Talk { int say([in]string what, out int length); }
        component Client { control; uses Talk voice; attribute int volume; attribute int twice = 2 * 4[= 8]; maybe dataport Buf(3 * 4096) d; }
        component Client { control; uses Talk voice; attribute int volume; attribute int twice = 2 * 4; maybe dataport Buf(3 * 4096[12288 bytes, 3 pages]) d; }
    "#]]
    .assert_eq(&hints("/parts.camkes"));
}

#[test]
fn lenses_count_and_lead() {
    let fixture = Fixture::parse(SYSTEM);
    let analysis = host(&fixture, &["/main.camkes"]).analysis();
    let of = |path: &str| {
        let text = &fixture.file(path).text;
        let path = Utf8Path::new(path);
        let lenses = analysis.lenses(path).unwrap();
        let shown = lenses.iter().map(|lens| {
            let places = analysis.lens_places(path, lens.range.start(), lens.kind).unwrap();
            let names: Vec<_> =
                places.iter().map(|it| fixture.file(it.path.as_str()).text[it.range].to_owned()).collect();
            format!("{} {:?} {}\n", &text[lens.range], lens.kind, names.join(" "))
        });
        shown.collect::<String>()
    };
    expect![[r#"
        assembly Graph 
        a Generated 
        b Generated 
        s Generated 
    "#]]
    .assert_eq(&of("/main.camkes"));
    expect![[r#"
        Client Instances a b
        voice Connections talk
        d Connections 
        Server Instances s
        ear Connections talk
    "#]]
    .assert_eq(&of("/parts.camkes"));
    let parts = Utf8Path::new("/parts.camkes");
    assert!(analysis.lens_places(parts, TextSize::from(0), LensKind::Instances).unwrap().is_empty());
}

#[test]
fn calls_go_along_connections_of_procedures() {
    let (fixture, analysis, path, offset) = at_cursor(&SYSTEM.replace("component Server s;", "component Server $0s;"));
    let items = analysis.call_items(&path, offset).unwrap();
    let names: Vec<_> = items.iter().map(|it| (it.name.as_str(), it.component.as_str())).collect();
    assert_eq!(names, [("s", "Server")]);
    let incoming = analysis.calls(&items[0].system, "s", Way::Incoming).unwrap();
    let callers: Vec<_> = incoming.iter().map(|it| (it.other.name.as_str(), it.ranges.len())).collect();
    assert_eq!(callers, [("a", 1), ("b", 1)]);
    assert_eq!(&fixture.root().text[incoming[0].ranges[0]], "talk");
    assert!(analysis.calls(&items[0].system, "s", Way::Outgoing).unwrap().is_empty());
    let outgoing = analysis.calls(&items[0].system, "a", Way::Outgoing).unwrap();
    assert_eq!(outgoing.iter().map(|it| it.other.name.as_str()).collect::<Vec<_>>(), ["s"]);
    assert!(analysis.calls(Utf8Path::new("/nothing"), "a", Way::Outgoing).unwrap().is_empty());
}

#[test]
fn a_procedure_is_called_in_those_who_provide_it() {
    let (_, analysis, path, offset) = at_cursor(&SYSTEM.replace("procedure Talk", "procedure T$0alk"));
    let items = analysis.call_items(&path, offset).unwrap();
    assert_eq!(items.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["s"]);
}

#[test]
fn macros_trees_and_systems_can_be_looked_at() {
    let (_, analysis, path, offset) = at_cursor(&SYSTEM.replace("a.volume = SIZE;", "a.volume = SI$0ZE;"));
    let found = analysis.expansion(&path, offset).unwrap().unwrap();
    assert_eq!(
        (found.name.as_str(), found.definition.as_str(), found.text.as_str()),
        ("SIZE", "SIZE (1 << 12)", "(1 << 12)")
    );
    assert!(analysis.preprocessed_text(&path).unwrap().contains("a.volume = (1 << 12);"));
    let tree = analysis.syntax_tree(Utf8Path::new("/parts.camkes")).unwrap();
    assert!(tree.starts_with("SOURCE_FILE@0..") && tree.contains("  PROCEDURE@") && tree.contains("NAME@"), "{tree}");
    let summaries = analysis.systems().unwrap();
    let summary = &summaries[0];
    assert_eq!((summary.instances, summary.errors), (Some(3), 0));
    assert_eq!(analysis.systems_of(Utf8Path::new("/parts.camkes")).unwrap(), ["/main.camkes"]);
}

#[test]
fn an_entity_is_named_from_all_that_belongs_to_it() {
    for (text, expected) in [
        ("component Client a$0;", Some("a")),
        ("component Cl$0ient a;", Some("a")),
        ("connection seL4RPCCall ta$0lk", Some("talk")),
        ("to s.e$0ar", Some("s")),
        ("ass$0embly {", None),
    ] {
        let (_, analysis, path, offset) = at_cursor(&SYSTEM.replace(&text.replace("$0", ""), text));
        assert_eq!(analysis.entity(&path, offset).unwrap().as_deref(), expected, "{text}");
    }
}

/// Two clients of one server, each with a connection of its own: together they are one.
const MERGED: &str = r#"
//- /main.camkes
import <std_connector.camkes>;
procedure P { void f(); }
component A { control; uses P p; }
component B { provides P q; provides P other; }
assembly {
    composition {
        component A one;
        component A two;
        component B b;
        connection seL4RPCCall first(from one.p, to b.q);
        connection seL4RPCCall second(from two.p, to b.q);
    }
}
"#;

#[test]
fn connections_that_become_one_are_still_known_by_their_own_places() {
    let (fixture, analysis, path, offset) = at_cursor(&MERGED.replace("second(", "sec$0ond("));
    let text = &fixture.root().text;
    let hover = analysis.hover(&path, offset).unwrap().unwrap();
    expect![[r#"
        ```camkes
        connection seL4RPCCall second(from two.p, to b.q)
        ```

        Threads for `b.q` (1)

        One connection, `first.second`, with `first` (`main.camkes:10`): they share an interface"#]]
    .assert_eq(&hover.markdown);
    assert_eq!(analysis.entity(&path, offset).unwrap().as_deref(), Some("first.second"));
    let calls = |instance: &str, way| {
        let found = analysis.calls(&path, instance, way).unwrap();
        let shown = found.iter().map(|it| {
            let ranges: Vec<_> = it.ranges.iter().map(|range| &text[*range]).collect();
            format!("{} {}", it.other.name, ranges.join(" "))
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(calls("two", Way::Outgoing), ["b second"]);
    assert_eq!(calls("one", Way::Outgoing), ["b first"]);
    assert_eq!(calls("b", Way::Incoming), ["one first", "two second"]);
    let lens = |name: &str| {
        let at = text.find(name).unwrap();
        let places = analysis.lens_places(&path, TextSize::try_from(at).unwrap(), LensKind::Connections).unwrap();
        places.iter().map(|it| text[it.range].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(lens("q;"), ["first", "second"]);
    assert_eq!(lens("p;"), ["first", "second"]);
    assert!(lens("other;").is_empty());
}

#[test]
fn a_device_has_neither_threads_nor_generated_files() {
    let fixture = Fixture::parse(
        r#"
//- /main.camkes
import <std_connector.camkes>;
component Dev { hardware; dataport Buf regs; emits Irq irq; }
component Driver { control; dataport Buf mem; consumes Irq irq; }
assembly {
    composition {
        component Dev dev;
        component Driver driver;
        connection seL4HardwareMMIO m(from driver.mem, to dev.regs);
        connection seL4HardwareInterrupt i(from dev.irq, to driver.irq);
    }
}
"#,
    );
    let analysis = host(&fixture, &["/main.camkes"]).analysis();
    let (path, text) = (Utf8Path::new("/main.camkes"), &fixture.root().text);
    let whole = TextRange::up_to(TextSize::of(text.as_str()));
    let hints = analysis.inlay_hints(path, whole).unwrap();
    let threads: Vec<_> =
        hints.iter().map(|it| text[..usize::from(it.at)].rsplit(' ').next().unwrap().to_owned()).collect();
    assert_eq!(threads, ["driver.irq"]);
    let lenses = analysis.lenses(path).unwrap();
    let generated: Vec<_> =
        lenses.iter().filter(|it| it.kind == LensKind::Generated).map(|it| &text[it.range]).collect();
    assert_eq!(generated, ["driver"]);
}

#[test]
fn methods_and_connections_lead_to_their_instances() {
    let items = |before: &str, behind: &str| {
        let (_, analysis, path, offset) = at_cursor(&with_cursor(MERGED, before, behind));
        let items = analysis.call_items(&path, offset).unwrap();
        items.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    assert_eq!(items("void ", "f()"), ["b"]);
    assert_eq!(items("sec", "ond("), ["two", "b"]);
}

#[test]
fn calls_by_several_connections_are_told_in_the_order_of_the_text() {
    let text = "//- /main.camkes\nimport <std_connector.camkes>;\nprocedure P { void f(); }\nprocedure Q { void g(); }\n\
                component A { control; uses P p; uses Q q; }\ncomponent B { provides P p; provides Q q; }\n\
                component C { control; uses Q q; }\n\
                assembly {\n    composition {\n        component A a$0;\n        component B b;\n        component C c;\n        \
                connection seL4RPCCall zero(from c.q, to b.q);\n        \
                connection seL4RPCCall one(from a.p, to b.p);\n        \
                connection seL4RPCCall two(from a.q, to b.q);\n    }\n}\n";
    let (fixture, analysis, path, _) = at_cursor(text);
    let outgoing = analysis.calls(&path, "a", Way::Outgoing).unwrap();
    let ranges: Vec<_> = outgoing[0].ranges.iter().map(|range| &fixture.root().text[*range]).collect();
    assert_eq!((outgoing.len(), ranges), (1, vec!["one", "two"]));
}

#[test]
fn hints_in_a_dict_or_list_are_behind_what_is_worked_out() {
    let text = "#define NUM 3\nstruct S { int a; int b; string c; }\n\
                component A { control; attribute S s; attribute int l[]; }\n\
                assembly {\n    composition { component A x; }\n    configuration {\n        \
                x.s = {\"a\": 1, \"b\": 2 + 3, \"c\": \"z\"};\n        x.l = [1, NUM, 2 * 2];\n    }\n}\n";
    let fixture = Fixture::parse(&format!("//- /main.camkes\n{text}"));
    let analysis = host(&fixture, &["/main.camkes"]).analysis();
    let text = &fixture.root().text;
    let whole = TextRange::up_to(TextSize::of(text.as_str()));
    let hints = analysis.inlay_hints(Utf8Path::new("/main.camkes"), whole).unwrap();
    let shown: Vec<_> =
        hints.iter().map(|it| (text[..usize::from(it.at)].lines().last().unwrap().trim(), it.label.as_str())).collect();
    assert_eq!(
        shown,
        [("x.s = {\"a\": 1, \"b\": 2 + 3", "= 5"), ("x.l = [1, NUM", "= 3"), ("x.l = [1, NUM, 2 * 2", "= 4")]
    );
}

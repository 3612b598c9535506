// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What completion offers, place by place.

use camkes_ide::camino::Utf8PathBuf;
use camkes_ide::{Change, Completion, Completions, Config, QueryCounts};
use camkes_test_fixture::Fixture;
use expect_test::{Expect, expect};

use crate::setup::{Files, at_cursor, edit, edited, host};

fn complete(text: &str) -> Completions {
    let (_, analysis, path, offset) = at_cursor(text);
    analysis.completion(&path, offset).unwrap()
}

fn labels(text: &str) -> Vec<String> {
    complete(text).items.into_iter().map(|item| item.label).collect()
}

fn check(text: &str, expected: &Expect) {
    let lines = complete(text).items.into_iter().map(|item| {
        let text = item.snippet.unwrap_or(item.insert);
        let text = if text == item.label { String::new() } else { format!(" => {}", text.replace('\n', "⏎")) };
        let detail = item.detail.unwrap_or_default();
        let description = item.description.map(|it| format!("  ({it})")).unwrap_or_default();
        format!("{}{detail}{text}{description}\n", item.label)
    });
    expected.assert_eq(&lines.collect::<String>());
}

const PARTS: &str = "
//- /parts.camkes
procedure P { int get(in int n); }
procedure Q { void put(); }
component Client { control; uses P p; uses Q q; emits Go go; dataport Buf d; attribute int n = 3; attribute string s; }
component Server { provides P p; provides Q q; consumes Go went; dataport Buf d; }
component Device { hardware; provides P io; }
";

fn system(inside: &str) -> String {
    let main = "//- /main.camkes\nimport <std_connector.camkes>;\nimport \"parts.camkes\";\n";
    format!("{main}{inside}\n{PARTS}")
}

fn composition(inside: &str) -> String {
    let instances = "component Client c; component Server s; component Device hw;";
    system(&format!("assembly {{\ncomposition {{ {instances}\n{inside}\n}}\n}}"))
}

#[test]
fn keywords_come_where_they_can_stand() {
    assert_eq!(
        labels("//- /main.camkes\n$0"),
        ["import", "component", "assembly", "procedure", "connector", "struct", "composition", "configuration"]
    );
    assert_eq!(labels("//- /main.camkes\nassembly { $0 }"), ["composition", "configuration", "schedule"]);
    assert_eq!(labels("//- /main.camkes\nassembly { composition { $0"), ["component", "connection", "group"]);
    assert_eq!(
        labels("//- /main.camkes\ncomponent A { maybe $0 }"),
        ["uses", "provides", "emits", "consumes", "dataport"]
    );
    assert_eq!(labels("//- /main.camkes\ncomponent A { has $0"), ["mutex", "semaphore", "binary_semaphore"]);
    assert_eq!(
        labels("//- /main.camkes\nconnector C { from Event$0"),
        labels("//- /main.camkes\nconnector C { from $0")
    );
    assert_eq!(labels("//- /main.camkes\nconnector C { from Event $0"), ["with"]);
    assert_eq!(labels("//- /main.camkes\nconnector C { from Event with 2 $0"), ["thread", "threads"]);
    assert_eq!(
        labels("//- /main.camkes\nprocedure P { void f($0").iter().take(4).collect::<Vec<_>>(),
        ["in", "out", "inout", "refin"]
    );
}

#[test]
fn nothing_comes_in_comments_numbers_and_names() {
    for text in [
        "// comp$0",
        "/* comp$0 */",
        "component Na$0 { }",
        "component A { attribute int x = 1$0; }",
        "component A { attribute string x = \"a$0\"; }",
        "component A { uses P na$0; }",
    ] {
        assert_eq!(labels(&format!("//- /main.camkes\n{text}")), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn components_come_with_a_name_to_fill_in() {
    check(
        &composition("component $0"),
        &expect![[r#"
            Client => Client ${1:client};$0  (parts.camkes)
            Server => Server ${1:server};$0  (parts.camkes)
            Device hardware => Device ${1:device};$0  (parts.camkes)
            debug_server => debug_server ${1:debug_server};$0  (<gdb-delegate.camkes>)
            debug_serial hardware => debug_serial ${1:debug_serial};$0  (<gdb-delegate.camkes>)
        "#]],
    );
    assert_eq!(labels(&composition("component Ser$0 again;")).first().map(String::as_str), Some("Client"));
    assert_eq!(labels(&composition("component Server $0")), ["server"]);
}

#[test]
fn ends_fit_the_connector_the_side_and_the_other_end() {
    check(
        &composition("connection seL4RPCCall x(from $0"),
        &expect![[r#"
            c.p  (uses P)
            c.q  (uses Q)
            c  (Client)
        "#]],
    );
    check(
        &composition("connection seL4RPCCall x(from c.q, to $0);"),
        &expect![[r#"
            s.q  (provides Q)
            s  (Server)
        "#]],
    );
    check(
        &composition("connection seL4RPCCall x(from c.$0, to s.p);"),
        &expect![[r#"
            p  (uses P)
        "#]],
    );
    assert_eq!(labels(&composition("connection seL4HardwareIOPort x(from c.p, to $0")), ["hw.io", "hw"]);
    assert_eq!(labels(&composition("connection seL4SharedData x(from c.d, to $0")), ["s.d", "s"]);
    assert_eq!(labels(&composition("connection seL4Notification x($0")), ["from", "to"]);
}

#[test]
fn an_interface_that_is_connected_comes_later() {
    let inside = "connection seL4RPCCall a(from c.p, to s.p);\nconnection seL4RPCCall b(from $0";
    check(
        &composition(inside),
        &expect![[r#"
            c.q  (uses Q)
            c.p connected  (uses P)
            c  (Client)
        "#]],
    );
}

#[test]
fn connectors_fit_the_ends() {
    let found = labels(&composition("connection $0 x(from c.go, to s.went);"));
    assert!(found.contains(&"seL4Notification".to_owned()), "{found:?}");
    assert!(
        !found.contains(&"seL4RPCCall".to_owned()) && !found.contains(&"seL4HardwareInterrupt".to_owned()),
        "{found:?}"
    );
    check_first(
        &composition("connection sel4rpcc$0"),
        "seL4GDB => seL4GDB ${1:name}(from ${2:a.interface}, to ${3:b.interface});$0",
    );
}

fn check_first(text: &str, expected: &str) {
    let item = complete(text).items.into_iter().next().unwrap();
    assert_eq!(format!("{} => {}", item.label, item.snippet.unwrap_or(item.insert)), expected);
}

#[test]
fn procedures_events_and_dataports_come_behind_their_keywords() {
    let here = |inside: &str| system(&format!("component New {{ {inside} }}"));
    assert_eq!(labels(&here("uses $0")), ["P", "Q", "IOPort", "GDB_delegate", "CAmkES_Debug"]);
    assert_eq!(labels(&here("emits $0")), ["IRQ3", "Go"]);
    assert_eq!(labels(&here("dataport $0")).first().map(String::as_str), Some("Buf"));
}

#[test]
fn settings_offer_instances_attributes_and_values() {
    let here = |inside: &str| {
        let instances = "component Client c; component Server s; connection seL4RPCCall call(from c.p, to s.p);";
        system(&format!("assembly {{ composition {{ {instances} }}\nconfiguration {{\n{inside}\n}} }}"))
    };
    check(
        &here("$0"),
        &expect![[r#"
        c  (Client)
        s  (Server)
        call  (seL4RPCCall)
    "#]],
    );
    let found = labels(&here("c.$0"));
    assert_eq!(found[..6], ["n", "s", "p", "q", "go", "d"]);
    for special in ["_stack_size", "_priority", "heap_size", "dma_pool", "untyped<bits>_pool"] {
        assert!(found.contains(&special.to_owned()), "{special}: {found:?}");
    }
    assert!(labels(&here("s.$0")).contains(&"p_stack_size".to_owned()), "the thread of an interface");
    let found = labels(&here("c.priority = 3;\nc.p_attributes = \"3\";\nc.other = 3;\nc.$0"));
    let once: std::collections::BTreeSet<_> = found.iter().collect();
    assert_eq!(once.len(), found.len(), "what is set already is offered once: {found:?}");
    assert!(found.contains(&"other".to_owned()), "{found:?}");
    assert_eq!(labels(&here("c.dma_pool_cached = $0"))[..2], ["false", "true"]);
    let memory = |value: &str| {
        here(value).replace("component Server s;", "component Server s; connection seL4SharedData mem();")
    };
    assert_eq!(labels(&memory("call.buffer = \"$0\"")), ["mem"], "neither itself nor what shares no memory");
    assert_eq!(labels(&memory("call.buffer = $0")).first().map(String::as_str), Some("\"mem\""));
    assert_eq!(labels(&here("c.s = $0")).first().map(String::as_str), Some("\"\""));
    assert_eq!(labels(&here("c.n = $0")), ["3", "true", "false", "dtb", "gpio"]);
    assert_eq!(labels(&here("c.n = 3 $0")), Vec::<String>::new());
    assert_eq!(labels(&here("c.n <- $0")), ["c", "s"]);
}

#[test]
fn members_of_structs_are_keys_of_dicts() {
    let text = |value: &str| {
        format!(
            "//- /main.camkes\nstruct In {{ int deep; }}\nstruct S {{ int a; string b; In inner; }}\n\
             component A {{ attribute S cfg; }}\nassembly {{ composition {{ component A x; }}\nconfiguration {{ x.cfg = {value}; }} }}"
        )
    };
    check(
        &text("$0"),
        &expect![[r#"
        {…} => {"a": ${1:0}, "b": ${2:""}, "inner": ${3:{\}}\}$0  (S)
        dtb({…}) => dtb({"${1|path,aliases,chosen,properties|}": $2\})$0  (device tree)
        gpio({…}) => gpio({"pins": ["$1"]\})$0  (pins)
    "#]],
    );
    check(
        &text("{\"a\": 1, $0"),
        &expect![[r#"
        "b" => "b": $0  (string)
        "inner" => "inner": $0  (In)
    "#]],
    );
    assert_eq!(labels(&text("{\"inner\": {\"$0\": 1}}")), ["deep"]);
    assert_eq!(labels(&text("{\"b\": $0")), ["\"\""]);
    assert_eq!(labels(&text("dtb({\"$0\": [\"x\"]})")), ["path", "properties", "aliases", "chosen"]);
}

#[test]
fn paths_of_imports_lead_through_folders() {
    let text = |import: &str| {
        format!("//- /app/main.camkes\nimport {import}\n//- /app/parts/a.camkes\n//- /app/b.idl4\n//- /app/c.h\n")
    };
    assert_eq!(labels(&text("\"$0")), ["b.idl4", "parts/"]);
    assert_eq!(labels(&text("\"parts/$0\";")), ["a.camkes"]);
    assert_eq!(labels(&text("\"parts/../$0")), ["b.idl4", "parts/"]);
    assert_eq!(labels(&text("<s$0")), ["std_connector.camkes", "camkes-hardware.idl4", "gdb-delegate.camkes"]);
    assert_eq!(labels(&text("\"b.idl4\";\n#include \"$0")), ["c.h", "parts/"]);
}

#[test]
fn what_an_import_would_bring_comes_with_the_import() {
    let text = "
//- /app/main.camkes
/* Licence */

assembly { composition { component $0 } }
//- /app/parts/far.camkes
/** From afar. */
component Far { control; }
//- /app/other.camkes
component Circle { control; }
import \"main.camkes\";
//- /app/app2.camkes
component Elsewhere { control; }
assembly { composition { component Elsewhere e; } }
";
    let fixture = Fixture::parse(text);
    let mut host = host(&fixture, &["/app/main.camkes"]);
    let config = Config { folders: vec!["/app".into()], ..Config::default() };
    host.apply_change(Change { config: Some(config), ..Change::default() });
    let (path, offset) = fixture.cursor();
    let analysis = host.analysis();
    let found = analysis.completion(&Utf8PathBuf::from(path), offset).unwrap();
    let names: Vec<_> = found.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(names, ["debug_server", "debug_serial", "Far"], "no circle, and no other application");
    let far: &Completion = &found.items[2];
    assert!(edited(&fixture, &far.additional).contains("/* Licence */\n\nimport \"parts/far.camkes\";\n\nassembly"));
    let docs = analysis.completion_documentation(&far.docs).unwrap().unwrap();
    assert_eq!(docs, "```camkes\ncomponent Far { control; }\n```\n\n---\n\nFrom afar.");
}

#[test]
fn the_inside_of_a_component_has_its_own_names() {
    let text = |inside: &str| {
        format!(
            "//- /main.camkes\nimport <std_connector.camkes>;\nprocedure P {{ void f(); }}\n\
             component Inner {{ provides P p; uses P up; attribute int n; }}\n\
             component Outer {{ provides P out; attribute int m; composition {{ component Inner i; {inside}\n}}\n\
             configuration {{ i.n <- m; }} }}\nassembly {{ composition {{ component Outer o; }} }}"
        )
    };
    assert_eq!(labels(&text("export $0")), ["i.p", "i.up"]);
    assert_eq!(labels(&text("export i.p -> $0")), ["out"]);
    assert_eq!(labels(&text("connection seL4RPCCall c(from i.$0")), ["up"]);
}

#[test]
fn macros_are_known_and_names_made_by_them_too() {
    let text = |inside: &str| {
        format!(
            "//- /main.camkes\n#define TWO(x) component A x##0; component A x##1;\ncomponent A {{ attribute int n; }}\n\
             assembly {{ composition {{ TWO(a)\n}}\nconfiguration {{ {inside} }} }}"
        )
    };
    assert_eq!(labels(&text("$0")), ["a0", "a1", "TWO"]);
    assert_eq!(labels(&text("a1.$0"))[0], "n");
    assert_eq!(labels("//- /main.camkes\n#define A\n#ifdef $0"), ["A"]);
    assert_eq!(labels("//- /main.camkes\n#inc$0").first().map(String::as_str), Some("include"));
}

#[test]
fn a_half_typed_attribute_is_not_offered_as_one_that_is_set() {
    let text = |settings: &str| {
        format!(
            "//- /main.camkes\ncomponent A {{ attribute int level; }}\n\
             assembly {{ composition {{ component A a; }}\nconfiguration {{\n{settings}\n}} }}"
        )
    };
    let offered = |settings: &str, label: &str| labels(&text(settings)).contains(&label.to_owned());
    assert!(offered("a.lev$0", "level") && !offered("a.lev$0", "lev"));
    assert!(!offered("a.lev$0 = 3;", "lev"));
    assert!(offered("a.lev = 1;\na.lev$0", "lev"), "set in another line");
    assert!(offered("a.other = 1;\na.$0", "other"));
}

#[test]
fn macros_stand_for_values_of_all_sorts() {
    let text = |before: &str| format!("//- /main.camkes\n#define NUM 4\n{before}");
    let has = |before: &str| labels(&text(before)).contains(&"NUM".to_owned());
    for before in [
        "component A { attribute int n = N$0; }",
        "component A { attribute int n[] = [N$0]; }",
        "component A { attribute int n[] = [1, N$0]; }",
        "component A { dataport Buf(N$0) b; }",
        "component A { dataport Buf(2 * N$0) b; }",
        "connector C { from Procedures with N$0 threads; to Procedure; }",
        "struct S { int x = N$0; }",
        "component A { attribute int n; } assembly { composition { component A a; } configuration { a.n = N$0; } }",
        "component A { attribute int n; } assembly { composition { component A a; } configuration { a.n = {\"x\": N$0}; } }",
        "assembly { composition { } schedule { [(N$0, 1)] } }",
    ] {
        assert!(has(before), "{before}: {:?}", labels(&text(before)));
    }
    for before in ["component A { attribute int n = 3 N$0; }", "component A { dataport Buf(4) N$0; }"] {
        assert!(!has(before), "{before}");
    }
    let threads = text("connector C { from Procedures with NUM t$0; to Procedure; }");
    assert_eq!(labels(&threads), ["thread", "threads"]);
}

#[test]
fn only_a_component_exports() {
    let has = |text: &str| labels(&format!("//- /main.camkes\n{text}")).contains(&"export".to_owned());
    assert!(!has("assembly { composition { $0 } }"));
    assert!(has("component A { composition { $0 } }") && has("composition C { $0 }"));
}

#[test]
fn types_of_included_headers_are_offered() {
    let text = "//- /main.camkes\ncomponent A { include <types.h>; dataport $0 }\n//- /include/types.h\ntypedef struct { int x; } frame_t;\n";
    assert!(labels(text).contains(&"frame_t".to_owned()), "{:?}", labels(text));
}

#[test]
fn interfaces_of_unknown_procedures_are_offered_too() {
    let text = |end: &str| {
        format!(
            "//- /main.camkes\nimport <std_connector.camkes>;\ncomponent A {{ uses Unknown u; }}\n\
             assembly {{ composition {{ component A a; connection seL4RPCCall c(from {end}"
        )
    };
    assert_eq!(labels(&text("$0")), ["a.u"]);
    assert_eq!(labels(&text("a.$0")), ["u"]);
    let sized = "//- /main.camkes\nimport <std_connector.camkes>;\n#include <missing.h>\n\
                 component A { dataport Buf(SIZE) d; }\nassembly { composition { component A a; component A b;\n\
                 connection seL4SharedData c(from a.d, to $0); } }";
    assert_eq!(labels(sized), ["b.d"]);
}

#[test]
fn of_very_many_names_those_are_offered_that_fit_the_typed_letters() {
    let many: String = (0..1_500).map(|n| format!("component Server many_{n}; ")).collect();
    let ask = |typed: &str| complete(&composition(&format!("{many} connection seL4RPCCall x(from c.p, to {typed}$0")));
    let all = ask("");
    assert_eq!((all.items.len(), all.incomplete), (250, true));
    let some = ask("mny_1499");
    let labels: Vec<_> = some.items.iter().map(|item| item.label.as_str()).collect();
    assert!(some.incomplete && labels.iter().any(|label| label.starts_with("many_1499")), "{labels:?}");
    assert!(labels.iter().all(|label| label.starts_with("many_1")), "{labels:?}");
}

/// How often a query runs for a completion at the cursor, just after an edit of the file.
fn executed_after_an_edit(text: &str, query: &str) -> (u64, Vec<String>) {
    let counts = QueryCounts::default();
    let fixture = Fixture::parse(text);
    let (path, offset) = fixture.cursor();
    let mut host = counts.host(Files::of(&fixture));
    let text = &fixture.file(path).text;
    host.apply_change(Change { opened: vec![path.into(), "/main.camkes".into()], ..edit(path, text) });
    let _ = host.analysis().all_diagnostics().unwrap();
    let count = |host: &camkes_ide::AnalysisHost| host.analysis().executed(&counts).get(query).copied().unwrap();
    let before = count(&host);
    let (start, rest) = text.split_at(usize::from(offset));
    host.apply_change(edit(path, &format!("{start}p{rest}")));
    let after_letter = offset + camkes_ide::TextSize::of('p');
    let found = host.analysis().completion(path.into(), after_letter).unwrap();
    (count(&host) - before, found.items.into_iter().map(|it| it.label).collect())
}

#[test]
fn inside_of_a_component_the_rest_of_the_system_need_not_be_there() {
    let text = "//- /main.camkes\nimport \"rack.camkes\";\nassembly { composition { component Rack rack; } }
//- /rack.camkes
component Leaf { control; attribute int period; }
component Rack { composition { component Leaf l; } configuration { l.$0 } }
";
    let (resolved, labels) = executed_after_an_edit(text, "resolution");
    assert_eq!(resolved, 0);
    assert!(labels.contains(&"period".to_owned()) && labels.contains(&"priority".to_owned()), "{labels:?}");
}

#[test]
fn an_attribute_and_its_value_are_completed_before_the_system_is_there() {
    let text = "//- /main.camkes
component Leaf { control; attribute int limit = 70; }
assembly { composition { component Leaf l; } configuration { l.limit = $0; } }
";
    let (resolved, labels) = executed_after_an_edit(&text.replace("$0", "\"$0\""), "resolution");
    assert_eq!((resolved, labels), (0, Vec::new()));
    let (resolved, labels) = executed_after_an_edit(&text.replace("limit = $0", "$0"), "resolution");
    assert_eq!(resolved, 0);
    assert!(labels.contains(&"limit".to_owned()) && labels.contains(&"priority".to_owned()), "{labels:?}");
}

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
        "seL4RPCCall => seL4RPCCall ${1:c_p}(from ${2:c.p}, to ${3:s.p});$0",
    );
}

fn check_first(text: &str, expected: &str) {
    let item = complete(text).items.into_iter().next().unwrap();
    assert_eq!(format!("{} => {}", item.label, item.snippet.unwrap_or(item.insert)), expected);
}

#[test]
fn connectors_for_ends_that_wait_come_first_with_those_ends() {
    let first = |inside: &str, number: usize| {
        let found = complete(&composition(inside)).items.into_iter().take(number);
        found.map(|it| it.snippet.unwrap_or(it.insert)).collect::<Vec<_>>()
    };
    assert_eq!(
        first("connection $0", 4),
        [
            "seL4RPCCall ${1:c_p}(from ${2:c.p}, to ${3:s.p});$0",
            "seL4Notification ${1:c_go}(from ${2:c.go}, to ${3:s.went});$0",
            "seL4SharedData ${1:c_d}(from ${2:c.d}, to ${3:s.d});$0",
            "seL4HardwareIOPort ${1:c_p}(from ${2:c.p}, to ${3:hw.io});$0",
        ]
    );
    let connected =
        "connection seL4RPCCall c_q(from c.p, to s.p); connection seL4Notification n(from c.go, to s.went);";
    assert_eq!(
        first(&format!("{connected} connection $0"), 1),
        ["seL4RPCCall ${1:c_q_2}(from ${2:c.q}, to ${3:s.q});$0"],
        "a free name, and an end that is free"
    );
    let found = labels(&composition(&format!("{connected} connection $0")));
    let place = |name: &str| found.iter().position(|it| it == name);
    assert!(place("seL4SharedData") < place("seL4Notification"), "its ends are connected: {found:?}");
    assert_eq!(place("seL4GDBMem"), Some(found.len() - 1), "for debugging: {found:?}");
    let more = "component Client c2; connection seL4RPCCall one(from c.p, to s.p); connection seL4RPCCall two(from c.q, to s.q);";
    assert_eq!(
        first(&format!("{more} connection $0"), 1),
        ["seL4RPCCall ${1:c2_p}(from ${2:c2.p}, to ${3:s.p});$0"],
        "the provider takes one more"
    );
    let item = complete(&composition("connection seL4RPCCall $0")).items.remove(0);
    assert_eq!((item.label.as_str(), item.detail.as_deref()), ("c_p", Some("(from c.p, to s.p);")));
    assert_eq!(labels(&composition("connection seL4RPCCall $0(from c.p, to s.p);")), Vec::<String>::new());
}

#[test]
fn names_to_fill_in_are_free_and_read_well() {
    let first = |text: &str| complete(text).items.into_iter().next().and_then(|it| it.snippet).unwrap_or_default();
    assert_eq!(first(&composition("component Client client; component $0")), "Client ${1:client1};$0");
    let here = |inside: &str| system(&format!("component New {{ {inside} }}"));
    assert_eq!(labels(&here("uses P $0")), ["p"]);
    assert_eq!(labels(&here("attribute int p; provides P p1; uses P $0")), ["p2"]);
    assert_eq!(labels(&here("uses IOPort $0")), ["ioPort"]);
    assert_eq!(labels(&here("uses GDB_delegate $0")), ["gdb_delegate"]);
    assert_eq!(labels(&here("emits RTC $0")), ["rtc"]);
    assert_eq!(labels(&here("emits To $0")), ["to1"], "`to` is a keyword");
}

#[test]
fn a_device_is_offered_what_says_where_it_is() {
    let inside = "component Hw d; component Drv v; connection seL4HardwareMMIO m(from v.regs, to d.regs);
        connection seL4HardwareInterrupt i(from d.irq, to v.irq);";
    let parts = "component Hw { hardware; dataport Buf regs; emits Irq irq; } component Drv { dataport Buf regs; consumes Irq irq; }";
    let text = |name: &str| {
        system(&format!("{parts} assembly {{ composition {{ {inside} }} configuration {{ {name}.$0 }} }}"))
    };
    let found = labels(&text("d"));
    assert_eq!(found[..2], ["regs_paddr", "regs_size"], "{found:?}");
    assert!(!found.contains(&"regs_priority".to_owned()), "a device has no threads: {found:?}");
    assert!(labels(&text("v")).contains(&"irq_priority".to_owned()));
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
fn imports_name_the_files_of_the_workspace() {
    let text = |import: &str| {
        format!(
            "//- /app/main.camkes\nimport {import}\n//- /app/beside.camkes\ncomponent B {{ }}\n\
             //- /app/parts/deep/far.camkes\ncomponent Far {{ }}\nprocedure P {{ }}\n\
             //- /app/other.camkes\nassembly {{ composition {{ }} }}\n//- /lib/angle.camkes\ncomponent Angle {{ }}\n"
        )
    };
    let found = |import: &str| {
        let fixture = Fixture::parse(&text(import));
        let mut host = host(&fixture, &["/app/main.camkes"]);
        let config = Config {
            folders: vec!["/app".into(), "/lib".into()],
            settings: std::sync::Arc::new(camkes_ide::SystemSettings {
                import_paths: vec!["/lib".into()],
                ..camkes_ide::SystemSettings::default()
            }),
            ..Config::default()
        };
        host.apply_change(Change { config: Some(config), ..Change::default() });
        let (path, offset) = fixture.cursor();
        let items = host.analysis().completion(&Utf8PathBuf::from(path), offset).unwrap().items;
        let shown = |it: Completion| format!("{} {}", it.insert, it.description.unwrap_or_default());
        items.into_iter().map(shown).collect::<Vec<_>>()
    };
    let whole = found("$0");
    assert!(whole.contains(&"\"parts/deep/far.camkes\"; Far, P".to_owned()), "{whole:?}");
    assert!(whole.contains(&"<angle.camkes>; Angle".to_owned()), "{whole:?}");
    let quoted = found("\"$0\";");
    assert!(quoted.contains(&"parts/deep/far.camkes Far, P".to_owned()), "{quoted:?}");
    assert!(!quoted.iter().any(|it| it.contains("angle")), "{quoted:?}");
    assert_eq!(found("\"parts/$0\";"), ["deep/ "]);
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
    assert_eq!(names, ["Far", "debug_server", "debug_serial"], "no circle, and no other application");
    let far: &Completion = &found.items[0];
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

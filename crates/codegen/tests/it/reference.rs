// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates with Python's idioms, in the layout of the reference tool: which files come from which templates, and what is said
//! when one fails.

use std::sync::Arc;

use camkes_codegen::{
    Generated, Subject, TemplateSet,
    cache::Kept,
    queries::{self, Build},
};
use expect_test::{Expect, expect};

use crate::setup::{CALL, Case, target, text_of};

/// A set of templates that say what they are rendered for.
const NAMES: &[(&str, &str)] = &[
    ("camkes-gen.cmake", "/*- for i in composition.instances -*/[/*? i.name ?*/]/*- endfor -*/"),
    ("graph.dot", "graph"),
    ("component.common.c", "common /*? me.name ?*/ /*? c_symbol('x') ?*/"),
    ("component.template.h", "header /*? me.name ?*/"),
    ("component.environment.c", "environment /*? '%s' % me.name ?*/"),
    ("component.debug.c", "debug"),
    ("component.simple.c", "simple"),
    ("linker.lds", "linker"),
    ("seL4RPCCall-from.template.c", "/*? me ?*/ slot /*? alloc('ep', seL4_EndpointObject, write=True) ?*/"),
    ("seL4RPCCall-to.template.c", "/*? me ?*/ slot /*? alloc('ep', seL4_EndpointObject, read=True) ?*/"),
    ("seL4RPCCall-to.template.h", "called /*? outfile_name ?*/"),
];

pub(crate) fn set(own: &[(&str, &str)]) -> TemplateSet {
    let names = |name: &str| own.iter().any(|(known, _)| *known == name);
    let rest = NAMES.iter().filter(|(name, _)| !names(name)).copied();
    let all: Vec<_> = own.iter().copied().chain(rest).collect();
    match TemplateSet::new(&all).expect("nothing is parsed yet") {
        TemplateSet::Python(set) => TemplateSet::Python(set.with_fuel(100_000)),
        TemplateSet::Own(set) => panic!("{set:?}"),
    }
}

fn generate(case: &Case, set: &TemplateSet) -> queries::Generation {
    let build = Build::new(&case.db, target(), set.clone(), Kept::nowhere());
    queries::generate(&case.db, case.system, build).expect("an assembly")
}

fn generated(text: &str, own: &[(&str, &str)]) -> Arc<Generated> {
    generate(&Case::new(text), &set(own)).expect("no failure")
}

fn check(own: &[(&str, &str)], expected: &Expect) {
    let failures = generate(&Case::new(CALL), &set(own)).expect_err("a failure");
    expected.assert_eq(&failures.iter().map(|failure| format!("{failure}\n")).collect::<String>());
}

#[test]
fn each_instance_has_the_files_of_the_reference_layout_in_its_order() {
    let made = generated(CALL, &[]);
    let paths: String = made.files.iter().map(|file| format!("{}\n", file.path)).collect();
    expect![[r#"
        camkes-gen.cmake
        graph.dot
        client/camkes.c
        client/include/camkes-component-client.h
        client/camkes.environment.c
        client/linker.lds
        client/e_seL4RPCCall_0.c
        client/include/camkes.h
        server/camkes.c
        server/include/camkes-component-server.h
        server/camkes.environment.c
        server/linker.lds
        server/e_seL4RPCCall_0.c
        server/include/e_seL4RPCCall_0.h
        server/include/camkes.h
        graph.svg
        main.cdl
    "#]]
    .assert_eq(&paths);
    assert_eq!(text_of(&made, "camkes-gen.cmake"), "[client][server]");
    assert_eq!(text_of(&made, "server/camkes.c"), "common server _camkes_x_1", "symbols run on");
    assert_eq!(text_of(&made, "client/e_seL4RPCCall_0.c"), "client.e slot 1");
    assert_eq!(text_of(&made, "server/include/e_seL4RPCCall_0.h"), "called server/include/e_seL4RPCCall_0.h");
    let header = "#pragma once\n\n#include \"camkes-component-server.h\"\n#include \"e_seL4RPCCall_0.h\"\n";
    assert_eq!(text_of(&made, "server/include/camkes.h"), header);
    assert!(text_of(&made, "main.cdl").contains("conn_ep = ep"), "{}", text_of(&made, "main.cdl"));
}

#[test]
fn the_files_of_a_connection_by_itself_are_those_of_the_whole() {
    let cakeml = CALL.replace("client.priority = 50;", "server.environment = \"CakeML\";");
    let more = [
        ("seL4RPCCall.template.cakeml", "script"),
        ("component.environment.start.cakeml", "start"),
        ("camkesConstants.sml", "constants"),
        ("component.environment.end.cakeml", "end"),
    ];
    for (text, own, expected) in [(CALL, &[][..], 3), (cakeml.as_str(), &more[..], 2)] {
        let case = Case::new(text);
        let set = set(own);
        let made = generate(&case, &set).expect("no failure");
        let asked = set.files_of_connection(&case.assembly(), 0, Default::default);
        assert_eq!(asked.len(), expected, "{asked:?}");
        let is_made = |path: &&camino::Utf8PathBuf| made.files.iter().any(|file| file.path == **path);
        assert!(asked.iter().all(|path| is_made(&path)), "{asked:?}");
        let of_end = |path: &str| path.contains("seL4RPCCall") || path.ends_with("connectorScript.sml");
        assert_eq!(made.files.iter().filter(|file| of_end(file.path.as_str())).count(), expected);
    }
}

#[test]
fn settings_ask_for_more_files() {
    let text = CALL.replace("client.priority = 50;", "client.debug = 1; client.simple = true; server.debug = 0;");
    let made = generated(&text, &[]);
    let more = made.files.iter().filter(|file| file.path.as_str().contains("/camkes."));
    let more: Vec<_> = more.map(|file| file.path.as_str()).filter(|path| !path.ends_with("camkes.c")).collect();
    assert_eq!(
        more,
        [
            "client/camkes.environment.c",
            "client/camkes.debug.c",
            "client/camkes.simple.c",
            "client/include/camkes.h",
            "server/camkes.environment.c",
            "server/include/camkes.h"
        ]
    );
}

#[test]
fn a_mistake_in_a_template_has_its_line_and_the_entity() {
    let common = |text| [("component.common.c", text)];
    check(
        &common("\n/*? nobody ?*/"),
        &expect![[r#"
        component.common.c:2:1: 'nobody' is undefined (for 'client')
    "#]],
    );
    check(
        &common("\n\n/*? 'a' + 1 ?*/"),
        &expect![[r#"
        component.common.c:3:1: TypeError: can only concatenate str (not "int") to str (for 'client')
    "#]],
    );
    check(
        &common("/*- if me.name == 'server' -*/\n/*? raise(TemplateError('no such size')) ?*/\n/*- endif -*/"),
        &expect![[r#"
        component.common.c:2:1: no such size (for 'server')
    "#]],
    );
    check(
        &common("a\n/*? macros.nothing_of_the_kind(me) ?*/"),
        &expect![[r#"
            component.common.c:2:1: AttributeError: module 'macros' has no attribute 'nothing_of_the_kind' (for 'client')
        "#]],
    );
    check(
        &common("/*- include 'nowhere.c' -*/"),
        &expect![[r#"
            component.common.c:1:1: tried to include non-existing template 'nowhere.c' (for 'client')
        "#]],
    );
    check(
        &common("x\n/*- if -*/"),
        &expect![[r#"
            component.common.c:2:8: unexpected the end, expected an expression (for 'client')
        "#]],
    );
    check(
        &[(
            "seL4RPCCall-to.template.c",
            "/*- for a in range(10**9) -*/\n/*- for b in range(10**9) -*//*- endfor -*/\n/*- endfor -*/",
        )],
        &expect![[r#"
            seL4RPCCall-to.template.c:2:1: the template takes too many steps; is there a loop without an end? (for 'server.e')
        "#]],
    );
}

#[test]
fn a_failure_knows_what_it_was_rendered_for() {
    let failures = generate(&Case::new(CALL), &set(&[("seL4RPCCall-from.template.c", "/*? nobody ?*/")])).unwrap_err();
    let [camkes_codegen::Failure::Template(failure)] = &*failures else { panic!("{failures:#?}") };
    assert!(matches!(failure.subject, Some(Subject::End(at)) if at.connection == 0), "{failure:#?}");
}

#[test]
fn what_is_missing_is_known_before_anything_is_rendered() {
    let text = CALL.replace("seL4RPCCall", "Other");
    let without: Vec<_> = NAMES.iter().filter(|(name, _)| *name != "linker.lds").copied().collect();
    let failures = generate(&Case::new(&text), &TemplateSet::new(&without).unwrap()).unwrap_err();
    let said: String = failures.iter().map(|failure| format!("{failure}\n")).collect();
    expect![[r#"
        there is no template 'linker.lds'
        connector 'Other' has no template for its 'from' end, which connection 'conn' needs
        connector 'Other' has no template for its 'to' end, which connection 'conn' needs
    "#]]
    .assert_eq(&said);
}

#[test]
fn an_end_without_a_template_is_empty_where_there_is_one_for_that() {
    let text = CALL.replace("seL4RPCCall", "Other");
    let made = generated(&text, &[("Other-from.template.c", "from"), ("empty.c", "")]);
    assert_eq!(text_of(&made, "client/e_Other_0.c"), "from");
    assert_eq!(text_of(&made, "server/e_Other_0.c"), "");
    let failures =
        generate(&Case::new(&text), &set(&[("empty.c", "")])).expect_err("nothing is known of the connector");
    assert_eq!(failures.len(), 2, "{failures:#?}");
}

#[test]
fn what_makes_no_sense_in_the_end_is_told() {
    check(
        &[("linker.lds", "/*- set t = alloc_obj('t', seL4_TCBObject) -*//*- do t.__setattr__('prio', 1000) -*/")],
        &expect![[r#"
        'client_t' can't have prio = 1000
    "#]],
    );
}

#[test]
fn nothing_is_rendered_again_without_a_change_and_all_after_one() {
    let mut case = Case::new(CALL);
    let templates = set(&[("linker.lds", "/*? configuration[me.name].get('priority') ?*/")]);
    let before = generate(&case, &templates).unwrap();
    case.forget_executions();
    assert_eq!(generate(&case, &templates).unwrap(), before);
    assert_eq!(case.executions("generate"), 0);
    case.edit("client.priority = 50;", "client.priority = 51;");
    let after = generate(&case, &templates).unwrap();
    assert_eq!(text_of(&after, "client/linker.lds"), "51");
    let changed = before.files.iter().zip(&after.files).filter(|(before, after)| before != after);
    assert_eq!(changed.map(|(file, _)| file.path.as_str()).collect::<Vec<_>>(), ["client/linker.lds"]);
}

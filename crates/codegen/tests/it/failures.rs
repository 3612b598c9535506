// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What goes wrong in a template is said with both of its places.

use camkes_codegen::{Failure, Subject, TemplateFailure, Templates, generate};
use expect_test::expect;
use proptest::prelude::*;

use crate::setup::{CALL, assembly, render, target, templates};

#[test]
fn each_kind_of_failure_has_a_place_and_an_entity() {
    let templates = [
        "\n /*? nonsense ?*/",
        "/*? me.colour ?*/",
        "ab\n/*? fail('no such thing') ?*/",
        "/*? raise(TemplateError('bad setting', me)) ?*/",
        "/*? assert(1 == 2, 'one is not two') ?*/",
        "/*? alloc(3, seL4_EndpointObject) ?*/",
        "/*? alloc('x', 'seL4_Toaster') ?*/",
        "/*? alloc('x', seL4_EndpointObject, reed=True) ?*/",
        "/*? alloc_cap('x') ?*/",
        "/*? macros.show_tipe(3) ?*/",
        "/*? composition.instances[0] + 1 ?*/",
        "/*? me.type.provides.index(3) ?*/",
        "/*- for x in range(1000) -*//*- for y in range(100000) -*//*- endfor -*//*- endfor -*/",
        "/*- include 'nowhere.c' -*/",
    ];
    let told: String =
        templates.iter().map(|template| format!("{template}\n=> {}\n", render(CALL, template).unwrap_err())).collect();
    expect![[r#"

         /*? nonsense ?*/
        => component.template.c:2:6: undefined value: `nonsense` is undefined (for 'client')
        /*? me.colour ?*/
        => component.template.c:1:5: undefined value: `me.colour` is undefined (for 'client')
        ab
        /*? fail('no such thing') ?*/
        => component.template.c:2:5: no such thing (for 'client')
        /*? raise(TemplateError('bad setting', me)) ?*/
        => component.template.c:1:5: bad setting (for 'client')
        /*? assert(1 == 2, 'one is not two') ?*/
        => component.template.c:1:5: one is not two (for 'client')
        /*? alloc(3, seL4_EndpointObject) ?*/
        => component.template.c:1:5: argument 'name' of alloc() must be a string, not the number 3 (for 'client')
        /*? alloc('x', 'seL4_Toaster') ?*/
        => component.template.c:1:5: 'seL4_Toaster' is no object type of aarch64 (for 'client')
        /*? alloc('x', seL4_EndpointObject, reed=True) ?*/
        => component.template.c:1:5: alloc() has no argument 'reed' (for 'client')
        /*? alloc_cap('x') ?*/
        => component.template.c:1:5: alloc_cap() needs an argument 'obj' (for 'client')
        /*? macros.show_tipe(3) ?*/
        => component.template.c:1:11: 'macros' has no function 'show_tipe' (for 'client')
        /*? composition.instances[0] + 1 ?*/
        => component.template.c:1:5: tried to use + operator on unsupported types map and number (for 'client')
        /*? me.type.provides.index(3) ?*/
        => component.template.c:1:21: 3 is not in the list (for 'client')
        /*- for x in range(1000) -*//*- for y in range(100000) -*//*- endfor -*//*- endfor -*/
        => component.template.c:1:1: the template takes too many steps; is there a loop without an end? (for 'client')
        /*- include 'nowhere.c' -*/
        => component.template.c:1:5: template not found: tried to include non-existing template 'nowhere.c' (for 'client')
    "#]].assert_eq(&told);
}

#[test]
fn a_template_that_calls_itself_without_end_is_stopped() {
    let own = templates(&[
        ("component.template.c", "/*- include 'again.c' -*/"),
        ("again.c", "x/*- include 'again.c' -*/"),
        ("linker.lds", "/*- macro m(n) -*//*? m(n + 1) ?*//*- endmacro -*//*? m(0) ?*/"),
    ]);
    let failures = generate(&assembly(CALL), &target(), &own, "main").unwrap_err();
    let texts: Vec<_> = failures.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 4, "{texts:#?}");
    assert!(texts.iter().all(|text| text.contains("recursion limit exceeded")), "{texts:#?}");
}

#[test]
fn a_file_without_end_is_stopped() {
    let template = format!("/*- for i in range(100000) -*/{}/*- endfor -*/", "x".repeat(1000));
    let error = render(CALL, &template).unwrap_err();
    assert_eq!(error, "component.template.c:1:1: the file would be larger than 64 MiB (for 'client')");
}

#[test]
fn a_failure_in_an_included_template_is_placed_there_and_says_how_it_was_reached() {
    let own = templates(&[
        ("component.template.c", "/*- from 'part.c' import part with context -*/\n/*? part() ?*/"),
        ("part.c", "\n/*- macro part() -*/\n  /*- include 'inner.c' -*/\n/*- endmacro -*/"),
        ("inner.c", "/*? 1 ?*//*? missing ?*/"),
    ]);
    let failures = generate(&assembly(CALL), &target(), &own, "main").unwrap_err();
    let Failure::Template(failure) = &failures[0] else { panic!("{failures:?}") };
    assert_eq!((failure.template.as_str(), failure.line, failure.column), ("inner.c", 1, 14));
    let via: Vec<_> = failure.via.iter().map(|place| format!("{}:{}", place.template, place.line)).collect();
    assert_eq!(via, ["part.c:3"]);
}

#[test]
fn all_failures_of_all_spaces_are_told_at_once_and_nothing_is_generated() {
    let own = templates(&[("component.template.c", "/*? a ?*/"), ("seL4RPCCall-to.template.c", "/*? b ?*/")]);
    let assembly = assembly(CALL);
    let failures = generate(&assembly, &target(), &own, "main").unwrap_err();
    let entities: Vec<_> = failures
        .iter()
        .map(|failure| match failure {
            Failure::Template(TemplateFailure { entity, .. }) => entity.as_str(),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(entities, ["client", "server", "server.e"]);
    let Failure::Template(last) = &failures[2] else { unreachable!() };
    assert!(matches!(last.subject, Some(Subject::End(_))));
    assert_eq!(last.origin(&assembly), Some(assembly.connections[0].origin));
}

#[test]
fn a_template_that_does_not_parse_is_told_when_it_is_loaded() {
    let failures = Templates::with_overrides([("x.c", "ok\n/*- if -*/"), ("y.c", "/*? 1 + ?*/")]).unwrap_err();
    let texts: Vec<_> = failures.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 2, "{texts:#?}");
    assert!(texts[0].starts_with("x.c:2:"), "{texts:#?}");
    assert!(texts[1].starts_with("y.c:1:"), "{texts:#?}");
}

#[test]
fn collections_that_contain_themselves_can_be_printed_and_compared() {
    let template = "/*- set l = list() -*//*- do l.append(l) -*//*- set k = list() -*//*- do k.append(k) -*//*? l == k ?*/ /*? l|length ?*//*- do l.append(dict()) -*//*- do l[1].set('a', l) -*//*- set text = l|string -*/";
    assert_eq!(render(CALL, template).unwrap(), "True 1\n");
}

/// Pieces of templates, so that random text has a chance to get past the parser.
const PIECES: &[&str] = &[
    "/*-",
    "-*/",
    "/*?",
    "?*/",
    "/*#",
    "#*/",
    " for x in ",
    " endfor ",
    " if ",
    " endif ",
    " set y = ",
    " do ",
    "me",
    "composition",
    ".instances",
    ".connections",
    ".type",
    ".name",
    "configuration",
    "[me.name]",
    ".get('a')",
    "alloc('a', ",
    "seL4_EndpointObject)",
    "alloc_threads()",
    "macros.",
    "threads(",
    "composition, me, configuration, options)",
    "range(",
    "99999999999999999999)",
    "list(",
    "dict(",
    ".append(",
    "(",
    ")",
    "[",
    "]",
    "0",
    "-1",
    "1 // 0",
    "2 ** 500",
    "'%s' % 1",
    "|hex",
    "|round_up(",
    "|log2",
    "|c_string",
    "c_symbol()",
    "stash('k', ",
    "pop('k')",
    "guard(c_symbol, 'k')",
    "x",
    "y",
    ",",
    "~",
    " + ",
    " in ",
    " is ",
    "none",
    "True",
    " macro m(a) ",
    " endmacro ",
    "m(1)",
    " include 'linker.lds' ",
    "badges(",
    "region(",
    "int('9' * 99)",
    "enumerate(",
    "register_shared_variable('g', 's', ",
    "4096)",
    "\n",
    "é",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_template_text_makes_rendering_panic(
        statements in prop::collection::vec((prop::bool::ANY, prop::collection::vec(piece(), 0..7)), 0..6)
    ) {
        let text: String = statements
            .into_iter()
            .map(|(statement, pieces)| {
                let inside = pieces.concat();
                if statement { format!("/*- {inside} -*/") } else { format!("/*? {inside} ?*/") }
            })
            .collect();
        let all = ["component.template.c", "component.template.h", "linker.lds", "camkes.template.h",
            "seL4RPCCall-from.template.c", "seL4RPCCall-to.template.c"];
        if let Ok(templates) = Templates::with_overrides(all.iter().map(|name| (*name, text.as_str()))) {
            let outcome = generate(&assembly(CALL), &target(), &templates, "main");
            if let Err(failures) = outcome {
                prop_assert!(!failures.is_empty());
            }
        }
    }
}

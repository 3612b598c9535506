// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The runner: templates with Python's idioms, and the state that they share.

use std::{collections::BTreeMap, sync::Arc};

use camkes_capdl::ObjectSizes;
use camkes_codegen::{
    Arch, Ast,
    runner::{Objects, RunFailure, Runner, RunnerOptions},
};
use camkes_jinja::{Engine, Source};
use expect_test::{Expect, expect};

use crate::setup::Case;

const SYSTEM: &str = r#"
    //- /main.camkes
    procedure Echo { int echo(in string text, out int numbers[]); }
    connector Call { from Procedure; to Procedure; attribute int from_global_rpc_endpoint = 1; }
    component Inner { provides Echo e; }
    component Client { control; uses Echo e; maybe uses Echo f; has mutex m; attribute int size = 7; attribute string words[]; }
    component Server {
        provides Echo e;
        composition { component Inner inner; export inner.e -> e; }
    }
    assembly {
        composition {
            component Client c;
            component Server s;
            connection Call conn(from c.e, to s.e);
        }
        configuration {
            c.words = ["a", "b"];
            c.e_attributes = 3;
            c.map = {"x": 1};
        }
    }
"#;

struct Templates(BTreeMap<&'static str, String>);

impl Source for Templates {
    fn text(&self, name: &str) -> Option<Arc<str>> {
        self.0.get(name).map(|text| text.as_str().into())
    }
}

fn runner(templates: &[(&'static str, &str)]) -> Runner {
    runner_with(templates, Objects::Fresh)
}

/// The bytes of the file with the state.
fn file(runner: &Runner) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    runner.finish_file(&mut file).unwrap();
    file.into_inner()
}

fn runner_with(templates: &[(&'static str, &str)], objects: Objects) -> Runner {
    runner_of(SYSTEM, templates, objects)
}

fn runner_of(system: &str, templates: &[(&'static str, &str)], objects: Objects) -> Runner {
    let case = Case::new(system);
    let _ = case.assembly();
    let ast = Ast::of(&case.db, case.system).unwrap();
    assert_eq!(Ast::decode(&ast.encode().unwrap()), Ok(ast.clone()), "the file gives back what was written");
    let templates = templates.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    let engine = Arc::new(Engine::new(Arc::new(Templates(templates))));
    Runner::new(ast, RunnerOptions::new(Arch::X86_64), ObjectSizes::default(), objects, engine)
}

/// What a template makes of an item.
fn check(item: &str, template: &str, expected: &Expect) {
    let runner = runner(&[("t", template)]);
    match runner.render(item, "t", "out") {
        Ok(rendered) => expected.assert_eq(&rendered.text),
        Err(failure) => expected.assert_eq(&failure.to_string()),
    }
}

#[test]
fn entities_have_the_attributes_that_templates_know() {
    check(
        "connector/conn/from/0",
        "/*? me ?*/ /*? me.parent.name ?*/ /*? me.parent.type.name ?*/ /*? me.interface.type.methods[0].parameters[1].array ?*/ \
         /*? me.instance.type.uses | length ?*/ /*? me.might_block() ?*/ /*? me.label() ?*/ /*? me.interface.optional ?*/",
        &expect!["c.e conn Call True 2 True conn False"],
    );
}

#[test]
fn entities_are_equal_by_what_they_are_and_the_same_by_where_they_are() {
    check(
        "connector/conn/to/0",
        "/*? me == me.parent.to_ends[0] ?*/ /*? me.parent.to_ends.index(me) ?*/ \
         /*? id(me.instance) == id(composition.instances[1]) ?*/ /*? me.interface == composition.instances[1].type.provides[0] ?*/ \
         /*? me.parent.from_end == me ?*/ /*? isinstance(me.interface, camkes.ast.Provides) ?*/",
        &expect!["True 0 False True False True"],
    );
}

#[test]
fn of_several_assemblies_the_first_has_the_name() {
    let names = "/*? composition.parent.name ?*/ /*? composition.name ?*/ /*? configuration.name ?*/";
    let check = |assemblies: &str, expected: &str| {
        let system = format!("//- /main.camkes\ncomponent C {{ control; }}\n{assemblies}");
        let made = runner_of(&system, &[("t", names)], Objects::Fresh).render("assembly/", "t", "out").unwrap();
        assert_eq!(made.text, expected, "{assemblies}");
    };
    check("assembly { composition { component C c; } configuration { } }", "None None None");
    let first = "assembly A { composition B { component C c; } configuration D { c.priority = 1; } }";
    let second = "assembly E { composition F { component C d; } configuration G { d.priority = 1; } }";
    check(first, "A B D");
    check(&format!("{first}\n{second}"), "A B D");
    check(&format!("assembly {{ composition {{ component C c; }} }}\n{second}"), "None None None");
    check("assembly A { composition B { component C c; } }", "A B None");
}

#[test]
fn the_inside_of_a_component_stays_visible() {
    check(
        "assembly/",
        "/*- set t = composition.instances[1].type -*//*? t.interface_is_exported('e') ?*/ /*? t.interface_is_exported(t.provides[0]) ?*/ /*? t.composition.instances[0].name ?*/ \
         /*? t.composition.exports[0].destination ?*/ /*? composition.connections[0].to_end.instance.name ?*/",
        &expect!["True False inner e s.inner"],
    );
}

#[test]
fn settings_and_defaults_are_a_dictionary_for_each_name_that_is_asked() {
    check(
        "component/c",
        "/*? configuration['c'].get('size') ?*/ /*? configuration[me.name]['words'] ?*/ /*? configuration['nobody'].get('x', 5) ?*/ \
         /*? 'anything' in configuration ?*/ /*? configuration['c']['map']['x'] ?*/ /*? isinstance(configuration['c']['map'], dict) ?*/ \
         /*- for s in configuration.settings -*//*? s.instance ?*/./*? s.attribute ?*/=/*? s.value if s.attribute != 'map' else '' ?*/ /*- endfor -*/ \
         /*? configuration.settings_dict['c']['words'].value ?*/ /*? configuration.name is none ?*/",
        &expect!["7 ('a', 'b') 5 True 1 False c.words=('a', 'b') c.e_attributes=3 c.map=  ('a', 'b') True"],
    );
}

#[test]
fn numbers_of_symbols_and_the_stash_run_on_from_item_to_item() {
    let runner = runner(&[
        ("one", "/*? c_symbol('x') ?*//*- do stash('k', [1]) -*/"),
        ("two", "/*? c_symbol() ?*/ /*? pop('k') ?*/ /*? pop('k') ?*/"),
    ]);
    let text = |item, template| runner.render(item, template, "out").unwrap().text;
    assert_eq!(text("component/c", "one"), "_camkes_x_0");
    assert_eq!(text("component/s", "two"), "_camkes__1 None None", "another label has another stash");
    assert_eq!(text("component/c", "two"), "_camkes__2 [1] None");
}

#[test]
fn both_ends_of_a_connection_share_an_object_and_slots_count_in_each_space() {
    let runner = runner(&[
        ("from", "/*? alloc('ep', seL4_EndpointObject, write=True, grantreply=True) ?*/"),
        (
            "to",
            "/*- set ep = alloc_obj('ep', seL4_EndpointObject) -*//*? alloc_cap('ep', ep, read=True) ?*/ /*? alloc_cap('ep', ep, write=True) ?*/ \
             /*- do cap_space.cnode[1].set_badge(9) -*//*? my_cnode[1].badge ?*/ /*? cap_space.cnode[1].referent.name ?*/",
        ),
        (
            "tcb",
            "/*- set t = alloc_obj('t', seL4_TCBObject) -*//*- do t.__setattr__('prio', 7) -*//*- do t.__setitem__('vspace', Cap(my_pd)) -*/\
             /*- do t.__setattr__('sp', \"get_vaddr('stack') + %d\" % 8) -*//*? register_stack_symbol('stack', 4096) ?*/",
        ),
    ]);
    let text = |item, template| runner.render(item, template, "out").unwrap().text;
    assert_eq!(text("connector/conn/from/0", "from"), "1");
    assert_eq!(text("connector/conn/to/0", "to"), "1 1 9 conn_ep");
    assert_eq!(text("component/c", "tcb"), "None");
    let state = runner.finish().unwrap();
    assert_eq!(file(&runner), state.encode().unwrap(), "the file is the same, however it is written");
    assert_eq!(state.spaces.keys().collect::<Vec<_>>(), ["c", "s", "s.inner"]);
    expect![[r#"
        arch x86_64

        objects {
        c_cnode = cnode (2 bits)
        c_group_bin_pd = pml4
        c_t = tcb (addr: 0x0,ip: 0x0,sp: 0x0 /* stack +8 */,prio: 7,max_prio: 254,affinity: 0,init: [])
        conn_ep = ep
        s.inner_cnode = cnode (2 bits)
        s.inner_group_bin_pd = pml4
        s_cnode = cnode (2 bits)
        s_group_bin_pd = pml4
        stack_stack_0_c_obj = frame (4k, fill: [])
        }
    "#]]
    .assert_eq(state.to_spec().unwrap().to_cdl().split("\ncaps {").next().unwrap());
}

#[test]
fn a_later_call_finds_what_an_earlier_one_left() {
    let first = runner(&[(
        "t",
        "/*- set irq = alloc_obj('irq', seL4_IRQHandler, number=5) -*//*- set n = alloc_obj('n', seL4_NotificationObject) -*/\
         /*- do irq.set_notification(Cap(n, read=True, badge=3)) -*//*- set t = alloc_obj('t', seL4_TCBObject) -*/\
         /*- do t.__setitem__('cspace', Cap(my_cnode, guard_size=60)) -*//*- do t.__setattr__('sp', \"get_vaddr('s') + 8\") -*/\
         /*- do alloc_obj('sc', seL4_SchedContextObject).__setattr__('size_bits', 9) -*//*- do alloc_obj('pool', seL4_ASID_Pool) -*/\
         /*- do alloc_cap('n', n, write=True) -*//*- do cap_space.alloc(my_cnode) -*//*- do cap_space.alloc(None) -*/\
         /*- do cap_space.cnode.slots.pop(3) -*//*- do add_policy_extra('c', 'Control', 's') -*/\
         /*- do register_fill_frame('page', 'CDL_FrameFill_BootInfo X') -*/",
    )]);
    first.render("component/c", "t", "out").unwrap();
    let kept = first.finish().unwrap();
    assert_eq!(file(&first), kept.encode().unwrap());
    let again = runner_with(
        &[
            ("same", ""),
            (
                "t",
                "/*- for obj, label in sorted(object_label_mapping(), key=lambda('x: x[0].name')) -*//*? obj.name ?*/:/*? label ?*/ /*- endfor -*/\n\
                 /*- set irq = obj_space['c_irq'] -*//*? is_IRQ_object(irq) ?*/ /*? irq.number ?*/ /*? irq[0].referent.name ?*/ /*? irq[0].badge ?*/ \
                 /*? obj_space['c_t']['cspace'].guard_size ?*/ /*? obj_space['c_t'].sp ?*/ /*? obj_space['c_sc'].get_size_bits() ?*/ \
                 /*? is_ASIDPool_object(obj_space['c_pool']) ?*/ /*? obj_space['c_pool'].asid_high ?*/ /*? obj_space['page_c_0_obj'].fill ?*/\n\
                 /*? alloc_obj('n', seL4_NotificationObject) == irq[0].referent ?*/ /*? alloc_cap('n', alloc_obj('n', seL4_NotificationObject)) ?*/ \
                 /*? my_cnode[2].referent == my_cnode ?*/ /*? my_cnode.update_guard_size_caps[0] == my_cnode[2] ?*/ \
                 /*? get_policy_extra() | list ?*/ /*? c_symbol() ?*/ /*? my_pd.name ?*/",
            ),
        ],
        Objects::Kept(Box::new(kept.clone())),
    );
    expect![[r#"
        c_cnode:c c_group_bin_pd:c c_irq:c c_n:c c_pool:c c_sc:c c_t:c page_c_0_obj:c s.inner_cnode:s.inner s.inner_group_bin_pd:s.inner s_cnode:s s_group_bin_pd:s 
        True 5 c_n 3 60 get_vaddr('s') + 8 9 True None ['0 4096 CDL_FrameFill_BootInfo X 0']
        True 4 True True [('c', 'Control', 's')] _camkes__0 c_group_bin_pd"#]]
    .assert_eq(&again.render("component/c", "t", "out").unwrap().text);

    let unchanged = runner_with(&[("same", "")], Objects::Kept(Box::new(kept.clone())));
    unchanged.render("component/c", "same", "out").unwrap();
    assert_eq!(unchanged.finish(), Ok(kept), "a state goes through a call that asks for nothing as it is");
}

#[test]
fn slots_are_the_same_whether_templates_look_at_all_of_them_or_not() {
    let rest = "/*- set o = alloc_obj('o', seL4_EndpointObject) -*//*- set frames = [] -*/\
         /*? alloc_cap('a', o, read=True) ?*/ /*? cap_space.alloc(my_cnode) ?*/ /*? cap_space.alloc(None) ?*/ /*? cap_space.alloc(o, badge=4) ?*/ \
         /*- do register_shared_variable('g', 's', 8192, frame_size=4096, perm='R', cached=False, with_mapping_caps=frames) -*//*? frames ?*/ \
         /*? alloc_cap('a', o, write=True) ?*/ /*- set c = my_cnode[1] -*//*- do c.set_badge(3) -*/\
         /*? c.read ?*/ /*? c.write ?*/ /*? c.grant ?*/ /*? my_cnode[1].badge ?*/ /*? my_cnode[1] == c ?*/ /*? my_cnode[3] ?*/ /*? my_cnode[4].badge ?*/ \
         /*? my_cnode[5].cached ?*/ /*? my_cnode[5].mapping_deferred ?*/ /*? my_cnode[6].referent.name ?*/ /*? my_cnode.get_slot_bits() ?*/";
    let further = " /*- do my_cnode.__setitem__(9, Cap(o)) -*//*? list(my_cnode) ?*/ /*? my_cnode[1] == c ?*/ /*? alloc_cap('z', o) ?*/ /*? 7 in my_cnode ?*/";
    for (rest, expected) in [
        (rest.to_owned(), "1 2 3 4 [5, 6] 1 True True False 3 True None 4 False True g_1_obj 3"),
        (
            format!("{rest}{further}"),
            "1 2 3 4 [5, 6] 1 True True False 3 True None 4 False True g_1_obj 3 [1, 2, 3, 4, 5, 6, 9] True 7 True",
        ),
    ] {
        let make = |template: String| {
            let runner = runner(&[("t", &template)]);
            let text = runner.render("component/c", "t", "out").unwrap().text;
            assert_eq!(file(&runner), runner.finish().unwrap().encode().unwrap());
            (text, file(&runner))
        };
        let made = make(rest.clone());
        assert_eq!(made.0, expected);
        assert!(made == make(format!("/*- set all = my_cnode.slots -*/{rest}")), "a dictionary gives the same");
    }
}

#[test]
fn mistakes_have_the_line_of_the_template_and_the_entity() {
    let place = |template: &str| {
        let runner =
            runner(&[("t", template)]).with_limits(camkes_jinja::Limits { fuel: 10_000, ..Default::default() });
        match runner.render("component/c", "t", "out") {
            Err(RunFailure::Template { failure, declared }) => {
                assert_eq!(failure.entity, "c");
                assert!(declared.unwrap().starts_with("/main.camkes:"));
                format!("{}: {}", failure.line, failure.message)
            }
            other => panic!("{other:?}"),
        }
    };
    expect!["2: 'nobody' is undefined"].assert_eq(&place("\n/*? nobody ?*/"));
    expect!["3: no such size"].assert_eq(&place("\n\n/*? raise(TemplateError('no such size')) ?*/"));
    expect!["1: AssertionError: attempt to allocate object c_x under a new, differing label"].assert_eq(&place(
        "/*- do obj_space.alloc(seL4_EndpointObject, 'c_x', label='c') -*//*- do obj_space.alloc(seL4_EndpointObject, 'c_x', label='d') -*/",
    ));
    assert!(
        place("/*- for a in range(100000) -*//*- for b in range(100000) -*//*- endfor -*//*- endfor -*/")
            .contains("1: ")
    );
}

#[test]
fn what_makes_no_sense_in_the_end_is_an_error_and_no_state() {
    let runner =
        runner(&[("t", "/*- set t = alloc_obj('t', seL4_TCBObject) -*//*- do t.__setattr__('prio', 1000) -*/")]);
    runner.render("component/c", "t", "out").unwrap();
    assert_eq!(runner.finish().unwrap_err().to_string(), "'c_t' can't have prio = 1000");
}

#[test]
fn items_that_are_not_there_are_named() {
    let runner = runner(&[("t", "")]);
    let failure = |item| runner.render(item, "t", "out").unwrap_err().to_string();
    assert_eq!(failure("thing/x"), "item: \"thing/x\" does not have the correct formatting to render.");
    assert_eq!(failure("connector/conn/side/0"), "Invalid connector end");
    assert_eq!(failure("component/x"), "item: \"component/x\" names an instance that the system does not have");
    assert_eq!(
        failure("connector/conn/to/1"),
        "item: \"connector/conn/to/1\" names an end that the system does not have"
    );
}

#[test]
fn macros_give_threads_types_and_badges() {
    check(
        "component/c",
        "/*- for t in macros.threads(composition, me, configuration[me.name], options) -*//*? t.name ?*/:/*? t.stack_size ?*/ /*- endfor -*/\
         /*? macros.show_type('string') ?*/ /*? macros.dataport_size('Buf(8192)') ?*/ /*? macros.ROUND_UP(5, 4) ?*/ \
         /*? macros.get_page_size(8192, options.architecture) ?*/ /*? macros.page_sizes('aarch32') ?*/",
        &expect!["c_0_control:16384 c_e_0000:16384 char * 8192 8 4096 [4096, 65536, 1048576, 16777216]"],
    );
    check(
        "connector/conn/from/0",
        "/*? macros.global_rpc_endpoint_badges(composition, me, configuration) ?*/",
        &expect!["[2]"],
    );
}

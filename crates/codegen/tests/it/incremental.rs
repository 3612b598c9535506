// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! An edit renders those address spaces again that can see it, and no others.

use camkes_codegen::{
    NearView, Neighbourhood, Skeleton, Templates, generate, plan,
    queries::{self, Build},
    render_near, render_space,
};

use crate::{
    examples,
    setup::{CALL, Case, target, templates},
};

fn build(case: &Case, templates: Templates) -> Build {
    Build::new(&case.db, target(), templates)
}

fn generated(case: &Case, build: Build) -> camkes_codegen::Generated {
    queries::generate(&case.db, case.system, build, "main").expect("an assembly").expect("no failure")
}

#[test]
fn a_setting_renders_the_space_of_its_instance_again() {
    let mut case = Case::new(CALL);
    let build = build(&case, Templates::builtin().unwrap());
    let before = generated(&case, build);
    assert_eq!(case.executions("render_space"), 2);
    case.forget_executions();

    case.edit("client.priority = 50;", "client.priority = 51;");
    let after = generated(&case, build);
    assert_eq!(case.executions("render_space"), 1, "only the client can see its priority");
    assert_ne!(before.spec, after.spec);
}

#[test]
fn a_setting_of_a_connected_interface_is_seen_on_both_sides() {
    let mut case = Case::new(CALL);
    let build = build(&case, Templates::builtin().unwrap());
    generated(&case, build);
    case.forget_executions();
    case.edit("client.priority = 50;", "client.e_attributes = 7; client.priority = 50;");
    generated(&case, build);
    assert_eq!(case.executions("render_space"), 2);
}

#[test]
fn comments_and_new_items_render_nothing_again() {
    let mut case = Case::new(CALL);
    let build = build(&case, Templates::builtin().unwrap());
    let before = generated(&case, build);
    case.forget_executions();
    case.edit("component Client {", "/* a comment */\nprocedure Unused { void f(); }\ncomponent Client {");
    assert_eq!(generated(&case, build), before);
    assert_eq!(case.executions("render_space"), 0);
}

#[test]
fn what_others_cannot_see_of_a_component_renders_its_own_space_alone() {
    let mut case = Case::new(CALL);
    let build = build(&case, Templates::builtin().unwrap());
    generated(&case, build);
    case.forget_executions();
    case.edit("has mutex lock;", "has mutex lock; has mutex door; attribute int weight = 3;");
    generated(&case, build);
    assert_eq!(case.executions("render_space"), 1);
}

#[test]
fn a_template_that_looks_further_gets_the_whole_assembly() {
    let nosy = templates(&[(
        "component.template.c",
        "/*? configuration['client'].get('priority') ?*/ /*- for i in composition.instances -*//*? i.type.mutexes|length ?*/ /*- endfor -*/",
    )]);
    let mut case = Case::new(CALL);
    let build = build(&case, nosy.clone());
    let whole = generate(&case.assembly(), &target(), &nosy, "main").unwrap();
    assert_eq!(generated(&case, build), whole);
    case.edit("client.priority = 50;", "client.priority = 77;");
    let server = generated(&case, build).files.into_iter().find(|file| file.path == "server/camkes.c").unwrap();
    assert_eq!(String::from_utf8(server.bytes).unwrap(), "77 0 1 \n");
}

#[test]
fn near_views_give_the_bytes_that_the_whole_assembly_gives() {
    let templates = Templates::builtin().unwrap();
    for example in examples::ALL {
        let assembly = examples::case(example).assembly();
        let (skeleton, neighbourhood) = (Skeleton::of(&assembly), Neighbourhood::of(&assembly));
        for space in plan(&assembly, &templates).unwrap().spaces {
            let view = NearView::of(&assembly, &neighbourhood, &space.name).into();
            let near = render_near(&skeleton, &view, &space, &target(), &templates);
            let near = near.unwrap_or_else(|_| panic!("a template of {} looks beyond", space.name));
            assert_eq!(near, render_space(&assembly, &space, &target(), &templates));
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! An edit renders those address spaces again that can see it, and no others.

use std::sync::Arc;

use camkes_codegen::{
    Generated, NearView, Neighbourhood, Skeleton, TemplateSet, Templates,
    cache::Kept,
    generate, plan,
    queries::{self, Build},
    render_near, render_space,
};

use crate::{
    examples,
    setup::{CALL, Case, target, templates},
};

/// What is generated with these templates; `None` stands for the built-in ones.
fn generated_with(case: &Case, templates: Option<&Templates>) -> Generated {
    let templates = templates.cloned().unwrap_or_else(|| Templates::builtin().unwrap());
    let build = Build::new(&case.db, target(), TemplateSet::Own(templates), Kept::nowhere());
    let made = queries::generate(&case.db, case.system, build).expect("an assembly");
    (*made.expect("no failure")).clone()
}

fn generated(case: &Case) -> Generated {
    generated_with(case, None)
}

#[test]
fn a_setting_renders_the_space_of_its_instance_again() {
    let mut case = Case::new(CALL);
    let before = generated(&case);
    assert_eq!(case.executions("render_space"), 2);
    case.forget_executions();

    case.edit("client.priority = 50;", "client.priority = 51;");
    let after = generated(&case);
    assert_eq!(case.executions("render_space"), 1, "only the client can see its priority");
    assert_ne!(before.spec, after.spec);
    let changed = before.files.iter().zip(&after.files).filter(|(before, after)| before != after);
    let changed: Vec<_> = changed.map(|(file, _)| file.path.as_str()).collect();
    assert_eq!(changed, ["main.cdl"], "the priority is in the specification alone");
}

#[test]
fn a_setting_that_is_in_the_text_of_one_space_changes_its_file_alone() {
    let mut case = Case::new(CALL);
    let before = generated(&case);
    case.forget_executions();
    case.edit("server.e_stack_size = 8192;", "server.e_stack_size = 8192; server.heap_size = 65536;");
    let after = generated(&case);
    let executed = ["render_space", "generate", "pictures", "specification"].map(|query| case.executions(query));
    assert_eq!(executed, [1, 1, 0, 0], "one space is rendered; nothing is drawn, and nothing specified anew");
    let changed = before.files.iter().zip(&after.files).filter(|(before, after)| before != after);
    let changed: Vec<_> = changed.map(|(file, _)| file.path.as_str()).collect();
    assert_eq!(changed, ["server/camkes.c"], "the heap is in the text alone");
    case.forget_executions();
    assert_eq!(generated(&case), after);
    assert_eq!(["render_space", "generate"].map(|query| case.executions(query)), [0, 0]);
}

#[test]
fn a_setting_of_a_connected_interface_is_seen_on_both_sides() {
    let mut case = Case::new(CALL);
    generated(&case);
    case.forget_executions();
    case.edit("client.priority = 50;", "client.e_attributes = 7; client.priority = 50;");
    generated(&case);
    assert_eq!(case.executions("render_space"), 2);
}

#[test]
fn comments_and_new_items_render_nothing_again() {
    let mut case = Case::new(CALL);
    let before = generated(&case);
    case.forget_executions();
    case.edit("component Client {", "/* a comment */\nprocedure Unused { void f(); }\ncomponent Client {");
    assert_eq!(generated(&case), before);
    assert_eq!(case.executions("render_space"), 0);
}

#[test]
fn what_others_cannot_see_of_a_component_renders_its_own_space_alone() {
    let mut case = Case::new(CALL);
    generated(&case);
    case.forget_executions();
    case.edit("has mutex lock;", "has mutex lock; has mutex door; attribute int weight = 3;");
    generated(&case);
    assert_eq!(case.executions("render_space"), 1);
}

#[test]
fn a_template_that_looks_further_gets_the_whole_assembly() {
    let nosy = templates(&[(
        "component.template.c",
        "/*? configuration['client'].get('priority') ?*/ /*- for i in composition.instances -*//*? i.type.mutexes|length ?*/ /*- endfor -*/",
    )]);
    let mut case = Case::new(CALL);
    let whole = generate(&case.assembly(), &target(), &nosy, "main").unwrap();
    assert_eq!(generated_with(&case, Some(&nosy)), whole);
    case.edit("client.priority = 50;", "client.priority = 77;");
    let server =
        generated_with(&case, Some(&nosy)).files.into_iter().find(|file| file.path == "server/camkes.c").unwrap();
    assert_eq!(String::from_utf8(server.bytes.to_vec()).unwrap(), "77 0 1 \n");
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

#[test]
fn spaces_that_are_gone_are_forgotten() {
    let mut case = Case::new(CALL);
    let mut last = "component Server server;".to_owned();
    let mut rendered = Vec::new();
    let rounds = queries::FEW_SPACES + 40;
    for number in 0..rounds {
        let next = format!("component Server server; component Server spare{number};");
        case.edit(&last, &next);
        last = next;
        let templates = TemplateSet::Own(Templates::builtin().unwrap());
        let build = Build::new(&case.db, target(), templates, Kept::nowhere());
        let space = format!("spare{number}").into();
        let made = queries::render_space(&case.db, case.system, build, space).expect("a space of that name");
        rendered.push(Arc::downgrade(&made));
    }
    let alive = rendered.iter().filter(|it| it.strong_count() > 0).count();
    assert!(alive <= queries::FEW_SPACES + 1, "{alive} of {rounds} are still there");
    assert!(alive > queries::FEW_SPACES / 2, "{alive}: others are remembered");
}

#[test]
fn large_systems_are_remembered_as_a_whole() {
    let spaces = queries::FEW_SPACES + 44;
    let spare: String = (2..spaces).map(|number| format!("component Server spare{number};\n")).collect();
    let text = CALL.replace("component Client client;", &format!("component Client client;\n{spare}"));
    let mut case = Case::new(&text);
    let before = generated(&case);
    assert_eq!(case.executions("render_space"), spaces);
    queries::make_room(&mut case.db, spaces);
    case.forget_executions();
    case.edit("client.priority = 50;", "client.priority = 51;");
    let after = generated(&case);
    assert_eq!(case.executions("render_space"), 1, "only the client can see its priority");
    assert_eq!(before.files.len(), after.files.len());
}

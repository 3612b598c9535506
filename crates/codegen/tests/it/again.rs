// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates in the reference tool's layout in a process that goes on: a change renders those files again that can see it, and all files
//! are as if everything had been rendered.

use camkes_codegen::{
    TemplateSet,
    cache::Kept,
    queries::{self, Build},
};
use proptest::prelude::*;

use crate::{
    reference::set,
    setup::{Case, target},
};

fn remembering(own: &[(&str, &str)]) -> TemplateSet {
    match set(own) {
        TemplateSet::Python(set) => TemplateSet::Python(set.remembering()),
        TemplateSet::Own(set) => panic!("{set:?}"),
    }
}

/// What is generated: paths and texts, or what is wrong.
type Outcome = Result<Vec<(String, String)>, Vec<String>>;

fn generate(case: &Case, set: &TemplateSet) -> Outcome {
    let build = Build::new(&case.db, target(), set.clone(), Kept::nowhere());
    match queries::generate(&case.db, case.system, build).expect("an assembly") {
        Ok(made) => {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("generated files are text");
            Ok(made.files.iter().map(|file| (file.path.to_string(), text(&file.bytes))).collect())
        }
        Err(failures) => Err(failures.iter().map(ToString::to_string).collect()),
    }
}

/// How many files were rendered so far.
fn rendered(set: &TemplateSet) -> usize {
    match set {
        TemplateSet::Python(set) => set.rendered().expect("it is remembered"),
        TemplateSet::Own(set) => panic!("{set:?}"),
    }
}

/// A system that can be edited.
#[derive(Debug, Clone, Default)]
struct Edited {
    settings: Vec<(usize, usize, u8)>,
    comments: usize,
    second_connection: bool,
    third_instance: bool,
}

const INSTANCES: [&str; 2] = ["client", "server"];
const SETTINGS: [&str; 5] = ["prio", "count", "bits", "list", "dict"];

impl Edited {
    fn set(&mut self, instance: usize, setting: usize, value: u8) {
        self.unset(instance, setting);
        self.settings.push((instance, setting, value));
    }

    fn unset(&mut self, instance: usize, setting: usize) {
        self.settings.retain(|known| (known.0, known.1) != (instance, setting));
    }

    fn text(&self) -> String {
        let attributes = "attribute int prio; attribute int count = 1; attribute int bits; attribute int list[] = [4]; attribute int dict;";
        let value = |setting: usize, value: u8| match SETTINGS[setting] {
            "list" => format!("[{value}, 2]"),
            "dict" => format!("{{\"a\": [{value}]}}"),
            "bits" => (10 + value).to_string(),
            _ => value.to_string(),
        };
        let settings = self.settings.iter();
        let settings: String = settings
            .map(|(instance, setting, it)| {
                format!("        {}.{} = {};\n", INSTANCES[*instance], SETTINGS[*setting], value(*setting, *it))
            })
            .collect();
        format!(
            "//- /main.camkes\n{comments}connector seL4RPCCall {{ from Procedures; to Procedure; }}\n\
             procedure Echo {{ int say(in string text); }}\n\
             component Client {{ control; uses Echo e; maybe uses Echo f; {attributes} }}\n\
             component Server {{ provides Echo e; provides Echo f; {attributes} }}\n\
             assembly {{\n    composition {{\n        component Client client;\n        component Server server;\n{third}\
             \x20       connection seL4RPCCall conn(from client.e, to server.e);\n{second}    }}\n\
             \x20   configuration {{\n{settings}    }}\n}}\n",
            comments = "// a comment\n".repeat(self.comments),
            third = if self.third_instance { "        component Server third;\n" } else { "" },
            second = if self.second_connection {
                "        connection seL4RPCCall other(from client.f, to server.f);\n"
            } else {
                ""
            },
        )
    }
}

fn edit(case: &mut Case, text: &str) {
    let root = case.root.clone();
    let text = text.split_once('\n').expect("the first line names the file").1;
    case.db.set_contents(&root, camkes_hir::FileContents::text(text));
}

const OWN: &str = "/*- set own = me.name -*/";
const OWN_END: &str = "/*- set own = me.instance.name -*/";

#[test]
fn a_setting_renders_the_files_again_that_look_at_it() {
    let texts = [
        ("linker.lds", "/*? configuration[me.name].get('prio') ?*/"),
        (
            "component.common.c",
            "/*? c_symbol() ?*/ /*? alloc('t', seL4_TCBObject) ?*/\
             /*- do alloc_obj('t', seL4_TCBObject).__setattr__('prio', configuration[me.name].get('prio', 7)) -*/",
        ),
        ("component.environment.c", "/*? c_symbol() ?*/ /*? alloc('n', seL4_NotificationObject) ?*/"),
    ];
    let (templates, mut system) = (remembering(&texts), Edited::default());
    system.set(0, 0, 50);
    let mut case = Case::new(&system.text());
    let first = generate(&case, &templates).unwrap();
    assert_eq!(rendered(&templates), 13, "the description, the picture and eleven files of instances");

    system.set(0, 0, 51);
    edit(&mut case, &system.text());
    let second = generate(&case, &templates).unwrap();
    assert_eq!(rendered(&templates), 15, "the thread and the linker script of the client");
    let changed = first.iter().zip(&second).filter(|(a, b)| a != b).map(|(_, (path, _))| path.as_str());
    assert_eq!(changed.collect::<Vec<_>>(), ["client/linker.lds", "main.cdl"]);

    system.comments = 3;
    edit(&mut case, &system.text());
    assert_eq!(generate(&case, &templates).unwrap(), second);
    assert_eq!(rendered(&templates), 15, "a comment is nothing to templates");

    system.set(1, 1, 5);
    edit(&mut case, &system.text());
    assert_eq!(generate(&case, &templates).unwrap(), second);
    assert_eq!(rendered(&templates), 15, "nobody looks at this setting");

    system.third_instance = true;
    edit(&mut case, &system.text());
    generate(&case, &templates).unwrap();
    assert_eq!(rendered(&templates), 32, "another instance may be seen by all");
}

#[test]
fn what_an_item_leaves_differently_is_rendered_again_where_it_is_taken() {
    let texts = [
        ("component.template.h", "/*- do stash('k', [configuration[me.name].get('prio', 7)]) -*/"),
        ("component.environment.c", "/*- set k = pop('k') -*//*- do k.append(1) -*//*- do stash('k', k) -*//*? k ?*/"),
        ("linker.lds", "/*? pop('k') ?*/"),
    ];
    let (templates, mut system) = (remembering(&texts), Edited::default());
    let mut case = Case::new(&system.text());
    generate(&case, &templates).unwrap();
    let before = rendered(&templates);
    system.set(1, 0, 9);
    edit(&mut case, &system.text());
    let made = generate(&case, &templates).unwrap();
    assert_eq!(rendered(&templates) - before, 3, "the header, who takes and adds, and who takes that");
    let text = |path: &str| made.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str());
    assert_eq!(text("server/linker.lds"), Some("[9, 1]"));
    assert_eq!(text("client/linker.lds"), Some("[7, 1]"));
}

#[test]
fn more_symbols_and_slots_move_those_behind_them() {
    let texts = [
        (
            "component.common.c",
            "/*- for n in range(configuration[me.name].get('count')) -*/\
             /*? c_symbol() ?*/ /*? alloc('o%d' % n, seL4_EndpointObject) ?*/\n/*- endfor -*/",
        ),
        ("component.environment.c", "/*? alloc('n', seL4_NotificationObject) ?*/"),
        ("linker.lds", "/*? c_symbol() ?*/"),
    ];
    let (templates, mut system) = (remembering(&texts), Edited::default());
    let mut case = Case::new(&system.text());
    generate(&case, &templates).unwrap();
    let before = rendered(&templates);
    system.set(0, 1, 3);
    edit(&mut case, &system.text());
    let made = generate(&case, &templates).unwrap();
    assert_eq!(made, generate(&Case::new(&system.text()), &set(&texts)).unwrap());
    let again = rendered(&templates) - before;
    assert_eq!(again, 6, "who counts symbols in both instances, the client's notification, and the client's end");
}

#[test]
fn what_an_item_changes_of_what_another_one_made_is_seen_behind_it() {
    let badge = [
        "/*? alloc('n', seL4_NotificationObject) ?*//*? cap_space.cnode[1].badge ?*/",
        "/*- do cap_space.cnode[1].set_badge(configuration[own].get('prio')) -*/",
        "/*? cap_space.cnode[1].badge ?*/",
    ];
    let rights = [
        "/*? alloc('n', seL4_NotificationObject, read=True) ?*/",
        "/*? alloc('n', seL4_NotificationObject, write=configuration[own].get('prio') > 2) ?*/",
        "/*? cap_space.cnode[1].write ?*/",
    ];
    let object = [
        "/*- do alloc_obj('t', seL4_TCBObject) -*/",
        "/*- do alloc_obj('t', seL4_TCBObject).__setattr__('prio', configuration[own].get('prio')) -*/",
        "/*? alloc_obj('t', seL4_TCBObject).prio ?*/",
    ];
    for (texts, expected) in [(badge, "4"), (rights, "True"), (object, "4")] {
        let mut system = Edited::default();
        system.set(0, 0, 1);
        system.set(1, 0, 1);
        let mut both = Both::new(&texts.map(String::from), &system);
        assert!(both.outcomes(&system)[0].is_ok());
        let before = rendered(&both.templates);
        system.set(0, 0, 4);
        let [again, anew] = both.outcomes(&system);
        assert_eq!(again, anew);
        assert_eq!(rendered(&both.templates) - before, 2, "who changes it, and who looks at it then: {texts:?}");
        let made = again.unwrap();
        let script = made.iter().find(|(path, _)| path == "client/linker.lds").map(|(_, text)| text.as_str());
        assert_eq!(script, Some(expected), "{texts:?}");
    }
}

/// Pieces of templates, by what of that which templates share they touch.
const PIECES: &[&[&str]] = &[
    // Symbols.
    &[
        "/*? c_symbol('a') ?*/",
        "/*? isabelle_symbol() ?*/",
        "/*- if configuration[own].get('prio', 0) > 3 -*//*? c_symbol('b') ?*//*- endif -*/",
        "/*- for n in range(configuration[own].get('count', 1)) -*//*? c_symbol() ?*//*- endfor -*/",
    ],
    // Objects.
    &[
        "/*- for n in range(configuration[own].get('count', 1)) -*//*- do alloc_obj('o%d' % n, seL4_EndpointObject) -*//*- endfor -*/",
        "/*- for n in range(9 * configuration[own].get('count', 1)) -*//*- do alloc_obj('o%d' % n, seL4_EndpointObject) -*//*- endfor -*/",
        "/*- do alloc_obj('t', seL4_TCBObject).__setattr__('prio', configuration[own].get('prio', 7)) -*/",
        "/*? alloc_obj('t', seL4_TCBObject).prio ?*/",
        "/*- do alloc_obj('t', seL4_TCBObject).init.append(configuration[own].get('prio', 2)) -*//*? alloc_obj('t', seL4_TCBObject).init ?*/",
        "/*- do alloc_obj('t', seL4_TCBObject).__setitem__('cspace', Cap(my_cnode)) -*/",
        "/*? 'cspace' in alloc_obj('t', seL4_TCBObject) ?*/",
        "/*- set c = Cap(my_cnode) -*//*- do my_cnode.update_guard_size_caps.append(c) -*//*- do alloc_obj('u', seL4_TCBObject).__setitem__('cspace', c) -*/",
        "/*- for o in obj_space -*//*? o.name ?*/ /*- endfor -*/",
        "/*? obj_space.alloc(seL4_EndpointObject).name ?*/",
        "/*? 'client_o1' in obj_space ?*/",
        "/*? object_label_mapping() | length ?*/",
    ],
    // What is left for later.
    &[
        "/*- do stash('k', [1, configuration[own].get('prio', 7)]) -*/",
        "/*- set l = pop('k') -*//*- if l -*//*- do l.append(3) -*//*? l ?*//*- do stash('k', l) -*//*- endif -*/",
        "/*? pop('k') ?*/",
        "/*? guard(lambda('x: [x, 1]'), 'g', x=configuration[own].get('prio', 0)) ?*/",
        "/*- set g = guard(lambda('x: [x]'), 'g', x=1) -*//*- do g.append(configuration[own].get('prio', 0)) -*//*? g ?*/",
        "/*- set twice = [1] -*//*- do stash('k', twice) -*//*- do stash('j', twice) -*/",
        "/*- set l = pop('j') -*//*- if l -*//*- do l.append(configuration[own].get('count')) -*//*- endif -*/",
        "/*- do _stash('all', (me, alloc_obj('t', seL4_TCBObject))) -*/",
        "/*- set a = _pop('all') -*//*- if a -*//*? a[0] ?*//*? a[1].name ?*//*? a[1].prio ?*//*- endif -*/",
        "/*- do stash('k', {'a': [configuration[own].get('prio')]}) -*/",
        "/*- do stash('k', configuration[own]) -*/",
        "/*- do add_policy_extra(own, 'Read', configuration[own].get('prio', 1)) -*/",
        "/*? get_policy_extra() ?*/",
    ],
    // Slots and capabilities.
    &[
        "/*- for n in range(configuration[own].get('count', 1)) -*//*? alloc('s%d' % n, seL4_NotificationObject) ?*//*- endfor -*/",
        "/*? alloc('ep', seL4_EndpointObject, read=True) ?*/",
        "/*? alloc('ep', seL4_EndpointObject, write=True) ?*/",
        "/*- do my_cnode.__setattr__('size_bits', configuration[own].get('bits', 12)) -*/",
        "/*? my_cnode.size_bits ?*/ /*? my_cnode.get_size_bits() ?*/",
        "/*- set s = alloc('n', seL4_NotificationObject) -*//*- do cap_space.cnode[s].set_badge(configuration[own].get('prio', 3)) -*/",
        "/*- set s = alloc('n', seL4_NotificationObject) -*//*? cap_space.cnode[s].badge ?*//*? cap_space.cnode[s].read ?*/",
        "/*- set s = alloc('n', seL4_NotificationObject) -*//*- do cap_space.cnode[s].__setattr__('read', configuration[own].get('prio', 0) > 2) -*/",
        "/*- for c in cap_space.cnode -*/[/*? c ?*/]/*- endfor -*/",
        "/*? alloc_cap('cnode', my_cnode) ?*/",
        "/*? my_cnode.slots | length ?*/",
        "/*? cap_space.slot ?*/",
        "/*? cap_space.alloc(alloc_obj('t', seL4_TCBObject)) ?*/",
        "/*- set i = alloc('i', seL4_IRQHandler, number=configuration[own].get('prio', 3), notification=my_cnode[alloc('n', seL4_NotificationObject)]) -*//*? i ?*/",
    ],
    // Memory.
    &[
        "/*- do register_stack_symbol('stack', 4096 * configuration[own].get('count', 1)) -*/",
        "/*- do register_ipc_symbol('ipc', alloc_obj('frame', seL4_FrameObject)) -*/",
        "/*? register_shared_variable('mem_%s' % own, 'sym', 8192, label=own, paddr=4096 * configuration[own].get('prio', 1)) ?*/",
        "/*- set caps = [] -*//*? register_shared_variable('mem_%s' % own, 'sym', 8192, frame_size=4096, label=own, with_mapping_caps=caps) ?*//*? caps ?*/",
        "/*? register_fill_frame('fill', 'CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT', 4096 * configuration[own].get('count', 1)) ?*/",
        "/*? get_shared_variable_backing_frames('mem_%s' % own, 8192, label=own)[0].paddr ?*/",
        "/*- set s = alloc('f', seL4_FrameObject) -*//*- do register_dma_pool('dma', 4096, [s]) -*//*? s ?*/",
    ],
    // Settings and places.
    &[
        "/*? configuration['client'].get('prio') ?*/",
        "/*? configuration['server'] ?*/",
        "/*- do configuration['server'].update({'extra': configuration[own].get('prio')}) -*/",
        "/*? configuration[own].get('extra') ?*//*? configuration[own].get('prio') ?*/",
        "/*- for name in configuration -*/[/*? name ?*/]/*- endfor -*/",
        "/*- if configuration[own].get('prio') -*//*? configuration['nobody'] ?*//*- endif -*/",
        "/*? configuration[own].get('list') ?*//*? configuration[own].get('dict') ?*/",
        "/*- if configuration[own].get('list')[0] == 4 -*//*- do configuration[own].get('list').append(7) -*//*- endif -*/",
        "/*- do stash('k', configuration[own].get('dict')) -*/",
        "/*? me.lineno ?*/",
        "/*- for i in composition.instances -*//*? configuration[i.name].get('prio') ?*/ /*- endfor -*/",
        "/*- for s in configuration.settings -*//*? s.attribute ?*/ /*? s.value ?*/ /*- endfor -*/",
        "/*- if configuration[own].get('prio') == 4 -*//*? raise(TemplateError('four')) ?*//*- endif -*/",
    ],
];

/// Three templates of instances and two of ends, mostly about one thing.
fn any_templates() -> impl Strategy<Value = Vec<String>> {
    let any = prop::sample::select(PIECES.concat());
    let about = move |group: &'static [&'static str]| {
        let piece = prop_oneof![4 => prop::sample::select(group), 1 => any.clone()];
        let template = prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat());
        prop::collection::vec(template, 5)
    };
    prop::sample::select(PIECES).prop_flat_map(about)
}

fn any_edit() -> impl Strategy<Value = (u8, usize, usize, u8)> {
    (0_u8..12, 0..INSTANCES.len(), 0..SETTINGS.len(), 1_u8..6)
}

/// A system and its templates in a process that goes on, and in one that begins anew with each text.
struct Both {
    case: Case,
    templates: TemplateSet,
    texts: Vec<(&'static str, String)>,
}

impl Both {
    fn new(templates: &[String], system: &Edited) -> Self {
        let names = [
            "component.common.c",
            "component.environment.c",
            "linker.lds",
            "seL4RPCCall-from.template.c",
            "seL4RPCCall-to.template.c",
        ];
        let own = |(name, text): (&'static str, &String)| {
            (name, format!("{}{text}", if name.starts_with("seL4") { OWN_END } else { OWN }))
        };
        let texts: Vec<_> = names.into_iter().zip(templates).map(own).collect();
        let borrowed: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Self { case: Case::new(&system.text()), templates: remembering(&borrowed), texts }
    }

    fn outcomes(&mut self, system: &Edited) -> [Outcome; 2] {
        edit(&mut self.case, &system.text());
        let texts: Vec<_> = self.texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        [generate(&self.case, &self.templates), generate(&Case::new(&system.text()), &set(&texts))]
    }
}

#[test]
fn what_cannot_be_noted_is_rendered_each_time() {
    let cases: &[[&str; 3]] = &[
        // A list under two keys.
        [
            "/*- set twice = [1] -*//*- do stash('k', twice) -*//*- do stash('j', twice) -*/",
            "/*- do pop('j').append(configuration[own].get('prio')) -*/",
            "/*? pop('k') ?*/",
        ],
        // A list that is the default of a setting, and one in a setting.
        [
            "/*- do configuration[own].get('list').append(7) -*/",
            "",
            "/*? configuration[own].get('list') ?*//*? configuration[own].get('prio') ?*/",
        ],
        [
            "/*- do configuration[own].get('dict')['a'].append(7) -*/",
            "",
            "/*? configuration[own].get('dict') ?*//*? configuration[own].get('prio') ?*/",
        ],
        // A setting that a template makes.
        [
            "/*- do configuration[own].update({'extra': 1}) -*/",
            "",
            "/*? configuration[own].get('extra') ?*//*? configuration[own].get('prio') ?*/",
        ],
        // The names that were looked up.
        [
            "/*? configuration['nobody'] ?*/",
            "",
            "/*- for name in configuration -*//*? name ?*/ /*- endfor -*//*? configuration[own].get('prio') ?*/",
        ],
        // A function, and the slots as they are.
        ["/*- do stash('k', lambda('x: x + 1')) -*/", "", "/*? pop('k')(configuration[own].get('prio')) ?*/"],
        [
            "/*? alloc('n', seL4_NotificationObject) ?*//*- do my_cnode.slots.update({9: None}) -*/",
            "",
            "/*? configuration[own].get('prio') ?*/ /*? cap_space.alloc(None) ?*/",
        ],
    ];
    for texts in cases {
        let mut system = Edited::default();
        (0..2).for_each(|instance| system.set(instance, 4, 1));
        (0..2).for_each(|instance| system.set(instance, 0, 1));
        let mut both = Both::new(&[texts[0].into(), texts[1].into(), texts[2].into()], &system);
        for prio in 1..5 {
            system.set(0, 0, prio);
            let [again, anew] = both.outcomes(&system);
            assert!(anew.is_ok(), "{texts:?}: {anew:?}");
            assert_eq!(again, anew, "{texts:?}");
        }
        assert_eq!(
            rendered(&both.templates),
            13 + 3 * 12,
            "all but the description of the build, which has a state of its own: {texts:?}"
        );
    }
}

#[test]
fn settings_that_make_no_sense_in_an_object_are_told() {
    let piece = "/*- do alloc_obj('t', seL4_TCBObject).__setattr__('prio', configuration[own]) -*/";
    let mut system = Edited::default();
    system.set(0, 0, 1);
    let mut both = Both::new(&[piece.into(), String::new(), String::new()], &system);
    let [again, anew] = both.outcomes(&system);
    assert_eq!(again, anew);
    assert!(again.unwrap_err()[0].starts_with("'client_t' can't have prio = {"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn after_any_edits_all_files_are_as_if_all_were_rendered(
        templates in any_templates(),
        edits in prop::collection::vec(any_edit(), 1..8),
    ) {
        let mut system = Edited::default();
        let mut both = Both::new(&templates, &system);
        let [again, anew] = both.outcomes(&system);
        prop_assert_eq!(again, anew);
        for (kind, instance, setting, value) in edits {
            match kind {
                0 => system.comments = usize::from(value),
                1 => system.second_connection = !system.second_connection,
                2 => system.third_instance = !system.third_instance,
                3 | 4 => system.unset(instance, setting),
                _ => system.set(instance, setting, value),
            }
            let [again, anew] = both.outcomes(&system);
            prop_assert_eq!(again, anew, "{}", system.text());
        }
    }
}

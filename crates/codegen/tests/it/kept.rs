// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is generated outlives the process: a new database takes from a cache what nothing changed, and makes the rest.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use camkes_codegen::{
    Generated, Target, TemplateSet, Templates,
    cache::{Cache, Kept, Key},
    queries::{self, Build},
};
use proptest::prelude::*;

use crate::{
    examples,
    setup::{CALL, Case, target, templates},
};

/// A cache in memory, which counts.
#[derive(Debug, Default)]
struct Memory(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    entries: BTreeMap<Key, Vec<u8>>,
    /// How often something was there.
    found: usize,
    /// How often something was made anew.
    made: usize,
}

impl Cache for Memory {
    fn get(&self, key: Key) -> Option<Vec<u8>> {
        let mut inside = self.0.lock().unwrap();
        let found = inside.entries.get(&key).cloned();
        inside.found += usize::from(found.is_some());
        found
    }

    fn put(&self, key: Key, bytes: Vec<u8>) {
        let mut inside = self.0.lock().unwrap();
        inside.made += 1;
        inside.entries.insert(key, bytes);
    }
}

impl Memory {
    /// How much was found and how much was made since the last call.
    fn counts(&self) -> [usize; 2] {
        let mut inside = self.0.lock().unwrap();
        [std::mem::take(&mut inside.found), std::mem::take(&mut inside.made)]
    }
}

fn generate(case: &Case, cache: &Arc<Memory>, target: Target, set: TemplateSet) -> Arc<Generated> {
    let kept = Kept::within(Arc::<Memory>::clone(cache));
    let build = Build::new(&case.db, target, set, kept);
    queries::generate(&case.db, case.system, build).expect("an assembly").expect("no failure")
}

fn own() -> TemplateSet {
    TemplateSet::Own(Templates::builtin().unwrap())
}

fn generated(case: &Case, cache: &Arc<Memory>) -> Arc<Generated> {
    generate(case, cache, target(), own())
}

#[test]
fn a_new_database_renders_nothing_that_is_kept() {
    for example in examples::ALL {
        let cache = Arc::new(Memory::default());
        let first = generated(&examples::case(example), &cache);
        let [found, made] = cache.counts();
        assert_eq!(found, 0, "{example}");
        assert_ne!(made, 0, "{example}");
        let second = generated(&examples::case(example), &cache);
        assert_eq!(cache.counts(), [made, 0], "{example}: every address space is known");
        assert_eq!(first, second, "{example}");
    }
}

#[test]
fn an_edit_between_two_processes_renders_the_space_that_can_see_it() {
    let cache = Arc::new(Memory::default());
    generated(&Case::new(CALL), &cache);
    cache.counts();
    let edited = CALL.replace("client.priority = 50;", "client.priority = 51;");
    let with = generated(&Case::new(&edited), &cache);
    assert_eq!(cache.counts(), [1, 1]);
    assert_eq!(with, generated(&Case::new(&edited), &Arc::default()), "as without a cache");
}

#[test]
fn where_things_are_declared_makes_no_difference() {
    let cache = Arc::new(Memory::default());
    generated(&Case::new(CALL), &cache);
    cache.counts();
    let moved = CALL.replace("component Client {", "// a line\nprocedure Unused { void f(); }\ncomponent Client {");
    generated(&Case::new(&moved), &cache);
    assert_eq!(cache.counts(), [2, 0]);
}

#[test]
fn other_templates_and_other_options_are_other_results() {
    let cache = Arc::new(Memory::default());
    generated(&Case::new(CALL), &cache);
    cache.counts();
    let other = TemplateSet::Own(templates(&[("component.template.c", "mine")]));
    generate(&Case::new(CALL), &cache, target(), other);
    assert_eq!(cache.counts(), [0, 2]);
    let mut options = target();
    options.options.default_stack_size += 4096;
    generate(&Case::new(CALL), &cache, options, own());
    assert_eq!(cache.counts(), [0, 2]);
}

#[test]
fn a_template_that_looks_further_depends_on_all_that_it_could_see() {
    let text = "/*? configuration['client'].get('priority') ?*/";
    let set = || TemplateSet::Own(templates(&[("component.template.c", text)]));
    let cache = Arc::new(Memory::default());
    let server = |case: &Case, cache| {
        let made = generate(case, cache, target(), set());
        let file = made.files.iter().find(|file| file.path == "server/camkes.c").unwrap();
        String::from_utf8(file.bytes.to_vec()).unwrap()
    };
    assert_eq!(server(&Case::new(CALL), &cache), "50\n");
    cache.counts();
    assert_eq!(server(&Case::new(CALL), &cache), "50\n");
    // That the server's template looks further is known, and what came of it.
    assert_eq!(cache.counts(), [3, 0]);
    let edited = CALL.replace("client.priority = 50;", "client.priority = 51;");
    assert_eq!(server(&Case::new(&edited), &cache), "51\n");
}

#[test]
fn a_system_of_the_reference_layout_is_kept_as_a_whole() {
    let set = || crate::reference::set(&[]);
    let cache = Arc::new(Memory::default());
    let first = generate(&Case::new(CALL), &cache, target(), set());
    assert_eq!(cache.counts(), [0, 1]);
    assert_eq!(generate(&Case::new(CALL), &cache, target(), set()), first);
    assert_eq!(cache.counts(), [1, 0]);
    let changed = crate::reference::set(&[("linker.lds", "another")]);
    assert_ne!(generate(&Case::new(CALL), &cache, target(), changed), first);
    assert_eq!(cache.counts(), [0, 1]);
}

#[test]
fn what_is_kept_under_another_key_is_not_taken() {
    let cache = Arc::new(Memory::default());
    let first = generated(&Case::new(CALL), &cache);
    {
        let mut inside = cache.0.lock().unwrap();
        let mut values: Vec<_> = inside.entries.values().cloned().collect();
        values.rotate_left(1);
        inside.entries.values_mut().zip(values).for_each(|(entry, value)| *entry = value);
    }
    cache.counts();
    assert_eq!(generated(&Case::new(CALL), &cache), first);
    assert_eq!(cache.counts()[1], 2, "both are made anew");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_damaged_is_made_anew(at in any::<prop::sample::Index>(), flip in 1_u8.., cut in any::<bool>()) {
        let cache = Arc::new(Memory::default());
        let first = generated(&Case::new(CALL), &cache);
        cache.counts();
        for bytes in cache.0.lock().unwrap().entries.values_mut() {
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= flip;
            }
        }
        prop_assert_eq!(generated(&Case::new(CALL), &cache), first.clone());
        prop_assert_eq!(cache.counts()[1], 2, "both spaces");
        prop_assert_eq!(generated(&Case::new(CALL), &cache), first);
        prop_assert_eq!(cache.counts(), [2, 0], "what was damaged is replaced");
    }
}

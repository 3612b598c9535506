// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The bytes depend on nothing but the input.

use std::thread;

use camkes_codegen::{Generated, Templates, assemble, generate, plan, render_space};

use crate::{
    examples,
    setup::{Case, target},
};

fn in_threads(case: &Case, templates: &Templates) -> Generated {
    let assembly = case.assembly();
    let plan = plan(&assembly, templates).unwrap();
    let spaces: Vec<_> = thread::scope(|scope| {
        let handles: Vec<_> = plan
            .spaces
            .iter()
            .map(|space| scope.spawn(|| render_space(&assembly, space, &target(), templates)))
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assemble(&assembly, &target(), "main", spaces).unwrap()
}

#[test]
fn threads_and_repetition_change_no_byte() {
    let templates = Templates::builtin().unwrap();
    for example in examples::ALL {
        let case = examples::case(example);
        let first = generate(&case.assembly(), &target(), &templates, "main").unwrap();
        let again =
            generate(&examples::case(example).assembly(), &target(), &Templates::builtin().unwrap(), "main").unwrap();
        assert_eq!(first, again);
        assert_eq!(first, in_threads(&case, &templates));
    }
}

#[test]
fn every_path_is_relative_and_no_file_names_a_folder_of_the_machine() {
    let templates = Templates::builtin().unwrap();
    for example in examples::ALL {
        let generated = generate(&examples::case(example).assembly(), &target(), &templates, "main").unwrap();
        for file in &generated.files {
            assert!(file.path.is_relative() && file.path.components().all(|c| c.as_str() != ".."), "{}", file.path);
            let text = String::from_utf8(file.bytes.to_vec()).unwrap();
            assert!(!text.contains(env!("CARGO_MANIFEST_DIR")) && !text.contains("/examples/"), "{}", file.path);
        }
    }
}

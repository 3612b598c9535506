// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The example applications with the built-in templates.
#![expect(clippy::disallowed_methods, reason = "a test may look at the source tree")]

use std::{collections::BTreeMap, path::Path};

use camino::Utf8PathBuf;
use camkes_codegen::{Arch, Target, Templates, generate};

use crate::setup::{Case, text_of};

pub(crate) const ALL: &[&str] = &["echo", "ping-pong", "cattery"];

fn read(folder: &Path, files: &mut BTreeMap<Utf8PathBuf, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "camkes" || ext == "idl4") {
            let text = std::fs::read_to_string(&path).unwrap();
            files.insert(Utf8PathBuf::from_path_buf(path).unwrap(), text);
        }
    }
}

/// The system of an example.
pub(crate) fn case(name: &str) -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let mut files = BTreeMap::new();
    read(&folder, &mut files);
    let files: BTreeMap<_, _> =
        files.into_iter().map(|(path, text)| (camkes_hir::db::normalize(&path), text)).collect();
    let root = files.keys().find(|path| path.file_stem() == Some(name)).unwrap().clone();
    Case::of_files(files, root)
}

#[test]
fn every_example_is_generated_for_every_architecture() {
    let templates = Templates::builtin().unwrap();
    for name in ALL {
        let assembly = case(name).assembly();
        for arch in Arch::ALL {
            let generated = generate(&assembly, &Target::new(arch), &templates, name)
                .unwrap_or_else(|failures| panic!("{name} for {arch}: {failures:#?}"));
            let software = assembly.instances.iter().filter(|instance| !instance.component.hardware);
            for instance in software {
                for file in ["camkes.c", "include/camkes.h", "linker.lds"] {
                    assert!(!text_of(&generated, &format!("{}/{file}", instance.name)).trim().is_empty());
                }
            }
            assert!(text_of(&generated, &format!("{name}.cdl")).contains("_0_control_tcb = tcb ("));
            assert!(text_of(&generated, "graph.svg").contains("<svg"));
        }
    }
}

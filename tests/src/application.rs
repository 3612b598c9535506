// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Applications: a folder with a root file, and the sources of each component as its `CMakeLists.txt` declares them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::repository;

/// A CAmkES application with the layout that the build system of seL4 expects.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// The file with the assembly, absolute.
    pub root: PathBuf,
    /// What each component type is compiled from, by its name.
    pub components: BTreeMap<String, ComponentSources>,
}

/// The arguments of `DeclareCAmkESComponent`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComponentSources {
    /// C files, absolute.
    pub sources: Vec<PathBuf>,
    /// Folders for headers, absolute.
    pub includes: Vec<PathBuf>,
}

impl Application {
    /// One of the repository's examples.
    #[must_use]
    pub fn example(name: &str) -> Self {
        Self::read(&repository().join("examples").join(name))
    }

    /// The application in a folder, whose root file has the folder's name.
    ///
    /// # Panics
    /// When it has no `CMakeLists.txt`.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let name = folder.file_name().expect("an application's folder has a name").to_string_lossy();
        let mut components = BTreeMap::new();
        read_declarations(folder, &mut components);
        Self { folder: folder.to_path_buf(), root: folder.join(format!("{name}.camkes")), components }
    }
}

/// Reads `DeclareCAmkESComponent(Type SOURCES … INCLUDES …)` here and in the folders added.
fn read_declarations(folder: &Path, components: &mut BTreeMap<String, ComponentSources>) {
    let path = folder.join("CMakeLists.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text: String =
        text.lines().map(|line| line.split('#').next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    for arguments in calls(&text, "add_subdirectory") {
        for below in arguments {
            read_declarations(&resolve(folder, &below), components);
        }
    }
    for arguments in calls(&text, "DeclareCAmkESComponent") {
        let mut words = arguments.into_iter();
        let component = words.next().expect("a component has a name");
        let mut declared = ComponentSources::default();
        let mut keyword = String::new();
        for word in words {
            match (word.as_str(), keyword.as_str()) {
                (word, _) if word.chars().all(|c| c.is_ascii_uppercase() || c == '_') => word.clone_into(&mut keyword),
                (word, "SOURCES") => declared.sources.push(resolve(folder, word)),
                (word, "INCLUDES") => declared.includes.push(resolve(folder, word)),
                _ => {}
            }
        }
        components.insert(component, declared);
    }
}

/// The arguments of each call of a CMake command.
fn calls(text: &str, command: &str) -> Vec<Vec<String>> {
    text.match_indices(command)
        .filter_map(|(at, _)| text[at + command.len()..].trim_start().strip_prefix('(')?.split_once(')'))
        .map(|(arguments, _)| arguments.split_whitespace().map(str::to_owned).collect())
        .collect()
}

fn resolve(folder: &Path, path: &str) -> PathBuf {
    let path = path.replace("${CMAKE_CURRENT_LIST_DIR}", ".").replace("${CMAKE_CURRENT_SOURCE_DIR}", ".");
    folder.join(path)
}

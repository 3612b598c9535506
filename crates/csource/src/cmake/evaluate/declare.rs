// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Commands that declare components, libraries and root servers.

use camino::Utf8PathBuf;
use rustc_hash::FxHashSet;

use super::super::expand::{UNKNOWN, absolute, is_open};
use super::super::{Command, Component, ConnectorTemplate, DeclaredTemplate, End, Outcome};
use super::{Place, State};

/// What is declared about a library.
#[derive(Debug, Clone, Default)]
pub(super) struct Library {
    sources: Vec<Utf8PathBuf>,
    unknown: Vec<String>,
    links: Vec<String>,
}

/// Words that name a template of `DeclareCAmkESConnector` (the build system's `camkes.cmake`), and for what it is.
const TEMPLATES: [(&str, End, bool); 4] = [
    ("FROM", End::From, false),
    ("TO", End::To, false),
    ("FROM_HEADER", End::From, true),
    ("TO_HEADER", End::To, true),
];

/// Words that begin a list of arguments of `DeclareCAmkESComponent` (the build system's `camkes.cmake`).
const LISTS: [&str; 11] = [
    "SOURCES",
    "INCLUDES",
    "LIBS",
    "C_FLAGS",
    "CXX_FLAGS",
    "LD_FLAGS",
    "CAKEML_SOURCES",
    "CAKEML_INCLUDES",
    "CAKEML_DEPENDS",
    "TEMPLATE_SOURCES",
    "TEMPLATE_HEADERS",
];

/// Words of it that take one argument.
const SINGLE: [&str; 3] = ["CAKEML_HEAP_SIZE", "CAKEML_STACK_SIZE", "LINKER_LANGUAGE"];

/// Words that say in which way a library is built or its sources are seen.
const LIBRARY_WORDS: [&str; 8] =
    ["STATIC", "SHARED", "OBJECT", "INTERFACE", "MODULE", "EXCLUDE_FROM_ALL", "PRIVATE", "PUBLIC"];

impl State<'_> {
    /// Carries out a command that declares something; whether it was one.
    pub(super) fn declares(&mut self, command: &Command, place: &Place) -> bool {
        let items = || self.items(&command.arguments, place);
        match command.name.as_str() {
            "declarecamkescomponent" => {
                let items = items();
                if let Some((name, rest)) = items.split_first() {
                    self.component(name, rest, place);
                }
            }
            // An instance has these besides what its component has.
            "extendcamkescomponentinstance" => {
                let items = items();
                if let [name, _instance, rest @ ..] = items.as_slice() {
                    self.component(name, rest, place);
                }
            }
            "declarecamkesconnector" => {
                let items = items();
                let Some((connector, rest)) = items.split_first() else { return true };
                for (word, name) in rest.iter().zip(rest.iter().skip(1)) {
                    let found = TEMPLATES.iter().find(|(it, ..)| it == word);
                    self.templates.extend(found.map(|&(_, end, is_header)| DeclaredTemplate {
                        connector: connector.clone(),
                        end,
                        name: name.clone(),
                        is_header,
                    }));
                }
            }
            "camkesaddtemplatespath" => {
                let items = items();
                // The build system looks beside the file with the command first.
                let beside = [place.list.as_path(), place.source.as_path()];
                let folders: Vec<_> = items.iter().filter_map(|it| self.start_of(it, &beside)).collect();
                self.template_folders.extend(folders.into_iter().filter(|it| !is_open(it)));
            }
            "declarecamkesrootserver" | "declarecamkesvmrootserver" => {
                let items = items();
                let roots = items.iter().filter(|it| it.ends_with(".camkes"));
                let roots: Vec<_> = roots.map(|it| absolute(&place.source, it)).filter(|it| !is_open(it)).collect();
                self.roots.extend(roots);
                return !self.functions.contains_key(&command.name);
            }
            "add_library" | "target_sources" => {
                let items = items();
                if let Some((name, rest)) = items.split_first() {
                    let paths: Vec<_> =
                        rest.iter().filter(|it| !LIBRARY_WORDS.contains(&it.as_str())).cloned().collect();
                    let (sources, unknown) = self.sources(&paths, &[&place.source]);
                    let library = self.libraries.entry(name.clone()).or_default();
                    library.sources.extend(sources);
                    library.unknown.extend(unknown);
                }
            }
            "target_link_libraries" => {
                let items = items();
                if let Some((name, rest)) = items.split_first() {
                    let library = self.libraries.entry(name.clone()).or_default();
                    library.links.extend(rest.iter().filter(|it| !LIBRARY_WORDS.contains(&it.as_str())).cloned());
                }
            }
            _ => return false,
        }
        true
    }

    fn component(&mut self, name: &str, arguments: &[String], place: &Place) {
        let (mut sources, mut includes, mut libraries, mut unknown) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut template_sources, mut template_headers) = (Vec::new(), Vec::new());
        let mut list = "";
        for item in arguments {
            if LISTS.contains(&item.as_str()) || SINGLE.contains(&item.as_str()) {
                list = item;
                continue;
            }
            match list {
                "TEMPLATE_SOURCES" => template_sources.push(item.clone()),
                "TEMPLATE_HEADERS" => template_headers.push(item.clone()),
                _ => {}
            }
            match list {
                "SOURCES" => sources.push(item.clone()),
                "INCLUDES" => includes.push(item.clone()),
                "LIBS" => libraries.push(item.clone()),
                // Those implement methods in files of other languages, or made by templates.
                "CAKEML_SOURCES" | "TEMPLATE_SOURCES" => unknown.push(item.clone()),
                _ => {}
            }
        }
        // The build system looks beside the file with the declaration first.
        let folders = [place.list.as_path(), place.source.as_path()];
        let (sources, missing) = self.sources(&sources, &folders);
        let includes = includes.iter().filter_map(|it| self.start_of(it, &folders)).filter(|it| !is_open(it));
        let includes: Vec<_> = includes.collect();
        self.links.push((name.to_owned(), libraries));
        let index = self.components.iter().position(|it| it.name == name).unwrap_or_else(|| {
            self.components.push(Component { name: name.to_owned(), ..Component::default() });
            self.components.len() - 1
        });
        let certain = self.uncertain == 0;
        let Some(component) = self.components.get_mut(index) else { return };
        unknown.extend(missing);
        component.sources.extend(sources);
        component.includes.extend(includes);
        component.unknown.extend(unknown);
        // A file more would be another system. What an option asks for is left to those who set it.
        if certain {
            component.template_sources.extend(template_sources);
            component.template_headers.extend(template_headers);
        }
    }
}

/// Everything that was declared: components with the sources of the libraries that they link.
pub(super) fn finish(mut state: State<'_>) -> Outcome {
    let mut components = std::mem::take(&mut state.components);
    for component in &mut components {
        let links = state.links.iter().filter(|(name, _)| *name == component.name);
        let mut todo: Vec<String> = links.flat_map(|(_, libraries)| libraries).cloned().collect();
        let mut seen = FxHashSet::default();
        while let Some(name) = todo.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            match state.libraries.get(&name) {
                Some(library) => {
                    component.sources.extend(library.sources.iter().cloned());
                    component.unknown.extend(library.unknown.iter().cloned());
                    todo.extend(library.links.iter().cloned());
                }
                None => component.libraries.push(name),
            }
        }
        let mut seen = FxHashSet::default();
        component.sources.retain(|it| seen.insert(it.clone()));
        component.includes.retain(|it| seen.insert(it.clone()));
        let mut seen = FxHashSet::default();
        component.template_sources.retain(|it| !it.contains(UNKNOWN) && seen.insert(it.clone()));
        component.template_headers.retain(|it| !it.contains(UNKNOWN) && seen.insert(it.clone()));
        component.unknown.sort();
        component.unknown.dedup();
        component.libraries.sort();
        for name in component.unknown.iter_mut().chain(&mut component.libraries) {
            *name = name.replace(UNKNOWN, "…");
        }
    }
    components.retain(|it| !it.name.contains(UNKNOWN) && !it.name.is_empty());
    let mut seen = FxHashSet::default();
    state.roots.retain(|it| seen.insert(it.clone()));
    let mut seen = FxHashSet::default();
    state.template_folders.retain(|it| seen.insert(it.clone()));
    let is_known = |it: &DeclaredTemplate| ![&it.connector, &it.name].iter().any(|it| it.contains(UNKNOWN));
    state.templates.retain(|it| is_known(it));
    let templates = templates(&state);
    let State { roots, templates: declared, template_folders, .. } = state;
    Outcome { components, templates, declared, template_folders, roots }
}

/// The templates with the files that they are.
fn templates(state: &State<'_>) -> Vec<ConnectorTemplate> {
    let mut out = Vec::new();
    for it in &state.templates {
        let paths = state.template_folders.iter().map(|folder| absolute(folder, &it.name));
        let found = paths.into_iter().find(|path| state.files.has_file(path)).map(|path| ConnectorTemplate {
            connector: it.connector.clone(),
            end: it.end,
            path,
            is_header: it.is_header,
        });
        out.extend(found.filter(|it| !out.contains(it)));
    }
    out
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Carries out the commands that matter, with all branches of conditions.

mod declare;
mod functions;
mod lists;

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::{FxHashMap, FxHashSet};

use super::expand::{self, Lookup, absolute, is_open, items, text};
use super::{Argument, Command, Component, DeclaredTemplate, Files, Outcome, Script};

/// Most commands that are carried out; more is a loop, or no build of components.
const MOST_COMMANDS: usize = 100_000;

/// Most files that are read.
const MOST_SCRIPTS: usize = 256;

/// How deep functions call functions and files include files.
const MOST_DEPTH: usize = 24;

/// Most rounds of one loop.
const MOST_ROUNDS: usize = 64;

/// What the scripts with these paths say, in this order; a script that an earlier one includes is carried out there.
#[must_use]
pub fn evaluate(paths: &[Utf8PathBuf], files: &dyn Files) -> Outcome {
    let mut state = State::new(files);
    let scripts: Vec<_> = paths.iter().filter_map(|path| Some((path.clone(), files.script(path)?))).collect();
    // A function may be called in a file above the one that defines it.
    for (path, script) in &scripts {
        state.gather(path, script);
    }
    for (path, script) in &scripts {
        let folder = path.parent().unwrap_or(path).to_owned();
        state.scopes = vec![Scope::default()];
        state.file(path, &folder, script);
    }
    declare::finish(state)
}

/// A function or macro.
struct Function {
    parameters: Vec<String>,
    script: Arc<Script>,
    /// Its commands in the script.
    body: std::ops::Range<usize>,
    /// Where it is defined.
    folder: Utf8PathBuf,
    is_macro: bool,
}

#[derive(Default)]
struct Scope {
    variables: FxHashMap<String, Vec<String>>,
}

/// From where commands are carried out.
#[derive(Clone)]
struct Place {
    /// Folder of the file with the commands.
    list: Utf8PathBuf,
    /// Folder of the `CMakeLists.txt`.
    source: Utf8PathBuf,
}

struct State<'f> {
    files: &'f dyn Files,
    functions: FxHashMap<String, Arc<Function>>,
    /// Variables of the cache, and others that are set outside of functions: they may be read from anywhere.
    global: FxHashMap<String, Vec<String>>,
    scopes: Vec<Scope>,
    /// Open conditions.
    uncertain: usize,
    depth: usize,
    commands: usize,
    done: FxHashSet<Utf8PathBuf>,
    components: Vec<Component>,
    libraries: FxHashMap<String, declare::Library>,
    links: Vec<(String, Vec<String>)>,
    roots: Vec<Utf8PathBuf>,
    /// Folders with templates.
    template_folders: Vec<Utf8PathBuf>,
    templates: Vec<DeclaredTemplate>,
}

impl<'f> State<'f> {
    fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            functions: FxHashMap::default(),
            global: FxHashMap::default(),
            scopes: vec![Scope::default()],
            uncertain: 0,
            depth: 0,
            commands: 0,
            done: FxHashSet::default(),
            components: Vec::new(),
            libraries: FxHashMap::default(),
            links: Vec::new(),
            roots: Vec::new(),
            template_folders: Vec::new(),
            templates: Vec::new(),
        }
    }

    /// Notes the functions and the cache variables of a file.
    fn gather(&mut self, path: &Utf8Path, script: &Arc<Script>) {
        let folder = path.parent().unwrap_or(path).to_owned();
        let place = Place { list: folder.clone(), source: folder };
        let mut at = 0;
        while let Some(command) = script.commands.get(at) {
            match command.name.as_str() {
                "function" | "macro" => at = self.define(command, at, script, &place),
                "set" if command.arguments.iter().any(|it| !it.quoted && it.text == "CACHE") => {
                    let (name, values) = self.setting(&command.arguments, &place);
                    self.global.entry(name).or_insert(values);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Carries out a file, once.
    fn file(&mut self, path: &Utf8Path, source: &Utf8Path, script: &Arc<Script>) {
        if self.depth > MOST_DEPTH || self.done.len() >= MOST_SCRIPTS || !self.done.insert(path.to_owned()) {
            return;
        }
        self.gather(path, script);
        let place = Place { list: path.parent().unwrap_or(path).to_owned(), source: source.to_owned() };
        self.depth += 1;
        let uncertain = std::mem::take(&mut self.uncertain);
        self.run(script, 0..script.commands.len(), &place);
        self.uncertain = uncertain;
        self.depth -= 1;
    }

    /// Carries out commands.
    fn run(&mut self, script: &Arc<Script>, range: std::ops::Range<usize>, place: &Place) {
        let mut at = range.start;
        while at < range.end && self.commands < MOST_COMMANDS {
            let Some(command) = script.commands.get(at) else { return };
            self.commands += 1;
            match command.name.as_str() {
                "function" | "macro" => at = self.define(command, at, script, place),
                "foreach" => {
                    let end = end_of(script, at, "foreach", "endforeach").min(range.end);
                    self.each(command, script, at + 1..end, place);
                    at = end;
                }
                "if" => self.uncertain += 1,
                "endif" => self.uncertain = self.uncertain.saturating_sub(1),
                _ => self.command(command, place),
            }
            at += 1;
        }
    }

    fn command(&mut self, command: &Command, place: &Place) {
        let arguments = &command.arguments;
        match command.name.as_str() {
            "set" => self.set(arguments, place),
            "list" => self.list(arguments, place),
            "file" => self.glob(arguments, place),
            "get_filename_component" => self.file_name(arguments, place),
            "string" => self.string(arguments, place),
            "cmake_parse_arguments" => self.parse_arguments(arguments, place),
            "include" => self.include(arguments, place),
            "add_subdirectory" => self.subdirectory(arguments, place),
            "project" => self.assign("PROJECT_SOURCE_DIR", vec![place.source.to_string()]),
            _ => {
                if !self.declares(command, place) {
                    self.call(command, place);
                }
            }
        }
    }

    /// What a variable holds at a place.
    fn value(&self, name: &str, place: &Place) -> Option<Vec<String>> {
        match name {
            "CMAKE_CURRENT_LIST_DIR" => return Some(vec![place.list.to_string()]),
            "CMAKE_CURRENT_SOURCE_DIR" => return Some(vec![place.source.to_string()]),
            _ => {}
        }
        let scoped = self.scopes.iter().rev().find_map(|scope| scope.variables.get(name));
        scoped.or_else(|| self.global.get(name)).cloned()
    }

    fn items(&self, arguments: &[Argument], place: &Place) -> Vec<String> {
        let lookup: &Lookup<'_> = &|name| self.value(name, place);
        items(arguments, lookup)
    }

    fn text(&self, argument: Option<&Argument>, place: &Place) -> Option<String> {
        let argument = argument?;
        let lookup: &Lookup<'_> = &|name| self.value(name, place);
        Some(if argument.expands { text(&argument.text, lookup, 0) } else { argument.text.clone() })
    }

    /// Gives a variable a value; where that depends on a condition, both may hold.
    fn assign(&mut self, name: &str, values: Vec<String>) {
        let Some(scope) = self.scopes.last_mut() else { return };
        merge(&mut scope.variables, name, values, self.uncertain > 0);
    }

    fn assign_above(&mut self, name: &str, values: Vec<String>) {
        let above = self.scopes.len().saturating_sub(2);
        let Some(scope) = self.scopes.get_mut(above) else { return };
        merge(&mut scope.variables, name, values, self.uncertain > 0);
    }

    fn include(&mut self, arguments: &[Argument], place: &Place) {
        let Some(name) = self.text(arguments.first(), place) else { return };
        let path = absolute(&place.source, &name);
        if is_open(&path) || path.extension().is_none() {
            return;
        }
        if let Some(script) = self.files.script(&path) {
            self.file(&path, &place.source, &script);
        }
    }

    fn subdirectory(&mut self, arguments: &[Argument], place: &Place) {
        let Some(name) = self.text(arguments.first(), place) else { return };
        let folder = absolute(&place.source, &name);
        if is_open(&folder) || !self.files.enters(&folder) {
            return;
        }
        let path = folder.join("CMakeLists.txt");
        if let Some(script) = self.files.script(&path) {
            self.scopes.push(Scope::default());
            self.file(&path, &folder, &script);
            self.scopes.pop();
        }
    }

    /// The files that paths of sources stand for, and the paths for which there are none. Relative paths start at the first
    /// of the folders where there is something.
    fn sources(&self, paths: &[String], folders: &[&Utf8Path]) -> (Vec<Utf8PathBuf>, Vec<String>) {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for path in paths.iter().filter(|path| !path.is_empty()) {
            let Some(full) = self.start_of(path, folders) else { continue };
            // Of a name of which nothing is known, every file would be one.
            let is_named = full.file_name().is_some_and(|name| name.chars().any(|c| c != expand::UNKNOWN));
            let matching = if is_named { expand::matching(&full, self.files) } else { Vec::new() };
            if matching.is_empty() {
                unknown.push(path.clone());
            }
            found.extend(matching);
        }
        (found, unknown)
    }
}

impl State<'_> {
    /// A path made absolute from the first of the folders where it leads to something; else from the first.
    fn start_of(&self, path: &str, folders: &[&Utf8Path]) -> Option<Utf8PathBuf> {
        let is_there = |path: &Utf8PathBuf| match path.parent() {
            _ if is_open(path) => !expand::matching(path, self.files).is_empty(),
            Some(_) => self.files.has_file(path) || self.files.has_folder(path),
            None => true,
        };
        let all = || folders.iter().map(|folder| absolute(folder, path));
        all().find(is_there).or_else(|| all().next())
    }
}

fn merge(variables: &mut FxHashMap<String, Vec<String>>, name: &str, values: Vec<String>, both: bool) {
    match variables.get_mut(name) {
        Some(before) if both => {
            for value in values {
                if before.len() < expand::MOST_ITEMS && !before.contains(&value) {
                    before.push(value);
                }
            }
        }
        _ => {
            variables.insert(name.to_owned(), values);
        }
    }
}

/// The number of the command that ends a block.
fn end_of(script: &Script, start: usize, open: &str, close: &str) -> usize {
    let mut depth = 0usize;
    for (at, command) in script.commands.iter().enumerate().skip(start) {
        if command.name == open {
            depth += 1;
        } else if command.name == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at;
            }
        }
    }
    script.commands.len()
}

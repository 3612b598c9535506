// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A CMake build folder of a CAmkES project, and what it says.
//!
//! While CMake configures, the build calls the reference tool's parser and runner and records both command lines, as
//! CMake lists, in `ast.pickle.cmd` and `camkes-gen.cmake.cmd`. The rule that renders all files is in `build.ninja`. Where
//! the configuration failed before those calls, the options in `CMakeCache.txt` are all that is known.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::ForwardReferences;

use super::{
    Layer, Origin, Setting,
    command::{self, Program, ToolCall},
};
use crate::vfs::disk::MAX_BYTES;

/// Record of the parser's call.
pub const PARSER_CALL: &str = "ast.pickle.cmd";
/// Record of the runner's call at configure time.
pub const RUNNER_CALL: &str = "camkes-gen.cmake.cmd";
/// Options of the build.
pub const CACHE: &str = "CMakeCache.txt";
/// Rules of the build.
pub const RULES: &str = "build.ninja";

/// What a build folder says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildFolder {
    /// Settings of its system.
    pub layer: Layer,
    /// The root file of its system; a build has one.
    pub root: Option<Utf8PathBuf>,
    /// Whether anything of a CAmkES build was found.
    pub configured: bool,
}

/// The root file of the system that a build folder is configured for, with the record that says so.
#[must_use]
pub fn root(folder: &Utf8Path) -> Option<(Utf8PathBuf, Utf8PathBuf)> {
    let (place, call) = recorded(folder, Program::Parser, PARSER_CALL)?;
    Some((place, call.root?))
}

fn recorded(folder: &Utf8Path, program: Program, name: &str) -> Option<(Utf8PathBuf, ToolCall)> {
    let (place, text) = find(folder, name)?;
    let folder = place.parent().unwrap_or(folder).to_owned();
    let call = command::read(program, &cmake_list(&text), &folder, &Origin::Build(place.clone()))?;
    Some((place, call))
}

/// Reads a build folder. One that is not there, or not configured, says nothing.
#[must_use]
pub fn read(folder: &Utf8Path) -> BuildFolder {
    let recorded = |program, name| recorded(folder, program, name).map(|(_, call)| call);
    let parser = recorded(Program::Parser, PARSER_CALL);
    let runner = recorded(Program::Runner, RUNNER_CALL).or_else(|| rendering(folder));
    let cache = text(&folder.join(CACHE)).map(|text| cache(&text, &Origin::Build(folder.join(CACHE))));
    let configured = parser.is_some() || runner.is_some() || cache.as_ref().is_some_and(|it| *it != Layer::default());
    let parser = parser.unwrap_or_default();
    let runner = runner.unwrap_or_default();
    let mut layer = parser.layer.over(runner.layer).over(cache.unwrap_or_default());
    layer.templates.retain(|folder| !is_of_the_tool(&folder.value));
    BuildFolder { layer, root: parser.root, configured }
}

/// Whether templates are the reference tool's own, which lie beside its parser and runner: the built-in ones stand for
/// them.
fn is_of_the_tool(templates: &Utf8Path) -> bool {
    templates
        .parent()
        .is_some_and(|tool| ["parser", "runner"].iter().all(|part| tool.join(part).join("__init__.py").is_file()))
}

/// The call that renders all files, from the rules of ninja.
fn rendering(folder: &Utf8Path) -> Option<ToolCall> {
    let place = folder.join(RULES);
    let text = text(&place)?;
    let line = text.lines().find(|line| line.contains(Program::Runner.module()))?;
    command::read(Program::Runner, &shell_words(line), folder, &Origin::Build(place))
}

/// A file of the folder, or of the folder of one of its sub-projects: the calls are made where the root server is declared.
fn find(folder: &Utf8Path, name: &str) -> Option<(Utf8PathBuf, String)> {
    let here = folder.join(name);
    if let Some(text) = text(&here) {
        return Some((here, text));
    }
    let mut folders: Vec<_> = folder.read_dir_utf8().ok()?.flatten().map(camino::Utf8DirEntry::into_path).collect();
    folders.sort();
    folders.into_iter().find_map(|sub| {
        let there = sub.join(name);
        text(&there).map(|text| (there, text))
    })
}

fn text(path: &Utf8Path) -> Option<String> {
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    if size > MAX_BYTES {
        tracing::warn!(%path, "larger than 16 MiB");
        return None;
    }
    fs::read_to_string(path).ok()
}

/// The elements of a CMake list: separated by semicolons, unless those are escaped.
fn cmake_list(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(';')) => {
                chars.next();
                words.last_mut().into_iter().for_each(|word| word.push(';'));
            }
            (';', _) => words.push(String::new()),
            (c, _) => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words
}

/// The words of a line for a POSIX shell, as ninja's rules have it: `$` escapes the next letter for ninja.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('$', _) => word.get_or_insert_default().extend(chars.next()),
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, Some(open)) if c == open => quote = None,
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(chars.next()),
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The options of the build: lines `NAME:TYPE=VALUE`.
fn cache(text: &str, origin: &Origin) -> Layer {
    let mut layer = Layer::default();
    for line in text.lines() {
        let Some((name, (kind, value))) =
            line.split_once(':').and_then(|(name, rest)| Some((name, rest.split_once('=')?)))
        else {
            continue;
        };
        // A choice of several is repeated under other types.
        if kind == "INTERNAL" {
            continue;
        }
        let on = matches!(value.to_ascii_uppercase().as_str(), "ON" | "1" | "TRUE" | "YES" | "Y");
        match name {
            "KernelSel4Arch" => layer.architecture = parsed(value, origin),
            "CAmkESDefaultPriority" => layer.default_priority = parsed(value, origin),
            "CAmkESDefaultAffinity" => layer.default_affinity = parsed(value, origin),
            "CAmkESDefaultStackSize" => layer.default_stack_size = parsed(value, origin),
            "CAmkESFaultHandlers" => layer.debug_fault_handlers = Some(Setting::new(on, origin)),
            "KernelIsMCS" => layer.realtime = Some(Setting::new(on, origin)),
            "CAmkESCPP" => layer.preprocess = Some(Setting::new(on, origin)),
            "CAmkESAllowForwardReferences" if on => {
                layer.forward_references = Some(Setting::new(ForwardReferences::Allow, origin));
            }
            _ => {}
        }
    }
    layer
}

fn parsed<T: std::str::FromStr>(value: &str, origin: &Origin) -> Option<Setting<T>> {
    value.parse().ok().map(|value| Setting::new(value, origin))
}

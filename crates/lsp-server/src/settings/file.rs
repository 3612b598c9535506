// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes.toml`: reads everything that can be understood, and names everything that can't, at its place.

use std::{collections::HashSet, ops::Range, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{
    ForwardReferences,
    diagnostic::{Level, Rule},
};
use camkes_ide::{ComponentFiles, LineIndex, TextRange, TextSize};
use camkes_preprocessor::{Environment, MacroOption, Options};
use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::{
    IncludeFolder, IncludeKind, Layer, Origin, Problem, Setting, build_folder,
    keys::{COMPONENT_KEYS, KEYS, Key, Kind, LEVELS, Place},
};
use crate::lsp::uri::normalise;

/// What a `camkes.toml` says.
#[derive(Debug, Clone, Default)]
pub struct ProjectFile {
    /// Its path.
    pub path: Utf8PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// Systems of the project, in order, each once.
    pub roots: Vec<Utf8PathBuf>,
    /// What it says for all systems.
    pub layer: Layer,
    /// What it says for one system, by root.
    pub systems: Vec<(Utf8PathBuf, Layer)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Reads the text of a `camkes.toml`.
#[must_use]
pub fn read(path: &Utf8Path, text: &str) -> ProjectFile {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { path, lines: LineIndex::new(text), problems: Vec::new() };
    for error in errors {
        reader.error(error.span(), error.message().to_owned());
    }
    let mut file = ProjectFile { path: path.to_owned(), text: Arc::from(text), ..ProjectFile::default() };
    for (name, value) in in_order(table.into_inner()) {
        let Some(key) = reader.key(&name, Place::Project) else { continue };
        match key.name {
            "roots" => file.roots.extend(reader.paths(key, value).into_iter().map(|root| root.value)),
            "system" => {
                for table in reader.tables(key, value) {
                    file.systems.extend(reader.system(table, &file.systems));
                }
            }
            _ => reader.entry(key, value, &mut file.layer),
        }
    }
    file.roots.extend(file.systems.iter().map(|(root, _)| root.clone()));
    let mut seen = HashSet::new();
    file.roots.retain(|root| seen.insert(root.clone()));
    file.problems = reader.problems;
    file
}

impl ProjectFile {
    /// What it says for a system.
    #[must_use]
    pub fn layer(&self, root: &Utf8Path) -> Layer {
        match self.systems.iter().find(|(of, _)| of == root) {
            Some((_, own)) => own.clone().over(self.layer.clone()),
            None => self.layer.clone(),
        }
    }
}

/// The bytes of a name without its quotes.
fn word_range(name: &Spanned<std::borrow::Cow<'_, str>>) -> TextRange {
    let span = name.span();
    let quotes = span.len().saturating_sub(name.get_ref().len()) / 2;
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    let start = size(span.start + quotes);
    TextRange::new(start, size(span.end - quotes).max(start))
}

type Entry<'i> = (Spanned<std::borrow::Cow<'i, str>>, Spanned<DeValue<'i>>);

/// The entries of a table as they stand in the text.
fn in_order(table: DeTable<'_>) -> Vec<Entry<'_>> {
    let mut entries: Vec<_> = table.into_iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

struct Reader<'a> {
    path: &'a Utf8Path,
    lines: LineIndex,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn error(&mut self, range: Option<Range<usize>>, message: String) {
        self.problems.push(Problem::error(self.path, range, message));
    }

    /// The key of a name; anything else is a mistake.
    fn key(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, place: Place) -> Option<&'static Key> {
        let written: &str = name.get_ref();
        if let Some(key) = KEYS.iter().find(|key| key.name == written) {
            if key.stands_in(place) {
                return Some(key);
            }
            let message = match place {
                Place::System => format!("`{written}` is about the project: it can't stand in a `[[system]]`"),
                Place::Project | Place::Both => format!("`{written}` is about one system: it stands in a `[[system]]`"),
            };
            self.error(Some(name.span()), message);
            return None;
        }
        let known = KEYS.iter().filter(|key| key.stands_in(place)).map(|key| key.name);
        let problem = Problem::error(self.path, Some(name.span()), format!("there is no setting `{written}`"));
        self.problems.push(problem.did_you_mean(written, known));
        None
    }

    fn origin(&self, range: &Range<usize>) -> Origin {
        let at = u32::try_from(range.start).unwrap_or(u32::MAX);
        let line = self.lines.try_line_col(at.into()).map_or(1, |at| at.line as usize + 1);
        Origin::File { path: self.path.to_owned(), line }
    }

    fn setting<T, U>(&self, value: Spanned<T>, map: impl FnOnce(T) -> U) -> Setting<U> {
        let origin = self.origin(&value.span());
        Setting { value: map(value.into_inner()), origin }
    }

    /// A value of a type; for another one, the exact place is named.
    fn value<T: DeserializeOwned>(&mut self, key: &Key, value: Spanned<DeValue<'_>>) -> Option<Spanned<T>> {
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(Spanned::new(span, value)),
            Err(error) => {
                let message = format!("`{}` is {}", key.name, key.kind.wanted());
                self.error(Some(error.span().unwrap_or(span)), message);
                None
            }
        }
    }

    /// The elements of a list that have the right type.
    fn list(&mut self, key: &Key, value: Spanned<DeValue<'_>>) -> Vec<Spanned<String>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().filter_map(|item| self.value(key, item)).collect(),
            other => {
                let _ = self.value::<Vec<String>>(key, Spanned::new(span, other));
                Vec::new()
            }
        }
    }

    fn absolute(&self, path: &str) -> Utf8PathBuf {
        let folder = self.path.parent().unwrap_or(Utf8Path::new("/"));
        normalise(&folder.join(path))
    }

    /// A path that isn't empty.
    fn path_of(&mut self, key: &Key, value: Spanned<String>) -> Option<Setting<Utf8PathBuf>> {
        if value.get_ref().is_empty() {
            self.error(Some(value.span()), format!("`{}` is empty here", key.name));
            return None;
        }
        let path = self.absolute(value.get_ref());
        self.look(key, &path, value.span());
        Some(self.setting(value, |_| path))
    }

    /// Says so when there is nothing where a path leads. Headers may be generated later.
    fn look(&mut self, key: &Key, path: &Utf8Path, range: Range<usize>) {
        let (there, wanted) = match key.name {
            "include-paths" | "system-include-paths" | "forced-includes" | "output-folder" | "cache-dir" => return,
            "roots" | "root" | "dtb" | "gpio-list" | "object-sizes" => (path.is_file(), "file"),
            _ => (path.is_dir(), "folder"),
        };
        if there && key.name == "build-dir" && !build_folder::read(path).configured {
            let message = format!("no CAmkES build is configured in `{path}`");
            let note = "run CMake there; until then the other settings count alone";
            self.problems.push(Problem::warning(self.path, Some(range), message).note(note));
        } else if !there {
            let message = format!("there is no {wanted} `{path}`");
            self.problems.push(match key.name {
                "roots" | "root" => Problem::error(self.path, Some(range), message),
                _ => Problem::warning(self.path, Some(range), message),
            });
        }
    }

    fn path(&mut self, key: &Key, value: Spanned<DeValue<'_>>) -> Option<Setting<Utf8PathBuf>> {
        let text = self.value(key, value)?;
        self.path_of(key, text)
    }

    fn paths(&mut self, key: &Key, value: Spanned<DeValue<'_>>) -> Vec<Setting<Utf8PathBuf>> {
        self.list(key, value).into_iter().filter_map(|text| self.path_of(key, text)).collect()
    }

    fn tables<'i>(&mut self, key: &Key, value: Spanned<DeValue<'i>>) -> Vec<Spanned<DeTable<'i>>> {
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            self.error(Some(span), format!("`{}` is {}", key.name, key.kind.wanted()));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(Spanned::new(span, table)),
                _ => self.error(Some(span), format!("`{}` is {}", key.name, key.kind.wanted())),
            }
        }
        tables
    }

    /// One `[[system]]`.
    fn system(&mut self, table: Spanned<DeTable<'_>>, others: &[(Utf8PathBuf, Layer)]) -> Option<(Utf8PathBuf, Layer)> {
        let span = table.span();
        let (mut root, mut layer) = (None, Layer::default());
        let mut named = false;
        for (name, value) in in_order(table.into_inner()) {
            let Some(key) = self.key(&name, Place::System) else { continue };
            if key.name != "root" {
                self.entry(key, value, &mut layer);
                continue;
            }
            named = true;
            let range = value.span();
            root = self.path(key, value);
            if let Some(root) = root.as_ref().filter(|root| others.iter().any(|(other, _)| *other == root.value)) {
                self.error(Some(range), format!("another `[[system]]` is about `{}` already", root.value));
                return None;
            }
        }
        if !named {
            self.error(Some(span), "this `[[system]]` has no `root`".to_owned());
        }
        Some((root?.value, layer))
    }

    /// A key that may stand at the top and in a system.
    fn entry(&mut self, key: &Key, value: Spanned<DeValue<'_>>, into: &mut Layer) {
        match key.name {
            "import-paths" => into.import_paths = self.paths(key, value),
            "include-paths" => into.include_folders.extend(self.include_folders(key, value, IncludeKind::Any)),
            "system-include-paths" => {
                into.include_folders.extend(self.include_folders(key, value, IncludeKind::System))
            }
            "forced-includes" => {
                let headers = self.paths(key, value).into_iter();
                into.forced_includes = headers.map(|it| it.map(Utf8PathBuf::into_string)).collect();
            }
            "template-paths" => into.templates = self.paths(key, value),
            "defines" => into.macros.extend(self.macros(key, value, MacroOption::Define)),
            "undefines" => into.macros.extend(self.macros(key, value, MacroOption::Undefine)),
            "preprocess" => into.preprocess = self.plain(key, value),
            "architecture" => into.architecture = self.word(key, value, |word| word.parse().ok()),
            "dtb" => into.device_tree = self.path(key, value),
            "gpio-list" => into.pin_list = self.path(key, value),
            "forward-references" => {
                into.forward_references = self.word(key, value, |word| match word {
                    "allow" => Some(ForwardReferences::Allow),
                    "warn" => Some(ForwardReferences::Warn),
                    "forbid" => Some(ForwardReferences::Forbid),
                    _ => None,
                });
            }
            "rules" => self.rules(key, value, into),
            "components" => self.components(key, value, into),
            "build-dir" => into.build_folder = self.path(key, value),
            "cache" => into.cache = self.plain(key, value),
            "cache-dir" => into.cache_folder = self.path(key, value),
            "cache-size" => into.cache_size = self.plain(key, value),
            "output-folder" => into.output_folder = self.path(key, value),
            "object-sizes" => into.object_sizes = self.path(key, value),
            "largeframe" => into.largeframe = self.plain(key, value),
            "largeframe-dma" => into.largeframe_dma = self.plain(key, value),
            "default-priority" => into.default_priority = self.plain(key, value),
            "default-max-priority" => into.default_max_priority = self.plain(key, value),
            "default-affinity" => into.default_affinity = self.plain(key, value),
            "default-stack-size" => into.default_stack_size = self.plain(key, value),
            "realtime" => into.realtime = self.plain(key, value),
            "debug-fault-handlers" => into.debug_fault_handlers = self.plain(key, value),
            _ => {}
        }
    }

    /// Folders with headers, which are searched when `kind` says.
    fn include_folders(
        &mut self,
        key: &Key,
        value: Spanned<DeValue<'_>>,
        kind: IncludeKind,
    ) -> impl Iterator<Item = Setting<IncludeFolder>> + use<> {
        self.paths(key, value).into_iter().map(move |it| it.map(|path| IncludeFolder { path, kind }))
    }

    /// A table of rules with their levels.
    fn rules(&mut self, key: &Key, value: Spanned<DeValue<'_>>, into: &mut Layer) {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return self.error(Some(span), format!("`{}` is {}", key.name, key.kind.wanted()));
        };
        for (name, value) in in_order(table) {
            let written: &str = name.get_ref();
            let Some(rule) = Rule::from_name(written) else {
                let problem = Problem::error(self.path, Some(name.span()), format!("there is no rule `{written}`"));
                self.problems.push(problem.did_you_mean(written, Rule::ALL.iter().map(|rule| rule.name())));
                continue;
            };
            let of_level = Key { name: rule.name(), kind: Kind::Word(LEVELS), ..*key };
            if let Some(level) = self.word(&of_level, value, Level::from_name) {
                into.rules.insert(rule, level);
            }
        }
    }

    /// A table of components with their files.
    fn components(&mut self, key: &Key, value: Spanned<DeValue<'_>>, into: &mut Layer) {
        let wanted = |key: &Key| format!("`{}` is {}", key.name, key.kind.wanted());
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else { return self.error(Some(span), wanted(key)) };
        for (name, value) in in_order(table) {
            let origin = self.origin(&name.span());
            let span = value.span();
            let DeValue::Table(table) = value.into_inner() else {
                self.error(Some(span), wanted(key));
                continue;
            };
            let mut files = self.component(key, table);
            files.named = Some((self.path.to_owned(), word_range(&name)));
            into.components.insert(name.into_inner().into_owned(), Setting { value: files, origin });
        }
    }

    fn component(&mut self, key: &Key, table: DeTable<'_>) -> ComponentFiles {
        let mut files = ComponentFiles::default();
        for (name, value) in in_order(table) {
            let written: &str = name.get_ref();
            let Some(known) = COMPONENT_KEYS.iter().find(|key| **key == written) else {
                let message = format!("a component has no setting `{written}`");
                let problem = Problem::error(self.path, Some(name.span()), message);
                self.problems.push(problem.did_you_mean(written, COMPONENT_KEYS.iter().copied()));
                continue;
            };
            let of_paths = Key { name: known, kind: Kind::Paths, ..*key };
            let paths = self.list(&of_paths, value);
            let paths = paths.into_iter().map(|path| self.absolute(path.get_ref())).collect();
            match *known {
                "includes" => files.includes = paths,
                _ => files.sources = paths,
            }
        }
        files
    }

    fn plain<T: DeserializeOwned>(&mut self, key: &Key, value: Spanned<DeValue<'_>>) -> Option<Setting<T>> {
        let value = self.value(key, value)?;
        Some(self.setting(value, |value| value))
    }

    fn word<T>(
        &mut self,
        key: &Key,
        value: Spanned<DeValue<'_>>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Setting<T>> {
        let word: Spanned<String> = self.value(key, value)?;
        match read(word.get_ref()) {
            Some(meant) => Some(self.setting(word, |_| meant)),
            None => {
                let Kind::Word(words) = key.kind else { return None };
                let message = format!("`{}` can't be `{}`", key.name, word.get_ref());
                let mut problem = Problem::error(self.path, Some(word.span()), message)
                    .did_you_mean(word.get_ref(), words.iter().copied());
                problem.instead = problem.instead.map(|word| format!("\"{word}\""));
                self.problems.push(problem.note(format!("it is {}", key.kind.wanted())));
                None
            }
        }
    }

    /// Macros, each checked as the preprocessor reads it.
    fn macros(
        &mut self,
        key: &Key,
        value: Spanned<DeValue<'_>>,
        make: fn(String) -> MacroOption,
    ) -> Vec<Setting<MacroOption>> {
        let mut out = Vec::new();
        for text in self.list(key, value) {
            let option = make(text.get_ref().clone());
            let options = Options { macros: vec![option.clone()], ..Options::default() };
            let environment = Environment::new(options);
            for error in environment.errors() {
                self.problems.push(Problem::error(self.path, Some(text.span()), error.kind.to_string()));
            }
            out.push(self.setting(text, |_| option));
        }
        out
    }
}

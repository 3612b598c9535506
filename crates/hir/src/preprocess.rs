// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The C preprocessor between a file's text and its meaning. Every imported file starts with the macros of the command
//! line alone, as in the reference.

use std::cell::RefCell;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
pub use camkes_preprocessor::{Directive, DirectiveKind, directives};
use camkes_preprocessor::{
    Environment, FileId, FrameRole, IncludeCandidate, IncludeHost, MacroDefinition, Plain, PlainKind, PpError,
    PpErrorKind, Preprocessed, SearchBase, SourceFile, plain_tokens,
};
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use crate::db::{Db, normalize};
use crate::diagnostic::{Diagnostic, Label, Rule, Severity, Span};
use crate::imports::{FileStatus, file_status};
use crate::input::{File, Preprocessor, System};
use crate::source_map::Writing;

/// A file after preprocessing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The text and all that was found on the way.
    pub output: Preprocessed,
    /// The file that was preprocessed.
    file: File,
    /// The file of each number in the output.
    files: Vec<File>,
}

impl Expanded {
    /// Whether a header was read on the way.
    #[must_use]
    pub fn includes(&self, header: File) -> bool {
        self.files.contains(&header)
    }

    /// The headers that were found: where each is named, with its quotes or angle brackets, and its file.
    pub fn headers(&self) -> impl Iterator<Item = (Span, File)> + '_ {
        let target = |include: &camkes_preprocessor::Include| {
            let file = self.files.get(include.outcome.file()?.0 as usize)?;
            Some((self.span(include.target), *file))
        };
        self.output.includes.iter().filter_map(target)
    }

    /// Whether a condition takes this place out.
    pub(crate) fn is_inactive(&self, place: Span) -> bool {
        let holds = |it: Span| it.file == place.file && it.range.contains_range(place.range);
        self.output.inactive.iter().any(|group| holds(self.span(*group)))
    }

    /// Where macros are used in a file, outside of definitions, in the order of reading.
    #[must_use]
    pub fn macro_uses_in(&self, file: File) -> Vec<TextRange> {
        let Some(id) = self.number_of(file) else { return Vec::new() };
        let uses = self.output.references.iter().filter(|it| it.range.file == id && it.definition.is_some());
        uses.map(|it| it.range.range).collect()
    }

    /// The parts of a file that conditions take out, in order.
    #[must_use]
    pub fn inactive_in(&self, file: File) -> Vec<TextRange> {
        let Some(id) = self.number_of(file) else { return Vec::new() };
        let mut out: Vec<_> = self.output.inactive_in(id).collect();
        out.sort_by_key(|range| (range.start(), range.end()));
        out
    }

    /// The macro whose use stands at an offset of a file, and what it stands for.
    #[must_use]
    pub fn expansion_at(&self, file: File, offset: TextSize) -> Option<Expansion> {
        let found = self.output.expand_at(self.number_of(file)?, offset)?;
        Some(Expansion {
            name: found.definition.name.to_string(),
            definition: found.definition.whole.file().map(|whole| self.span(whole)),
            at: self.span(found.invocation),
            text: found.text,
        })
    }

    /// The macro that is used or defined at an offset of a file, and the word there; none for one that no file defines.
    #[must_use]
    pub fn macro_at(&self, db: &dyn Db, file: File, offset: TextSize) -> Option<(TextRange, MacroPlace)> {
        let id = self.number_of(file)?;
        let Some(found) = self.output.macro_at(id, offset) else {
            let mut in_bodies = self.names_in_bodies(db);
            let (place, found) =
                in_bodies.find(|(place, _)| place.file == file && place.range.contains_inclusive(offset))?;
            let (name, whole) = (found.place.file()?, found.whole.file()?);
            return Some((place.range, MacroPlace { name: self.span(name), whole: self.span(whole) }));
        };
        let (name, whole) = (found.place.file()?, found.whole.file()?);
        let holds = |it: &camkes_preprocessor::FileRange| it.file == id && it.range.contains_inclusive(offset);
        let used = self.output.references.iter().map(|it| it.range).find(holds);
        let word = used.or(Some(name).filter(holds))?.range;
        Some((word, MacroPlace { name: self.span(name), whole: self.span(whole) }))
    }

    /// Where the macro with a name that stands there is used, in definitions of other macros, too.
    pub fn uses_of_macro<'a>(&'a self, db: &'a dyn Db, name: Span) -> impl Iterator<Item = Span> + 'a {
        let is_named = move |it: &MacroDefinition| it.place.file().is_some_and(|it| self.span(it) == name);
        let in_bodies = self.names_in_bodies(db).filter(move |(_, definition)| is_named(definition));
        let definition = |index: u32| self.output.macros.get(index as usize)?.place.file();
        let is_it = move |index: u32| definition(index).is_some_and(|it| self.span(it) == name);
        let uses = self.output.references.iter().filter(move |it| it.definition.is_some_and(is_it));
        uses.map(|it| self.span(it.range)).chain(in_bodies.map(|(place, _)| place))
    }

    /// The names of macros in the bodies of others. Which definition will count where that other is used, is not known there: it is
    /// taken to be the last.
    fn names_in_bodies<'a>(&'a self, db: &'a dyn Db) -> impl Iterator<Item = (Span, &'a MacroDefinition)> + 'a {
        let last: FxHashMap<&str, &MacroDefinition> =
            self.output.macros.iter().map(|it| (it.name.as_str(), it)).collect();
        self.output.macros.iter().flat_map(move |definition| {
            let whole = definition.whole.file().map(|it| self.span(it));
            let names = whole.map(|whole| body_names(whole.file.contents(db).as_str(), whole.range, definition));
            let found = names.into_iter().flatten().filter_map(|range| {
                let span = Span { file: whole?.file, range };
                let text = span.file.contents(db).as_str().get(std::ops::Range::<usize>::from(range))?;
                Some((span, *last.get(text)?))
            });
            found.collect::<Vec<_>>()
        })
    }

    fn number_of(&self, file: File) -> Option<FileId> {
        let index = self.files.iter().position(|it| *it == file)?;
        u32::try_from(index).ok().map(FileId)
    }

    /// The place in the user's files of a range of the text, and how it was written there.
    pub(crate) fn original(&self, range: TextRange) -> (Span, Writing) {
        let (place, role) = self.output.map.original_with_role(range);
        let writing = if role == Some(FrameRole::Body) { Writing::Macro } else { Writing::Source };
        (self.span(place), writing)
    }

    /// Where a word of the text stands letter by letter in the body of a macro that made it.
    pub(crate) fn in_body(&self, range: TextRange) -> Option<Span> {
        self.output.map.in_body(range).map(|it| self.span(it))
    }

    /// The file of a place that the preprocessor names.
    pub(crate) fn span(&self, place: camkes_preprocessor::FileRange) -> Span {
        let file = self.files.get(place.file.0 as usize).copied().unwrap_or(self.file);
        Span { file, range: place.range }
    }
}

/// The names in the body of a definition, without its parameters and its own.
fn body_names(text: &str, whole: TextRange, definition: &MacroDefinition) -> Vec<TextRange> {
    let Some(text) = text.get(std::ops::Range::<usize>::from(whole)) else { return Vec::new() };
    let mut tokens = plain_tokens(text).skip(1);
    let parameters = definition.parameters.as_deref().unwrap_or_default();
    if definition.parameters.is_some() {
        let _ = tokens.by_ref().find(|it| text.get(std::ops::Range::<usize>::from(it.range)) == Some(")"));
    }
    let is_free = |name: &str| name != definition.name && !parameters.iter().any(|it| it == name);
    let names = tokens.filter(|it| it.kind == PlainKind::Name);
    let free = names.filter(|it| text.get(std::ops::Range::<usize>::from(it.range)).is_some_and(is_free));
    free.map(|it| it.range + whole.start()).collect()
}

/// A macro where it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MacroPlace {
    /// Its name.
    pub name: Span,
    /// From the name to the end of the definition.
    pub whole: Span,
}

/// A macro where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// Its name.
    pub name: String,
    /// From the name to the end of its definition; none for a predefined one.
    pub definition: Option<Span>,
    /// The use, with its arguments.
    pub at: Span,
    /// The text that stands in its place.
    pub text: String,
}

/// Macros and search lists with which every file of a system starts; `None` when files are read as they are.
#[salsa::tracked(no_eq, returns(as_ref))]
fn environment(db: &dyn Db, system: System) -> Option<Arc<Environment>> {
    match system.preprocessor(db) {
        Preprocessor::On(options) => Some(Arc::new(Environment::new(options.clone()))),
        Preprocessor::Off => None,
    }
}

/// An earlier text of a file that stood as it is, and the environment in which it did.
#[derive(Debug)]
pub struct EarlierPlain {
    environment: Arc<Environment>,
    plain: Plain,
}

impl EarlierPlain {
    pub(crate) fn environment(&self) -> &Arc<Environment> {
        &self.environment
    }

    /// Whether it was in this environment.
    pub(crate) fn is_in(&self, environment: &Arc<Environment>) -> bool {
        Arc::ptr_eq(&self.environment, environment)
    }
}

/// Whether the text of a file that somebody edits stands as it is, from what was found out about an earlier one.
fn stays(db: &dyn Db, file: File, text: &Arc<str>, environment: &Arc<Environment>) -> bool {
    let plain = match db.earlier_plain(file, environment) {
        Some(earlier) => earlier.plain.edited(text, environment),
        None => Plain::of(text, environment),
    };
    let Some(plain) = plain else { return false };
    db.remember_plain(file, Arc::new(EarlierPlain { environment: Arc::clone(environment), plain }));
    true
}

/// A file after preprocessing; `None` when its text stands as it is.
#[salsa::tracked(no_eq, returns(as_ref))]
pub fn preprocessed(db: &dyn Db, system: System, file: File) -> Option<Arc<Expanded>> {
    let environment = environment(db, system)?;
    let root = system.root(db).path(db).parent().map(ToOwned::to_owned).unwrap_or_default();
    let host = Host { db, root, files: RefCell::default() };
    let source = host.source(file);
    if db.is_edited(file) && stays(db, file, &source.text, environment) {
        return None;
    }
    let output = camkes_preprocessor::preprocess(&source, environment, &host);
    if output.map.is_identity() {
        return None;
    }
    let files = host.files.into_inner().list;
    Some(Arc::new(Expanded { output, file, files }))
}

/// Problems found while a file was preprocessed.
pub(crate) fn problems(db: &dyn Db, system: System, file: File) -> Vec<Diagnostic> {
    let Some(expanded) = preprocessed(db, system, file) else { return Vec::new() };
    // A string of the ADL may span lines; for the C preprocessor its first line is then an open literal.
    let open_literal = |error: &&PpError| matches!(error.kind, PpErrorKind::UnterminatedLiteral { .. });
    let errors = expanded.output.errors.iter().filter(|error| !open_literal(error));
    errors.map(|error| diagnostic(expanded, error)).collect()
}

fn diagnostic(expanded: &Expanded, error: &PpError) -> Diagnostic {
    let severity = match error.severity() {
        camkes_preprocessor::Severity::Warning => Severity::Warning,
        camkes_preprocessor::Severity::Error => Severity::Error,
    };
    // Without a configured build, generated headers are not there yet; the check goes on with what it has.
    let missing = matches!(error.kind, PpErrorKind::HeaderNotFound { .. });
    let (rule, severity) =
        if missing { (Rule::MissingHeader, Severity::Warning) } else { (Rule::Preprocessor, severity) };
    let inside = error.inside.map(|place| Label { span: expanded.span(place), text: "in this definition".to_owned() });
    Diagnostic {
        rule,
        severity,
        primary: expanded.span(error.range),
        message: error.kind.to_string(),
        labels: inside.into_iter().collect(),
        notes: Vec::new(),
        fixes: Vec::new(),
    }
}

/// Finds headers through the database, so that a header that changes or appears is seen.
struct Host<'db> {
    db: &'db dyn Db,
    /// Folder of the system's root file: `__FILE__` is relative to it.
    root: Utf8PathBuf,
    files: RefCell<Numbers>,
}

/// The preprocessor knows files by number.
#[derive(Default)]
struct Numbers {
    list: Vec<File>,
    by_file: FxHashMap<File, FileId>,
}

impl Host<'_> {
    fn source(&self, file: File) -> SourceFile {
        let path = file.path(self.db);
        let shown = path.strip_prefix(&self.root).ok().or(path.file_name().map(Utf8Path::new)).unwrap_or(path);
        SourceFile { file: self.number(file), text: file.contents(self.db).shared(), shown: Arc::from(shown.as_str()) }
    }

    fn number(&self, file: File) -> FileId {
        let mut numbers = self.files.borrow_mut();
        if let Some(id) = numbers.by_file.get(&file) {
            return *id;
        }
        let id = FileId(u32::try_from(numbers.list.len()).unwrap_or(u32::MAX));
        numbers.list.push(file);
        numbers.by_file.insert(file, id);
        id
    }

    fn path(&self, candidate: &IncludeCandidate<'_>) -> Option<Utf8PathBuf> {
        let path = match candidate.base {
            SearchBase::FolderOf(id) => {
                let file = *self.files.borrow().list.get(id.0 as usize)?;
                file.path(self.db).parent()?.join(candidate.name)
            }
            SearchBase::Folder(folder) => Utf8Path::new(folder).join(candidate.name),
            SearchBase::Absolute => candidate.name.into(),
        };
        Some(normalize(&path))
    }
}

impl IncludeHost for Host<'_> {
    fn open(&self, candidate: &IncludeCandidate<'_>) -> Option<SourceFile> {
        let file = self.db.file(&self.path(candidate)?);
        (*file_status(self.db, file) == FileStatus::Readable).then(|| self.source(file))
    }

    fn exists(&self, candidate: &IncludeCandidate<'_>) -> bool {
        let Some(path) = self.path(candidate) else { return false };
        *file_status(self.db, self.db.file(&path)) == FileStatus::Readable
    }
}

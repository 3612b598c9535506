// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `#include` and its kin (C11 6.10.2): the search, the guards, the limits.

use smol_str::SmolStr;

use crate::engine::{Engine, Mode};
use crate::error::PpErrorKind;
use crate::host::{IncludeCandidate, IncludeForm, SearchBase, SourceFile};
use crate::macro_table::Dynamic;
use crate::names::Symbol;
use crate::outcome::{Include, IncludeOutcome};
use crate::outline::{DirectiveKind, inside_delimiters};
use crate::place::{FileRange, Span};
use crate::token::{Kind, Token};

/// How far a file is known to be one `#ifndef NAME … #endif`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Nothing was read yet.
    Start,
    /// Inside the condition.
    Open { symbol: Symbol },
    /// Behind its `#endif`, with nothing read since.
    Closed(Symbol),
    /// There is something outside the condition.
    None,
}

/// A header name in a directive.
#[derive(Debug)]
pub(crate) struct HeaderName {
    name: SmolStr,
    form: IncludeForm,
    span: Span,
}

/// Where a search starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    FromStart,
    /// `#include_next`: behind the folder in which the present file was found.
    Next,
}

/// A header that was asked for, with what was found.
#[derive(Debug)]
pub(crate) struct Included {
    header: HeaderName,
    found: Option<(SourceFile, Option<usize>)>,
    kind: DirectiveKind,
}

impl Engine<'_> {
    /// Reads the directive and looks for the header; the file is entered behind the directive's line.
    pub(crate) fn include_directive(&mut self, kind: DirectiveKind, span: Span) -> Option<Included> {
        let header = self.header_name(kind, span)?;
        self.expect_line_end(kind);
        if header.name.is_empty() {
            self.report_at(header.span, PpErrorKind::EmptyHeaderName);
            return None;
        }
        let mut search = Search::FromStart;
        if kind == DirectiveKind::IncludeNext {
            if self.files.len() > 1 {
                search = Search::Next;
            } else {
                self.report_at(span, PpErrorKind::IncludeNextInPrimary);
            }
        }
        let found = self.find_header(&header.name, header.form, search);
        Some(Included { header, found, kind })
    }

    fn header_name(&mut self, kind: DirectiveKind, span: Span) -> Option<HeaderName> {
        self.mode = Mode::HeaderName;
        let first = self.next();
        self.mode = Mode::Directive;
        let header = self.header_from(first);
        if header.is_none() {
            let at = if first.kind == Kind::End { span } else { self.use_site(first) };
            self.report_at(at, PpErrorKind::MalformedInclude { directive: kind.name() });
        }
        header
    }

    /// The header name that starts with `first`; a name made by macros may be spread over several tokens.
    fn header_from(&mut self, first: Token) -> Option<HeaderName> {
        let span = self.use_site(first);
        let text = self.sources.text(first).into_owned();
        match first.kind {
            Kind::HeaderName => {
                Some(HeaderName { name: SmolStr::new(inside_delimiters(&text)), form: IncludeForm::Angle, span })
            }
            Kind::String if text.starts_with('"') => {
                Some(HeaderName { name: SmolStr::new(inside_delimiters(&text)), form: IncludeForm::Quoted, span })
            }
            _ if text == "<" => {
                let mut name = String::new();
                loop {
                    let token = self.next();
                    let spelling = self.sources.text(token);
                    match token.kind {
                        Kind::End => return None,
                        _ if spelling == ">" => break,
                        _ => {
                            if token.has_space() && !name.is_empty() {
                                name.push(' ');
                            }
                            name.push_str(&spelling);
                        }
                    }
                }
                Some(HeaderName { name: SmolStr::new(name), form: IncludeForm::Angle, span })
            }
            _ => None,
        }
    }

    /// Looks in one folder after the other. Returns the file and the search folder; a file found beside its
    /// includer, or by an absolute name, has none.
    fn find_header(&self, name: &str, form: IncludeForm, search: Search) -> Option<(SourceFile, Option<usize>)> {
        self.candidates(name, form, search, |candidate| self.host.open(candidate))
    }

    fn candidates<T>(
        &self,
        name: &str,
        form: IncludeForm,
        search: Search,
        ask: impl Fn(&IncludeCandidate<'_>) -> Option<T>,
    ) -> Option<(T, Option<usize>)> {
        let file = self.files.last()?;
        let from = file.file;
        let candidate = |base| IncludeCandidate { name, base, from, form };
        if name.starts_with('/') {
            return ask(&candidate(SearchBase::Absolute)).map(|found| (found, None));
        }
        let mut first = match form {
            IncludeForm::Quoted => 0,
            IncludeForm::Angle => self.environment.first_angle_folder(),
        };
        if search == Search::Next {
            first = file.folder.map_or(0, |folder| folder + 1);
        } else if form == IncludeForm::Quoted
            && let Some(found) = ask(&candidate(SearchBase::FolderOf(from)))
        {
            return Some((found, None));
        }
        let folders = self.environment.folders().iter().enumerate().skip(first);
        folders.filter_map(|(index, folder)| Some((ask(&candidate(SearchBase::Folder(folder)))?, Some(index)))).next()
    }

    /// Lists the include and, where nothing is against it, starts reading the file.
    pub(crate) fn enter_include(&mut self, included: Included, directive: Span) {
        let Included { header, found, kind } = included;
        let outcome = match &found {
            None => {
                self.report_missing(&header);
                IncludeOutcome::Missing
            }
            Some((source, _)) => self.decide_include(source, kind, header.span),
        };
        let (Some(directive), Some(target)) = (self.range_of(directive), self.range_of(header.span)) else { return };
        self.list_include(header, directive, target, outcome);
        if let (IncludeOutcome::Entered(_), Some((source, folder))) = (outcome, found) {
            self.open_listed(&source, folder);
        }
    }

    fn list_include(&mut self, header: HeaderName, directive: FileRange, target: FileRange, outcome: IncludeOutcome) {
        let HeaderName { name, form, .. } = header;
        let parent = self.files.last().and_then(|it| it.inclusion);
        self.findings.includes.push(Include { directive, target, name, form, outcome, parent });
    }

    /// Opens a file whose include was listed last.
    fn open_listed(&mut self, source: &SourceFile, folder: Option<usize>) {
        let inclusion = self.findings.includes.len().checked_sub(1).and_then(|it| u32::try_from(it).ok());
        self.inclusions_entered += 1;
        self.included_text = self.included_text.saturating_add(source.text.len());
        self.open(source, inclusion, folder);
    }

    fn decide_include(&mut self, source: &SourceFile, kind: DirectiveKind, span: Span) -> IncludeOutcome {
        let file = source.file;
        let guarded = self.guards.get(&file).is_some_and(|&symbol| self.macros.find(symbol).is_some());
        // `#import` looks back, too: a file that was entered by any directive is not entered by it.
        let is_import = kind == DirectiveKind::Import;
        if is_import && self.entered.contains(&file) {
            self.once.insert(file);
        }
        if guarded || self.once.contains(&file) {
            return IncludeOutcome::Guarded(file);
        }
        let limits = self.environment.limits();
        let problem = if self.files.len() >= limits.include_depth {
            Some((PpErrorKind::IncludeTooDeep { limit: limits.include_depth }, "depth"))
        } else if self.inclusions_entered >= limits.inclusions {
            Some((PpErrorKind::TooManyInclusions { limit: limits.inclusions }, "inclusions"))
        } else if self.included_text >= limits.included_text {
            Some((PpErrorKind::TooMuchIncluded { limit: limits.included_text }, "text"))
        } else {
            None
        };
        if let Some((problem, name)) = problem {
            if self.findings.limits_reported.insert(name) {
                self.report_at(span, problem);
            }
            return IncludeOutcome::Refused(file);
        }
        if is_import {
            self.once.insert(file);
        }
        IncludeOutcome::Entered(file)
    }

    /// Reports a missing header, once for each name: without a build, the same few are missing everywhere.
    fn report_missing(&mut self, header: &HeaderName) {
        if self.findings.missing_headers.insert(header.name.clone()) {
            let kind = PpErrorKind::HeaderNotFound { name: header.name.clone(), form: header.form };
            self.report_at(header.span, kind);
        }
    }

    /// Opens the files of `-include`; the first is read first, and all of them before the primary file.
    pub(crate) fn force_includes(&mut self) {
        let Some((buffer, file)) = self.files.last().map(|it| (it.buffer, it.file)) else { return };
        let nowhere = Span::new(buffer, 0, 0);
        let names = self.environment.options().forced_includes.clone();
        let mut found = Vec::new();
        for name in &names {
            let header = HeaderName { name: SmolStr::new(name), form: IncludeForm::Quoted, span: nowhere };
            match self.find_header(name, IncludeForm::Quoted, Search::FromStart) {
                Some(source) => found.push((header, source)),
                None => {
                    self.report_missing(&header);
                    let range = FileRange::new(file, nowhere.range());
                    self.list_include(header, range, range, IncludeOutcome::Missing);
                }
            }
        }
        let primary = self.files.len();
        for (header, (source, folder)) in found.into_iter().rev() {
            let range = FileRange::new(file, nowhere.range());
            // Each hangs directly below the primary file, although the others lie open under it.
            let HeaderName { name, form, .. } = header;
            let outcome = IncludeOutcome::Entered(source.file);
            self.findings.includes.push(Include { directive: range, target: range, name, form, outcome, parent: None });
            self.open_listed(&source, folder);
        }
        debug_assert!(self.files.len() >= primary);
    }

    /// Answers `__has_include(…)` and `__has_include_next(…)`.
    pub(crate) fn has_include(&mut self, name: Token, dynamic: Dynamic) -> bool {
        let header = self.peek_parenthesis().and_then(|_| {
            let mode = std::mem::replace(&mut self.mode, Mode::HeaderName);
            let first = self.next();
            self.mode = mode;
            let header = self.header_from(first)?;
            self.no_expand += 1;
            let close = self.next();
            self.no_expand -= 1;
            (close.kind == Kind::RightParen).then_some(header)
        });
        let Some(header) = header else {
            let name_text = self.names.text(name.symbol);
            self.report(name, PpErrorKind::MalformedHasInclude { name: name_text });
            return false;
        };
        let next = dynamic == Dynamic::HasIncludeNext && self.files.len() > 1;
        let search = if next { Search::Next } else { Search::FromStart };
        self.candidates(&header.name, header.form, search, |candidate| self.host.exists(candidate).then_some(()))
            .is_some()
    }
}

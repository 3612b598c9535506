// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The running preprocessor: open files, lists of tokens being rescanned, and the loop that draws tokens from them.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::assertion::Assertions;
use crate::environment::Environment;
use crate::error::{PpError, PpErrorKind};
use crate::host::{IncludeHost, SourceFile};
use crate::include::Guard;
use crate::lexer::{Scan, ScanMode, ScanProblem, scan};
use crate::macro_table::{MacroId, MacroTable};
use crate::names::{Names, Symbol};
use crate::outcome::{DirectiveRecord, Include, MacroDefinition, MacroReference};
use crate::place::{BufferId, FileId, FileRange, Span};
use crate::source::Sources;
use crate::token::{Kind, Marks, Token};
use crate::trace::{OriginId, Trace};
use crate::writer::Writer;

/// How tokens are drawn from the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Text of the file, for the output.
    Text,
    /// One token, to see whether it is the `(` of an invocation. Directives wait.
    Peek,
    /// The arguments of an invocation. Line ends are white space, and the file's end ends them.
    Arguments,
    /// A directive's line.
    Directive,
    /// A directive's line where a header name may stand.
    HeaderName,
}

impl Mode {
    pub(crate) fn is_directive(self) -> bool {
        matches!(self, Self::Directive | Self::HeaderName)
    }
}

/// A file being read.
#[derive(Debug)]
pub(crate) struct OpenFile {
    pub(crate) file: FileId,
    pub(crate) buffer: BufferId,
    /// The next byte.
    pub(crate) position: usize,
    /// The first byte after a byte-order mark.
    pub(crate) first: usize,
    /// The include that opened it, as an index of the run's includes.
    pub(crate) inclusion: Option<u32>,
    /// The search folder in which it was found; nothing if it was found beside its includer.
    pub(crate) folder: Option<usize>,
    pub(crate) conditionals: Vec<crate::conditional::Conditional>,
    pub(crate) guard: Guard,
    /// The name given by `#line`.
    pub(crate) presumed: Option<Arc<str>>,
    /// What `#line` adds to line numbers.
    pub(crate) line_shift: i64,
    /// A position and the count of line ends before it.
    line_mark: (usize, i64),
}

/// A list of tokens being rescanned.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) tokens: Vec<Token>,
    pub(crate) next: usize,
    /// The macro that is disabled until the list is used up.
    pub(crate) disabled: Option<MacroId>,
}

/// The state of a run.
pub(crate) struct Engine<'e> {
    pub(crate) environment: &'e Environment,
    pub(crate) host: &'e dyn IncludeHost,
    pub(crate) names: Names,
    pub(crate) sources: Sources<'e>,
    pub(crate) macros: MacroTable,
    pub(crate) assertions: Assertions,
    pub(crate) files: Vec<OpenFile>,
    pub(crate) contexts: Vec<Context>,
    /// While an argument is expanded: how many contexts lie below it. What lies below must not be read.
    pub(crate) argument_floor: Option<usize>,
    pub(crate) argument_nesting: usize,
    pub(crate) mode: Mode,
    /// Names are not expanded while this is above zero.
    pub(crate) no_expand: u32,
    /// A condition is being read: `defined` and `__has_include` have a meaning.
    pub(crate) in_condition: bool,
    /// A limit was hit: macros stay unexpanded.
    pub(crate) exhausted: bool,
    pub(crate) tokens_made: usize,
    pub(crate) expanded_text: usize,
    pub(crate) included_text: usize,
    pub(crate) inclusions_entered: usize,
    pub(crate) counter: u64,
    /// Line ends inside the invocation just read, which the output makes up for behind its expansion.
    pub(crate) pending_lines: u32,
    pub(crate) trace: Trace,
    pub(crate) writer: Writer,
    /// Where in the output each inclusion begins or resumes.
    pub(crate) inclusion_marks: Vec<(u32, Option<u32>)>,
    pub(crate) findings: Findings,
    pub(crate) guards: FxHashMap<FileId, Symbol>,
    pub(crate) once: FxHashSet<FileId>,
    /// Every file that was opened.
    pub(crate) entered: FxHashSet<FileId>,
    pub(crate) primary: FileId,
}

/// What a run collects.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) errors: Vec<PpError>,
    pub(crate) includes: Vec<Include>,
    pub(crate) macros: Vec<MacroDefinition>,
    /// The index in `macros` of each macro met.
    pub(crate) macro_index: FxHashMap<MacroId, u32>,
    pub(crate) references: Vec<MacroReference>,
    pub(crate) directives: Vec<DirectiveRecord>,
    pub(crate) inactive: Vec<FileRange>,
    pub(crate) missing_headers: FxHashSet<SmolStr>,
    pub(crate) limits_reported: FxHashSet<&'static str>,
}

impl<'e> Engine<'e> {
    pub(crate) fn new(environment: &'e Environment, host: &'e dyn IncludeHost, primary: &SourceFile) -> Self {
        let mut engine = Self {
            environment,
            host,
            names: environment.names().clone(),
            sources: Sources::new(environment),
            macros: environment.macros().clone(),
            assertions: Assertions::default(),
            files: Vec::new(),
            contexts: Vec::new(),
            argument_floor: None,
            argument_nesting: 0,
            mode: Mode::Text,
            no_expand: 0,
            in_condition: false,
            exhausted: false,
            tokens_made: 0,
            expanded_text: 0,
            included_text: 0,
            inclusions_entered: 0,
            counter: 0,
            pending_lines: 0,
            trace: Trace::new(),
            writer: Writer::default(),
            inclusion_marks: Vec::new(),
            findings: Findings::default(),
            guards: FxHashMap::default(),
            once: FxHashSet::default(),
            entered: FxHashSet::default(),
            primary: primary.file,
        };
        engine.assert_predefined();
        engine.open(primary, None, None);
        engine
    }

    /// Reads everything.
    pub(crate) fn run(&mut self) {
        self.force_includes();
        loop {
            let token = self.next();
            match token.kind {
                Kind::End => return,
                Kind::Padding => self.writer.padding(token),
                Kind::Placemarker => {}
                _ => self.write(token),
            }
        }
    }

    fn write(&mut self, token: Token) {
        let spelling = self.sources.text(token);
        if token.origin != OriginId::SOURCE {
            self.expanded_text += spelling.len() + 1;
        }
        self.writer.token(token, &spelling);
        if self.expanded_text > self.environment.limits().text {
            let limit = self.environment.limits().text;
            self.exhaust(token, PpErrorKind::TooMuchText { limit });
        }
    }

    /// Starts reading a file.
    pub(crate) fn open(&mut self, source: &SourceFile, inclusion: Option<u32>, folder: Option<usize>) {
        self.entered.insert(source.file);
        let buffer = self.sources.add_file(source.file, &source.text, &source.shown);
        let first = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        self.files.push(OpenFile {
            file: source.file,
            buffer,
            position: first,
            first,
            inclusion,
            folder,
            conditionals: Vec::new(),
            guard: Guard::Start,
            presumed: None,
            line_shift: 0,
            line_mark: (0, 0),
        });
        self.mark_inclusion();
    }

    /// Ends the innermost file; says whether there is one to go on with.
    fn close(&mut self) -> bool {
        self.report_open_conditionals();
        if self.files.len() <= 1 {
            return false;
        }
        if let Some(file) = self.files.pop()
            && let Guard::Closed(symbol) = file.guard
        {
            self.guards.insert(file.file, symbol);
        }
        self.mark_inclusion();
        true
    }

    fn mark_inclusion(&mut self) {
        let at = u32::try_from(self.writer.len()).unwrap_or(u32::MAX);
        let inclusion = self.files.last().and_then(|it| it.inclusion);
        match self.inclusion_marks.last_mut() {
            Some(last) if last.0 == at => last.1 = inclusion,
            _ => self.inclusion_marks.push((at, inclusion)),
        }
    }

    // Tokens of the source.

    /// The next token of the innermost file. Outside of directives, carries directives out on the way.
    pub(crate) fn source_token(&mut self) -> Token {
        loop {
            let Some(file) = self.files.last_mut() else {
                return Token::end(Span::new(BufferId::MADE, 0, 0));
            };
            let buffer = file.buffer;
            let scan_mode = match self.mode {
                Mode::Directive => ScanMode::Directive,
                Mode::HeaderName => ScanMode::HeaderName,
                Mode::Text | Mode::Peek | Mode::Arguments => ScanMode::Text,
            };
            let scanned = scan(self.sources.buffer(buffer), file.position, scan_mode);
            let at_line_start = scan_mode == ScanMode::Text && (scanned.line_start || file.position == file.first);
            file.position = scanned.end as usize;
            if self.mode != Mode::Peek {
                self.report_scan(buffer, &scanned);
            }
            let mut token = self.token_of(buffer, &scanned);
            match token.kind {
                Kind::End if self.mode == Mode::Text && self.close() => continue,
                Kind::End => return token,
                Kind::Hash if at_line_start && self.mode != Mode::Peek => {
                    self.directive(token);
                    continue;
                }
                _ => {}
            }
            match self.mode {
                Mode::Text => {
                    self.note_text();
                    let newlines = scanned.newlines.saturating_add(std::mem::take(&mut self.pending_lines));
                    if at_line_start {
                        let indentation = self.indentation(token.span);
                        self.writer.begin_line(newlines, indentation);
                    } else if newlines > 0 {
                        let indentation = self.indentation(token.span);
                        self.writer.resume_line(newlines, indentation);
                    }
                }
                Mode::Arguments => {
                    self.note_text();
                    self.pending_lines = self.pending_lines.saturating_add(scanned.newlines);
                    if at_line_start {
                        token.marks = token.marks.with(Marks::SPACE);
                    }
                }
                Mode::Peek => self.pending_lines = self.pending_lines.saturating_add(scanned.newlines),
                Mode::Directive | Mode::HeaderName => {}
            }
            if at_line_start {
                token.marks = token.marks.with(Marks::LINE_START);
            }
            return token;
        }
    }

    /// Text outside the include guard's condition: the file has no guard.
    fn note_text(&mut self) {
        if let Some(file) = self.files.last_mut()
            && !matches!(file.guard, Guard::Open { .. })
        {
            file.guard = Guard::None;
        }
    }

    pub(crate) fn token_of(&mut self, buffer: BufferId, scanned: &Scan) -> Token {
        let span = Span::new(buffer, scanned.start, scanned.end);
        let mut marks = Marks::NONE;
        if scanned.space {
            marks = marks.with(Marks::SPACE);
        }
        if scanned.spliced {
            marks = marks.with(Marks::SPLICED);
        }
        let mut token = Token { kind: scanned.kind, marks, symbol: Symbol::NONE, span, origin: OriginId::SOURCE };
        if token.kind == Kind::Name {
            token.symbol = self.names.intern(&self.sources.text(token));
            if self.macros.is_poisoned(token.symbol) {
                let name = self.names.text(token.symbol);
                self.report(token, PpErrorKind::PoisonedName { name });
            }
        }
        token
    }

    pub(crate) fn report_scan(&mut self, buffer: BufferId, scanned: &Scan) {
        let (span, kind) = match scanned.problem {
            None => return,
            Some(ScanProblem::UnterminatedComment { start, end }) => {
                (Span::new(buffer, start, end), PpErrorKind::UnterminatedComment)
            }
            Some(ScanProblem::UnterminatedLiteral { quote }) => (
                Span::new(buffer, scanned.start, scanned.end),
                PpErrorKind::UnterminatedLiteral { quote: char::from(quote) },
            ),
        };
        self.report_at(span, kind);
    }

    /// The bytes before a span on its line, which is how GNU cpp counts columns.
    fn indentation(&self, span: Span) -> usize {
        let before = self.sources.buffer(span.buffer).get(..span.start as usize).unwrap_or("");
        let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
        line.len()
    }

    /// The line of a span in its file, as `__LINE__` shows it, 1 for the first.
    pub(crate) fn line_of(&mut self, span: Span) -> i64 {
        let text = self.sources.buffer(span.buffer);
        let count = |from: usize, to: usize| {
            let bytes = text.as_bytes().get(from..to).unwrap_or_default();
            i64::try_from(bytes.iter().filter(|&&byte| byte == b'\n').count()).unwrap_or(i64::MAX)
        };
        let target = span.start as usize;
        match self.files.iter_mut().rev().find(|it| it.buffer == span.buffer) {
            Some(file) => {
                let (position, lines) = file.line_mark;
                let lines =
                    if target >= position { lines + count(position, target) } else { lines - count(target, position) };
                file.line_mark = (target, lines);
                lines.saturating_add(1).saturating_add(file.line_shift)
            }
            None => count(0, target).saturating_add(1),
        }
    }

    // Tokens after expansion.

    /// The next token, expanded. `Kind::End` is the end of the primary file, of the directive's line, of the
    /// invocation's file, or of the argument being expanded.
    pub(crate) fn next(&mut self) -> Token {
        loop {
            let floor = self.argument_floor.unwrap_or(0);
            let mut token = if self.contexts.len() > floor {
                match self.context_token() {
                    Some(token) => token,
                    None => {
                        self.leave_context();
                        if self.mode.is_directive() {
                            continue;
                        }
                        return Token::neutral_padding();
                    }
                }
            } else if self.argument_floor.is_some() {
                return Token::end(Span::new(BufferId::MADE, 0, 0));
            } else {
                self.source_token()
            };
            match token.kind {
                Kind::Padding if self.mode.is_directive() => continue,
                Kind::Name if !token.marks.has(Marks::PAINTED) => {}
                _ => return token,
            }
            let Some(id) = self.macros.find(token.symbol) else { return token };
            if self.macros.is_disabled(id) {
                token.marks = token.marks.with(Marks::PAINTED);
                return token;
            }
            if self.no_expand > 0 || self.exhausted {
                return token;
            }
            match self.enter(token, id) {
                Ok(padding) if !self.mode.is_directive() => return padding,
                Ok(_) => {}
                Err(unexpanded) => return unexpanded,
            }
        }
    }

    fn context_token(&mut self) -> Option<Token> {
        let context = self.contexts.last_mut()?;
        let token = context.tokens.get(context.next).copied()?;
        context.next += 1;
        Some(token)
    }

    pub(crate) fn leave_context(&mut self) {
        if let Some(context) = self.contexts.pop()
            && let Some(id) = context.disabled
        {
            self.macros.set_disabled(id, false);
        }
    }

    pub(crate) fn push_context(&mut self, tokens: Vec<Token>, disabled: Option<MacroId>) {
        if let Some(id) = disabled {
            self.macros.set_disabled(id, true);
        }
        self.contexts.push(Context { tokens, next: 0, disabled });
    }

    // Limits and problems.

    /// Counts tokens that an expansion makes; says whether it may go on.
    pub(crate) fn spend(&mut self, tokens: usize, at: Token) -> bool {
        let limits = self.environment.limits();
        self.tokens_made = self.tokens_made.saturating_add(tokens).saturating_add(1);
        let problem = if self.tokens_made > limits.tokens {
            PpErrorKind::TooManyTokens { limit: limits.tokens }
        } else if self.sources.made_len() > limits.text {
            PpErrorKind::TooMuchText { limit: limits.text }
        } else if self.contexts.len() > limits.expansion_nesting {
            PpErrorKind::NestingTooDeep { limit: limits.expansion_nesting }
        } else {
            return true;
        };
        self.exhaust(at, problem);
        false
    }

    /// Gives up expanding for the rest of the run; what was being rescanned is dropped.
    pub(crate) fn exhaust(&mut self, at: Token, problem: PpErrorKind) {
        if !self.exhausted {
            self.report(at, problem);
        }
        self.exhausted = true;
        while !self.contexts.is_empty() {
            self.leave_context();
        }
    }

    /// Reports a problem with a token, at its use in a file.
    pub(crate) fn report(&mut self, token: Token, kind: PpErrorKind) {
        let site = self.trace.use_site(token.span, token.origin);
        let inside =
            if self.trace.is_written_in_source(token.origin) { None } else { self.sources.file_range(token.span) };
        self.push_error(site, inside, kind);
    }

    pub(crate) fn report_at(&mut self, span: Span, kind: PpErrorKind) {
        self.push_error(span, None, kind);
    }

    fn push_error(&mut self, site: Span, inside: Option<FileRange>, kind: PpErrorKind) {
        let limit = self.environment.limits().problems;
        let kind = match self.findings.errors.len() {
            count if count < limit => kind,
            count if count == limit => PpErrorKind::TooManyProblems { limit },
            _ => return,
        };
        let range = self.sources.file_range(site).unwrap_or_else(|| self.here());
        self.findings.errors.push(PpError { kind, range, inside });
    }

    /// The position reached in the innermost file, for what has no place of its own.
    fn here(&self) -> FileRange {
        let place = self.files.last().and_then(|file| {
            let at = u32::try_from(file.position).unwrap_or(u32::MAX);
            self.sources.file_range(Span::new(file.buffer, at, at))
        });
        place.unwrap_or_else(|| FileRange::new(self.primary, text_size::TextRange::default()))
    }

    /// The index of a macro in the findings, where it is listed once it is met.
    pub(crate) fn list_macro(&mut self, id: MacroId) -> u32 {
        if let Some(&index) = self.findings.macro_index.get(&id) {
            return index;
        }
        let index = u32::try_from(self.findings.macros.len()).unwrap_or(u32::MAX);
        if let Some(definition) = self.macros.definition(id) {
            let parameters = match &definition.meaning {
                crate::macro_table::Meaning::Function(parameters) => {
                    Some(parameters.names.iter().map(|&it| self.names.text(it)).collect())
                }
                crate::macro_table::Meaning::Object | crate::macro_table::Meaning::Dynamic(_) => None,
            };
            self.findings.macros.push(MacroDefinition {
                name: self.names.text(definition.name),
                place: self.sources.place(definition.span),
                whole: self.sources.place(definition.whole),
                parameters,
            });
        }
        self.findings.macro_index.insert(id, index);
        index
    }
}

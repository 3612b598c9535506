// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Directives (C11 6.10): find out which, carry it out, go on behind its line.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::definition;
use crate::engine::{Engine, Mode};
use crate::error::PpErrorKind;
use crate::include::Guard;
use crate::lexer::{ScanMode, scan};
use crate::macro_table::{Definition, Meaning};
use crate::outcome::{Activity, DirectiveRecord, ReferenceKind};
use crate::outline::{DirectiveKind, inside_delimiters};
use crate::place::Span;
use crate::token::{Kind, Token};

/// GNU cpp's highest line number.
const LINE_AT_MOST: u64 = i32::MAX as u64;

impl Engine<'_> {
    /// Carries out the directive whose `#` was just read.
    pub(crate) fn directive(&mut self, hash: Token) {
        let mode = std::mem::replace(&mut self.mode, Mode::Directive);
        let no_expand = std::mem::take(&mut self.no_expand);
        let name = self.source_token();
        let kind = match name.kind {
            Kind::End => DirectiveKind::Null,
            Kind::Name => DirectiveKind::of(&self.sources.text(name)),
            Kind::Number => DirectiveKind::Line,
            _ => DirectiveKind::Unknown,
        };
        let conditional = kind.opens() || kind.continues() || kind == DirectiveKind::Endif;
        if !conditional {
            self.note_directive_for_guard();
        }
        let span = if kind == DirectiveKind::Null { hash.span } else { hash.span.to(name.span) };
        let mut included = None;
        match kind {
            DirectiveKind::Include | DirectiveKind::IncludeNext | DirectiveKind::Import => {
                included = self.include_directive(kind, span);
            }
            DirectiveKind::Define => self.define_directive(),
            DirectiveKind::Undef => self.undef_directive(),
            DirectiveKind::Error | DirectiveKind::Warning => self.message_directive(kind, span),
            DirectiveKind::Line => self.line_directive(name),
            DirectiveKind::Pragma => self.pragma_directive(),
            DirectiveKind::Unknown => {
                let name = SmolStr::new(self.sources.text(name));
                self.report_at(span, PpErrorKind::UnknownDirective { name });
            }
            DirectiveKind::Assert => self.assert_directive(),
            DirectiveKind::Unassert => self.unassert_directive(),
            DirectiveKind::Obsolete | DirectiveKind::Null => {}
            _ => self.conditional_directive(kind, span),
        }
        let end = self.finish_line();
        self.note_directive(kind, Span::new(hash.span.buffer, hash.span.start, end), Activity::Active);
        self.mode = mode;
        self.no_expand = no_expand;
        if let Some(included) = included {
            self.enter_include(included, Span::new(hash.span.buffer, hash.span.start, end));
        } else if conditional && self.is_skipping() {
            self.skip_groups();
        }
    }

    /// A directive outside the guard's condition: the file has no guard.
    fn note_directive_for_guard(&mut self) {
        if let Some(file) = self.files.last_mut()
            && matches!(file.guard, Guard::Start | Guard::Closed(_))
        {
            file.guard = Guard::None;
        }
    }

    pub(crate) fn note_directive(&mut self, kind: DirectiveKind, span: Span, activity: Activity) {
        if let Some(range) = self.range_of(span) {
            self.findings.directives.push(DirectiveRecord { kind, range, activity });
        }
    }

    /// Skips what is left of the directive's line, and of the macros expanded in it; returns its end.
    pub(crate) fn finish_line(&mut self) -> u32 {
        while !self.contexts.is_empty() {
            self.leave_context();
        }
        loop {
            let Some(file) = self.files.last_mut() else { return 0 };
            let scanned = scan(self.sources.buffer(file.buffer), file.position, ScanMode::Directive);
            file.position = scanned.end as usize;
            if scanned.kind == Kind::End {
                return scanned.start;
            }
        }
    }

    /// Warns about anything left on the directive's line.
    pub(crate) fn expect_line_end(&mut self, kind: DirectiveKind) {
        let first = self.source_token();
        if first.kind != Kind::End {
            self.report(first, PpErrorKind::ExtraTokens { directive: kind.name() });
        }
    }

    fn define_directive(&mut self) {
        let Some(file) = self.files.last() else { return };
        let (buffer, position) = (file.buffer, file.position);
        let defined = definition::parse(&mut self.names, buffer, self.sources.buffer(buffer), position);
        for (span, kind) in defined.problems {
            self.report_at(span, kind);
        }
        let Some(definition) = defined.definition else { return };
        self.report_redefinition(&definition);
        let id = self.macros.define(definition);
        self.list_macro(id);
    }

    fn report_redefinition(&mut self, definition: &Definition) {
        let Some(previous) = self.macros.find(definition.name).and_then(|id| self.macros.definition(id)) else {
            return;
        };
        let previous = Arc::clone(previous);
        let name = self.names.text(definition.name);
        if matches!(previous.meaning, Meaning::Dynamic(_)) {
            self.report_at(definition.span, PpErrorKind::PredefinedRedefined { name });
        } else if !self.is_same_definition(&previous, definition) {
            let previous = self.range_of(previous.span);
            self.report_at(definition.span, PpErrorKind::MacroRedefined { name, previous });
        }
    }

    /// Whether one definition may stand for the other (C11 6.10.3p2).
    fn is_same_definition(&self, one: &Definition, other: &Definition) -> bool {
        one.meaning == other.meaning
            && one.body.len() == other.body.len()
            && one.body.iter().zip(&other.body).all(|(a, b)| {
                a.pasted == b.pasted
                    && a.role == b.role
                    && a.token.kind == b.token.kind
                    && a.token.has_space() == b.token.has_space()
                    && self.sources.text(a.token) == self.sources.text(b.token)
            })
    }

    fn undef_directive(&mut self) {
        let name = self.source_token();
        match name.kind {
            Kind::Name => {
                self.note_reference(name, ReferenceKind::Undefinition);
                let dynamic = self
                    .macros
                    .find(name.symbol)
                    .and_then(|id| self.macros.definition(id))
                    .is_some_and(|it| matches!(it.meaning, Meaning::Dynamic(_)));
                if dynamic {
                    let text = self.names.text(name.symbol);
                    self.report(name, PpErrorKind::PredefinedUndefined { name: text });
                }
                self.macros.undefine(name.symbol);
                self.expect_line_end(DirectiveKind::Undef);
            }
            Kind::End => self.report(name, PpErrorKind::MissingMacroName { directive: "undef" }),
            _ => {
                let found = SmolStr::new(self.sources.text(name));
                self.report(name, PpErrorKind::MacroNameNotIdentifier { found });
            }
        }
    }

    fn message_directive(&mut self, kind: DirectiveKind, span: Span) {
        let start = self.files.last().map_or(0, |it| it.position);
        let end = self.finish_line();
        let text = Span::new(span.buffer, u32::try_from(start).unwrap_or(u32::MAX), end);
        let raw = self.sources.raw(text);
        let message = SmolStr::new(raw.trim());
        let trailing = raw.len() - raw.trim_end().len();
        let end = end.saturating_sub(u32::try_from(trailing).unwrap_or(0));
        let problem = match kind {
            DirectiveKind::Error => PpErrorKind::ErrorDirective { message },
            _ => PpErrorKind::WarningDirective { message },
        };
        self.report_at(Span { end: end.max(span.end), ..span }, problem);
    }

    /// `#line NUMBER "file"`, or the line marker `# NUMBER "file" FLAGS` that GNU cpp writes.
    fn line_directive(&mut self, name: Token) {
        let number = if name.kind == Kind::Number { name } else { self.next() };
        let digits = self.sources.text(number).into_owned();
        let is_number = number.kind == Kind::Number && digits.bytes().all(|it| it.is_ascii_digit());
        let file = self.next();
        if !is_number || !matches!(file.kind, Kind::End | Kind::String) {
            self.report(if is_number { file } else { number }, PpErrorKind::MalformedLine);
            return;
        }
        let line = digits.parse::<u64>().ok().filter(|&it| it <= LINE_AT_MOST);
        if line.is_none_or(|it| it == 0 && name.kind != Kind::Number) {
            self.report(number, PpErrorKind::LineOutOfRange { number: SmolStr::new(&digits) });
        }
        let line = line.and_then(|it| i64::try_from(it).ok()).unwrap_or(0);
        let presumed: Option<Arc<str>> = (file.kind == Kind::String).then(|| {
            let text = self.sources.text(file);
            Arc::from(unescaped(inside_delimiters(&text)))
        });
        let site = name.span;
        let here = self.line_of(site);
        if let Some(file) = self.files.last_mut() {
            // The line after the directive gets the number.
            file.line_shift = line - (here - file.line_shift) - 1;
            if presumed.is_some() {
                file.presumed = presumed;
            }
        }
    }
}

fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}

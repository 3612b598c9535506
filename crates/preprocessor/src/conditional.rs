// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `#if` and its kin (C11 6.10.1): which groups count, and what a condition says.

use smol_str::SmolStr;

use crate::condition::{self, ConditionError, Operand};
use crate::engine::{Engine, Mode};
use crate::error::PpErrorKind;
use crate::include::Guard;
use crate::lexer::{ScanMode, scan};
use crate::names::Symbol;
use crate::outcome::{Activity, MacroReference, ReferenceKind};
use crate::outline::DirectiveKind;
use crate::place::{FileRange, Span};
use crate::token::{Kind, Token};

/// An `#if` whose `#endif` is still to come.
#[derive(Debug)]
pub(crate) struct Conditional {
    kind: DirectiveKind,
    /// From the `#` to the directive's name.
    span: Span,
    /// A group was taken, or none may be.
    taken: bool,
    skipping: bool,
    /// The whole conditional is inside a skipped group.
    outer_skipping: bool,
    otherwise: Option<Span>,
    /// It is the file's include guard, as far as is known yet.
    is_guard: bool,
}

impl Engine<'_> {
    pub(crate) fn is_skipping(&self) -> bool {
        self.files.last().and_then(|it| it.conditionals.last()).is_some_and(|it| it.skipping)
    }

    /// Carries out a conditional directive; `span` is its `#` and name, and the source stands behind them.
    pub(crate) fn conditional_directive(&mut self, kind: DirectiveKind, span: Span) {
        if kind.opens() {
            self.open_conditional(kind, span);
            return;
        }
        let Some(mut conditional) = self.files.last_mut().and_then(|it| it.conditionals.pop()) else {
            self.report_at(span, PpErrorKind::WithoutIf { directive: kind.name() });
            return;
        };
        if kind == DirectiveKind::Endif {
            if conditional.is_guard
                && let Some(file) = self.files.last_mut()
                && let Guard::Open { symbol } = file.guard
            {
                file.guard = Guard::Closed(symbol);
            }
            if !conditional.outer_skipping {
                self.expect_line_end(kind);
            }
            return;
        }
        if conditional.is_guard
            && let Some(file) = self.files.last_mut()
        {
            file.guard = Guard::None;
            conditional.is_guard = false;
        }
        if let Some(otherwise) = conditional.otherwise {
            let place = self.sources.file_range(otherwise);
            self.report_at(span, PpErrorKind::AfterElse { directive: kind.name(), r#else: place });
        }
        let holds = if conditional.outer_skipping || conditional.taken {
            false
        } else if kind == DirectiveKind::Else {
            true
        } else {
            self.condition_holds(kind, span)
        };
        if kind == DirectiveKind::Else {
            conditional.otherwise.get_or_insert(span);
            if !conditional.outer_skipping {
                self.expect_line_end(kind);
            }
        }
        conditional.skipping = !holds;
        conditional.taken |= holds;
        if let Some(file) = self.files.last_mut() {
            file.conditionals.push(conditional);
        }
    }

    fn open_conditional(&mut self, kind: DirectiveKind, span: Span) {
        let outer_skipping = self.is_skipping();
        let mut is_guard = false;
        if !outer_skipping
            && let Some(file) = self.files.last()
            && matches!(file.guard, Guard::Start | Guard::Closed(_))
        {
            let symbol = if file.guard == Guard::Start { self.guard_symbol(kind) } else { None };
            is_guard = symbol.is_some();
            if let Some(file) = self.files.last_mut() {
                file.guard = symbol.map_or(Guard::None, |symbol| Guard::Open { symbol });
            }
        }
        let holds = !outer_skipping && self.condition_holds(kind, span);
        let conditional = Conditional {
            kind,
            span,
            taken: holds || outer_skipping,
            skipping: !holds,
            outer_skipping,
            otherwise: None,
            is_guard,
        };
        if let Some(file) = self.files.last_mut() {
            file.conditionals.push(conditional);
        }
    }

    /// The macro of a guard: `#ifndef NAME`, `#if !defined NAME` or `#if !defined(NAME)`.
    fn guard_symbol(&mut self, kind: DirectiveKind) -> Option<Symbol> {
        let file = self.files.last()?;
        let text = self.sources.buffer(file.buffer);
        let mut position = file.position;
        let mut next = || {
            let scanned = scan(text, position, ScanMode::Directive);
            position = scanned.end as usize;
            let word = text.get(scanned.start as usize..scanned.end as usize).unwrap_or("");
            (scanned.kind, word)
        };
        let name = match kind {
            DirectiveKind::Ifndef => {
                let (_, name) = next();
                (next().0 == Kind::End).then_some(name)?
            }
            DirectiveKind::If => {
                if next().1 != "!" || next().1 != "defined" {
                    return None;
                }
                let (first_kind, first) = next();
                let name = if first_kind == Kind::LeftParen {
                    let (_, name) = next();
                    (next().0 == Kind::RightParen).then_some(name)?
                } else {
                    first
                };
                (next().0 == Kind::End).then_some(name)?
            }
            _ => return None,
        };
        let symbol = self.names.intern(name);
        Some(symbol)
    }

    fn condition_holds(&mut self, kind: DirectiveKind, span: Span) -> bool {
        match kind {
            DirectiveKind::Ifdef | DirectiveKind::Elifdef => self.tested_macro(kind).unwrap_or(false),
            DirectiveKind::Ifndef | DirectiveKind::Elifndef => !self.tested_macro(kind).unwrap_or(true),
            _ => self.expression_holds(kind, span),
        }
    }

    /// Whether the macro named next is defined; nothing without a name.
    fn tested_macro(&mut self, kind: DirectiveKind) -> Option<bool> {
        let name = self.source_token();
        match name.kind {
            Kind::Name => {
                let defined = self.test_macro(name);
                self.expect_line_end(kind);
                Some(defined)
            }
            Kind::End => {
                self.report(name, PpErrorKind::MissingMacroName { directive: kind.name() });
                None
            }
            _ => {
                let found = SmolStr::new(self.sources.text(name));
                self.report(name, PpErrorKind::MacroNameNotIdentifier { found });
                None
            }
        }
    }

    /// Whether a name is a macro; lists the question as a use of it.
    fn test_macro(&mut self, name: Token) -> bool {
        let id = self.macros.find(name.symbol);
        self.note_reference(name, ReferenceKind::Test);
        id.is_some()
    }

    /// Lists a use of a macro other than its expansion.
    pub(crate) fn note_reference(&mut self, name: Token, kind: ReferenceKind) {
        let definition = self.macros.find(name.symbol).map(|id| self.list_macro(id));
        if self.trace.is_written_in_source(name.origin)
            && let Some(range) = self.sources.file_range(name.span)
        {
            let name = self.names.text(name.symbol);
            self.findings.references.push(MacroReference { name, range, kind, definition });
        }
    }

    fn expression_holds(&mut self, kind: DirectiveKind, span: Span) -> bool {
        self.in_condition = true;
        let tokens = self.condition_tokens();
        self.in_condition = false;
        let Some(tokens) = tokens else { return false };
        let problem = |error| PpErrorKind::Condition(error);
        if tokens.is_empty() {
            self.report_at(span, problem(ConditionError::Empty { directive: kind.name() }));
            return false;
        }
        let operands: Vec<Operand> = tokens
            .iter()
            .map(|&token| Operand { kind: token.kind, text: SmolStr::new(self.sources.text(token)) })
            .collect();
        let evaluation = condition::evaluate(&operands);
        let at = |index: usize| tokens.get(index).or(tokens.last()).copied();
        for (index, found) in evaluation.problems {
            if let Some(token) = at(index) {
                self.report(token, problem(found));
            }
        }
        match evaluation.value {
            Ok(value) => value.bits != 0,
            Err((index, error)) => {
                if let Some(token) = at(index) {
                    self.report(token, problem(error));
                }
                false
            }
        }
    }

    /// The expanded tokens of a condition, with each `defined` answered; nothing after an error.
    fn condition_tokens(&mut self) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        loop {
            let token = self.next();
            match token.kind {
                Kind::End => return Some(tokens),
                Kind::Name if token.symbol == Symbol::DEFINED => tokens.push(self.defined_operator(token)?),
                Kind::Hash => tokens.push(self.assertion_operator(token)),
                _ => tokens.push(token),
            }
        }
    }

    /// `defined NAME` or `defined ( NAME )` as the number that it stands for.
    fn defined_operator(&mut self, operator: Token) -> Option<Token> {
        self.no_expand += 1;
        let mut name = self.next();
        let parenthesised = name.kind == Kind::LeftParen;
        if parenthesised {
            name = self.next();
        }
        let valid = name.kind == Kind::Name && (!parenthesised || self.next().kind == Kind::RightParen);
        self.no_expand -= 1;
        if !valid {
            self.report(operator, PpErrorKind::Condition(ConditionError::MalformedDefined));
            return None;
        }
        let defined = self.test_macro(name);
        let text = if defined { "1" } else { "0" };
        Some(self.made_token(Kind::Number, text, Token { symbol: Symbol::NONE, ..operator }))
    }

    /// Skips the groups that do not count, up to the directive that ends the skipping or the end of the file.
    pub(crate) fn skip_groups(&mut self) {
        let Some(file) = self.files.last() else { return };
        let buffer = file.buffer;
        let mut start = file.position;
        let mut depth = file.conditionals.len();
        loop {
            let Some(file) = self.files.last_mut() else { return };
            let scanned = scan(self.sources.buffer(buffer), file.position, ScanMode::Text);
            file.position = scanned.end as usize;
            if scanned.kind == Kind::End {
                self.note_inactive(Span::new(buffer, to_u32(start), scanned.start));
                return;
            }
            if scanned.kind != Kind::Hash || !scanned.line_start {
                continue;
            }
            let name = scan(self.sources.buffer(buffer), file.position, ScanMode::Directive);
            if name.kind == Kind::End {
                continue;
            }
            file.position = name.end as usize;
            let span = Span::new(buffer, scanned.start, name.end);
            let kind = match name.kind {
                Kind::Name => {
                    let token = self.token_of(buffer, &name);
                    DirectiveKind::of(&self.sources.text(token))
                }
                _ => DirectiveKind::Unknown,
            };
            let ends_group = (kind.continues() || kind == DirectiveKind::Endif)
                && self.files.last().is_some_and(|it| it.conditionals.len() == depth);
            if ends_group {
                self.note_inactive(Span::new(buffer, to_u32(start), scanned.start));
            }
            if kind.opens() || kind.continues() || kind == DirectiveKind::Endif {
                let mode = std::mem::replace(&mut self.mode, Mode::Directive);
                self.conditional_directive(kind, span);
                self.mode = mode;
            }
            let end = self.finish_line();
            let activity = if ends_group { Activity::Active } else { Activity::Skipped };
            self.note_directive(kind, Span::new(buffer, scanned.start, end), activity);
            if !self.is_skipping() {
                return;
            }
            if ends_group {
                start = end as usize;
                depth = self.files.last().map_or(0, |it| it.conditionals.len());
            }
        }
    }

    fn note_inactive(&mut self, span: Span) {
        if let Some(range) = self.sources.file_range(span) {
            self.findings.inactive.push(range);
        }
    }

    /// At the end of a file.
    pub(crate) fn report_open_conditionals(&mut self) {
        let open = self.files.last_mut().map(|it| std::mem::take(&mut it.conditionals)).unwrap_or_default();
        for conditional in open {
            let directive = conditional.kind.name();
            self.report_at(conditional.span, PpErrorKind::UnterminatedConditional { directive });
        }
    }

    /// The file range of a span, for callers that hold spans of this run.
    pub(crate) fn range_of(&self, span: Span) -> Option<FileRange> {
        self.sources.file_range(span)
    }
}

fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Argument substitution, `#`, `##` and `__VA_OPT__` (C11 6.10.3.1 to 6.10.3.3, C23 6.10.5.1).

use std::ops::Range;

use crate::engine::Engine;
use crate::error::PpErrorKind;
use crate::lexer::{ScanMode, scan};
use crate::macro_table::{BodyToken, Definition, Meaning, Role, VaOptResult, Variadic};
use crate::names::Symbol;
use crate::token::{Kind, Marks, Token};
use crate::trace::{ExpansionId, OriginId};
use smol_str::SmolStr;

/// An argument, as written and, once asked for, expanded.
#[derive(Debug)]
pub(crate) struct Argument {
    raw: Vec<Token>,
    expanded: Option<Vec<Token>>,
}

impl Argument {
    pub(crate) fn new(raw: Vec<Token>) -> Self {
        Self { raw, expanded: None }
    }
}

/// One invocation being substituted.
pub(crate) struct Call<'d> {
    definition: &'d Definition,
    arguments: Vec<Argument>,
    /// The variadic argument is left out.
    omitted: bool,
    expansion: ExpansionId,
    /// The origin of tokens of the body.
    body: OriginId,
    /// The macro's name where it is invoked.
    pub(crate) name: Token,
}

impl<'d> Call<'d> {
    pub(crate) fn new(
        definition: &'d Definition,
        arguments: Vec<Argument>,
        omitted: bool,
        expansion: ExpansionId,
        body: OriginId,
        name: Token,
    ) -> Self {
        Self { definition, arguments, omitted, expansion, body, name }
    }

    fn body_token(&self, index: usize) -> Option<BodyToken> {
        self.definition.body.get(index).copied()
    }

    /// The index of the variadic parameter.
    fn rest(&self) -> Option<usize> {
        match &self.definition.meaning {
            Meaning::Function(parameters) if parameters.variadic != Variadic::No => {
                parameters.names.len().checked_sub(1)
            }
            _ => None,
        }
    }
}

/// Where an operand stands in a body.
#[derive(Clone, Copy)]
struct Position {
    /// The parameter or operator in the body, whose white space the operand takes over.
    source: Token,
    first: bool,
    pasted_before: bool,
    pasted_after: bool,
    empties: Empties,
}

/// What becomes of an operand that comes to nothing and that no `##` touches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empties {
    Drop,
    /// At an edge of `__VA_OPT__(…)` beside a `##`, it is what the `##` joins.
    Keep,
}

impl Engine<'_> {
    /// The body of the macro with everything put in.
    pub(crate) fn substitute(&mut self, call: &mut Call<'_>) -> Vec<Token> {
        let length = call.definition.body.len();
        if call.definition.is_plain() {
            let origin = call.body;
            return call.definition.body.iter().map(|it| Token { origin, ..it.token }).collect();
        }
        self.fill(call, 0..length, Empties::Drop)
    }

    fn fill(&mut self, call: &mut Call<'_>, range: Range<usize>, empties: Empties) -> Vec<Token> {
        let mut out = Vec::with_capacity(range.len());
        let mut pastes = false;
        let mut index = range.start;
        while index < range.end
            && let Some(item) = call.body_token(index)
        {
            if self.exhausted {
                return Vec::new();
            }
            let before = if index > range.start { call.body_token(index - 1) } else { None };
            let mut position = Position {
                source: Token { origin: call.body, ..item.token },
                first: index == range.start,
                pasted_before: before.is_some_and(|it| it.pasted),
                pasted_after: item.pasted,
                empties,
            };
            match item.role {
                Role::Plain | Role::VaOptEnd => {
                    let mut token = position.source;
                    if item.pasted {
                        token.marks = token.marks.with(Marks::PASTE_NEXT);
                    }
                    out.push(token);
                }
                Role::Parameter(parameter) => {
                    // GNU cpp looks at the comma put out last, even if an argument brought it.
                    let last = out.iter().rev().find(|it| it.kind != Kind::Placemarker);
                    let comma = last.is_some_and(|it| it.kind == Kind::Comma) && position.pasted_before;
                    let joins_comma = comma && !position.pasted_after && call.rest() == Some(parameter);
                    self.fill_parameter(call, parameter, position, joins_comma, &mut out);
                }
                Role::Stringify(parameter) => {
                    let raw = call.arguments.get(parameter).map(|it| it.raw.clone()).unwrap_or_default();
                    let token = self.stringify(&raw, position.source);
                    place_operand(&mut out, vec![token], position);
                }
                Role::VaOpt { close, result } => {
                    position.pasted_after = call.body_token(close).is_some_and(|it| it.pasted);
                    let content = self.fill_va_opt(call, index + 1..close, position, result);
                    place_operand(&mut out, content, position);
                    index = close;
                }
            }
            pastes |= position.pasted_after;
            index += 1;
            if !self.spend(0, call.name) {
                return Vec::new();
            }
        }
        if pastes { self.resolve_pastes(call, out, empties) } else { out }
    }

    fn fill_parameter(
        &mut self,
        call: &mut Call<'_>,
        parameter: usize,
        position: Position,
        joins_comma: bool,
        out: &mut Vec<Token>,
    ) {
        let raw = joins_comma || position.pasted_before || position.pasted_after;
        let mut tokens = if raw {
            call.arguments.get(parameter).map(|it| it.raw.clone()).unwrap_or_default()
        } else {
            self.expanded(call, parameter)
        };
        if !self.spend(tokens.len(), call.name) {
            return;
        }
        for token in &mut tokens {
            if token.kind != Kind::Padding {
                token.origin = self.trace.argument(call.expansion, token.origin);
            }
        }
        if !joins_comma {
            place_operand(out, tokens, position);
            return;
        }
        // GNU's `, ## rest`: the comma goes if the rest is left out; otherwise nothing is pasted to it.
        while out.last().is_some_and(|it| it.kind == Kind::Placemarker) {
            out.pop();
        }
        if call.omitted {
            out.pop();
            out.push(Token::neutral_padding());
            return;
        }
        if let Some(comma) = out.last_mut() {
            comma.marks = comma.marks.without(Marks::PASTE_NEXT);
        }
        place_operand(out, tokens, position);
    }

    fn expanded(&mut self, call: &mut Call<'_>, parameter: usize) -> Vec<Token> {
        let Some(argument) = call.arguments.get_mut(parameter) else { return Vec::new() };
        if argument.expanded.is_none() {
            argument.expanded = Some(self.expand_argument(&argument.raw));
        }
        argument.expanded.clone().unwrap_or_default()
    }

    /// The content of `__VA_OPT__(…)`: nothing if the variadic argument comes to nothing.
    fn fill_va_opt(
        &mut self,
        call: &mut Call<'_>,
        range: Range<usize>,
        position: Position,
        result: VaOptResult,
    ) -> Vec<Token> {
        let Some(rest) = call.rest() else { return Vec::new() };
        let present = self.expanded(call, rest).iter().any(|it| it.kind != Kind::Padding);
        let joined = position.pasted_before || position.pasted_after;
        let empties = if joined && result == VaOptResult::Tokens { Empties::Keep } else { Empties::Drop };
        let content = if present { self.fill(call, range, empties) } else { Vec::new() };
        match result {
            VaOptResult::Tokens => content,
            VaOptResult::Literal => vec![self.stringify(&content, position.source)],
        }
    }

    /// Carries out each `##` in a substituted list.
    fn resolve_pastes(&mut self, call: &Call<'_>, list: Vec<Token>, empties: Empties) -> Vec<Token> {
        let mut out = Vec::with_capacity(list.len());
        let mut rest = list.into_iter().peekable();
        while let Some(first) = rest.next() {
            let mut left = first;
            let mut made = false;
            while left.marks.has(Marks::PASTE_NEXT)
                && let Some(&right) = rest.peek()
            {
                match self.paste(call, left, right) {
                    Some(pasted) => {
                        made |= left.kind != Kind::Placemarker && right.kind != Kind::Placemarker;
                        left = pasted;
                        rest.next();
                    }
                    None => {
                        made = true;
                        break;
                    }
                }
            }
            left.marks = left.marks.without(Marks::PASTE_NEXT);
            if made {
                out.push(first.padding_for());
                out.push(left);
                out.push(Token::neutral_padding());
            } else if left.kind != Kind::Placemarker || empties == Empties::Keep {
                out.push(left);
            }
        }
        out
    }

    /// One token from two; nothing, after an error, if they make none.
    fn paste(&mut self, call: &Call<'_>, left: Token, right: Token) -> Option<Token> {
        if left.kind == Kind::Placemarker {
            let marks = right.marks.copying(Marks::SPACE, left.marks);
            return Some(Token { marks, ..right });
        }
        if right.kind == Kind::Placemarker {
            return Some(Token { marks: left.marks.copying(Marks::PASTE_NEXT, right.marks), ..left });
        }
        let (left_text, right_text) = (SmolStr::new(self.sources.text(left)), SmolStr::new(self.sources.text(right)));
        let text = format!("{left_text}{right_text}");
        let scanned = scan(&text, 0, ScanMode::Directive);
        let whole = scanned.start == 0 && scanned.end as usize == text.len();
        if !whole || scanned.problem.is_some() || matches!(scanned.kind, Kind::End | Kind::Other) {
            let problem = PpErrorKind::InvalidPaste { left: left_text, right: right_text };
            // Inside the definition: the left side, or, if an argument brought that, the macro's name.
            let written = self.trace.is_written_in_source(left.origin);
            let span = if written { call.definition.span } else { left.span };
            let at = Token { span, origin: call.body, ..left };
            self.report(at, problem);
            return None;
        }
        if !self.spend(1, call.name) {
            return None;
        }
        let symbol = if scanned.kind == Kind::Name { self.names.intern(&text) } else { Symbol::NONE };
        let span = self.sources.make(&text);
        let marks = Marks::NONE.copying(Marks::SPACE, left.marks).copying(Marks::PASTE_NEXT, right.marks);
        Some(Token { kind: scanned.kind, marks, symbol, span, origin: call.body })
    }

    /// The string literal that spells an argument.
    fn stringify(&mut self, tokens: &[Token], source: Token) -> Token {
        let mut text = String::from("\"");
        // The white space before the next token: nothing while it is its own, see `Writer::padding`.
        let mut inherited: Option<bool> = None;
        for token in tokens {
            if token.kind == Kind::Padding {
                let neutral = !token.marks.has(Marks::INHERIT);
                match inherited {
                    None if !neutral => inherited = Some(token.has_space()),
                    Some(false) if neutral => inherited = None,
                    _ => {}
                }
                continue;
            }
            if text.len() > 1 && inherited.unwrap_or(token.has_space()) {
                text.push(' ');
            }
            inherited = None;
            let spelling = self.sources.text(*token);
            if matches!(token.kind, Kind::String | Kind::Char) {
                push_escaped(&mut text, &spelling);
            } else {
                text.push_str(&spelling);
            }
        }
        // A backslash that is a token of its own must not escape the closing quote.
        let backslashes = text.bytes().rev().take_while(|&it| it == b'\\').count();
        if backslashes % 2 == 1 {
            text.pop();
        }
        text.push('"');
        let span = self.sources.make(&text);
        Token { kind: Kind::String, marks: source.marks, symbol: Symbol::NONE, span, origin: source.origin }
    }
}

fn push_escaped(text: &mut String, literal: &str) {
    for character in literal.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            '\n' => text.push_str("\\n"),
            _ => text.push(character),
        }
    }
}

/// Adds an operand with the paddings around it, or a placemarker where `##` needs one.
fn place_operand(out: &mut Vec<Token>, mut tokens: Vec<Token>, position: Position) {
    let Position { source, first, pasted_before, pasted_after, empties } = position;
    if !pasted_before && !first {
        out.push(source.padding_for());
    }
    if pasted_after {
        while tokens.last().is_some_and(|it| it.kind == Kind::Padding) {
            tokens.pop();
        }
    }
    let skipped = if pasted_before { tokens.iter().take_while(|it| it.kind == Kind::Padding).count() } else { 0 };
    let is_empty = tokens.iter().all(|it| it.kind == Kind::Padding);
    if is_empty && (pasted_before || pasted_after || empties == Empties::Keep) {
        let marks = Marks::NONE.copying(Marks::SPACE, source.marks);
        tokens = vec![Token { kind: Kind::Placemarker, marks, symbol: Symbol::NONE, ..source }];
        out.append(&mut tokens);
    } else {
        out.extend(tokens.into_iter().skip(skipped));
    }
    if pasted_after {
        if let Some(last) = out.last_mut() {
            last.marks = last.marks.with(Marks::PASTE_NEXT);
        }
    } else {
        out.push(Token::neutral_padding());
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macro invocations (C11 6.10.3): find the parenthesis, collect the arguments, expand them where the body asks
//! for it, and put the substituted body on the list to be rescanned.

use std::sync::Arc;

use crate::engine::{Engine, Mode};
use crate::error::PpErrorKind;
use crate::macro_table::{Definition, MacroId, Meaning, Parameters, Variadic};
use crate::outcome::{MacroReference, ReferenceKind};
use crate::place::Span;
use crate::substitute::{Argument, Call};
use crate::token::{Kind, Marks, Token};

/// The arguments of an invocation as written.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) list: Vec<Vec<Token>>,
}

impl Engine<'_> {
    /// Expands a macro whose name was just read. Returns the padding that stands for the name, or the name itself
    /// if it is no invocation.
    pub(crate) fn enter(&mut self, name: Token, id: MacroId) -> Result<Token, Token> {
        let Some(definition) = self.macros.definition(id).map(Arc::clone) else { return Err(name) };
        match &definition.meaning {
            Meaning::Dynamic(dynamic) => self.expand_dynamic(name, id, *dynamic),
            Meaning::Object => {
                let index = self.note_expansion(name, id);
                let (expansion, body) = self.trace.begin(index, name.span, name.origin);
                let call = Call::new(&definition, Vec::new(), false, expansion, body, name);
                self.rescan(call, id)
            }
            Meaning::Function(parameters) => {
                if self.peek_parenthesis().is_none() {
                    return Err(name);
                }
                let Some((arguments, close)) = self.collect_arguments(name, &definition, parameters) else {
                    // What was collected is gone, as with GNU cpp; the name must not be tried again.
                    return Err(Token { marks: name.marks.with(Marks::PAINTED), ..name });
                };
                let omitted = is_rest_omitted(parameters, &arguments);
                let index = self.note_expansion(name, id);
                let span = if name.origin == close.origin { name.span.to(close.span) } else { name.span };
                let (expansion, body) = self.trace.begin(index, span, name.origin);
                let arguments = self.arguments_for(parameters, arguments);
                let call = Call::new(&definition, arguments, omitted, expansion, body, name);
                self.rescan(call, id)
            }
        }
    }

    fn rescan(&mut self, mut call: Call<'_>, id: MacroId) -> Result<Token, Token> {
        let name = call.name;
        let tokens = self.substitute(&mut call);
        if self.exhausted || !self.spend(tokens.len(), name) {
            return Err(Token { marks: name.marks.with(Marks::PAINTED), ..name });
        }
        self.push_context(tokens, Some(id));
        Ok(name.padding_for())
    }

    /// Lists the macro, and its use if that is written in a file.
    pub(crate) fn note_expansion(&mut self, name: Token, id: MacroId) -> u32 {
        let index = self.list_macro(id);
        if self.trace.is_written_in_source(name.origin)
            && let Some(range) = self.sources.file_range(name.span)
        {
            let text = self.names.text(name.symbol);
            let kind = ReferenceKind::Expansion;
            self.findings.references.push(MacroReference { name: text, range, kind, definition: Some(index) });
        }
        index
    }

    /// Takes the `(` of an invocation if it is the next token; else leaves everything as it is.
    pub(crate) fn peek_parenthesis(&mut self) -> Option<Token> {
        let mode = self.mode;
        if !mode.is_directive() {
            self.mode = Mode::Peek;
        }
        self.no_expand += 1;
        let mut padding: Option<Token> = None;
        let pending_lines = self.pending_lines;
        let found = loop {
            let before = self.files.last().map(|it| it.position);
            let token = self.next();
            match token.kind {
                Kind::Padding => {
                    if padding.is_none() || !token.marks.has(Marks::INHERIT) {
                        padding = Some(token);
                    }
                }
                Kind::LeftParen => break Some(token),
                _ => {
                    self.put_back(token, before);
                    self.pending_lines = pending_lines;
                    break None;
                }
            }
        };
        self.no_expand -= 1;
        self.mode = mode;
        if found.is_none()
            && let Some(padding) = padding
        {
            self.push_context(vec![padding], None);
        }
        found
    }

    /// Undoes the last [`Engine::next`], before which the innermost file stood at `position`.
    pub(crate) fn put_back(&mut self, token: Token, position: Option<usize>) {
        if let (Some(file), Some(position)) = (self.files.last_mut(), position)
            && file.position != position
        {
            file.position = position;
        } else if token.kind != Kind::End
            && let Some(context) = self.contexts.last_mut()
        {
            context.next = context.next.saturating_sub(1);
        }
    }

    fn collect_arguments(
        &mut self,
        name: Token,
        definition: &Definition,
        parameters: &Parameters,
    ) -> Option<(Arguments, Token)> {
        let mode = self.mode;
        if !mode.is_directive() {
            self.mode = Mode::Arguments;
        }
        self.no_expand += 1;
        let collected = self.collect_until_parenthesis(parameters);
        self.no_expand -= 1;
        self.mode = mode;
        if self.exhausted {
            return None;
        }
        let text = self.names.text(definition.name);
        let place = self.sources.file_range(definition.span);
        match collected {
            Err(_) => {
                self.report(name, PpErrorKind::UnterminatedInvocation { name: text, definition: place });
                None
            }
            Ok((arguments, close)) => {
                let found = count_arguments(parameters, &arguments);
                let named = parameters.names.len();
                let variadic = parameters.variadic != Variadic::No;
                if found == named || (variadic && found + 1 == named) {
                    return Some((arguments, close));
                }
                let expected = if variadic { named.saturating_sub(1) } else { named };
                let kind = PpErrorKind::ArgumentCount { name: text, expected, variadic, found, definition: place };
                self.report(name, kind);
                None
            }
        }
    }

    fn collect_until_parenthesis(&mut self, parameters: &Parameters) -> Result<(Arguments, Token), Token> {
        let mut arguments = Arguments { list: vec![Vec::new()] };
        let mut depth = 0_usize;
        loop {
            let token = self.next();
            let takes_commas = parameters.variadic != Variadic::No && arguments.list.len() >= parameters.names.len();
            match token.kind {
                Kind::End => return Err(token),
                Kind::LeftParen => depth += 1,
                Kind::RightParen if depth == 0 => {
                    arguments.list.iter_mut().for_each(trim_paddings);
                    return Ok((arguments, token));
                }
                Kind::RightParen => depth -= 1,
                Kind::Comma if depth == 0 && !takes_commas => {
                    arguments.list.push(Vec::new());
                    continue;
                }
                _ => {}
            }
            if let Some(argument) = arguments.list.last_mut()
                && !(token.kind == Kind::Padding && argument.is_empty())
            {
                argument.push(token);
            }
        }
    }

    /// One argument for each parameter; those that are missing or in excess were reported or are the variadic one.
    fn arguments_for(&mut self, parameters: &Parameters, arguments: Arguments) -> Vec<Argument> {
        let mut list: Vec<Argument> = arguments.list.into_iter().map(Argument::new).collect();
        list.resize_with(parameters.names.len(), || Argument::new(Vec::new()));
        list
    }

    /// Expands an argument as if it were the rest of the file (C11 6.10.3.1).
    pub(crate) fn expand_argument(&mut self, tokens: &[Token]) -> Vec<Token> {
        let has_macro = |token: &Token| {
            token.kind == Kind::Name && !token.marks.has(Marks::PAINTED) && self.macros.find(token.symbol).is_some()
        };
        let Some(first) = tokens.iter().find(|it| has_macro(it)).copied() else {
            return tokens.to_vec();
        };
        let limit = self.environment.limits().argument_nesting;
        if self.argument_nesting >= limit {
            self.exhaust(first, PpErrorKind::NestingTooDeep { limit });
            return Vec::new();
        }
        if !self.spend(tokens.len(), first) {
            return Vec::new();
        }
        let floor = self.argument_floor.replace(self.contexts.len());
        let no_expand = std::mem::take(&mut self.no_expand);
        self.argument_nesting += 1;
        self.push_context(tokens.to_vec(), None);
        let mut expanded = Vec::with_capacity(tokens.len());
        loop {
            let token = self.next();
            if token.kind == Kind::End {
                break;
            }
            expanded.push(token);
        }
        self.argument_nesting -= 1;
        self.no_expand = no_expand;
        self.argument_floor = floor;
        expanded
    }

    /// A token of made text, as the result of a dynamic macro.
    pub(crate) fn made_token(&mut self, kind: Kind, text: &str, like: Token) -> Token {
        let span = self.sources.make(text);
        Token { kind, marks: Marks::NONE.copying(Marks::SPACE, like.marks), span, ..like }
    }

    /// The place of a token in the file, or of the invocation that it comes from.
    pub(crate) fn use_site(&self, token: Token) -> Span {
        self.trace.use_site(token.span, token.origin)
    }
}

fn trim_paddings(argument: &mut Vec<Token>) {
    while argument.last().is_some_and(|it| it.kind == Kind::Padding) {
        argument.pop();
    }
}

/// How many arguments there are: a single empty one is none for a macro without parameters.
fn count_arguments(parameters: &Parameters, arguments: &Arguments) -> usize {
    match arguments.list.as_slice() {
        [only] if only.is_empty() && parameters.names.is_empty() => 0,
        list => list.len(),
    }
}

/// Whether the variadic argument is left out, and not just empty: `, ## __VA_ARGS__` drops its comma then.
fn is_rest_omitted(parameters: &Parameters, arguments: &Arguments) -> bool {
    if parameters.variadic == Variadic::No {
        return false;
    }
    arguments.list.len() < parameters.names.len() || matches!(arguments.list.as_slice(), [only] if only.is_empty())
}

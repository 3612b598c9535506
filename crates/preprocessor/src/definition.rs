// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The text after `#define` (C11 6.10.3), also used for `-D` options and predefined macros.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::error::PpErrorKind;
use crate::lexer::{Scan, ScanMode, scan, without_splices};
use crate::macro_table::{BodyToken, Definition, Meaning, Parameters, Role, VaOptResult, Variadic};
use crate::names::{Names, Symbol};
use crate::place::{BufferId, Span};
use crate::token::{Kind, Marks, Token};
use crate::trace::OriginId;

/// The result of reading a definition.
#[derive(Debug)]
pub(crate) struct Defined {
    /// Nothing, if the text is no valid definition.
    pub(crate) definition: Option<Definition>,
    pub(crate) problems: Vec<(Span, PpErrorKind)>,
}

/// Reads the definition at `position`, which ends with its line.
pub(crate) fn parse(names: &mut Names, buffer: BufferId, text: &str, position: usize) -> Defined {
    let mut parser = Parser { names, buffer, text, position, problems: Vec::new() };
    let definition = parser.definition();
    Defined { definition, problems: parser.problems }
}

struct Parser<'p> {
    names: &'p mut Names,
    buffer: BufferId,
    text: &'p str,
    position: usize,
    problems: Vec<(Span, PpErrorKind)>,
}

impl Parser<'_> {
    fn definition(&mut self) -> Option<Definition> {
        let name = self.name()?;
        let after_name = self.position;
        let next = self.next();
        let (meaning, first) = if next.kind == Kind::LeftParen && !next.has_space() {
            let parameters = self.parameters(name)?;
            let first = self.next();
            (Meaning::Function(parameters), first)
        } else {
            if next.kind != Kind::End && !next.has_space() {
                let name = self.text_of(name);
                self.problems.push((next.span, PpErrorKind::MissingSpaceAfterName { name }));
            }
            (Meaning::Object, next)
        };
        let mut reader = BodyReader::new(&meaning);
        let mut token = first;
        token.marks = token.marks.without(Marks::SPACE);
        while token.kind != Kind::End {
            if let Err((span, kind)) = reader.token(self, token) {
                self.problems.push((span, kind));
                return None;
            }
            token = self.next();
        }
        let body = match reader.finish(token.span) {
            Ok(body) => body,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        let end = body.last().map_or(to_u32(after_name), |it| it.token.span.end);
        let whole = Span::new(self.buffer, name.span.start, end.max(name.span.end));
        Some(Definition { name: name.symbol, span: name.span, whole, meaning, body })
    }

    fn name(&mut self) -> Option<Token> {
        let name = self.next();
        let problem = match name.kind {
            Kind::End => PpErrorKind::MissingMacroName { directive: "define" },
            Kind::Name => match name.symbol {
                Symbol::DEFINED | Symbol::HAS_INCLUDE | Symbol::HAS_INCLUDE_NEXT => {
                    PpErrorKind::ReservedMacroName { name: self.text_of(name) }
                }
                _ => return Some(name),
            },
            _ => PpErrorKind::MacroNameNotIdentifier { found: self.text_of(name) },
        };
        self.problems.push((name.span, problem));
        None
    }

    /// Reads what follows `name(`, up to `)`.
    fn parameters(&mut self, name: Token) -> Option<Parameters> {
        let mut parameters = Parameters { names: Vec::new(), variadic: Variadic::No };
        let mut seen = FxHashSet::default();
        let mut token = self.next();
        if token.kind == Kind::RightParen {
            return Some(parameters);
        }
        loop {
            match token.kind {
                Kind::Name if token.symbol != Symbol::VA_ARGS => {
                    if !seen.insert(token.symbol) {
                        let name = self.text_of(token);
                        self.problems.push((token.span, PpErrorKind::DuplicateParameter { name }));
                        return None;
                    }
                    parameters.names.push(token.symbol);
                }
                Kind::Ellipsis => {
                    parameters.names.push(Symbol::VA_ARGS);
                    parameters.variadic = Variadic::Standard;
                }
                Kind::End => return self.parameter_list_problem(name, token),
                _ => {
                    let found = self.text_of(token);
                    self.problems.push((token.span, PpErrorKind::BadParameter { found }));
                    return None;
                }
            }
            token = self.next();
            if token.kind == Kind::Ellipsis && parameters.variadic == Variadic::No {
                parameters.variadic = Variadic::Named;
                token = self.next();
            }
            match token.kind {
                Kind::RightParen => return Some(parameters),
                Kind::Comma if parameters.variadic == Variadic::No => token = self.next(),
                _ if parameters.variadic != Variadic::No && token.kind != Kind::End => {
                    self.problems.push((token.span, PpErrorKind::EllipsisNotLast));
                    return None;
                }
                _ => return self.parameter_list_problem(name, token),
            }
        }
    }

    fn parameter_list_problem(&mut self, name: Token, at: Token) -> Option<Parameters> {
        let name = self.text_of(name);
        self.problems.push((at.span, PpErrorKind::MissingParameterEnd { name }));
        None
    }

    fn next(&mut self) -> Token {
        let Scan { kind, start, end, space, spliced, .. } = scan(self.text, self.position, ScanMode::Directive);
        self.position = end as usize;
        let span = Span::new(self.buffer, start, end);
        let mut marks = Marks::NONE;
        if space {
            marks = marks.with(Marks::SPACE);
        }
        if spliced {
            marks = marks.with(Marks::SPLICED);
        }
        let mut token = Token { kind, marks, symbol: Symbol::NONE, span, origin: OriginId::SOURCE };
        if kind == Kind::Name {
            let text = self.text_of(token);
            token.symbol = self.names.intern(&text);
        }
        token
    }

    fn text_of(&self, token: Token) -> SmolStr {
        let raw = self.text.get(token.span.start as usize..token.span.end as usize).unwrap_or("");
        if token.marks.has(Marks::SPLICED) { SmolStr::new(without_splices(raw)) } else { SmolStr::new(raw) }
    }
}

fn to_u32(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

type Problem = (Span, PpErrorKind);

/// What the next token of a body must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Anything,
    /// After `#` in a function-like macro; holds whether white space stood before the `#`.
    Stringified {
        hash: Token,
    },
    /// After `__VA_OPT__`.
    VaOptParen {
        result: VaOptResult,
    },
}

/// An open `__VA_OPT__(`.
#[derive(Clone, Copy)]
struct OpenVaOpt {
    index: usize,
    result: VaOptResult,
    depth: usize,
}

/// Collects a body token by token.
struct BodyReader<'m> {
    parameters: Option<&'m Parameters>,
    indices: FxHashMap<Symbol, usize>,
    body: Vec<BodyToken>,
    expected: Expected,
    va_opt: Option<OpenVaOpt>,
    /// The `##` just read.
    paste: Option<Span>,
}

impl<'m> BodyReader<'m> {
    fn new(meaning: &'m Meaning) -> Self {
        let parameters = match meaning {
            Meaning::Function(parameters) => Some(parameters),
            Meaning::Object | Meaning::Dynamic(_) => None,
        };
        let indices = parameters.map(|it| it.names.iter().copied().zip(0..).collect()).unwrap_or_default();
        Self { parameters, indices, body: Vec::new(), expected: Expected::Anything, va_opt: None, paste: None }
    }

    fn is_variadic(&self) -> bool {
        self.parameters.is_some_and(|it| it.variadic != Variadic::No)
    }

    fn token(&mut self, parser: &mut Parser<'_>, token: Token) -> Result<(), Problem> {
        match self.expected {
            Expected::Stringified { hash } => {
                self.expected = Expected::Anything;
                self.stringified(hash, token)
            }
            Expected::VaOptParen { result } => {
                self.expected = Expected::Anything;
                self.open_va_opt(token, result)
            }
            Expected::Anything if token.kind == Kind::Paste => self.paste(token),
            Expected::Anything if token.kind == Kind::Hash && self.parameters.is_some() => {
                self.expected = Expected::Stringified { hash: token };
                Ok(())
            }
            Expected::Anything => self.plain(parser, token),
        }
    }

    fn plain(&mut self, parser: &mut Parser<'_>, token: Token) -> Result<(), Problem> {
        if token.kind == Kind::Name {
            if token.symbol == Symbol::VA_OPT && !self.starts_va_opt(token)? {
                parser.problems.push((token.span, PpErrorKind::VaOptOutsideVariadic));
            } else if token.symbol == Symbol::VA_OPT {
                self.push(token, Role::Plain);
                self.expected = Expected::VaOptParen { result: VaOptResult::Tokens };
                return Ok(());
            }
            if let Some(index) = self.parameter(token.symbol) {
                self.push(token, Role::Parameter(index));
                return Ok(());
            }
            if token.symbol == Symbol::VA_ARGS {
                parser.problems.push((token.span, PpErrorKind::VaArgsOutsideVariadic));
            }
        }
        match (token.kind, self.va_opt.as_mut()) {
            (Kind::LeftParen, Some(open)) => open.depth += 1,
            (Kind::RightParen, Some(open)) if open.depth == 0 => return self.close_va_opt(token),
            (Kind::RightParen, Some(open)) => open.depth -= 1,
            _ => {}
        }
        self.push(token, Role::Plain);
        Ok(())
    }

    /// Whether a `__VA_OPT__` is the operator here.
    fn starts_va_opt(&self, token: Token) -> Result<bool, Problem> {
        if !self.is_variadic() {
            return Ok(false);
        }
        if self.va_opt.is_some() { Err((token.span, PpErrorKind::VaOptNested)) } else { Ok(true) }
    }

    fn stringified(&mut self, hash: Token, token: Token) -> Result<(), Problem> {
        let mut operand = token;
        operand.marks = operand.marks.copying(Marks::SPACE, hash.marks);
        if token.kind == Kind::Name {
            if token.symbol == Symbol::VA_OPT && self.starts_va_opt(token)? {
                self.push(operand, Role::Plain);
                self.expected = Expected::VaOptParen { result: VaOptResult::Literal };
                return Ok(());
            }
            if let Some(index) = self.parameter(token.symbol) {
                self.push(operand, Role::Stringify(index));
                return Ok(());
            }
        }
        Err((hash.span, PpErrorKind::HashWithoutParameter))
    }

    fn open_va_opt(&mut self, token: Token, result: VaOptResult) -> Result<(), Problem> {
        if token.kind != Kind::LeftParen {
            return Err((token.span, PpErrorKind::VaOptUnbalanced));
        }
        // The operator's own token was pushed; its role is set when the `)` is known.
        self.va_opt = Some(OpenVaOpt { index: self.body.len().saturating_sub(1), result, depth: 0 });
        Ok(())
    }

    fn close_va_opt(&mut self, token: Token) -> Result<(), Problem> {
        if let Some(paste) = self.paste {
            return Err((paste, PpErrorKind::PasteAtEdge));
        }
        let close = self.body.len();
        if let Some(open) = self.va_opt.take()
            && let Some(operator) = self.body.get_mut(open.index)
        {
            operator.role = Role::VaOpt { close, result: open.result };
        }
        self.push(token, Role::VaOptEnd);
        Ok(())
    }

    fn paste(&mut self, token: Token) -> Result<(), Problem> {
        let at_start_of_va_opt = self.va_opt.is_some_and(|open| open.index + 1 == self.body.len());
        match self.body.last_mut() {
            Some(last) if !at_start_of_va_opt => {
                last.pasted = true;
                self.paste = Some(token.span);
                Ok(())
            }
            _ => Err((token.span, PpErrorKind::PasteAtEdge)),
        }
    }

    fn push(&mut self, token: Token, role: Role) {
        self.paste = None;
        self.body.push(BodyToken { token, role, pasted: false });
    }

    fn parameter(&self, symbol: Symbol) -> Option<usize> {
        self.indices.get(&symbol).copied()
    }

    fn finish(self, end: Span) -> Result<Vec<BodyToken>, Problem> {
        if let Some(paste) = self.paste {
            return Err((paste, PpErrorKind::PasteAtEdge));
        }
        if self.va_opt.is_some() {
            return Err((end, PpErrorKind::VaOptUnbalanced));
        }
        match self.expected {
            Expected::Anything => Ok(self.body),
            Expected::Stringified { hash } => Err((hash.span, PpErrorKind::HashWithoutParameter)),
            Expected::VaOptParen { .. } => Err((end, PpErrorKind::VaOptUnbalanced)),
        }
    }
}

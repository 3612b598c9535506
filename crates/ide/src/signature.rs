// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Signature help: the ends of a connection, the parameters of a macro and of a method, the argument of a query.

use camkes_hir::model::ConnectorEnd;
use camkes_hir::preprocess::preprocessed;
use camkes_hir::scope::{DefKind, scope};
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::SyntaxKind as K;
use text_size::TextSize;

use crate::cursor::{Block, Cursor, Token, Within};
use crate::level;
use crate::resolve;
use crate::systems::Systems;

/// What stands between the parentheses around a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole text.
    pub label: String,
    /// Parts of the text, in bytes, one for each parameter.
    pub parameters: Vec<std::ops::Range<usize>>,
    /// The parameter at the cursor; none when there are more arguments than parameters.
    pub active: Option<usize>,
    /// What it is for, as Markdown.
    pub documentation: Option<String>,
}

pub(crate) fn signature(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<Signature> {
    let cursor = Cursor::in_file(db, file, offset);
    if matches!(cursor.within, Within::Comment | Within::Directive(_)) {
        return None;
    }
    let system = systems.of(db, file).into_iter().next();
    // In the dict of a query the parenthesis is before the braces.
    let outermost = cursor.frames.iter().find(|frame| frame.block == Block::Value);
    let tokens = outermost.map_or(cursor.statement.as_slice(), |frame| frame.header.as_slice());
    let open = open_parenthesis(tokens)?;
    let arguments = tokens.get(open + 1..).unwrap_or_default();
    let called = tokens.get(open.checked_sub(1)?)?;
    if let Some(found) = system.and_then(|system| of_macro(db, system, file, called.text, arguments)) {
        return Some(found);
    }
    match tokens.first()?.kind {
        K::CONNECTION_KW => of_connection(db, system?, &cursor, tokens, arguments),
        _ if matches!(called.text, "dtb" | "gpio") => Some(of_query(called.text)),
        _ if cursor.block() == Some(Block::Procedure) => of_method(&cursor, open),
        _ => None,
    }
}

/// The last parenthesis that is not closed.
fn open_parenthesis(tokens: &[Token<'_>]) -> Option<usize> {
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            K::L_PAREN => open.push(at),
            K::R_PAREN => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// The number of the argument at the end of tokens.
fn argument(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0i32;
    let mut count = 0;
    for token in tokens {
        match token.kind {
            K::L_PAREN | K::L_BRACK => depth += 1,
            K::R_PAREN | K::R_BRACK => depth -= 1,
            K::COMMA if depth == 0 => count += 1,
            _ => {}
        }
    }
    count
}

/// A text of parts with separators, and where the parts are.
struct Builder {
    label: String,
    parameters: Vec<std::ops::Range<usize>>,
}

impl Builder {
    fn new(start: String, parts: &[String]) -> Self {
        let mut out = Self { label: start, parameters: Vec::new() };
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.label.push_str(", ");
            }
            let from = out.label.len();
            out.label.push_str(part);
            out.parameters.push(from..out.label.len());
        }
        out.label.push(')');
        out
    }

    fn finish(self, active: usize, documentation: Option<String>) -> Signature {
        let active = Some(active).filter(|active| *active < self.parameters.len());
        Signature { label: self.label, parameters: self.parameters, active, documentation }
    }
}

fn of_connection(
    db: &RootDatabase,
    system: System,
    cursor: &Cursor<'_>,
    tokens: &[Token<'_>],
    arguments: &[Token<'_>],
) -> Option<Signature> {
    let name = tokens.get(1)?.text;
    let connector = level::connector_named(db, system, name)?;
    let end = |word: &str, end: ConnectorEnd| {
        let hardware = if end.hardware { "hardware " } else { "" };
        let plural = if end.multiple { "s" } else { "" };
        let threads = match end.threads {
            0 => String::new(),
            // A device has none, whatever the declaration leaves out.
            _ if end.hardware => String::new(),
            1 => " with 1 thread".to_owned(),
            n => format!(" with {n} threads"),
        };
        format!("{word} {hardware}{}{plural}{threads}", end.medium.name())
    };
    let start = format!("connection {name} {}(", tokens.get(2).map_or("name", |token| token.text));
    let parts = [end("from", connector.from), end("to", connector.to)];
    // A plural end may be written several times, so the side counts and not the number.
    let last = arguments.iter().rev().find(|token| matches!(token.kind, K::FROM_KW | K::TO_KW | K::COMMA));
    // At the start of an end that stands there already, its own word does.
    let word = cursor.text.get(usize::from(cursor.word.start())..usize::from(cursor.word.end())).unwrap_or_default();
    let next = if word.is_empty() { cursor.rest.first().map_or("", |token| token.text) } else { word };
    let active = match (last.map(|token| token.kind), next) {
        (Some(K::FROM_KW), _) | (Some(K::COMMA) | None, "from") => 0,
        (Some(K::TO_KW), _) | (Some(K::COMMA) | None, "to") => 1,
        (None, _) => 0,
        (Some(_), _) => usize::from(arguments.iter().any(|token| token.kind == K::FROM_KW)),
    };
    let loc = scope(db, system).get(DefKind::Connector, name)?.loc;
    let documentation = crate::hover::comment_of(db, system, loc);
    Some(Builder::new(start, &parts).finish(active, documentation))
}

fn of_macro(db: &RootDatabase, system: System, file: File, name: &str, arguments: &[Token<'_>]) -> Option<Signature> {
    for owner in resolve::owners(db, system, file) {
        let Some(expanded) = preprocessed(db, system, owner) else { continue };
        let found = expanded.output.macros.iter().rfind(|it| it.name == name && it.parameters.is_some());
        if let Some(parameters) = found.and_then(|it| it.parameters.as_ref()) {
            let parts: Vec<_> = parameters.iter().map(ToString::to_string).collect();
            let mut active = argument(arguments);
            // The last one of a variadic macro takes the rest.
            if parts.last().is_some_and(|last| last == "__VA_ARGS__") {
                active = active.min(parts.len() - 1);
            }
            return Some(Builder::new(format!("{name}("), &parts).finish(active, None));
        }
    }
    None
}

fn of_query(name: &str) -> Signature {
    let (part, text) = match name {
        "dtb" => (
            "{\"path\" | \"aliases\" | \"chosen\" | \"properties\": …}",
            "The nodes of the device tree that the dict describes; a list of dicts asks for several.",
        ),
        _ => ("{\"pins\": […]}", "The pins of these names, from the list of pins of the platform."),
    };
    Builder::new(format!("{name}("), &[part.to_owned()]).finish(0, Some(text.to_owned()))
}

/// A method that is being declared, with what its C function looks like.
fn of_method(cursor: &Cursor<'_>, open: usize) -> Option<Signature> {
    let words = |tokens: &[Token<'_>]| tokens.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
    let before = cursor.statement.get(..open)?;
    let mut tokens: Vec<Token<'_>> = cursor.statement.get(open + 1..)?.to_vec();
    let active = argument(&tokens);
    let word = cursor.text.get(usize::from(cursor.word.start())..usize::from(cursor.word.end()))?;
    if !word.is_empty() {
        tokens.push(Token { kind: K::IDENT, text: word, starts_line: false });
    }
    tokens.extend(cursor.rest.iter().take_while(|token| token.kind != K::R_PAREN));
    let parts: Vec<_> = tokens.split(|token| token.kind == K::COMMA).map(words).collect();
    let name = before.last()?.text;
    let text = format!(
        "`<interface>_{name}()` in C. Each parameter is `in`, `out`, `inout` or `refin`, then a type, then a name."
    );
    Some(Builder::new(format!("{}(", words(before)), &parts).finish(active, Some(text)))
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where to begin to read towards a cursor. In a large file that is not its start: the tree of what stands before tells which
//! bodies are open.

use camkes_syntax::{NodeOrToken, Parse, SyntaxKind, SyntaxNode, first_significant_token};
use text_size::{TextRange, TextSize};

use super::scan::Scan;
use super::{size, tokens};

/// Statements that may share their line with what is before them, and are passed over, until the body is read from its start.
const MOST_PASSED: usize = 64;

/// A place where a token starts, first on its line, and what is open there.
#[derive(Debug, Default)]
pub(super) struct Start<'t> {
    pub(super) at: usize,
    pub(super) scan: Scan<'t>,
}

impl<'t> Start<'t> {
    /// The statement around an offset in the innermost body, or the place behind a statement that ends before.
    pub(super) fn near(parse: &Parse, text: &'t str, offset: usize) -> Self {
        let mut body = parse.syntax_node();
        let mut start = Self::default();
        if body.text_range() != TextRange::up_to(TextSize::of(text)) {
            return start;
        }
        // Up to the first error, what tokens say is what the tree says.
        let goal = parse.errors().first().map_or(size(offset), |error| error.range.start().min(size(offset)));
        let mut scan = Scan::default();
        while let Some(statement) = last_statement(&body, text, goal) {
            let end = end_of(&statement).and_then(|end| behind(text, end)).filter(|at| size(*at) <= goal);
            let first = first_significant_token(&statement);
            let Some(at) = end.or_else(|| first.map(|it| it.text_range().start().into())) else { break };
            start = Self { at, scan: scan.clone() };
            let inner = if end.is_none() { open_body(&statement, goal) } else { None };
            let Some((inner, brace)) = inner else { break };
            let depth = scan.frames.len();
            tokens(text, at, brace.into()).for_each(|token| scan.take(token));
            if scan.frames.len() != depth + 1 || !scan.statement.is_empty() {
                break;
            }
            body = inner;
        }
        start
    }
}

/// The last statement of a body that begins at or before an offset, first on its line.
fn last_statement(body: &SyntaxNode, text: &str, goal: TextSize) -> Option<SyntaxNode> {
    let mut element = body.child_or_token_at_range(TextRange::empty(goal));
    for _ in 0..MOST_PASSED {
        let it = element?;
        element = it.prev_sibling_or_token();
        let NodeOrToken::Node(node) = it else { continue };
        let Some(first) = first_significant_token(&node) else { continue };
        let first = first.text_range().start();
        if first <= goal && is_first_on_line(text, first.into()) {
            return Some(node);
        }
    }
    None
}

fn is_first_on_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// The end of a statement that leaves nothing open.
fn end_of(statement: &SyntaxNode) -> Option<usize> {
    let mut last = statement.last_token();
    while let Some(it) = last.take_if(|it| it.kind().is_trivia()) {
        last = it.prev_token();
    }
    let last = last.filter(|it| matches!(it.kind(), SyntaxKind::SEMICOLON | SyntaxKind::R_BRACE))?;
    Some(last.text_range().end().into())
}

/// The start of the line behind a place; none if there is more on its own line.
fn behind(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    rest[blanks..].starts_with('\n').then_some(at + blanks + 1)
}

/// The body of a statement in which an offset is, and the end of its brace.
fn open_body(statement: &SyntaxNode, goal: TextSize) -> Option<(SyntaxNode, TextSize)> {
    let mut node = statement.clone();
    loop {
        node = node.child_or_token_at_range(TextRange::empty(goal))?.into_node()?;
        if is_body(node.kind()) {
            let brace =
                first_significant_token(&node).filter(|it| it.kind() == SyntaxKind::L_BRACE)?.text_range().end();
            let is_behind = end_of(&node).is_some_and(|end| size(end) <= goal);
            return (brace <= goal && !is_behind).then_some((node, brace));
        }
    }
}

/// Bodies of many statements.
fn is_body(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::ASSEMBLY_BODY
            | SyntaxKind::COMPOSITION_BODY
            | SyntaxKind::CONFIGURATION_BODY
            | SyntaxKind::COMPONENT_BODY
            | SyntaxKind::GROUP_BODY
    )
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Folding: bodies, long values, comments, runs of imports, and the groups of conditions. From the text alone.

use camkes_hir::parse::parse;
use camkes_hir::preprocess::directives;
use camkes_hir::{File, RootDatabase};
use camkes_syntax::{NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken};
use text_size::{TextRange, TextSize};

/// A part of a file that can be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// What is hidden.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// Kinds of folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldKind {
    /// What stands between brackets.
    Block,
    /// A comment, or a run of line comments.
    Comment,
    /// A run of imports.
    Imports,
    /// What a condition holds or takes out.
    Condition,
}

/// Folds of more than one line, in order of their starts.
pub(crate) fn folding_ranges(db: &RootDatabase, file: File) -> Vec<Fold> {
    let root = parse(db, file).syntax_node();
    let text = file.contents(db).as_str();
    let mut out = Vec::new();
    for element in root.descendants_with_tokens() {
        match element {
            NodeOrToken::Node(node) => out.extend(block(&node)),
            NodeOrToken::Token(token) => out.extend(comment(&token)),
        }
    }
    out.extend(imports(&root));
    out.extend(conditions(text));
    out.retain(|fold| text.get(std::ops::Range::<usize>::from(fold.range)).is_some_and(|part| part.contains('\n')));
    out.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    out
}

/// What stands between the brackets of a node.
fn block(node: &SyntaxNode) -> Option<Fold> {
    let tokens = || node.children_with_tokens().filter_map(NodeOrToken::into_token);
    let open = tokens().find(|it| matches!(it.text(), "{" | "[" | "("))?;
    let close = tokens().filter(|it| matches!(it.text(), "}" | "]" | ")")).last()?;
    let (start, end) = (open.text_range().end(), close.text_range().start());
    (start <= end).then(|| Fold { range: TextRange::new(start, end), kind: FoldKind::Block })
}

fn comment(token: &SyntaxToken) -> Option<Fold> {
    let fold = |range| Some(Fold { range, kind: FoldKind::Comment });
    match token.kind() {
        SyntaxKind::BLOCK_COMMENT => fold(token.text_range()),
        SyntaxKind::LINE_COMMENT if starts_run(token) => {
            let mut last = token.clone();
            while let Some(next) = next_line(&last, SyntaxToken::next_token) {
                last = next;
            }
            fold(TextRange::new(token.text_range().start(), last.text_range().end()))
        }
        _ => None,
    }
}

/// Whether a comment has a line for itself, and none stands on the line above.
fn starts_run(token: &SyntaxToken) -> bool {
    !stands_behind_code(token)
        && next_line(token, SyntaxToken::prev_token).is_none_or(|above| stands_behind_code(&above))
}

/// The line comment on the line beside that of a line comment.
fn next_line(token: &SyntaxToken, step: fn(&SyntaxToken) -> Option<SyntaxToken>) -> Option<SyntaxToken> {
    let space = step(token)?;
    if space.kind() != SyntaxKind::WHITESPACE || space.text().matches('\n').count() > 1 {
        return None;
    }
    step(&space).filter(|it| it.kind() == SyntaxKind::LINE_COMMENT)
}

/// Whether a comment has something before it on its line.
fn stands_behind_code(token: &SyntaxToken) -> bool {
    token.prev_token().is_some_and(|it| !it.text().contains('\n'))
}

/// Runs of imports without a declaration between them.
fn imports(root: &SyntaxNode) -> Vec<Fold> {
    let mut out: Vec<Fold> = Vec::new();
    let mut run: Option<TextRange> = None;
    for node in root.children() {
        let range = camkes_syntax::text_range_without_trivia(&node);
        if node.kind() == SyntaxKind::IMPORT {
            run = Some(run.map_or(range, |run| run.cover(range)));
        } else {
            out.extend(run.take().map(|range| Fold { range, kind: FoldKind::Imports }));
        }
    }
    out.extend(run.map(|range| Fold { range, kind: FoldKind::Imports }));
    out
}

/// From the end of each `#if`, `#elif` and `#else` to the line before the directive that ends it.
fn conditions(text: &str) -> Vec<Fold> {
    let found = directives(text);
    let group = |directive: &camkes_hir::preprocess::Directive| {
        let end = found.get(directive.group_end?)?.range.start();
        let start = directive.range.end();
        let inside = text.get(usize::from(start)..usize::from(end))?;
        // The line of the directive that ends it stays.
        let inside = inside.trim_end_matches([' ', '\t']);
        let inside = inside.strip_suffix('\n').map_or(inside, |it| it.strip_suffix('\r').unwrap_or(it));
        let length = TextSize::try_from(inside.len()).ok()?;
        Some(Fold { range: TextRange::at(start, length), kind: FoldKind::Condition })
    };
    found.iter().filter_map(group).collect()
}

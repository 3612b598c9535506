// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where a tree differs from an earlier one that it shares the rest with, as [`Parse::edited`] makes them.

use rowan::{GreenNodeData, NodeOrToken};
use text_size::{TextRange, TextSize};

use crate::kind::SyntaxKind;
use crate::parse::Parse;
use crate::tree::SyntaxNode;

/// The items of one body that differ in two trees.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The body in the later tree.
    pub body: SyntaxNode,
    /// What stood between the items that are the same.
    pub before: TextRange,
    /// What stands there now.
    pub after: TextRange,
    /// Nothing but trivia stood and stands there.
    pub is_trivia: bool,
}

impl Changed {
    /// The nodes of the body that are new.
    pub fn nodes(&self) -> impl Iterator<Item = SyntaxNode> {
        let range = self.after;
        let first = self.body.child_or_token_at_range(TextRange::empty(range.start()));
        let all = std::iter::successors(first, |it| it.next_sibling_or_token());
        let all = all.skip_while(move |it| it.text_range().start() < range.start());
        all.take_while(move |it| it.text_range().start() < range.end()).filter_map(NodeOrToken::into_node)
    }
}

/// The innermost body of one of these kinds in which alone the trees differ, or any node in which only trivia does; `None` when
/// they differ elsewhere.
#[must_use]
pub fn changed(old: &Parse, new: &Parse, bodies: &[SyntaxKind]) -> Option<Changed> {
    let mut node = new.syntax_node();
    let mut before: &GreenNodeData = old.green();
    let mut found = None;
    loop {
        let after = node.green();
        let start = before.children().zip(after.children()).take_while(|(a, b)| is_same(a, b)).count();
        let rest = before.children().len().min(after.children().len()) - start;
        let ends = before.children().rev().zip(after.children().rev()).take(rest);
        let end = ends.take_while(|(a, b)| is_same(a, b)).count();
        let (old_count, new_count) = (before.children().len(), after.children().len());
        let at = node.text_range().start();
        let range = |of: &GreenNodeData, from: usize, to: usize| {
            let length =
                |from: usize, to: usize| of.children().skip(from).take(to - from).map(length).sum::<TextSize>();
            TextRange::at(at + length(0, from), length(from, to))
        };
        let changed = range(after, start, new_count - end);
        let was_trivia = before.children().skip(start).take(old_count - end - start).all(|it| is_trivia(&it));
        let is_trivia =
            was_trivia && after.children().skip(start).take(new_count - end - start).all(|it| is_trivia(&it));
        if is_trivia || bodies.contains(&node.kind()) {
            let before = range(before, start, old_count - end);
            found = Some(Changed { body: node.clone(), before, after: changed, is_trivia });
        }
        if start + end + 1 != new_count || old_count != new_count {
            return found;
        }
        let (Some(NodeOrToken::Node(inner)), Some(NodeOrToken::Node(_))) =
            (before.children().nth(start), after.children().nth(start))
        else {
            return found;
        };
        let next = node.child_or_token_at_range(changed).and_then(NodeOrToken::into_node);
        let Some(next) = next.filter(|it| it.text_range() == changed && it.green().kind() == inner.kind()) else {
            return found;
        };
        (node, before) = (next, inner);
    }
}

type Green<'t> = NodeOrToken<&'t GreenNodeData, &'t rowan::GreenTokenData>;

/// Whether two elements are one and the same.
fn is_same(a: &Green<'_>, b: &Green<'_>) -> bool {
    match (a, b) {
        (NodeOrToken::Node(a), NodeOrToken::Node(b)) => std::ptr::eq(*a, *b),
        (NodeOrToken::Token(a), NodeOrToken::Token(b)) => std::ptr::eq(*a, *b),
        _ => false,
    }
}

fn is_trivia(element: &Green<'_>) -> bool {
    let kind = |raw: rowan::SyntaxKind| SyntaxKind::from_raw(raw.0);
    matches!(element, NodeOrToken::Token(it) if kind(it.kind()).is_some_and(SyntaxKind::is_trivia))
}

fn length(element: Green<'_>) -> TextSize {
    match element {
        NodeOrToken::Node(it) => it.text_len(),
        NodeOrToken::Token(it) => it.text_len(),
    }
}

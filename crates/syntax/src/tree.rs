// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tree types: rowan's, with the kinds of this language.

use rowan::{Language, TokenAtOffset};
use text_size::{TextRange, TextSize};

use crate::kind::SyntaxKind;

/// The language of the tree, for rowan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CamkesLanguage {}

impl Language for CamkesLanguage {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        // Trees are only built from `SyntaxKind`s, so every number in one has a kind.
        SyntaxKind::from_raw(raw.0).unwrap_or(SyntaxKind::ERROR)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of the tree, with its place and its parent.
pub type SyntaxNode = rowan::SyntaxNode<CamkesLanguage>;
/// A token of the tree, with its place and its parent.
pub type SyntaxToken = rowan::SyntaxToken<CamkesLanguage>;
/// A node or a token.
pub type SyntaxElement = rowan::SyntaxElement<CamkesLanguage>;
/// The children of a node that are nodes.
pub type SyntaxNodeChildren = rowan::SyntaxNodeChildren<CamkesLanguage>;
/// The children of a node.
pub type SyntaxElementChildren = rowan::SyntaxElementChildren<CamkesLanguage>;
/// Either of two things; the shape of [`SyntaxElement`].
pub type NodeOrToken<N, T> = rowan::NodeOrToken<N, T>;

/// The tokens at an offset of a tree, as rowan's `token_at_offset` gives them, without a look at everything before: a body may
/// have tens of thousands of statements. Nothing where the offset is outside of the tree.
#[must_use]
pub fn tokens_at(root: &SyntaxNode, offset: TextSize) -> TokenAtOffset<SyntaxToken> {
    if !root.text_range().contains_inclusive(offset) {
        return TokenAtOffset::None;
    }
    let mut node = root.clone();
    let token = loop {
        match node.child_or_token_at_range(TextRange::empty(offset)) {
            Some(rowan::NodeOrToken::Node(child)) => node = child,
            Some(rowan::NodeOrToken::Token(token)) => break token,
            // A node without text led here.
            None => return root.token_at_offset(offset),
        }
    };
    let range = token.text_range();
    let inside = |it: &SyntaxToken| root.text_range().contains_range(it.text_range());
    if range.start() == offset
        && let Some(before) = token.prev_token().filter(inside)
    {
        return TokenAtOffset::Between(before, token);
    }
    if range.end() == offset
        && let Some(behind) = token.next_token().filter(inside)
    {
        return TokenAtOffset::Between(token, behind);
    }
    TokenAtOffset::Single(token)
}

/// The first token of a node that is not trivia.
#[must_use]
pub fn first_significant_token(node: &SyntaxNode) -> Option<SyntaxToken> {
    let mut token = node.first_token();
    while let Some(it) = token.take_if(|it| it.kind().is_trivia()) {
        token = it.next_token().filter(|it| node.text_range().contains_range(it.text_range()));
    }
    token
}

/// The range of a node from its first to its last token that is not trivia; an empty range where the node begins if it has
/// none.
#[must_use]
pub fn text_range_without_trivia(node: &SyntaxNode) -> TextRange {
    let Some(first) = first_significant_token(node) else { return TextRange::empty(node.text_range().start()) };
    let mut last = node.last_token();
    while let Some(it) = last.take_if(|it| it.kind().is_trivia()) {
        last = it.prev_token();
    }
    last.map_or(first.text_range(), |last| first.text_range().cover(last.text_range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_as_by_looking_at_all() {
        for text in [
            "",
            " ",
            "component A {\n    uses P p; /* c */\n}\n",
            "assembly { composition { } }",
            "a.b = ;; {",
            "import",
        ] {
            let root = crate::parse(text).syntax_node();
            for at in 0..=text.len() {
                let offset = TextSize::try_from(at).unwrap();
                let (found, all) = (tokens_at(&root, offset), root.token_at_offset(offset));
                assert_eq!(found.collect::<Vec<_>>(), all.collect::<Vec<_>>(), "at {at} of {text:?}");
            }
            assert_eq!(tokens_at(&root, TextSize::of(text) + TextSize::new(1)).count(), 0);
        }
    }
}

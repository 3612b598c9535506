// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Builds the tree from the inside out. Tokens that are equal are one allocation where that is cheap to see; rowan's own
//! builder keeps a table of everything it has seen instead, which takes most of the time of parsing a large file.

use std::hash::Hasher as _;

use rowan::{GreenNode, GreenToken, Language as _, NodeOrToken};
use rustc_hash::FxHasher;

use crate::kind::SyntaxKind;
use crate::tree::CamkesLanguage;

/// How many tokens are remembered, at the least and at the most. A later one takes the place of an earlier one.
const REMEMBERED: std::ops::RangeInclusive<usize> = (1 << 5)..=(1 << 12);

/// Longer tokens, such as comments, are rarely repeated.
const LONGEST_REMEMBERED: usize = 32;

/// A tree under construction.
#[derive(Debug)]
pub(crate) struct TreeBuilder {
    /// The nodes that have begun, each with the number of elements that were complete then.
    open: Vec<(SyntaxKind, usize)>,
    /// What is complete and belongs to no complete node yet.
    elements: Vec<NodeOrToken<GreenNode, GreenToken>>,
    /// The tokens with a fixed text, by the number of their kind.
    fixed: Vec<Option<GreenToken>>,
    /// Other tokens, by their hash. The length is a power of two.
    remembered: Vec<Option<GreenToken>>,
}

impl TreeBuilder {
    /// A tree of about this many tokens.
    pub(crate) fn new(tokens: usize) -> Self {
        let remembered = (tokens / 4).clamp(*REMEMBERED.start(), *REMEMBERED.end()).next_power_of_two();
        Self {
            open: Vec::new(),
            elements: Vec::new(),
            fixed: vec![None; SyntaxKind::WITH_FIXED_TEXT],
            remembered: vec![None; remembered],
        }
    }

    /// Adds a token to the current node.
    pub(crate) fn token(&mut self, kind: SyntaxKind, text: &str) {
        let token = self.green_token(kind, text);
        self.elements.push(NodeOrToken::Token(token));
    }

    /// Begins a node in the current one.
    pub(crate) fn start_node(&mut self, kind: SyntaxKind) {
        self.open.push((kind, self.elements.len()));
    }

    /// Ends the current node.
    pub(crate) fn finish_node(&mut self) {
        if let Some((kind, first)) = self.open.pop() {
            let node = GreenNode::new(CamkesLanguage::kind_to_raw(kind), self.elements.drain(first..));
            self.elements.push(NodeOrToken::Node(node));
        }
    }

    /// The tree, with a root around everything.
    pub(crate) fn finish(mut self, root: SyntaxKind) -> GreenNode {
        while !self.open.is_empty() {
            self.finish_node();
        }
        GreenNode::new(CamkesLanguage::kind_to_raw(root), self.elements.drain(..))
    }

    fn green_token(&mut self, kind: SyntaxKind, text: &str) -> GreenToken {
        let raw = CamkesLanguage::kind_to_raw(kind);
        if let Some(slot) = self.fixed.get_mut(kind as usize) {
            return slot.get_or_insert_with(|| GreenToken::new(raw, text)).clone();
        }
        if text.len() > LONGEST_REMEMBERED {
            return GreenToken::new(raw, text);
        }
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        hasher.write_u16(raw.0);
        #[allow(clippy::cast_possible_truncation)]
        let place = hasher.finish() as usize & (self.remembered.len() - 1);
        let Some(slot) = self.remembered.get_mut(place) else { return GreenToken::new(raw, text) };
        match slot {
            Some(token) if token.kind() == raw && token.text() == text => token.clone(),
            _ => slot.insert(GreenToken::new(raw, text)).clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TreeBuilder;
    use crate::kind::SyntaxKind;

    #[test]
    fn kinds_with_a_fixed_text_have_the_lowest_numbers() {
        for &kind in SyntaxKind::all() {
            assert_eq!(kind.text().is_some(), (kind as usize) < SyntaxKind::WITH_FIXED_TEXT, "{kind:?}");
        }
    }

    #[test]
    fn tokens_that_share_a_place_keep_their_texts() {
        let mut builder = TreeBuilder::new(0);
        let words: Vec<_> = (0..500).map(|n| format!("w{n}")).collect();
        for word in words.iter().chain(&words) {
            builder.token(SyntaxKind::IDENT, word);
            builder.token(SyntaxKind::SEMICOLON, ";");
        }
        let expected: String = words.iter().chain(&words).map(|it| format!("{it};")).collect();
        assert_eq!(builder.finish(SyntaxKind::SOURCE_FILE).to_string(), expected);
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Places of nodes that outlive the tree they were taken from.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use text_size::TextRange;

use crate::ast::AstNode;
use crate::kind::SyntaxKind;
use crate::tree::SyntaxNode;

/// A node, by its kind and its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SyntaxNodePtr {
    kind: SyntaxKind,
    range: TextRange,
}

impl SyntaxNodePtr {
    /// The place of the node.
    #[must_use]
    pub fn new(node: &SyntaxNode) -> Self {
        Self { kind: node.kind(), range: node.text_range() }
    }

    /// The node's kind.
    #[must_use]
    pub fn kind(&self) -> SyntaxKind {
        self.kind
    }

    /// The node's range in its text.
    #[must_use]
    pub fn text_range(&self) -> TextRange {
        self.range
    }

    /// The node, found again under the root of a tree of the same text. `None` under another text's root.
    #[must_use]
    pub fn try_to_node(&self, root: &SyntaxNode) -> Option<SyntaxNode> {
        if !root.text_range().contains_range(self.range) {
            return None;
        }
        let matches = |it: &SyntaxNode| it.kind() == self.kind && it.text_range() == self.range;
        match root.covering_element(self.range) {
            rowan::NodeOrToken::Token(token) => token.parent_ancestors().find(matches),
            // The innermost node that covers an empty range may lie beside the empty node.
            rowan::NodeOrToken::Node(node) => {
                let outer = node.ancestors().find(matches);
                outer.or_else(|| node.descendants().find(matches))
            }
        }
    }
}

/// A node of a known type, by its place.
pub struct AstPtr<N> {
    raw: SyntaxNodePtr,
    ty: PhantomData<fn() -> N>,
}

impl<N: AstNode> AstPtr<N> {
    /// The place of the node.
    #[must_use]
    pub fn new(node: &N) -> Self {
        Self { raw: SyntaxNodePtr::new(node.syntax()), ty: PhantomData }
    }

    /// The node, found again under the root of a tree of the same text. `None` under another text's root.
    #[must_use]
    pub fn try_to_node(&self, root: &SyntaxNode) -> Option<N> {
        N::cast(self.raw.try_to_node(root)?)
    }
}

impl<N> AstPtr<N> {
    /// The node's range in its text.
    #[must_use]
    pub fn text_range(&self) -> TextRange {
        self.raw.range
    }

    /// The place without the type.
    #[must_use]
    pub fn syntax_node_ptr(&self) -> SyntaxNodePtr {
        self.raw
    }
}

// Written out, because a derive would ask the same of `N`.
impl<N> Clone for AstPtr<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for AstPtr<N> {}

impl<N> PartialEq for AstPtr<N> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<N> Eq for AstPtr<N> {}

impl<N> Hash for AstPtr<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<N> fmt::Debug for AstPtr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AstPtr({:?}@{:?})", self.raw.kind, self.raw.range)
    }
}

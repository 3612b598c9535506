// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The typed view of the tree: one type for each node, with an accessor for each part.

mod ext;
mod nodes;
mod values;

use std::marker::PhantomData;

pub use ext::{Medium, Multiplicity, doc_comment, doc_comment_start};
pub use nodes::*;
pub use values::{BinaryOp, NumberValue, UnaryOp};

use crate::kind::SyntaxKind;
use crate::tree::{SyntaxNode, SyntaxNodeChildren};

/// A node of a known kind, or of one of a few.
pub trait AstNode: Sized {
    /// Whether nodes of this kind are of this type.
    fn can_cast(kind: SyntaxKind) -> bool;
    /// The node as this type, if it is of it.
    fn cast(syntax: SyntaxNode) -> Option<Self>;
    /// The node without its type.
    fn syntax(&self) -> &SyntaxNode;
}

/// The children of a node that are of one type, in the order of the text.
#[derive(Debug, Clone)]
pub struct AstChildren<N> {
    inner: SyntaxNodeChildren,
    ty: PhantomData<fn() -> N>,
}

impl<N: AstNode> Iterator for AstChildren<N> {
    type Item = N;

    fn next(&mut self) -> Option<N> {
        self.inner.find_map(N::cast)
    }
}

/// What the generated accessors are made of.
mod support {
    use super::{AstChildren, AstNode};
    use crate::kind::SyntaxKind;
    use crate::tree::{SyntaxNode, SyntaxToken};
    use std::marker::PhantomData;

    pub(super) fn child<N: AstNode>(parent: &SyntaxNode) -> Option<N> {
        parent.children().find_map(N::cast)
    }

    pub(super) fn children<N: AstNode>(parent: &SyntaxNode) -> AstChildren<N> {
        AstChildren { inner: parent.children(), ty: PhantomData }
    }

    pub(super) fn token(parent: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxToken> {
        parent.children_with_tokens().filter_map(rowan::NodeOrToken::into_token).find(|it| it.kind() == kind)
    }
}

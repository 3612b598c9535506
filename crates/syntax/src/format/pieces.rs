// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A tree as a row of pieces, and what of it the layout may not change: nodes, tokens, comments and preprocessor lines, and
//! their order.
//!
//! Trees are walked without places and parents: that is several times as fast, and a tree is walked for every layout.

use rowan::{GreenNodeData, Language as _};

use crate::kind::SyntaxKind::{self, LINE_COMMENT, WHITESPACE};
use crate::parse::Parse;
use crate::tree::{CamkesLanguage, NodeOrToken};

/// Whether a `//` comment ends in a backslash. A preprocessor takes the next line for a part of it, the language does
/// not; whatever moves on or off that line would change its meaning for one of them.
pub(super) fn has_spliced_comment(text: &str, parse: &Parse) -> bool {
    let is_spliced = |piece| match piece {
        Piece::Token(LINE_COMMENT, comment) => comment.trim_end().ends_with('\\'),
        _ => false,
    };
    text.contains('\\') && Pieces::of(parse).any(is_spliced)
}

/// Whether two trees have the same nodes with the same tokens, comments and preprocessor lines in the same order. In
/// comments, blanks at the start and end of lines do not count.
pub(super) fn is_same_but_for_layout(a: &Parse, b: &Parse) -> bool {
    let pieces = |parse| Pieces::of(parse).filter(|it| !matches!(it, Piece::Token(WHITESPACE, _)));
    a.errors().len() == b.errors().len() && pieces(a).eq(pieces(b))
}

/// A part of a tree. Two are equal if no layout makes a difference between them.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    /// The start of a node.
    Start(SyntaxKind),
    /// The end of the node that started last.
    End,
    /// A token and its text.
    Token(SyntaxKind, &'t str),
}

impl PartialEq for Piece<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Start(a), Self::Start(b)) => a == b,
            (Self::End, Self::End) => true,
            (Self::Token(a, left), Self::Token(b, right)) if a == b && a.is_comment() => {
                left == right || left.lines().map(str::trim).eq(right.lines().map(str::trim))
            }
            (Self::Token(a, left), Self::Token(b, right)) => a == b && left == right,
            _ => false,
        }
    }
}

/// All of a tree, in its order.
pub(super) struct Pieces<'t> {
    open: Vec<rowan::Children<'t>>,
    root: Option<&'t GreenNodeData>,
}

impl<'t> Pieces<'t> {
    pub(super) fn of(parse: &'t Parse) -> Self {
        Self { open: Vec::new(), root: Some(parse.green()) }
    }

    fn enter(&mut self, node: &'t GreenNodeData) -> Piece<'t> {
        self.open.push(node.children());
        Piece::Start(CamkesLanguage::kind_from_raw(node.kind()))
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        if let Some(root) = self.root.take() {
            return Some(self.enter(root));
        }
        match self.open.last_mut()?.next() {
            None => {
                self.open.pop();
                Some(Piece::End)
            }
            Some(NodeOrToken::Node(node)) => Some(self.enter(node)),
            Some(NodeOrToken::Token(token)) => {
                Some(Piece::Token(CamkesLanguage::kind_from_raw(token.kind()), token.text()))
            }
        }
    }
}

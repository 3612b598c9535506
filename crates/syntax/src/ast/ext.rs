// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the parts of a declaration mean, as far as one file tells.

use smol_str::{SmolStr, SmolStrBuilder};
use text_size::TextSize;

use super::{ConnectionEnd, ConnectorKind, Export, Name, NameRef, Parameter, Path, PrimitiveType, Reference};
use crate::kind::SyntaxKind::{self, *};
use crate::tree::{SyntaxNode, SyntaxToken};

fn first_token_text(node: &SyntaxNode) -> SmolStr {
    node.first_token().map_or_else(SmolStr::default, |it| SmolStr::new(it.text()))
}

impl Name {
    /// The name.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        first_token_text(&self.syntax)
    }
}

impl NameRef {
    /// The word.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        first_token_text(&self.syntax)
    }
}

impl Reference {
    /// The words between the dots.
    pub fn parts(&self) -> impl Iterator<Item = NameRef> + use<> {
        self.name_refs()
    }

    /// The words joined by dots, without what may stand between them.
    #[must_use]
    pub fn text(&self) -> SmolStr {
        let mut text = SmolStrBuilder::new();
        for (i, part) in self.name_refs().enumerate() {
            if i > 0 {
                text.push('.');
            }
            text.push_str(&part.text());
        }
        text.finish()
    }
}

impl Path {
    /// The file's name as it is written, without its quotes or angle brackets.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::StringLit(it) => it.value(),
            Self::AngleString(it) => {
                let token = it.angled_token();
                let text = token.as_ref().map_or("", SyntaxToken::text);
                let text = text.strip_prefix('<').unwrap_or(text);
                text.strip_suffix('>').unwrap_or(text).to_owned()
            }
        }
    }

    /// Whether the file is in angle brackets.
    #[must_use]
    pub fn is_angle(&self) -> bool {
        matches!(self, Self::AngleString(_))
    }
}

/// What goes over a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Medium {
    /// Calls.
    Procedure,
    /// Signals.
    Event,
    /// Memory.
    Dataport,
}

/// How many interfaces an end of a connector takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Multiplicity {
    /// One.
    One,
    /// One or more.
    Many,
}

impl ConnectorKind {
    /// What goes over this end.
    #[must_use]
    pub fn medium(&self) -> Option<Medium> {
        Some(match self.syntax.first_token()?.kind() {
            PROCEDURE_TYPE_KW | PROCEDURES_TYPE_KW => Medium::Procedure,
            EVENT_TYPE_KW | EVENTS_TYPE_KW => Medium::Event,
            DATAPORT_TYPE_KW | DATAPORTS_TYPE_KW => Medium::Dataport,
            _ => return None,
        })
    }

    /// How many interfaces this end takes: the plural takes more than one.
    #[must_use]
    pub fn multiple(&self) -> Multiplicity {
        let kind = self.syntax.first_token().map(|it| it.kind());
        match kind {
            Some(PROCEDURES_TYPE_KW | EVENTS_TYPE_KW | DATAPORTS_TYPE_KW) => Multiplicity::Many,
            _ => Multiplicity::One,
        }
    }
}

impl ConnectionEnd {
    /// Whether this is a `from` end.
    #[must_use]
    pub fn is_from(&self) -> bool {
        self.from_token().is_some()
    }
}

impl Parameter {
    /// `in`, `out`, `inout` or `refin`, if it is written.
    #[must_use]
    pub fn direction_token(&self) -> Option<SyntaxToken> {
        let first = self.syntax.first_token()?;
        matches!(first.kind(), IN_KW | OUT_KW | INOUT_KW | REFIN_KW).then_some(first)
    }
}

impl PrimitiveType {
    /// Its words, as in `unsigned int`.
    pub fn words(&self) -> impl Iterator<Item = SyntaxToken> + use<> {
        let tokens = self.syntax.children_with_tokens().filter_map(rowan::NodeOrToken::into_token);
        tokens.filter(|it| it.kind().is_keyword())
    }
}

impl Export {
    /// What is exported.
    #[must_use]
    pub fn source(&self) -> Option<Reference> {
        child_around(&self.syntax, ARROW, Side::Before)
    }

    /// The name it is exported under.
    #[must_use]
    pub fn target(&self) -> Option<Reference> {
        child_around(&self.syntax, ARROW, Side::After)
    }
}

/// On which side of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// The first child of a type that stands before the token, or behind it. Without the token all stands before it.
pub(super) fn child_around<N: super::AstNode>(parent: &SyntaxNode, token: SyntaxKind, side: Side) -> Option<N> {
    let separator = super::support::token(parent, token).map(|it| it.text_range());
    parent.children().filter_map(N::cast).find(|it| {
        let is_after = separator.is_some_and(|separator| it.syntax().text_range().start() >= separator.end());
        is_after == (side == Side::After)
    })
}

/// The comment directly above a declaration, without its marks: lines of `//`, or one `/* … */`. `None` when there is
/// none, when an empty line is between, or when the comment belongs to the line of something else.
#[must_use]
pub fn doc_comment(node: &SyntaxNode) -> Option<String> {
    let mut comments = comments_above(node);
    if let [block] = comments.as_slice()
        && block.kind() == BLOCK_COMMENT
    {
        return non_empty(block_comment_text(block.text()));
    }
    comments.reverse();
    let lines: Vec<_> = comments.iter().map(|it| line_comment_text(it.text())).collect();
    non_empty(lines.join("\n"))
}

/// Where the comment directly above a declaration begins; see [`doc_comment`].
#[must_use]
pub fn doc_comment_start(node: &SyntaxNode) -> Option<TextSize> {
    comments_above(node).last().map(|it| it.text_range().start())
}

/// The comments directly above a declaration, from the last: lines of `//`, or one `/* … */`.
fn comments_above(node: &SyntaxNode) -> Vec<SyntaxToken> {
    let mut comments = Vec::new();
    let mut token = node.first_token().and_then(|it| it.prev_token());
    while let Some(it) = token {
        match it.kind() {
            WHITESPACE if it.text().matches('\n').count() > 1 => break,
            WHITESPACE => {}
            LINE_COMMENT if stands_alone(&it) => comments.push(it.clone()),
            BLOCK_COMMENT if comments.is_empty() && stands_alone(&it) => return vec![it],
            _ => break,
        }
        token = it.prev_token();
    }
    comments
}

fn non_empty(text: String) -> Option<String> {
    let text = text.trim_matches('\n');
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Whether nothing but blanks is before the comment on its line.
fn stands_alone(comment: &SyntaxToken) -> bool {
    comment.prev_token().is_none_or(|before| match before.kind() {
        WHITESPACE => before.text().contains('\n') || before.prev_token().is_none(),
        // The line of a directive ends where the comment begins only if a line end is between.
        _ => false,
    })
}

fn line_comment_text(text: &str) -> String {
    let text = text.trim_start_matches('/');
    text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned()
}

fn block_comment_text(text: &str) -> String {
    let text = text.strip_prefix("/*").unwrap_or(text);
    let text = text.strip_suffix("*/").unwrap_or(text).trim_start_matches('*');
    let lines = text.lines().map(|line| {
        let line = line.trim();
        let line = line.strip_prefix('*').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

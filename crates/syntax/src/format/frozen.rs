// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Declarations that keep their bytes, because they have syntax errors.

use text_size::TextRange;

use crate::error::{Expected, SyntaxErrorKind};
use crate::kind::SyntaxKind::{self, *};
use crate::parse::Parse;
use crate::tree::{NodeOrToken, SyntaxNode, SyntaxToken};

/// The ranges of the declarations that keep their bytes, in order.
#[derive(Debug)]
pub(super) struct Frozen(Vec<TextRange>);

impl Frozen {
    pub(super) fn of(parse: &Parse, root: &SyntaxNode) -> Self {
        let errors = parse.errors().iter().filter(|it| leaves_doubt(&it.kind));
        let mut ranges: Vec<_> = errors.filter_map(|it| declaration_at(root, it.range)).collect();
        if !parse.errors().is_empty() {
            let broken = root.descendants().filter(|it| it.kind() == ERROR);
            ranges.extend(broken.filter_map(|it| declaration(&it)));
        }
        ranges.sort_by_key(|it| (it.start(), it.end()));
        ranges.dedup();
        Self(ranges)
    }

    /// Whether a declaration keeps its bytes.
    pub(super) fn contains(&self, declaration: &SyntaxNode) -> bool {
        let range = declaration.text_range();
        self.0.binary_search_by_key(&(range.start(), range.end()), |it| (it.start(), it.end())).is_ok()
    }
}

/// Whether the tree of a declaration with this error may not be what the user meant. Of the others, some are about what
/// a whole body has or lacks, and its items are as clear as any.
fn leaves_doubt(kind: &SyntaxErrorKind) -> bool {
    !matches!(
        kind,
        SyntaxErrorKind::UnexpandedMacro { .. }
            | SyntaxErrorKind::Expected(Expected::Item(_))
            | SyntaxErrorKind::StraySemicolon
            | SyntaxErrorKind::UnterminatedComment
            | SyntaxErrorKind::Duplicate(_)
            | SyntaxErrorKind::NoComposition
            | SyntaxErrorKind::ConfigurationAlone
            | SyntaxErrorKind::AfterComposition
            | SyntaxErrorKind::MissingEnd(_)
            | SyntaxErrorKind::EndOrder
            | SyntaxErrorKind::AttributeBeforeEnds
            | SyntaxErrorKind::ShortSchedule
            | SyntaxErrorKind::EmptyStruct
            | SyntaxErrorKind::ProcedureAttributeSemicolon
    )
}

fn declaration_at(root: &SyntaxNode, range: TextRange) -> Option<TextRange> {
    if !root.text_range().contains_range(range) {
        return None;
    }
    let node = if range.is_empty() {
        // Something is missing behind the token that ends here.
        root.token_at_offset(range.start()).left_biased().as_ref().and_then(SyntaxToken::parent)
    } else {
        match root.covering_element(range) {
            NodeOrToken::Node(node) => Some(node),
            NodeOrToken::Token(token) => token.parent(),
        }
    };
    declaration(&node?)
}

/// The smallest declaration on lines of its own that has the node: where one shares a line with what is around it, the breaks of
/// lines are part of what may tell how it was meant.
fn declaration(node: &SyntaxNode) -> Option<TextRange> {
    let is_item = |it: &SyntaxNode| it.parent().is_some_and(|parent| has_items(parent.kind()));
    let mut items = node.ancestors().filter(is_item);
    let smallest = items.next()?;
    let own = std::iter::once(smallest.clone()).chain(items).find(has_own_lines);
    Some(own.unwrap_or(smallest).text_range())
}

/// Whether a declaration shares no line with the brackets around it.
fn has_own_lines(item: &SyntaxNode) -> bool {
    let is_bracket = |token: Option<SyntaxToken>| token.is_some_and(|it| matches!(it.kind(), L_BRACE | R_BRACE));
    let mut before = item.first_token().and_then(|it| it.prev_token());
    let mut first = item.first_token();
    while let Some(token) = first.filter(|it| it.kind().is_trivia()) {
        if token.text().contains('\n') {
            before = None;
        }
        first = token.next_token();
    }
    while let Some(token) = before.clone().filter(|it| it.kind().is_trivia()) {
        before = token.prev_token().filter(|_| !token.text().contains('\n'));
    }
    let mut behind = item.last_token().and_then(|it| it.next_token());
    while let Some(token) = behind.clone().filter(|it| it.kind().is_trivia()) {
        behind = token.next_token().filter(|_| !token.text().contains('\n'));
    }
    !is_bracket(before) && !is_bracket(behind)
}

/// Whether the children of such a node are declarations.
pub(super) fn has_items(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SOURCE_FILE
            | ASSEMBLY_BODY
            | COMPOSITION_BODY
            | GROUP_BODY
            | CONFIGURATION_BODY
            | COMPONENT_BODY
            | CONNECTOR_BODY
            | PROCEDURE_BODY
            | STRUCT_BODY
    )
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The tree of a text of which an earlier version is known: only the declarations around the edit are parsed, and the others are
//! those of the earlier tree.
//!
//! Where nothing is wrong before and after, that is simple: a declaration without a mistake depends on its own tokens alone. What the
//! parser does with a mistake depends on what is around it, too: see `broken`. Whoever gets no answer here parses all.

mod broken;

use std::ops::Range;

use rowan::{GreenNode, GreenNodeData, GreenTokenData, NodeOrToken};
use text_size::{TextRange, TextSize};

use crate::error::BodyKind;
use crate::input::InputBuilder;
use crate::kind::SyntaxKind::{self, *};
use crate::parse::Parse;
use crate::tree::SyntaxNode;
use crate::{grammar, lexer, sink, validation};

/// Brackets inside of each other in what is parsed by itself. The parser goes much deeper, so that what stands around makes no
/// difference.
const DEEPEST: usize = 48;

/// A declaration with a body in it.
struct Place {
    /// Nodes from the root down to the body.
    nodes: Vec<SyntaxNode>,
    kind: BodyKind,
}

impl Place {
    /// The root with other children in some places of the body.
    fn with(&self, children: Range<usize>, items: &GreenNode) -> Option<GreenNode> {
        let items: Vec<_> = items.children().map(|it| it.to_owned()).collect();
        let mut green = self.nodes.last()?.green().splice_children(children, items);
        for pair in self.nodes.windows(2).rev() {
            let [outer, inner] = pair else { continue };
            green = outer.green().replace_child(inner.index(), NodeOrToken::Node(green));
        }
        Some(green)
    }
}

/// The parse of `new`, made from that of `old`; `None` where all of it must be parsed.
pub(crate) fn reparse(parse: &Parse, old: &str, new: &str) -> Option<Parse> {
    if old.len() != usize::from(parse.green().text_len()) {
        return None;
    }
    let Some((edit, length)) = difference(old, new) else { return Some(parse.clone()) };
    let sound = if parse.errors().is_empty() { reparse_sound(parse, new, &edit, length) } else { None };
    sound.or_else(|| broken::reparse(parse, old, new, &edit, length))
}

/// The parse of a text without mistakes, made from that of another; `None` where there may be one.
fn reparse_sound(parse: &Parse, new: &str, edit: &Range<usize>, length: usize) -> Option<Parse> {
    let place = innermost_body(parse.syntax_node(), edit, body_kind)?;
    let (children, range) = around(&place, edit)?;
    let text = new.get(range.start..range.end - edit.len() + length)?;
    Some(Parse::without_errors(place.with(children, &items_of(text, place.kind)?)?))
}

/// What of `old` was replaced, and by how many bytes; `None` when nothing was.
fn difference(old: &str, new: &str) -> Option<(Range<usize>, usize)> {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let shorter = old.len().min(new.len());
    let start = common(shorter, |range| old[range.clone()] == new[range]);
    if start == old.len() && start == new.len() {
        return None;
    }
    let end = common(shorter - start, |range| {
        old[old.len() - range.end..old.len() - range.start] == new[new.len() - range.end..new.len() - range.start]
    });
    Some((start..old.len() - end, new.len() - end - start))
}

/// How far two texts are the same, looked at in pieces first.
fn common(most: usize, is_same: impl Fn(Range<usize>) -> bool) -> usize {
    const PIECE: usize = 1 << 12;
    let mut at = 0;
    while at + PIECE <= most && is_same(at..at + PIECE) {
        at += PIECE;
    }
    while at < most && is_same(at..at + 1) {
        at += 1;
    }
    at
}

/// The bodies in which each item stands by itself. In the others an item may go on without a `;`, or they must have certain
/// items.
fn body_kind(kind: SyntaxKind) -> Option<BodyKind> {
    match kind {
        SOURCE_FILE => Some(BodyKind::File),
        COMPOSITION_BODY => Some(BodyKind::Composition),
        GROUP_BODY => Some(BodyKind::Group),
        CONFIGURATION_BODY => Some(BodyKind::Configuration),
        COMPONENT_BODY => Some(BodyKind::Component),
        _ => None,
    }
}

fn kind_of(raw: rowan::SyntaxKind) -> SyntaxKind {
    SyntaxKind::from_raw(raw.0).unwrap_or(ERROR)
}

type Child<'t> = NodeOrToken<&'t GreenNodeData, &'t GreenTokenData>;

fn kind_of_child(child: &Child<'_>) -> SyntaxKind {
    match child {
        NodeOrToken::Node(it) => kind_of(it.kind()),
        NodeOrToken::Token(it) => kind_of(it.kind()),
    }
}

/// How many children of a body are looked at on both sides of an edit at most: it may have tens of thousands.
const MARGIN: usize = 1 << 10;

/// Children of a body around an edit, with their ranges.
struct Children<'t> {
    list: Vec<(Child<'t>, Range<usize>)>,
    /// The number of the first of them.
    first: usize,
    /// How many children the body has.
    count: usize,
}

impl<'t> Children<'t> {
    fn around(body: &'t SyntaxNode, edit: &Range<usize>) -> Self {
        let length = |child: &Child<'_>| match child {
            NodeOrToken::Node(it) => usize::from(it.text_len()),
            NodeOrToken::Token(it) => usize::from(it.text_len()),
        };
        let all = body.green().children();
        let at = TextSize::try_from(edit.start).ok().map(TextRange::empty);
        let found = at.and_then(|at| body.child_or_token_at_range(at));
        let found = found.map(|it| (it.index(), it.text_range().start()));
        let (index, start) = found.unwrap_or((0, body.text_range().start()));
        let first = index.saturating_sub(MARGIN);
        let before = all.clone().skip(first).take(index - first).map(|it| length(&it)).sum::<usize>();
        let (mut at, mut behind, mut list) = (usize::from(start) - before, 0, Vec::new());
        for child in all.clone().skip(first) {
            let range = at..at + length(&child);
            at = range.end;
            behind += usize::from(range.start > edit.end);
            list.push((child, range));
            if behind > MARGIN {
                break;
            }
        }
        Self { list, first, count: all.len() }
    }

    fn get(&self, number: usize) -> Option<&(Child<'t>, Range<usize>)> {
        self.list.get(number.checked_sub(self.first)?)
    }

    fn slice(&self, numbers: &Range<usize>) -> Option<&[(Child<'t>, Range<usize>)]> {
        self.list.get(numbers.start.checked_sub(self.first)?..numbers.end.checked_sub(self.first)?)
    }

    /// The numbers of those that an edit is in, or that begin or end at its ends.
    fn touched_by(&self, edit: &Range<usize>) -> Range<usize> {
        let first = self.list.partition_point(|(_, range)| range.end < edit.start);
        let last = self.list.partition_point(|(_, range)| range.start <= edit.end);
        self.first + first..self.first + last
    }

    /// The numbers of those between the braces.
    fn inside(&self, kind: BodyKind) -> Option<Range<usize>> {
        Some(if kind == BodyKind::File { 0..self.count } else { 1..self.count.checked_sub(1)? })
    }
}

/// The innermost body between whose braces all of an edit is.
fn innermost_body(
    root: SyntaxNode,
    edit: &Range<usize>,
    kind_of_body: impl Fn(SyntaxKind) -> Option<BodyKind>,
) -> Option<Place> {
    let range = TextRange::new(TextSize::try_from(edit.start).ok()?, TextSize::try_from(edit.end).ok()?);
    let mut found = None;
    let mut nodes: Vec<SyntaxNode> = Vec::new();
    let mut next = Some(root);
    while let Some(node) = next.take() {
        let (own, green) = (node.text_range(), node.green());
        let kind = kind_of_body(node.kind()).filter(|it| *it == BodyKind::File || is_in_braces(green));
        // A brace has one byte.
        let brace = if kind == Some(BodyKind::File) { 0 } else { 1 };
        let is_inside = usize::from(own.start()) + brace <= edit.start && edit.end + brace <= usize::from(own.end());
        if let Some(kind) = kind.filter(|_| is_inside) {
            found = Some((nodes.len() + 1, kind));
        }
        let child = node.child_or_token_at_range(range).and_then(NodeOrToken::into_node);
        next = child.filter(|it| it.text_range().start() < range.start() && range.end() < it.text_range().end());
        nodes.push(node);
    }
    let (count, kind) = found?;
    nodes.truncate(count);
    Some(Place { nodes, kind })
}

/// Whether a body has both of its braces.
fn is_in_braces(node: &GreenNodeData) -> bool {
    let is = |child: Option<Child<'_>>, kind| child.is_some_and(|it| kind_of_child(&it) == kind);
    is(node.children().next(), L_BRACE) && is(node.children().next_back(), R_BRACE)
}

/// The children of a body that an edit touches, with all trivia around them, and their range. On both sides stands what ends a
/// declaration.
fn around(place: &Place, edit: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let body = place.nodes.last()?;
    let all = Children::around(body, edit);
    let inside = all.inside(place.kind)?;
    let touched = all.touched_by(edit);
    let mut first = touched.start.clamp(inside.start, inside.end);
    let mut last = touched.end.clamp(first, inside.end);
    let is_trivia = |number: usize| all.get(number).is_some_and(|(child, _)| kind_of_child(child).is_trivia());
    while first > inside.start && is_trivia(first - 1) {
        first -= 1;
    }
    while last < inside.end && is_trivia(last) {
        last += 1;
    }
    let begins_anew = first == inside.start || all.get(first - 1).is_some_and(|(child, _)| ends(child));
    let goes_on_anew = last == inside.end || matches!(all.get(last)?.0, NodeOrToken::Node(_));
    let touched = all.slice(&(first..last))?;
    if !begins_anew || !goes_on_anew || touched.iter().any(|(child, _)| stands_once(kind_of_child(child))) {
        return None;
    }
    let start = touched.first().or_else(|| all.get(first)).map(|(_, range)| range.start);
    let start = start.unwrap_or(usize::from(body.text_range().end()));
    let end = touched.last().map_or(start, |(_, range)| range.end);
    Some((first..last, start..end))
}

/// Whether a child of a body is a declaration that has its end.
fn ends(child: &Child<'_>) -> bool {
    let NodeOrToken::Node(mut node) = *child else { return false };
    loop {
        match node.children().next_back() {
            Some(NodeOrToken::Node(inner)) => node = inner,
            Some(NodeOrToken::Token(token)) => return matches!(kind_of(token.kind()), SEMICOLON | R_BRACE),
            None => return false,
        }
    }
}

/// Declarations that a body has once: whether one is a mistake, the others around it tell.
fn stands_once(kind: SyntaxKind) -> bool {
    matches!(kind, COMPOSITION | COMPOSITION_USE | CONFIGURATION | CONFIGURATION_USE | SCHEDULE)
}

/// A root with the items of a text; `None` when there is any mistake in them, or what follows could be part of the last one.
fn items_of(text: &str, kind: BodyKind) -> Option<GreenNode> {
    let lexemes = lexer::lex(text);
    let mut input = InputBuilder::new(lexemes.len());
    let mut errors = Vec::new();
    let (mut at, mut depth, mut deepest) = (0, 0_usize, 0);
    let (mut first, mut last, mut count) = (EOF, EOF, 0);
    for lexeme in &lexemes {
        let end = at + lexeme.len as usize;
        let token = text.get(at..end)?;
        input.push(lexeme.kind, token);
        validation::check_token(lexeme.kind, token, at, &mut errors);
        at = end;
        match lexeme.kind {
            L_BRACE | L_PAREN | L_BRACK => depth += 1,
            R_BRACE | R_PAREN | R_BRACK => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        if !lexeme.kind.is_skipped() {
            first = if first == EOF { lexeme.kind } else { first };
            last = lexeme.kind;
            count += 1;
        }
    }
    let is_open = lexemes.last().is_some_and(|it| matches!(it.kind, LINE_COMMENT | PREPROCESSOR));
    if !errors.is_empty() || at != text.len() || is_open || deepest > DEEPEST {
        return None;
    }
    if first == SEMICOLON || !matches!(last, EOF | SEMICOLON | R_BRACE) {
        return None;
    }
    let output = grammar::parse_items(&input.finish(), kind);
    if !output.errors.is_empty() || output.tokens() != count {
        return None;
    }
    let root = sink::build(text, &lexemes, output, &mut errors);
    let is_fit = |child: Child<'_>| !stands_once(kind_of_child(&child)) && kind_of_child(&child) != ERROR;
    (errors.is_empty() && root.children().all(is_fit)).then_some(root)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The same where something is wrong, as it is nearly always while a declaration is typed.
//!
//! What the parser does with an item of a body follows from the tokens from there on, from the bodies around, and from which of the
//! two braces the whole text has more of. So where the text has as many of both before and after, the items around an edit are
//! parsed with the bodies around them as they are, up to an item behind them that was one before. If the parser comes to the start of
//! that with an item's end, it would go on from there as it did.

use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::{Children, DEEPEST, Place, ends, innermost_body, kind_of_child};
use crate::error::{BodyKind, RelatedText, SyntaxError, SyntaxErrorKind};
use crate::event;
use crate::input::{Input, InputBuilder};
use crate::kind::SyntaxKind::{self, *};
use crate::lexer::{Lexeme, lex};
use crate::parse::Parse;
use crate::parser::OpenBody;
use crate::{grammar, sink, validation};

/// Children of a body that are parsed by themselves at most.
const MOST_CHILDREN: usize = 256;

/// Tokens behind those that are parsed: the parser never looks so far ahead.
const AHEAD: usize = 24;

/// Bytes in which so many tokens are looked for.
const AHEAD_BYTES: usize = 1 << 12;

/// The parse of `new`, made from that of `old`; `None` where all of it must be parsed.
pub(super) fn reparse(parse: &Parse, old: &str, new: &str, edit: &Range<usize>, length: usize) -> Option<Parse> {
    if !parse.has_even_braces() {
        return None;
    }
    let place = innermost_body(parse.syntax_node(), edit, body_kind)?;
    let region = Region::around(parse, old, &place, edit)?;
    if leaves_a_string_open(parse, region.range.start) {
        return None;
    }
    let behind = region.range.end - edit.len() + length;
    let tokens = Tokens::read(new, region.range.start..behind)?;
    let was_even = braces(&lex(old.get(region.range.clone())?)) == braces(tokens.own());
    if !was_even || !region.stands_the_same(old, &tokens) {
        return None;
    }
    let output = grammar::parse_items_until(&tokens.input, region.bodies, tokens.count);
    if output.tokens() != tokens.count || !output.errors.iter().all(|it| is_before(it, tokens.count)) {
        return None;
    }
    let mut errors = tokens.errors;
    let text = new.get(region.range.start..behind)?;
    let root = sink::build(text, &tokens.lexemes[..tokens.lexeme_count], output, &mut errors);
    errors.sort_by_key(|it| (it.range.start(), it.range.end()));
    let moves = Moves { range: text_range(&region.range)?, behind: TextSize::try_from(behind).ok()? };
    let errors = moves.errors(parse.errors(), errors, region.is_last)?;
    let green = place.with(region.children, &root)?;
    Some(Parse::new(green, errors, true))
}

/// Whether a string that begins before an offset is not closed: the next quote tells where it ends, however far behind it is.
fn leaves_a_string_open(parse: &Parse, offset: usize) -> bool {
    let mut before = parse.errors().iter().take_while(|it| usize::from(it.range.start()) < offset);
    before.any(|it| it.kind == SyntaxErrorKind::UnterminatedString)
}

/// Bodies that can hold items with mistakes in them and be complete all the same.
fn body_kind(kind: SyntaxKind) -> Option<BodyKind> {
    super::body_kind(kind).filter(|it| *it != BodyKind::Component)
}

/// Bodies that may be around.
fn outer_kind(kind: SyntaxKind) -> Option<BodyKind> {
    match kind {
        ASSEMBLY_BODY => Some(BodyKind::Assembly),
        CONNECTOR_BODY => Some(BodyKind::Connector),
        PROCEDURE_BODY => Some(BodyKind::Procedure),
        STRUCT_BODY => Some(BodyKind::Struct),
        kind => super::body_kind(kind),
    }
}

/// Whether a node is an item of a body that the parser knew by its first token.
fn is_item(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        INSTANCE
            | CONNECTION
            | GROUP
            | EXPORT
            | SETTING
            | IMPORT
            | ASSEMBLY
            | COMPONENT
            | COMPOSITION
            | CONFIGURATION
            | CONNECTOR
            | PROCEDURE
            | STRUCT
    )
}

fn text_range(range: &Range<usize>) -> Option<TextRange> {
    Some(TextRange::new(TextSize::try_from(range.start).ok()?, TextSize::try_from(range.end).ok()?))
}

/// Whether an error is about a range or its ends, or says something about it.
fn touches(error: &SyntaxError, range: &Range<usize>) -> bool {
    let is_there = |it: TextRange| usize::from(it.start()) <= range.end && range.start <= usize::from(it.end());
    is_there(error.range) || error.related().iter().any(|(it, _)| is_there(*it))
}

/// The column of what stands at an offset, when nothing but blanks is before it on its line.
fn column(text: &str, at: usize) -> Option<u32> {
    let before = text.get(..at)?;
    let blanks = before.rsplit('\n').next().unwrap_or_default();
    let is_blank = blanks.bytes().all(|it| matches!(it, b' ' | b'\t'));
    let step = |column: u32, byte| column + if byte == b'\t' { 8 - column % 8 } else { 1 };
    is_blank.then(|| blanks.bytes().fold(0, step))
}

/// More opening than closing braces.
fn braces(lexemes: &[Lexeme]) -> i64 {
    let count = |kind: SyntaxKind| lexemes.iter().filter(|it| it.kind == kind).count() as i64;
    count(L_BRACE) - count(R_BRACE)
}

/// Whether an error is about tokens before this one alone.
fn is_before(error: &event::PlacedError, token: usize) -> bool {
    let is_there = |place: event::Place| match place {
        event::Place::Tokens { last, .. } => last < token,
        event::Place::After { token: number } => number < token,
        event::Place::Start => false,
    };
    is_there(error.place) && error.related.as_ref().is_none_or(|(place, _)| is_there(*place))
}

/// The items that are parsed anew.
struct Region {
    /// Their places among the children of the body.
    children: Range<usize>,
    /// From behind the item before them to the start of the one behind them, or of what ends the body.
    range: Range<usize>,
    /// Nothing is behind them.
    is_last: bool,
    /// The bodies around, outermost first.
    bodies: Vec<OpenBody>,
}

impl Region {
    fn around(parse: &Parse, old: &str, place: &Place, edit: &Range<usize>) -> Option<Self> {
        let all = Children::around(place.nodes.last()?, edit);
        let inside = all.inside(place.kind)?;
        let is_touched = |range: &Range<usize>| parse.errors().iter().any(|it| touches(it, range));
        let is_clean = |number: usize| {
            let item = all.get(number);
            item.is_some_and(|(it, range)| is_item(kind_of_child(it)) && ends(it) && !is_touched(range))
        };
        let is_trivia = |number: usize| all.get(number).is_some_and(|(it, _)| kind_of_child(it).is_trivia());
        let start_of = |number: usize| {
            let start = all.get(number).map(|(_, range)| range.start);
            start.or((number == all.count).then_some(old.len()))
        };
        let touched = all.touched_by(edit);
        let mut first = touched.start.clamp(inside.start, inside.end);
        let mut last = touched.end.clamp(first, inside.end);
        let (bodies, declaration) = bodies_around(place, old)?;
        // What comes before must have had no reason to look here, or at what is no longer there.
        let is_settled = |first: usize| {
            let mut earlier = (inside.start..first).rev().filter(|number| !is_trivia(*number));
            let guard = earlier.nth(1).and_then(|it| all.get(it)).map_or(declaration, |(_, range)| range.start);
            let is_between = |start: usize| is_touched(&(guard..start));
            (first == inside.start || is_clean(first - 1)) && !start_of(first).is_none_or(is_between)
        };
        while first > inside.start && !is_settled(first) && last - first <= MOST_CHILDREN {
            first -= 1;
        }
        while last < inside.end && !is_clean(last) && last - first <= MOST_CHILDREN {
            last += 1;
        }
        if last - first > MOST_CHILDREN {
            return None;
        }
        let (start, end) = (start_of(first)?, start_of(last)?);
        let is_last = last == all.count;
        let is_fit = (start == 0 || is_settled(first)) && (is_last || !is_touched(&(end..end + 1)));
        is_fit.then_some(Self { children: first..last, range: start..end, is_last, bodies })
    }

    /// Whether the parser sees the first token, and the one behind, on lines as they are in the whole text.
    fn stands_the_same(&self, old: &str, tokens: &Tokens) -> bool {
        let begins_on_line = self.range.start == 0 || tokens.has_line_break_first;
        let goes_on = || {
            let column = column(old, self.range.end);
            tokens.input.is_first_on_line(tokens.count) && column == Some(tokens.input.indentation(tokens.count))
        };
        begins_on_line && (self.is_last || goes_on())
    }
}

/// The bodies that are open in a place, and where the innermost declaration around it begins.
fn bodies_around(place: &Place, old: &str) -> Option<(Vec<OpenBody>, usize)> {
    let (mut bodies, mut declaration, mut is_in_body) = (Vec::new(), 0, false);
    for node in &place.nodes {
        if is_in_body {
            declaration = usize::from(node.text_range().start());
        }
        let kind = outer_kind(node.kind());
        is_in_body = kind.is_some();
        match kind {
            Some(BodyKind::File) => bodies.push(OpenBody::new(BodyKind::File, 0)),
            Some(kind) => bodies.push(OpenBody::new(kind, column(old, declaration)?)),
            None if node.kind() == ERROR => return None,
            None => {}
        }
    }
    (bodies.len() <= DEEPEST).then_some((bodies, declaration))
}

/// Tokens from the start of what is parsed anew, some behind it included.
struct Tokens {
    lexemes: Vec<Lexeme>,
    /// How many of them are parsed.
    lexeme_count: usize,
    input: Input,
    /// How many of the tokens that the parser sees are parsed.
    count: usize,
    /// A line ends before the first of these.
    has_line_break_first: bool,
    errors: Vec<SyntaxError>,
}

impl Tokens {
    fn read(new: &str, range: Range<usize>) -> Option<Self> {
        let most = (range.end + AHEAD_BYTES).min(new.len());
        let limit = (most..=new.len()).find(|it| new.is_char_boundary(*it))?;
        let text = new.get(range.start..limit)?;
        let lexemes = lex(text);
        let own = range.end.checked_sub(range.start)?;
        let mut input = InputBuilder::new(lexemes.len());
        let (mut at, mut count, mut ahead, mut depth, mut deepest) = (0, 0, 0, 0_usize, 0);
        let (mut lexeme_count, mut has_line_break_first, mut errors) = (0, false, Vec::new());
        for lexeme in &lexemes {
            let end = at + lexeme.len as usize;
            let token = text.get(at..end)?;
            input.push(lexeme.kind, token);
            match lexeme.kind {
                L_BRACE | L_PAREN | L_BRACK => depth += 1,
                R_BRACE | R_PAREN | R_BRACK => depth = depth.saturating_sub(1),
                _ => {}
            }
            if at < own {
                validation::check_token(lexeme.kind, token, at, &mut errors);
                deepest = deepest.max(depth);
                lexeme_count += 1;
                let is_first = count == 0 && ahead == 0;
                has_line_break_first |= is_first && lexeme.kind.is_skipped() && token.contains('\n');
                count += usize::from(!lexeme.kind.is_skipped());
                // It must not reach over what is behind.
                if end > own {
                    return None;
                }
            } else {
                ahead += usize::from(!lexeme.kind.is_skipped());
            }
            at = end;
        }
        // With more of the text it might end.
        let is_open = |it: &SyntaxError| {
            matches!(
                it.kind,
                SyntaxErrorKind::UnterminatedString
                    | SyntaxErrorKind::UnterminatedPath
                    | SyntaxErrorKind::UnterminatedComment
            )
        };
        // The last one may be cut off.
        let is_enough = limit == new.len() || ahead > AHEAD;
        let is_fit = at == text.len() && is_enough && deepest <= DEEPEST && !errors.iter().any(is_open);
        let input = input.finish().with_even_braces();
        is_fit.then_some(Self { lexemes, lexeme_count, input, count, has_line_break_first, errors })
    }

    fn own(&self) -> &[Lexeme] {
        &self.lexemes[..self.lexeme_count]
    }
}

/// Where errors move.
struct Moves {
    /// What is parsed anew, in the earlier text.
    range: TextRange,
    /// Where it ends now.
    behind: TextSize,
}

impl Moves {
    /// All errors, in order: those that stay, and the new ones, whose places count from the start of what is parsed anew.
    fn errors(&self, old: &[SyntaxError], new: Vec<SyntaxError>, is_last: bool) -> Option<Vec<SyntaxError>> {
        let start = self.range.start();
        let mut out = Vec::with_capacity(old.len() + new.len());
        let is_early = |it: &&SyntaxError| it.range.start() < start;
        let is_late = |it: &&SyntaxError| !is_last && it.range.start() >= self.range.end();
        for error in old.iter().filter(is_early) {
            out.push(self.error(error)?);
        }
        let placed = |(range, text): (TextRange, RelatedText)| (range + start, text);
        out.extend(new.into_iter().map(|it| SyntaxError {
            range: it.range + start,
            kind: it.kind,
            related: it.related.map(placed),
        }));
        for error in old.iter().filter(is_late) {
            out.push(self.error(error)?);
        }
        Some(out)
    }

    fn error(&self, error: &SyntaxError) -> Option<SyntaxError> {
        let related = match &error.related {
            Some((range, text)) => Some((self.range(*range)?, *text)),
            None => None,
        };
        Some(SyntaxError { range: self.range(error.range)?, kind: error.kind.clone(), related })
    }

    fn range(&self, range: TextRange) -> Option<TextRange> {
        if range.end() < self.range.start() {
            return Some(range);
        }
        (range.start() >= self.range.end()).then(|| range - self.range.end() + self.behind)
    }
}

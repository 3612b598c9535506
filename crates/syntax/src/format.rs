// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The one canonical layout of a text. Only what stands between tokens changes: blanks and line breaks.
//!
//! The layout is the one that public CAmkES applications have in most places: four blanks for each brace, a `{` on the
//! line of its declaration, one item a line, no blank before a `(`, ends of connections and parameters aligned below
//! the first of them, elements of long lists and dicts one a line. At most one empty line in a row is kept, none
//! behind a `{` or before a `}`.
//!
//! What stays as it is written: every token, every comment (but for blanks at the ends of its lines, and the
//! indentation of the lines of a block comment that moves), preprocessor lines, arguments of macros, and declarations
//! with syntax errors, whose layout may be all that tells what they are.

mod comment;
mod frozen;
mod layout;
mod lists;
mod pieces;
mod spacing;
mod tokens;
mod writer;

use text_size::{TextRange, TextSize};

use crate::parse::{Parse, parse};

/// Longest line, in characters, on which lists, dicts, ends and parameters stay.
const MAX_WIDTH: usize = 120;
/// Blanks for each level of braces or brackets.
const INDENT: usize = 4;
/// How often a layout is made of a layout until it stays the same. The tree of a broken text may depend on its lines
/// and their indentation, so the second layout can differ from the first.
const MAX_PASSES: usize = 4;

/// A part of a text and what replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextEdit {
    /// What is replaced, in bytes of the text.
    pub range: TextRange,
    /// What replaces it.
    pub text: String,
}

/// The edits that give a text its canonical layout, in the order of the text, none touching what another one replaces.
///
/// `parse` is the tree of this very text. The result is a function of the text, takes time linear in its length, and
/// formatting the formatted text gives no edits. A text whose tree would change with its layout, or in which a `//`
/// comment swallows the next line with a backslash, has no edits at all.
#[must_use]
pub fn format(text: &str, parse: &Parse) -> Vec<TextEdit> {
    if pieces::has_spliced_comment(text, parse) {
        return Vec::new();
    }
    let (mut formatted, edits) = layout::layout(text, parse);
    if formatted == text {
        return Vec::new();
    }
    for pass in 1..=MAX_PASSES {
        let again = crate::parse(&formatted);
        if !pieces::is_same_but_for_layout(parse, &again) {
            break;
        }
        let (next, _) = layout::layout(&formatted, &again);
        if next == formatted {
            return if pass == 1 { edits } else { vec![replacement(text, &formatted)] };
        }
        formatted = next;
    }
    Vec::new()
}

/// The text in its canonical layout; see [`format()`].
#[must_use]
pub fn formatted(text: &str) -> String {
    apply(text, &format(text, &parse(text)))
}

/// The text with edits made, which are in order and do not overlap. Edits that are no part of the text are left out.
#[must_use]
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        if let (Some(kept), Some(_)) = (text.get(at..start), text.get(start..end)) {
            result.push_str(kept);
            result.push_str(&edit.text);
            at = end;
        }
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// The smallest single edit that makes `new` of `old`.
fn replacement(old: &str, new: &str) -> TextEdit {
    edit_between(0, old, new)
}

/// The edit that makes `new` of `old`, which begins at this byte of the text, without what both begin and end with.
fn edit_between(start: usize, old: &str, new: &str) -> TextEdit {
    let is_boundary = |it: &usize| old.is_char_boundary(*it) && new.is_char_boundary(*it);
    let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let prefix = (0..=same).rev().find(is_boundary).unwrap_or(0);
    let (old_rest, new_rest) = (old.get(prefix..).unwrap_or_default(), new.get(prefix..).unwrap_or_default());
    let same = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(a, b)| a == b).count();
    let fits =
        |it: &usize| old_rest.is_char_boundary(old_rest.len() - it) && new_rest.is_char_boundary(new_rest.len() - it);
    let suffix = (0..=same).rev().find(fits).unwrap_or(0);
    let range = TextRange::new(offset(start + prefix), offset(start + old.len() - suffix));
    TextEdit { range, text: new_rest.get(..new_rest.len() - suffix).unwrap_or_default().to_owned() }
}

/// The parser sees no text whose positions do not fit.
fn offset(at: usize) -> TextSize {
    TextSize::try_from(at).unwrap_or_default()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Layout while typing: the line gets the indentation of its body.

use camkes_hir::{File, FileContents, RootDatabase, builtin};
use text_size::{TextRange, TextSize};

use crate::cursor::{Block, Cursor, Within};
use crate::diagnostics::{Edit, FileRange};

/// One step of indentation, as the canonical layout has it.
const STEP: &str = "    ";

/// Edits of the line of an offset, after a character was typed before it.
pub(crate) fn on_type(db: &RootDatabase, file: File, offset: TextSize, typed: char) -> Vec<Edit> {
    let is_whole = matches!(file.contents(db), FileContents::Text { invalid, .. } if invalid.is_empty());
    let text = file.contents(db).as_str();
    let offset = usize::from(offset).min(text.len());
    if !is_whole || builtin::is_builtin(file.path(db)) || !text.is_char_boundary(offset) {
        return Vec::new();
    }
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
    let content = line.trim_start_matches([' ', '\t']);
    let blanks = line.len() - content.len();
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    let cursor = Cursor::in_file(db, file, size(start));
    if cursor.within != Within::Code || content.starts_with('#') || content.starts_with("//") {
        return Vec::new();
    }
    let closing = content.chars().take_while(|c| *c == '}').count();
    let goes_on = !cursor.statement.is_empty() && cursor.block() != Some(Block::Value);
    // The rest of a statement keeps the place that its author gave it.
    if goes_on && typed != '\n' {
        return Vec::new();
    }
    let depth = cursor.frames.len().saturating_sub(closing) + usize::from(goes_on);
    let wanted = STEP.repeat(depth);
    if line[..blanks] == wanted {
        return Vec::new();
    }
    let range = TextRange::new(size(start), size(start + blanks));
    vec![Edit { at: FileRange { path: file.path(db).to_owned(), range }, text: wanted }]
}

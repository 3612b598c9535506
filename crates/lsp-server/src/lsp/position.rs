// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Between byte offsets and LSP positions, in the negotiated encoding.
//!
//! Lines end as the LSP says (`\n`, `\r\n` and a lone `\r`), and a position outside of the text is moved to the
//! nearest one inside: past the end of a line is the end of that line, past the last line is the end of the text,
//! inside a character is the start of that character. `line-index` knows only `\n` and leaves those cases to its caller.

use std::ops::Range;

use tower_lsp::gen_lsp_types as lsp;

/// Unit in which an LSP position counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, what a client means that negotiates nothing.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The name that goes into the server's capabilities.
    #[must_use]
    pub fn kind(self) -> lsp::PositionEncodingKind {
        match self {
            Self::Utf8 => lsp::PositionEncodingKind::UTF8,
            Self::Utf16 => lsp::PositionEncodingKind::UTF16,
            Self::Utf32 => lsp::PositionEncodingKind::UTF32,
        }
    }

    /// Picks from what the client offers: UTF-8 costs nothing to convert, UTF-32 less than UTF-16, which every client knows.
    #[must_use]
    pub fn negotiate(offered: Option<&[lsp::PositionEncodingKind]>) -> Self {
        let offered = offered.unwrap_or_default();
        [Self::Utf8, Self::Utf32, Self::Utf16]
            .into_iter()
            .find(|encoding| offered.contains(&encoding.kind()))
            .unwrap_or_default()
    }

    /// The length of a text in this unit.
    #[must_use]
    pub fn length(self, text: &str) -> u32 {
        let length: usize = text.chars().map(|c| self.width(c)).sum();
        u32::try_from(length).unwrap_or(u32::MAX)
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// The starts of a text's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Scans a text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(starts_in(text, 0..text.len()));
        Self { starts }
    }

    /// Replaces a range of a text and keeps its lines true: only those around the range are looked at. The ends of the range
    /// are character boundaries.
    pub fn replace(&mut self, text: &mut String, range: Range<usize>, with: &str) {
        // A `\r` and a `\n` may come together or apart at both ends of the range.
        let first = self.line_of(range.start.saturating_sub(1));
        let behind = self.starts.partition_point(|&start| start <= range.end + 1);
        let from = self.starts.get(first).copied().unwrap_or_default();
        let moved = |start: usize| start - range.end + range.start + with.len();
        let to = self.starts.get(behind).map_or(text.len() - range.len() + with.len(), |&start| moved(start));
        self.starts[behind..].iter_mut().for_each(|start| *start = moved(*start));
        text.replace_range(range.clone(), with);
        let kept = self.starts.get(behind).copied();
        let new: Vec<_> = starts_in(text, from..to).filter(|start| Some(*start) != kept).collect();
        self.starts.splice(first + 1..behind, new);
    }

    /// The line in which an offset lies, counted from 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Bytes of a line without its end; `None` past the last line.
    fn content(&self, text: &str, line: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line)?;
        let next = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let slice = text.get(start..next)?;
        let content = slice.trim_end_matches(['\n', '\r']);
        Some(start..start + content.len())
    }

    /// The byte offset of a position, always on a character boundary of `text`.
    #[must_use]
    pub fn offset(&self, text: &str, position: lsp::Position, encoding: Encoding) -> usize {
        let Some(content) = usize::try_from(position.line).ok().and_then(|line| self.content(text, line)) else {
            return text.len();
        };
        let wanted = position.character as usize;
        let mut column = 0;
        for (at, c) in text[content.clone()].char_indices() {
            column += encoding.width(c);
            if column > wanted {
                return content.start + at;
            }
        }
        content.end
    }

    /// The position of a byte offset; one inside a character or past the end counts as the nearest before it.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> lsp::Position {
        let offset = floor_char_boundary(text, offset);
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = text.get(start..offset).unwrap_or_default();
        let column: usize = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 | Encoding::Utf32 => before.chars().map(|c| encoding.width(c)).sum(),
        };
        lsp::Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The LSP range of a byte range.
    #[must_use]
    pub fn range(&self, text: &str, range: &Range<usize>, encoding: Encoding) -> lsp::Range {
        lsp::Range { start: self.position(text, range.start, encoding), end: self.position(text, range.end, encoding) }
    }
}

/// Starts of the lines behind those that end in a range of a text.
fn starts_in(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let ends = move |at: &usize| match bytes.get(*at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    range.filter(ends).map(|at| at + 1)
}

/// The nearest character boundary at or before `offset`.
#[must_use]
pub fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(line: u32, character: u32) -> lsp::Position {
        lsp::Position { line, character }
    }

    #[test]
    fn all_three_line_ends_of_the_protocol_start_a_line() {
        let text = "a\nb\r\nc\rd";
        let lines = Lines::new(text);
        let starts: Vec<_> = (0..4).map(|l| lines.offset(text, at(l, 0), Encoding::Utf16)).collect();
        assert_eq!(starts, [0, 2, 5, 7]);
        assert_eq!(lines.position(text, 7, Encoding::Utf8), at(3, 0));
    }

    #[test]
    fn columns_count_in_the_encoding() {
        let text = "// é𐍈x\n";
        let lines = Lines::new(text);
        let x = text.find('x').unwrap();
        assert_eq!(lines.position(text, x, Encoding::Utf8), at(0, 9));
        assert_eq!(lines.position(text, x, Encoding::Utf16), at(0, 6));
        assert_eq!(lines.position(text, x, Encoding::Utf32), at(0, 5));
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            assert_eq!(lines.offset(text, lines.position(text, x, encoding), encoding), x);
        }
    }

    #[test]
    fn positions_outside_of_the_text_are_moved_inside() {
        let text = "ab\r\n𐍈\n";
        let lines = Lines::new(text);
        assert_eq!(lines.offset(text, at(0, 99), Encoding::Utf16), 2, "end of line, before its \\r\\n");
        assert_eq!(lines.offset(text, at(99, 0), Encoding::Utf16), text.len());
        assert_eq!(lines.offset(text, at(u32::MAX, u32::MAX), Encoding::Utf8), text.len());
        assert_eq!(lines.offset(text, at(1, 1), Encoding::Utf16), 4, "between two surrogates");
        assert_eq!(lines.offset(text, at(1, 3), Encoding::Utf8), 4, "inside a character");
        assert_eq!(lines.offset("", at(0, 0), Encoding::Utf16), 0);
    }

    #[test]
    fn the_best_offered_encoding_is_taken() {
        use lsp::PositionEncodingKind as Kind;
        assert_eq!(Encoding::negotiate(None), Encoding::Utf16);
        assert_eq!(Encoding::negotiate(Some(&[Kind::UTF16, Kind::UTF8])), Encoding::Utf8);
        assert_eq!(Encoding::negotiate(Some(&[Kind::UTF32])), Encoding::Utf32);
        assert_eq!(Encoding::negotiate(Some(&[Kind::Custom("x".into())])), Encoding::Utf16);
    }

    proptest! {
        #[test]
        fn an_edit_keeps_the_lines_of_the_text(
            text in "[ab\r\n\u{e9}]{0,24}",
            edits in prop::collection::vec((0..30_usize, 0..6_usize, "[x\r\n]{0,4}"), 1..6),
        ) {
            let mut text = text;
            let mut lines = Lines::new(&text);
            for (start, length, with) in edits {
                let start = floor_char_boundary(&text, start);
                let end = floor_char_boundary(&text, start + length);
                let mut plain = text.clone();
                plain.replace_range(start..end, &with);
                lines.replace(&mut text, start..end, &with);
                prop_assert_eq!(&text, &plain);
                prop_assert_eq!(&lines, &Lines::new(&plain), "{:?}", plain);
            }
        }

        #[test]
        fn offsets_survive_the_way_there_and_back(text in "[a\u{e9}\u{10348}\r\n]{0,40}") {
            let lines = Lines::new(&text);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                for offset in (0..=text.len()).filter(|&o| text.is_char_boundary(o)) {
                    let back = lines.offset(&text, lines.position(&text, offset, encoding), encoding);
                    // The place between \r and \n is no place of its own in the protocol.
                    let inside_line_end = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    prop_assert_eq!(back, if inside_line_end { offset - 1 } else { offset });
                }
            }
        }

        #[test]
        fn any_position_lands_on_a_character(text in "[a\u{e9}\u{10348}\r\n]{0,40}", line in 0u32..12, character in 0u32..50) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let offset = Lines::new(&text).offset(&text, at(line, character), encoding);
                prop_assert!(text.is_char_boundary(offset));
            }
        }
    }
}

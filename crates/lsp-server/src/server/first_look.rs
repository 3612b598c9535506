// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be told of an edited file before its system is checked as a whole, which takes a while where that is large: what is wrong
//! in it by itself, and beside that what the last check of the system found, moved along with the edits since, as editors do.

use camino::Utf8PathBuf;
use camkes_ide::Cancelled;
use tower_lsp::gen_lsp_types as lsp;

use super::{
    diagnostics::{Findings, own_of_path},
    snapshot::Snapshot,
};
use crate::lsp::{position::Encoding, to_proto::Converter};

/// A file whose system is not checked yet.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) path: Utf8PathBuf,
    /// What was found last and is not about the file by itself.
    pub(crate) rest: Vec<lsp::Diagnostic>,
}

/// What can be told of such a file.
#[derive(Debug)]
pub(crate) struct Looked {
    pub(crate) path: Utf8PathBuf,
    pub(crate) findings: Findings,
}

impl Look {
    /// Works out what can be told.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub(crate) fn compute(self, snapshot: &Snapshot) -> Result<Looked, Cancelled> {
        let mut diagnostics = own_of_path(snapshot, &self.path, &mut Converter::new(snapshot))?;
        diagnostics.extend(self.rest);
        // As in a round, so that nothing is told again when that finds nothing else.
        diagnostics.sort_by_key(|it| (it.range.start, it.range.end));
        let version = snapshot.documents.get(&self.path).map(|open| open.version);
        let findings = Findings { uri: snapshot.uri(&self.path), version, diagnostics };
        Ok(Looked { path: self.path, findings })
    }
}

/// Where an edit moves positions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moves {
    start: lsp::Position,
    end: lsp::Position,
    /// Where the new text ends.
    new_end: lsp::Position,
    /// The new text is a part of a word, with which a word grows.
    in_word: bool,
}

impl Moves {
    /// The moves of an edit.
    pub(crate) fn of(edit: &lsp::TextDocumentContentChangePartial, encoding: Encoding) -> Self {
        let (start, end) = (edit.range.start.min(edit.range.end), edit.range.start.max(edit.range.end));
        let breaks = edit.text.replace("\r\n", "\n").matches(['\n', '\r']).count();
        let last = encoding.length(edit.text.rsplit(['\n', '\r']).next().unwrap_or_default());
        let new_end = match u32::try_from(breaks).unwrap_or(u32::MAX) {
            0 => lsp::Position { line: start.line, character: start.character.saturating_add(last) },
            breaks => lsp::Position { line: start.line.saturating_add(breaks), character: last },
        };
        let in_word = !edit.text.is_empty() && edit.text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        Self { start, end, new_end, in_word }
    }

    /// Moves diagnostics of the document with this URI.
    pub(crate) fn apply(self, diagnostics: &mut [lsp::Diagnostic], uri: &lsp::Uri) {
        for diagnostic in diagnostics {
            diagnostic.range = self.range(diagnostic.range);
            for related in diagnostic.related_information.iter_mut().flatten() {
                if related.location.uri == *uri {
                    related.location.range = self.range(related.location.range);
                }
            }
        }
    }

    fn range(self, range: lsp::Range) -> lsp::Range {
        let stays = |at: lsp::Position, at_edge: bool| at < self.start || (at == self.start && at_edge);
        let start = if stays(range.start, self.in_word) { range.start } else { self.position(range.start) };
        let end = if stays(range.end, !self.in_word) { range.end } else { self.position(range.end) };
        lsp::Range { start, end: end.max(start) }
    }

    /// Where something behind the start of the edit is now.
    fn position(self, at: lsp::Position) -> lsp::Position {
        if at < self.end {
            return self.start;
        }
        let line = at.line - self.end.line + self.new_end.line;
        let character = match at.line == self.end.line {
            true => (at.character - self.end.character).saturating_add(self.new_end.character),
            false => at.character,
        };
        lsp::Position { line, character }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The range of one line after an edit from one place to another.
    fn moved(range: (u32, u32), from: (u32, u32), to: (u32, u32), text: &str) -> [u32; 4] {
        let position = |(line, character)| lsp::Position { line, character };
        let edit = lsp::TextDocumentContentChangePartial {
            range: lsp::Range { start: position(from), end: position(to) },
            text: text.into(),
            ..Default::default()
        };
        let range = lsp::Range { start: position((4, range.0)), end: position((4, range.1)) };
        let lsp::Range { start, end } = Moves::of(&edit, Encoding::Utf16).range(range);
        [start.line, start.character, end.line, end.character]
    }

    #[test]
    fn lines_above_move_all_below() {
        assert_eq!(moved((2, 5), (1, 0), (1, 0), "a\r\nb\n"), [6, 2, 6, 5]);
        assert_eq!(moved((2, 5), (1, 3), (3, 1), ""), [2, 2, 2, 5]);
        assert_eq!(moved((2, 5), (3, 7), (4, 1), "xyz"), [3, 11, 3, 14]);
        assert_eq!(moved((2, 5), (5, 0), (6, 0), "xyz"), [4, 2, 4, 5]);
    }

    #[test]
    fn a_word_grows_with_what_is_typed_at_its_ends() {
        assert_eq!(moved((2, 5), (4, 5), (4, 5), "x"), [4, 2, 4, 6]);
        assert_eq!(moved((2, 5), (4, 2), (4, 2), "x"), [4, 2, 4, 6]);
        assert_eq!(moved((2, 5), (4, 3), (4, 3), "x"), [4, 2, 4, 6]);
        assert_eq!(moved((2, 5), (4, 5), (4, 5), ";"), [4, 2, 4, 5]);
        assert_eq!(moved((2, 5), (4, 2), (4, 2), "  "), [4, 4, 4, 7]);
    }

    #[test]
    fn what_is_deleted_has_no_length() {
        assert_eq!(moved((2, 5), (4, 0), (4, 9), ""), [4, 0, 4, 0]);
        assert_eq!(moved((2, 5), (4, 4), (4, 9), "z"), [4, 2, 4, 4]);
    }
}

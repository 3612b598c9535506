// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The texts that the editor has open.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxBuildHasher;
use tower_lsp::gen_lsp_types::{self as lsp, TextDocumentContentChangeEvent as Edit};

use super::owner::is_settings;
use crate::lsp::position::{Encoding, Lines};

/// Facts about an open document that an answer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The URI in the client's own spelling, to be used when speaking to it.
    pub uri: lsp::Uri,
    /// Version of the text, as the client counts.
    pub version: i32,
    /// Lines of the text.
    pub lines: Arc<Lines>,
}

/// Open documents by path; cheap to hand to snapshots.
pub type OpenDocuments = Arc<HashMap<Utf8PathBuf, Open, FxBuildHasher>>;

/// The open documents and their texts.
#[derive(Debug, Default)]
pub struct Documents {
    open: OpenDocuments,
    texts: HashMap<Utf8PathBuf, String, FxBuildHasher>,
    /// Documents that the database believes open.
    told: BTreeSet<Utf8PathBuf>,
}

impl Documents {
    /// What is open, for a snapshot.
    #[must_use]
    pub fn open(&self) -> OpenDocuments {
        Arc::clone(&self.open)
    }

    /// Text of an open document.
    #[must_use]
    pub fn text(&self, path: &Utf8Path) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// All open documents with their texts.
    pub fn texts(&self) -> impl Iterator<Item = (&Utf8Path, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// Version of an open document.
    #[must_use]
    pub fn version(&self, path: &Utf8Path) -> Option<i32> {
        self.open.get(path).map(|open| open.version)
    }

    /// Documents with ADL opened and closed since the last call, each list sorted.
    pub fn take_moves(&mut self) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>) {
        let now: BTreeSet<_> = self.open.keys().filter(|path| !is_settings(path)).cloned().collect();
        let opened = now.difference(&self.told).cloned().collect();
        let closed = self.told.difference(&now).cloned().collect();
        self.told = now;
        (opened, closed)
    }

    /// Opens a document, or replaces it when the client opens it twice.
    pub fn insert(&mut self, path: Utf8PathBuf, item: lsp::TextDocumentItem) {
        let lines = Arc::new(Lines::new(&item.text));
        Arc::make_mut(&mut self.open).insert(path.clone(), Open { uri: item.uri, version: item.version, lines });
        self.texts.insert(path, item.text);
    }

    /// Closes a document; returns what it was.
    pub fn remove(&mut self, path: &Utf8Path) -> Option<Open> {
        self.texts.remove(path);
        Arc::make_mut(&mut self.open).remove(path)
    }

    /// Applies edits, each to the result of the one before it. Returns `false` when the document isn't open.
    #[must_use]
    pub fn edit(&mut self, path: &Utf8Path, version: i32, edits: Vec<Edit>, encoding: Encoding) -> bool {
        let Some(text) = self.texts.get_mut(path) else { return false };
        if let Some(open) = Arc::make_mut(&mut self.open).get_mut(path) {
            let lines = Arc::make_mut(&mut open.lines);
            for edit in edits {
                apply(text, lines, edit, encoding);
            }
            open.version = version;
        }
        true
    }
}

fn apply(text: &mut String, lines: &mut Lines, edit: Edit, encoding: Encoding) {
    match edit {
        Edit::TextDocumentContentChangeWholeDocument(whole) => {
            *text = whole.text;
            *lines = Lines::new(text);
        }
        Edit::TextDocumentContentChangePartial(part) => {
            let start = lines.offset(text, part.range.start, encoding);
            let end = lines.offset(text, part.range.end, encoding);
            // A range that ends before it starts is replaced as if its ends were swapped, as editors do.
            lines.replace(text, start.min(end)..start.max(end), &part.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(from: (u32, u32), to: (u32, u32), text: &str) -> Edit {
        let position = |(line, character)| lsp::Position { line, character };
        Edit::TextDocumentContentChangePartial(lsp::TextDocumentContentChangePartial {
            range: lsp::Range { start: position(from), end: position(to) },
            text: text.into(),
            ..Default::default()
        })
    }

    fn edited(text: &str, edits: Vec<Edit>) -> String {
        let mut documents = Documents::default();
        let path = Utf8PathBuf::from("/a");
        let item = lsp::TextDocumentItem {
            uri: "file:///a".into(),
            language_id: "camkes".into(),
            version: 1,
            text: text.into(),
        };
        documents.insert(path.clone(), item);
        assert!(documents.edit(&path, 2, edits, Encoding::Utf16));
        assert_eq!(documents.version(&path), Some(2));
        documents.text(&path).unwrap().to_owned()
    }

    #[test]
    fn each_edit_sees_the_result_of_the_one_before() {
        assert_eq!(edited("ab", vec![part((0, 0), (0, 0), "x\n"), part((1, 1), (1, 2), "")]), "x\na");
    }

    #[test]
    fn ranges_are_clamped_and_swapped() {
        assert_eq!(edited("ab\ncd", vec![part((0, 9), (7, 0), "!")]), "ab!");
        assert_eq!(edited("abcd", vec![part((0, 3), (0, 1), "-")]), "a-d");
        assert_eq!(edited("a𐍈b", vec![part((0, 1), (0, 3), "")]), "ab");
    }

    #[test]
    fn a_whole_text_replaces_everything() {
        let whole = lsp::TextDocumentContentChangeWholeDocument { text: "new".into() };
        assert_eq!(edited("old", vec![Edit::TextDocumentContentChangeWholeDocument(whole)]), "new");
    }

    #[test]
    fn an_edit_of_a_document_that_is_not_open_is_refused() {
        assert!(!Documents::default().edit(Utf8Path::new("/a"), 1, vec![], Encoding::Utf8));
    }
}

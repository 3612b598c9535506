// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A workspace over a fixture, with its first file open.

use std::sync::Arc;

use camkes_ide::camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Analysis, AnalysisHost, Change, Edit, FileContents, FileLoader, TextSize};
use camkes_test_fixture::Fixture;
use expect_test::Expect;

pub(crate) struct Files(Vec<(Utf8PathBuf, String)>);

impl Files {
    pub(crate) fn of(fixture: &Fixture) -> Arc<Self> {
        Arc::new(Self(fixture.files().iter().map(|f| (f.path.clone().into(), f.text.clone())).collect()))
    }
}

impl FileLoader for Files {
    fn load(&self, path: &Utf8Path) -> FileContents {
        let file = self.0.iter().find(|(p, _)| p == path);
        file.map_or(FileContents::Missing, |(_, text)| FileContents::text(text.as_str()))
    }

    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.0.iter().map(|(path, _)| path.clone()).filter(|path| path.parent() == Some(folder)).collect()
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let parents = self.0.iter().flat_map(|(path, _)| path.ancestors().skip(1));
        let inside = parents.filter(|parent| parent.parent() == Some(folder));
        let folders: std::collections::BTreeSet<_> = inside.map(Utf8Path::to_owned).collect();
        folders.into_iter().collect()
    }
}

pub(crate) fn host(fixture: &Fixture, open: &[&str]) -> AnalysisHost {
    let mut host = AnalysisHost::new(Files::of(fixture));
    let opened = open.iter().map(Utf8PathBuf::from).collect();
    host.apply_change(Change { opened, ..Change::default() });
    host
}

/// Opens the file with the cursor.
pub(crate) fn at_cursor(text: &str) -> (Fixture, Analysis, Utf8PathBuf, TextSize) {
    let fixture = Fixture::parse(text);
    let (path, offset) = fixture.cursor();
    let path = path.to_owned();
    let analysis = host(&fixture, &[&path]).analysis();
    (fixture, analysis, path.into(), offset)
}

/// A fixture with the cursor between two texts that stand together once in it.
pub(crate) fn with_cursor(fixture: &str, before: &str, behind: &str) -> String {
    let text = format!("{before}{behind}");
    assert_eq!(fixture.matches(&text).count(), 1, "{text}");
    fixture.replace(&text, &format!("{before}$0{behind}"))
}

/// A file has another text.
pub(crate) fn edit(path: &str, text: &str) -> Change {
    Change { files: vec![(path.into(), Some(FileContents::text(text)))], ..Change::default() }
}

/// The lines that a rename at the cursor changes, as they are afterwards, or why it is refused.
pub(crate) fn check_renamed_lines(text: &str, new: &str, expected: &Expect) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let edits = match analysis.rename(&path, offset, new).unwrap() {
        Ok(edits) => edits,
        Err(refusal) => return expected.assert_eq(&refusal.to_string()),
    };
    let after = Fixture::parse(&edited(&fixture, &edits));
    let mut out = String::new();
    for file in after.files() {
        let old = &fixture.file(&file.path).text;
        for (_, new) in old.lines().zip(file.text.lines()).filter(|(old, new)| old != new) {
            out.push_str(&format!("{}\n", new.trim()));
        }
    }
    expected.assert_eq(&out);
}

/// The files that edits change, as they are afterwards, under their paths.
pub(crate) fn edited(fixture: &Fixture, edits: &[Edit]) -> String {
    let mut out = String::new();
    for file in fixture.files() {
        let mut own: Vec<_> = edits.iter().filter(|edit| edit.at.path == *file.path).collect();
        if own.is_empty() {
            continue;
        }
        own.sort_by_key(|edit| (edit.at.range.start(), edit.at.range.end()));
        assert!(own.is_sorted_by(|a, b| a.at.range.end() <= b.at.range.start()), "edits overlap: {own:?}");
        let mut text = file.text.clone();
        for edit in own.iter().rev() {
            text.replace_range(std::ops::Range::<usize>::from(edit.at.range), &edit.text);
        }
        out.push_str(&format!("//- {}\n{text}", file.path));
    }
    out
}

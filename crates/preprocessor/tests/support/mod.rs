// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files in memory, and short ways to run the preprocessor over them.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use camkes_preprocessor::{
    Environment, FileId, FileRange, IncludeCandidate, IncludeHost, MacroOption, Options, Preprocessed, SearchBase,
    SourceFile, preprocess,
};

/// Files by path; a file's number is its place in the list.
pub(crate) struct Files(pub(crate) Vec<(String, String)>);

impl Files {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    pub(crate) fn get(&self, path: &str) -> Option<SourceFile> {
        let index = self.0.iter().position(|(name, _)| name == path)?;
        let file = FileId(u32::try_from(index).expect("few files"));
        Some(SourceFile { file, text: Arc::from(self.0[index].1.as_str()), shown: Arc::from(path) })
    }

    pub(crate) fn text(&self, range: FileRange) -> &str {
        &self.0[range.file.0 as usize].1[range.range]
    }
}

impl IncludeHost for Files {
    fn open(&self, candidate: &IncludeCandidate<'_>) -> Option<SourceFile> {
        let path = match candidate.base {
            SearchBase::FolderOf(file) => {
                let includer = &self.0[file.0 as usize].0;
                match includer.rsplit_once('/') {
                    Some((folder, _)) => format!("{folder}/{}", candidate.name),
                    None => candidate.name.to_owned(),
                }
            }
            SearchBase::Folder(folder) => format!("{folder}/{}", candidate.name),
            SearchBase::Absolute => candidate.name.to_owned(),
        };
        self.get(&path)
    }
}

/// Standard macros, and these folders and definitions.
pub(crate) fn options(include: &[&str], define: &[&str]) -> Options {
    Options {
        include_folders: include.iter().map(|&it| it.to_owned()).collect(),
        macros: define.iter().map(|&it| MacroOption::Define(it.to_owned())).collect(),
        ..Options::default()
    }
}

/// Preprocesses the first file.
pub(crate) fn run(files: &Files, options: Options) -> Preprocessed {
    let path = files.0[0].0.clone();
    preprocess(&files.get(&path).expect("the first file"), &Environment::new(options), files)
}

/// Preprocesses one text.
pub(crate) fn run_text(text: &str) -> Preprocessed {
    run(&Files::new(&[("app.camkes", text)]), options(&[], &[]))
}

pub(crate) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The preprocessor: every run ends, within its limits, and every place is one of a file.

use std::sync::Arc;

use camkes_preprocessor::{
    Environment, FileId, FileRange, IncludeCandidate, IncludeHost, Limits, Options, Place, Predefined, Preprocessed,
    SearchBase, SourceFile, preprocess,
};
use text_size::TextSize;

/// Files by path; a file's number is its place in the list.
#[derive(Debug, Clone)]
pub struct Files(pub Vec<(String, String)>);

impl Files {
    /// Files with these paths and texts.
    #[must_use]
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }

    /// The file with a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<SourceFile> {
        let index = self.0.iter().position(|(name, _)| name == path)?;
        let file = FileId(u32::try_from(index).ok()?);
        Some(SourceFile { file, text: Arc::from(self.0[index].1.as_str()), shown: Arc::from(path) })
    }

    /// What stands in a range; it must be one of a file.
    #[must_use]
    #[track_caller]
    pub fn text(&self, range: FileRange) -> &str {
        let (path, text) = &self.0[range.file.0 as usize];
        let found = text.get(usize::from(range.range.start())..usize::from(range.range.end()));
        found.unwrap_or_else(|| panic!("{range:?} is no place in {path}: {text:?}"))
    }
}

impl IncludeHost for Files {
    fn open(&self, candidate: &IncludeCandidate<'_>) -> Option<SourceFile> {
        let path = match candidate.base {
            SearchBase::FolderOf(file) => {
                let includer = &self.0.get(file.0 as usize)?.0;
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

/// Limits that a short text reaches.
const LIMITS: Limits = Limits {
    tokens: 20_000,
    text: 1 << 16,
    argument_nesting: 30,
    expansion_nesting: 200,
    include_depth: 10,
    inclusions: 60,
    included_text: 1 << 16,
    problems: 500,
};

/// Bytes of output that no run within the limits has: its tokens and the text that it made, with a line break or a blank
/// for each, and the files that it read.
const MOST_OUTPUT: usize = 1 << 20;

/// Holds everything for three files, the last one in a folder of headers. A NUL ends a file.
pub fn check_bytes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut files = text.splitn(3, '\0');
    let mut next = || files.next().unwrap_or_default();
    check(next(), next(), next());
}

/// Holds everything for a text that may include `"a.h"` and `<b.h>`, and returns the files and what came out.
#[track_caller]
pub fn check(main: &str, a: &str, b: &str) -> (Files, Preprocessed) {
    let files = Files::new(&[("main", main), ("a.h", a), ("inc/b.h", b)]);
    let options = Options {
        predefined: Predefined::HostCpp,
        include_folders: vec!["inc".to_owned()],
        limits: LIMITS,
        ..Options::default()
    };
    let environment = Environment::new(options);
    let source = SourceFile { file: FileId(0), text: Arc::from(main), shown: Arc::from("main") };
    let result = preprocess(&source, &environment, &files);
    assert!(result.text.len() < MOST_OUTPUT, "{} bytes came out", result.text.len());
    assert!(result.errors.len() <= LIMITS.problems + 1, "{} problems are reported", result.errors.len());
    check_tokens(&files, &result);
    check_records(&files, &result);
    assert_eq!(preprocess(&source, &environment, &files), result, "the same input gives the same output");
    (files, result)
}

/// Tokens of the output are in order, have valid places, and are spelled as in their file.
#[track_caller]
fn check_tokens(files: &Files, result: &Preprocessed) {
    let mut end = TextSize::default();
    for token in result.map.tokens() {
        assert!(token.output.start() >= end && !token.output.is_empty(), "tokens are in order");
        end = token.output.end();
        let spelled = files.text(token.original);
        let _ = files.text(result.map.original(token.output));
        for frame in result.map.expansion_stack(token.output.start()) {
            for place in [frame.definition, frame.invocation, frame.spelling] {
                if let Place::File(range) = place {
                    let _ = files.text(range);
                }
            }
        }
        if token.role.is_none() {
            // But for line splices, of which only a raw string keeps its own.
            let written = &result.text[token.output];
            assert!(
                written == spelled || written == without_splices(spelled),
                "{written:?} is {spelled:?} in its file"
            );
        }
    }
    assert!(usize::from(end) <= result.text.len());
}

/// A text without its line splices; as for GNU cpp, blanks may stand between backslash and line break.
fn without_splices(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let behind = rest[at + 1..].trim_start_matches([' ', '\t', '\u{b}', '\u{c}', '\0', '\r']);
        let is_splice = behind.starts_with('\n');
        out.push_str(&rest[..at + usize::from(!is_splice)]);
        rest = if is_splice { &behind[1..] } else { &rest[at + 1..] };
    }
    out + rest
}

/// What a run found has valid places.
#[track_caller]
fn check_records(files: &Files, result: &Preprocessed) {
    let errors = result.errors.iter().flat_map(|it| std::iter::once(it.range).chain(it.inside));
    let includes = result.includes.iter().flat_map(|it| [it.directive, it.target]);
    let directives = result.directives.iter().map(|it| it.range);
    let references = result.references.iter().map(|it| it.range);
    let inactive = result.inactive.iter().copied();
    for range in errors.chain(includes).chain(directives).chain(references).chain(inactive) {
        let _ = files.text(range);
    }
}

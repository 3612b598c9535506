// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the preprocessor asks of its surroundings: the text of included files.

use std::sync::Arc;

use crate::place::FileId;

/// How a header was asked for (C11 6.10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncludeForm {
    /// `#include "name"`: the including file's folder first.
    Quoted,
    /// `#include <name>`: the search lists only.
    Angle,
}

/// The folder in which one candidate is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchBase<'a> {
    /// The folder of this file.
    FolderOf(FileId),
    /// A folder of the search lists, spelled as the environment spelled it.
    Folder(&'a str),
    /// None: the name is absolute.
    Absolute,
}

/// One place in which a header may be. The preprocessor asks for one after the other, in search order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncludeCandidate<'a> {
    /// The name between the quotes or angles.
    pub name: &'a str,
    /// Where to look.
    pub base: SearchBase<'a>,
    /// The file that holds the directive.
    pub from: FileId,
    /// How the name was written.
    pub form: IncludeForm,
}

/// A file that the host found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// One number for one file, however it was reached: `#pragma once` and include guards go by it.
    pub file: FileId,
    /// The contents.
    pub text: Arc<str>,
    /// The path as `__FILE__` shows it. It must not depend on where the tool runs.
    pub shown: Arc<str>,
}

/// Answers includes. Implementations decide what a folder is; the preprocessor only keeps the order.
pub trait IncludeHost {
    /// The file at a candidate place, or nothing if there is none.
    fn open(&self, candidate: &IncludeCandidate<'_>) -> Option<SourceFile>;

    /// Whether there is a file at a candidate place, for `__has_include`.
    fn exists(&self, candidate: &IncludeCandidate<'_>) -> bool {
        self.open(candidate).is_some()
    }
}

/// A host without files: every include is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl IncludeHost for NoFiles {
    fn open(&self, _: &IncludeCandidate<'_>) -> Option<SourceFile> {
        None
    }
}

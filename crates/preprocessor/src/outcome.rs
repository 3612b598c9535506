// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a run found besides its text: includes, macros and their uses, directives, inactive regions.

use smol_str::SmolStr;

use crate::host::IncludeForm;
use crate::outline::DirectiveKind;
use crate::place::{FileId, FileRange, Place};

/// What became of an `#include`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncludeOutcome {
    /// The file was read.
    Entered(FileId),
    /// The file was found, and its include guard or `#pragma once` says that it was read before.
    Guarded(FileId),
    /// There is no such file.
    Missing,
    /// A limit keeps the file out.
    Refused(FileId),
}

impl IncludeOutcome {
    /// The file found.
    #[must_use]
    pub fn file(self) -> Option<FileId> {
        match self {
            Self::Entered(file) | Self::Guarded(file) | Self::Refused(file) => Some(file),
            Self::Missing => None,
        }
    }
}

/// An `#include`, `#include_next` or `#import` that was reached, or a forced include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The directive's line, without its end; empty at the start of the primary file for a forced include.
    pub directive: FileRange,
    /// The header's name with its quotes or angles.
    pub target: FileRange,
    /// The header's name.
    pub name: SmolStr,
    /// How the name was written.
    pub form: IncludeForm,
    /// What became of it.
    pub outcome: IncludeOutcome,
    /// The include that entered the file which holds this directive; nothing in the primary file.
    pub parent: Option<u32>,
}

/// A macro that a file defines, or that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroDefinition {
    /// The macro's name.
    pub name: SmolStr,
    /// Where the name is defined.
    pub place: Place,
    /// From the name to the end of the body.
    pub whole: Place,
    /// The parameters of a function-like macro. A variadic one's last is `__VA_ARGS__` or named.
    pub parameters: Option<Vec<SmolStr>>,
}

/// How a macro is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// It is expanded.
    Expansion,
    /// `#ifdef`, `#ifndef`, `defined` and their kin.
    Test,
    /// `#undef`.
    Undefinition,
}

/// A macro's name in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroReference {
    /// The name.
    pub name: SmolStr,
    /// Where it is used.
    pub range: FileRange,
    /// How it is used.
    pub kind: ReferenceKind,
    /// The definition in force, as an index of [`crate::Preprocessed::macros`]; nothing for an undefined name.
    pub definition: Option<u32>,
}

/// A directive that the run met, also in regions that it skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectiveRecord {
    /// What it is.
    pub kind: DirectiveKind,
    /// From the `#` to the end of its line.
    pub range: FileRange,
    /// Whether it counts: it is not inside a skipped group.
    pub activity: Activity,
}

/// Whether a directive is in a group that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activity {
    /// It counts.
    Active,
    /// It is inside a group that a condition takes out.
    Skipped,
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is wrong with a system, for people: one diagnostic a mistake, at the exact place, with its reason and, where a
//! machine can mend it, the mend.

mod finding;
mod levels;
mod rule;

use text_size::TextRange;

use crate::input::File;

pub(crate) use self::finding::{Around, Certainty, Edge, Finding, Mend, MendEdit, Spot, whole_lines};
pub use self::levels::{Level, LevelError, RuleLevels};
pub use self::rule::{Holds, Rule, Severity, Tag};

/// A range of text in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: File,
    /// Byte offsets in it.
    pub range: TextRange,
}

/// A mistake, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The token at fault.
    pub primary: Span,
    /// What is wrong, without a full stop.
    pub message: String,
    /// Other places that matter, each with its part in the matter.
    pub labels: Vec<Label>,
    /// Further sentences: why, and how to mend it.
    pub notes: Vec<String>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
}

/// Another place that matters to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Its part in the matter.
    pub text: String,
}

/// A mend that a machine can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Import `Echo.camkes`".
    pub title: String,
    /// Its edits, none overlapping another.
    pub edits: Vec<Edit>,
    /// Surely what is meant.
    pub preferred: bool,
}

/// Replacement of a range by text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

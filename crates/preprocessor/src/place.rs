// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Where text comes from: files, the command line, the predefined macros, or a `#` or `##` operator.

use text_size::{TextRange, TextSize};

/// A file, named by the number that the host gave it. The preprocessor never sees a path except to print one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileRange {
    /// The file.
    pub file: FileId,
    /// The bytes, counted from the start of the file.
    pub range: TextRange,
}

impl FileRange {
    /// The range `start..end` of `file`.
    #[must_use]
    pub fn new(file: FileId, range: TextRange) -> Self {
        Self { file, range }
    }

    /// The smallest range that holds both, if they are in one file.
    #[must_use]
    pub fn cover(self, other: Self) -> Option<Self> {
        (self.file == other.file).then(|| Self::new(self.file, self.range.cover(other.range)))
    }
}

/// Where a token or a definition is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In a file.
    File(FileRange),
    /// In a `-D` option; the range counts bytes of all definitions of the command line, one a line.
    CommandLine(TextRange),
    /// In the predefined macros, which have no text of the user's.
    Predefined,
    /// Nowhere: a `#` or `##` operator, or a macro like `__LINE__`, made it.
    Made,
}

impl Place {
    /// The range in a file, if it is in one.
    #[must_use]
    pub fn file(self) -> Option<FileRange> {
        match self {
            Self::File(range) => Some(range),
            Self::CommandLine(_) | Self::Predefined | Self::Made => None,
        }
    }
}

/// Which buffer a [`Span`] counts in: the made text, the predefined text, the command line, then files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct BufferId(pub(crate) u32);

impl BufferId {
    pub(crate) const MADE: Self = Self(0);
    pub(crate) const PREDEFINED: Self = Self(1);
    pub(crate) const COMMAND_LINE: Self = Self(2);
    /// The first buffer that holds a file.
    pub(crate) const FIRST_FILE: u32 = 3;
}

/// A range of bytes in a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub(crate) buffer: BufferId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(buffer: BufferId, start: u32, end: u32) -> Self {
        Self { buffer, start, end: end.max(start) }
    }

    pub(crate) fn range(self) -> TextRange {
        TextRange::new(TextSize::new(self.start), TextSize::new(self.end))
    }

    /// From the start of this span to the end of `last`, where both are in one buffer and in order.
    pub(crate) fn to(self, last: Self) -> Self {
        if self.buffer == last.buffer && last.end >= self.start {
            Self { buffer: self.buffer, start: self.start, end: last.end }
        } else {
            self
        }
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The buffers of a run: the files read so far, the definitions that came with the environment, and the text
//! that `#` and `##` make.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::environment::Environment;
use crate::lexer::without_splices;
use crate::place::{BufferId, FileId, FileRange, Place, Span};
use crate::token::{Marks, Token};

/// The text of one file.
#[derive(Debug)]
struct FileText {
    file: FileId,
    text: Arc<str>,
    /// The path as `__FILE__` shows it.
    shown: Arc<str>,
}

/// Every buffer of a run.
#[derive(Debug)]
pub(crate) struct Sources<'e> {
    environment: &'e Environment,
    made: String,
    files: Vec<FileText>,
    by_file: FxHashMap<FileId, BufferId>,
}

impl<'e> Sources<'e> {
    pub(crate) fn new(environment: &'e Environment) -> Self {
        Self { environment, made: String::new(), files: Vec::new(), by_file: FxHashMap::default() }
    }

    /// The buffer of a file; the text that came first stays, so that all spans of one file agree.
    pub(crate) fn add_file(&mut self, file: FileId, text: &Arc<str>, shown: &Arc<str>) -> BufferId {
        if let Some(&buffer) = self.by_file.get(&file) {
            return buffer;
        }
        let index = u32::try_from(self.files.len()).unwrap_or(u32::MAX - BufferId::FIRST_FILE);
        let buffer = BufferId(BufferId::FIRST_FILE + index);
        self.files.push(FileText { file, text: Arc::clone(text), shown: Arc::clone(shown) });
        self.by_file.insert(file, buffer);
        buffer
    }

    fn file_of(&self, buffer: BufferId) -> Option<&FileText> {
        let index = buffer.0.checked_sub(BufferId::FIRST_FILE)?;
        self.files.get(index as usize)
    }

    pub(crate) fn shown(&self, buffer: BufferId) -> Arc<str> {
        self.file_of(buffer).map_or_else(|| Arc::from(""), |it| Arc::clone(&it.shown))
    }

    pub(crate) fn file_id(&self, buffer: BufferId) -> Option<FileId> {
        self.file_of(buffer).map(|it| it.file)
    }

    /// The whole text of a buffer.
    pub(crate) fn buffer(&self, buffer: BufferId) -> &str {
        match buffer {
            BufferId::MADE => &self.made,
            BufferId::PREDEFINED => self.environment.predefined_text(),
            BufferId::COMMAND_LINE => self.environment.command_line_text(),
            _ => self.file_of(buffer).map_or("", |it| &it.text),
        }
    }

    /// The bytes of a span, splices included.
    pub(crate) fn raw(&self, span: Span) -> &str {
        self.buffer(span.buffer).get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// A token's spelling, without splices.
    pub(crate) fn text(&self, token: Token) -> Cow<'_, str> {
        let raw = self.raw(token.span);
        if token.marks.has(Marks::SPLICED) { Cow::Owned(without_splices(raw)) } else { Cow::Borrowed(raw) }
    }

    /// Stores text made by an operator.
    pub(crate) fn make(&mut self, text: &str) -> Span {
        let start = u32::try_from(self.made.len()).unwrap_or(u32::MAX);
        self.made.push_str(text);
        let end = u32::try_from(self.made.len()).unwrap_or(u32::MAX);
        Span::new(BufferId::MADE, start, end)
    }

    /// Bytes of made text so far.
    pub(crate) fn made_len(&self) -> usize {
        self.made.len()
    }

    pub(crate) fn file_range(&self, span: Span) -> Option<FileRange> {
        self.place(span).file()
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        match span.buffer {
            BufferId::MADE => Place::Made,
            BufferId::PREDEFINED => Place::Predefined,
            BufferId::COMMAND_LINE => Place::CommandLine(span.range()),
            buffer => self.file_id(buffer).map_or(Place::Made, |file| Place::File(FileRange::new(file, span.range()))),
        }
    }

    /// The file of each file buffer, in order.
    pub(crate) fn file_ids(&self) -> Vec<FileId> {
        self.files.iter().map(|it| it.file).collect()
    }
}

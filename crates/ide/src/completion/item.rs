// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The items of a completion.

use camino::Utf8PathBuf;
use text_size::{TextRange, TextSize};

use crate::diagnostics::Edit;

/// Everything that can stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// The items, best first.
    pub items: Vec<Completion>,
    /// More would be offered for a longer word.
    pub incomplete: bool,
}

/// Items that a person may look through. The names of a large system would be megabytes at each letter.
const MOST: usize = 1_000;

impl Completions {
    /// Of a list that is too long, the items that fit what is typed before the cursor, as far as they are not too many still.
    pub(super) fn shortened(mut self, text: &str, offset: TextSize) -> Self {
        if self.items.len() <= MOST {
            return self;
        }
        self.items.retain(|item| {
            let typed = text.get(item.replace.start().into()..offset.into()).unwrap_or_default();
            holds_in_order(&item.label, typed)
        });
        self.items.truncate(MOST);
        self.incomplete = true;
        self
    }
}

/// Whether all letters of a word stand in a text, in their order and whatever their case, as editors compare them.
fn holds_in_order(text: &str, word: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    word.chars().flat_map(char::to_lowercase).all(|letter| letters.any(|it| it == letter))
}

/// One thing that can stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is shown, and what typed letters are compared with.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What it replaces; on one line, and the cursor is in it.
    pub replace: TextRange,
    /// Its text.
    pub insert: String,
    /// Its text with places to fill in, in the snippet syntax of the protocol.
    pub snippet: Option<String>,
    /// What belongs to the label, such as parameters.
    pub detail: Option<String>,
    /// What helps to choose, such as the type or the file.
    pub description: Option<String>,
    /// Groups of items in the order in which they are shown; the smallest comes first.
    pub rank: u8,
    /// Where its explanation comes from.
    pub docs: CompletionDocs,
    /// Edits elsewhere that go with it, such as an import.
    pub additional: Vec<Edit>,
}

/// Where the explanation of an item comes from; it is worked out when somebody looks at the item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CompletionDocs {
    /// There is none.
    #[default]
    None,
    /// A keyword.
    Keyword(String),
    /// A declaration, by the place and the text of its name.
    Declaration {
        /// Its file.
        path: Utf8PathBuf,
        /// Where its name starts.
        at: TextSize,
        /// Its name.
        name: String,
    },
    /// Explained here already.
    Text(String),
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// A text with places to fill in.
    Snippet,
    /// A component.
    Component,
    /// A connector.
    Connector,
    /// A procedure.
    Procedure,
    /// A composition or a configuration.
    Module,
    /// An instance.
    Instance,
    /// A connection.
    Connection,
    /// An interface of a component.
    Interface,
    /// An attribute or a setting.
    Attribute,
    /// A setting that templates give a meaning.
    Setting,
    /// A member of a struct, or the key of a dict.
    Member,
    /// A type.
    Type,
    /// A macro.
    Macro,
    /// A value.
    Value,
    /// A function that a setting can ask.
    Query,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A function in C.
    CFunction,
    /// A variable in C.
    CVariable,
}

impl Completion {
    /// An item whose label is its text.
    pub(crate) fn new(kind: CompletionKind, label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            label,
            kind,
            replace: TextRange::default(),
            snippet: None,
            detail: None,
            description: None,
            rank: 1,
            docs: CompletionDocs::None,
            additional: Vec::new(),
        }
    }

    pub(super) fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    pub(super) fn insert(self, text: impl Into<String>) -> Self {
        Self { insert: text.into(), ..self }
    }

    pub(super) fn snippet(self, text: impl Into<String>) -> Self {
        Self { snippet: Some(text.into()), ..self }
    }

    pub(super) fn detail(self, text: impl Into<String>) -> Self {
        Self { detail: Some(text.into()), ..self }
    }

    pub(super) fn description(self, text: impl Into<String>) -> Self {
        Self { description: Some(text.into()), ..self }
    }

    pub(super) fn docs(self, docs: CompletionDocs) -> Self {
        Self { docs, ..self }
    }
}

/// Gathers items for one word.
pub(super) struct Collector {
    word: TextRange,
    out: Completions,
}

impl Collector {
    pub(super) fn new(word: TextRange) -> Self {
        Self { word, out: Completions::default() }
    }

    /// Adds an item that replaces the word.
    pub(super) fn add(&mut self, item: Completion) {
        let replace = self.word;
        self.out.items.push(Completion { replace, ..item });
    }

    /// Adds an item that replaces something else.
    pub(super) fn add_at(&mut self, replace: TextRange, item: Completion) {
        self.out.items.push(Completion { replace, ..item });
    }

    /// Says that a longer word would have more.
    pub(super) fn incomplete(&mut self) {
        self.out.incomplete = true;
    }

    /// The items: by rank, then as they were added, each text once.
    pub(super) fn finish(mut self) -> Completions {
        self.out.items.sort_by_key(|item| item.rank);
        let mut seen = indexmap::IndexSet::new();
        self.out.items.retain(|item| seen.insert((item.label.clone(), item.kind, item.additional.len())));
        self.out
    }
}

/// A text in a snippet, with what would be read as a place escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

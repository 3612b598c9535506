// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The items of a completion.

use camino::Utf8PathBuf;
use text_size::{TextRange, TextSize};

use crate::cursor::Cursor;
use crate::diagnostics::Edit;

/// Everything that can stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// The items, best first.
    pub items: Vec<Completion>,
    /// More would be offered for a longer word.
    pub incomplete: bool,
}

/// Items that a person may look through. The names of a large system would be megabytes at each letter, and an editor asks again
/// behind the next one.
const MOST: usize = 250;

/// Ranks that are told apart.
const RANKS: usize = 8;

/// Whether all letters of a word stand in a text, in their order and whatever their case, as editors compare them.
fn holds_in_order(text: &str, word: &str) -> bool {
    if text.is_ascii() && word.is_ascii() {
        let mut letters = text.bytes();
        return word.bytes().all(|letter| letters.any(|it| it.eq_ignore_ascii_case(&letter)));
    }
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
pub(super) struct Collector<'t> {
    word: TextRange,
    text: &'t str,
    offset: TextSize,
    /// There are more than anybody looks through, so that only what fits the word is gathered.
    is_long: bool,
    /// How many of each rank there are of those that were asked for one by one.
    by_rank: [usize; RANKS],
    out: Completions,
}

impl<'t> Collector<'t> {
    pub(super) fn new(cursor: &Cursor<'t>) -> Self {
        Self {
            word: cursor.word,
            text: cursor.text,
            offset: cursor.offset,
            is_long: false,
            by_rank: [0; RANKS],
            out: Completions::default(),
        }
    }

    /// Says about how many items may come.
    pub(super) fn expect(&mut self, items: usize) {
        self.is_long |= items > MOST;
    }

    /// Whether an item of this rank may be shown: there are not enough that come before it.
    pub(super) fn has_room(&mut self, rank: u8) -> bool {
        if !self.is_long {
            return true;
        }
        self.incomplete();
        self.by_rank[..=usize::from(rank).min(RANKS - 1)].iter().sum::<usize>() < MOST
    }

    /// Whether an item of this label and rank would be shown, so that it is worth making.
    pub(super) fn wants(&mut self, label: &str, rank: u8) -> bool {
        if !self.is_long {
            return true;
        }
        let is_wanted = self.has_room(rank) && holds_in_order(label, self.typed(self.word));
        self.by_rank[usize::from(rank).min(RANKS - 1)] += usize::from(is_wanted);
        is_wanted
    }

    /// What is typed of a word before the cursor.
    fn typed(&self, word: TextRange) -> &'t str {
        self.text.get(word.start().into()..self.offset.into()).unwrap_or_default()
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

    /// The items: by rank, then as they were added, each text once. Of a list that is too long, those that fit what is typed
    /// before the cursor, as far as they are not too many still.
    pub(super) fn finish(mut self) -> Completions {
        let mut items = std::mem::take(&mut self.out.items);
        if items.len() > MOST {
            items.retain(|item| holds_in_order(&item.label, self.typed(item.replace)));
            self.incomplete();
        }
        items.sort_by_key(|item| item.rank);
        let mut seen = indexmap::IndexSet::new();
        items.retain(|item| seen.insert((item.label.clone(), item.kind, item.additional.len())));
        items.truncate(MOST);
        Completions { items, ..self.out }
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

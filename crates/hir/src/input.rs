// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the outside tells the database: files and which system they form.

#![allow(missing_docs, reason = "salsa's macros write accessors without documentation")]

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use smol_str::SmolStr;
use text_size::TextRange;

use crate::diagnostic::RuleLevels;
use crate::queries::{DataContents, DataFile};

/// A file of the workspace or of the built-in library.
#[salsa::input(debug)]
#[derive(PartialOrd, Ord)]
pub struct File {
    /// Absolute path without `.` and `..`; for the built-in library [`BUILTIN_ROOT`](crate::builtin::BUILTIN_ROOT) and a name.
    #[returns(deref)]
    pub path: Utf8PathBuf,
    /// What stands in it.
    pub contents: FileContents,
}

/// A folder of the workspace, by what is in it.
#[salsa::input(debug)]
pub struct Folder {
    /// Absolute path without `.` and `..`.
    #[returns(deref)]
    pub path: Utf8PathBuf,
    /// Files in it, absolute and sorted.
    #[returns(deref)]
    pub files: Vec<Utf8PathBuf>,
    /// Folders in it, absolute and sorted.
    #[returns(deref)]
    pub folders: Vec<Utf8PathBuf>,
}

/// Result of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContents {
    /// Readable text. Every byte that is not valid UTF-8 was replaced by U+FFFD; `invalid` says where.
    Text {
        /// The text.
        text: Arc<str>,
        /// Offsets in `text` of replaced bytes.
        invalid: Arc<[u32]>,
    },
    /// There is no such file.
    Missing,
    /// It is a folder.
    Directory,
    /// It exists but can't be read; the reason in the system's words.
    Unreadable(SmolStr),
}

impl FileContents {
    /// Contents of well-formed text.
    #[must_use]
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text { text: text.into(), invalid: Arc::from([]) }
    }

    /// Contents from a file's bytes. Never fails: invalid UTF-8 becomes U+FFFD and is reported as a diagnostic.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let decoded = camkes_syntax::decode(bytes);
        let invalid = decoded.invalid.iter().map(|byte| byte.at.start().into()).collect();
        Self::Text { text: decoded.text, invalid }
    }

    /// The text, without a copy of it; empty when the file can't be read.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        match self {
            Self::Text { text, .. } => Arc::clone(text),
            _ => Arc::from(""),
        }
    }

    /// The text; empty when the file can't be read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text { text, .. } => text,
            _ => "",
        }
    }
}

/// Answers the database's questions about files. The top crate implements it over the disk and the editor's
/// open documents; tests implement it over a fixture.
pub trait FileLoader: Send + Sync {
    /// Reads the file with this absolute path.
    fn load(&self, path: &Utf8Path) -> FileContents;

    /// Files of a folder, absolute and sorted; none when it can't be listed. Only a search for the assembly that a file
    /// belongs to asks.
    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let _ = folder;
        Vec::new()
    }

    /// Reads a file that queries of settings ask.
    fn load_data(&self, path: &Utf8Path) -> DataContents {
        let _ = path;
        DataContents::Unreadable("the file does not exist".into())
    }

    /// Folders in a folder, absolute and sorted; none when it can't be listed. Only completion of paths and the search for
    /// files to import ask.
    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let _ = folder;
        Vec::new()
    }

    /// What [`Self::list`] and [`Self::folders`] give, for loaders that find both in one look.
    fn entries(&self, folder: &Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>) {
        (self.list(folder), self.folders(folder))
    }
}

/// Whether a name may be used before its declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ForwardReferences {
    /// An error, as in the reference tool without `--allow-forward-references`.
    Forbid,
    /// A warning: the system is built, but the reference tool would ask for its flag.
    #[default]
    Warn,
    /// Silently allowed.
    Allow,
}

/// One system: a root file with the settings under which it is read.
#[salsa::input(debug)]
pub struct System {
    /// File that holds (or imports) the assembly.
    #[returns(copy)]
    pub root: File,
    /// Folders searched for `import <…>`, in order; the built-in library comes last.
    #[returns(deref)]
    pub import_paths: Vec<Utf8PathBuf>,
    /// Rule for names used before their declaration.
    #[returns(copy)]
    pub forward_references: ForwardReferences,
    /// Macros and include folders.
    #[default]
    pub preprocessor: Preprocessor,
    /// The flattened device tree that `dtb()` asks.
    #[default]
    #[returns(copy)]
    pub device_tree: Option<DataFile>,
    /// The list of pins that `gpio()` asks.
    #[default]
    #[returns(copy)]
    pub pin_list: Option<DataFile>,
    /// What becomes of the findings of each rule.
    #[default]
    pub rule_levels: RuleLevels,
    /// Files of components, by name, where the settings say so.
    #[default]
    pub component_files: BTreeMap<String, ComponentFiles>,
    /// Files of the system that no assembly of the workspace reaches ([`crate::reach::unreached`]).
    #[default]
    #[returns(deref)]
    pub unreached: Vec<File>,
}

/// The C files of a component, as settings give them. Paths are absolute; `*` and `?` stand for parts of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComponentFiles {
    /// Its sources.
    pub sources: Vec<Utf8PathBuf>,
    /// Folders with its headers.
    pub includes: Vec<Utf8PathBuf>,
    /// Where its name stands: the file with the settings, and bytes of that.
    pub named: Option<(Utf8PathBuf, TextRange)>,
}

/// Whether files are preprocessed, and with what; by default with what the CAmkES build gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preprocessor {
    /// With these macros and folders.
    On(camkes_preprocessor::Options),
    /// Files are read as they are: lines that start with `#` count as comments.
    Off,
}

impl Default for Preprocessor {
    fn default() -> Self {
        Self::On(camkes_preprocessor::Options::camkes())
    }
}

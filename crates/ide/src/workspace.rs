// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the folders of the workspace hold, whether a system in use has it or not: which files have an assembly, and what each declares.
//!
//! It is read from texts, beside the database, which would keep every file of the workspace.

use std::collections::HashMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{FileContents, FileLoader};
use camkes_syntax::ast;
use smol_str::SmolStr;
use text_size::TextRange;

use crate::importable::{self, MOST_BYTES};
use crate::symbols::{self, Symbol, SymbolKind};

/// What the folders of a workspace hold, at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkspaceIndex {
    /// Files with ADL, by path.
    pub(crate) files: Vec<IndexedFile>,
}

/// A file of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexedFile {
    pub(crate) path: Utf8PathBuf,
    has_assembly: bool,
    pub(crate) symbols: Box<[IndexedSymbol]>,
}

/// What a file declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexedSymbol {
    pub(crate) name: SmolStr,
    pub(crate) kind: SymbolKind,
    /// Where its name stands.
    pub(crate) range: TextRange,
    /// The number of what it is declared inside of.
    pub(crate) container: Option<u32>,
}

/// A search through the folders of a workspace. It asks no database, so that it may run beside anything else.
pub struct WorkspaceSearch {
    pub(crate) loader: Arc<dyn FileLoader>,
    pub(crate) folders: Vec<Utf8PathBuf>,
    /// Texts that an editor has open.
    pub(crate) open: HashMap<Utf8PathBuf, FileContents>,
}

impl std::fmt::Debug for WorkspaceSearch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkspaceSearch").field("folders", &self.folders).finish_non_exhaustive()
    }
}

impl WorkspaceSearch {
    /// Reads the files with ADL below the folders.
    #[must_use]
    pub fn run(&self) -> WorkspaceIndex {
        let mut paths: Vec<_> =
            importable::below(&self.folders, |folder| self.loader.entries(folder)).into_iter().collect();
        paths.sort_unstable();
        let files = paths.into_iter().map(|path| {
            let contents = self.open.get(&path).cloned().unwrap_or_else(|| self.loader.load(&path));
            IndexedFile::of(path, &contents)
        });
        WorkspaceIndex { files: files.collect() }
    }
}

impl WorkspaceIndex {
    /// Files with an assembly, by path.
    pub fn assemblies(&self) -> impl Iterator<Item = &Utf8Path> {
        self.files.iter().filter(|file| file.has_assembly).map(|file| file.path.as_path())
    }
}

impl IndexedFile {
    fn of(path: Utf8PathBuf, contents: &FileContents) -> Self {
        let text = contents.as_str();
        let mut out = Vec::new();
        let mut has_assembly = false;
        if text.len() <= MOST_BYTES {
            let tree = camkes_syntax::parse(text).tree();
            has_assembly = has_an_assembly(&tree);
            add(symbols::of_tree(&tree), None, &mut out);
        }
        Self { path, has_assembly, symbols: out.into() }
    }
}

/// Whether a text has an assembly. The preprocessor is not asked: it is the systems that say with which macros.
#[must_use]
pub(crate) fn is_assembly(text: &str) -> bool {
    text.len() <= MOST_BYTES && text.contains("assembly") && has_an_assembly(&camkes_syntax::parse(text).tree())
}

fn has_an_assembly(tree: &ast::SourceFile) -> bool {
    tree.items().any(|item| matches!(item, ast::Item::Assembly(_)))
}

fn add(symbols: Vec<Symbol>, container: Option<u32>, out: &mut Vec<IndexedSymbol>) {
    for symbol in symbols {
        let number = u32::try_from(out.len()).ok();
        let (name, range) = (SmolStr::from(symbol.name), symbol.selection_range);
        out.push(IndexedSymbol { name, kind: symbol.kind, range, container });
        add(symbol.children, number, out);
    }
}

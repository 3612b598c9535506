// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What CMake files say about components, read without CMake: `DeclareCAmkESComponent`, also through functions that projects
//! write around it.
//!
//! Which branch of a condition is taken, and what options a user has set, is not known. So all branches count, and a path with
//! an unknown part stands for all files that fit: what belongs to a component in some configuration belongs to it.

mod evaluate;
mod expand;
mod rename;
mod script;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

pub use self::evaluate::evaluate;
pub use self::expand::matching;
pub use self::rename::{Named, Unclear, Word, renamed};
pub use self::script::{Argument, Command, Script, parse};

/// Answers questions about files.
pub trait Files {
    /// The script in a file; none when it can't be read.
    fn script(&self, path: &Utf8Path) -> Option<Arc<Script>>;

    /// Files of a folder, absolute and sorted.
    fn files(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf>;

    /// Folders of a folder, absolute and sorted.
    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf>;

    /// Whether there is a file.
    fn has_file(&self, path: &Utf8Path) -> bool;

    /// Whether there is a folder.
    fn has_folder(&self, path: &Utf8Path) -> bool;

    /// Whether `add_subdirectory` may lead into a folder.
    fn enters(&self, folder: &Utf8Path) -> bool;
}

/// What scripts say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Components, each name once, in the order of their first declaration.
    pub components: Vec<Component>,
    /// Templates of connectors, in the order of their declaration.
    pub templates: Vec<ConnectorTemplate>,
    /// The same by the names under which folders of templates have them, whether they were found or not.
    pub declared: Vec<DeclaredTemplate>,
    /// Folders with templates, absolute, in order.
    pub template_folders: Vec<Utf8PathBuf>,
    /// ADL files of root servers.
    pub roots: Vec<Utf8PathBuf>,
}

/// A template that is declared for an end of a connector, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTemplate {
    /// Name of the connector.
    pub connector: String,
    /// For what it is rendered.
    pub end: End,
    /// The name under which it is searched.
    pub name: String,
    /// What it makes is included by the component's own files.
    pub is_header: bool,
}

/// An end of a connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// Its `from` end.
    From,
    /// Its `to` end.
    To,
}

/// A template that is declared for an end of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorTemplate {
    /// Name of the connector.
    pub connector: String,
    /// For what it is rendered.
    pub end: End,
    /// Its file, absolute.
    pub path: Utf8PathBuf,
    /// What it makes is included by the component's own files.
    pub is_header: bool,
}

/// What is declared about a component.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// Source files, absolute, in order, each once; also those of libraries that are linked and declared here.
    pub sources: Vec<Utf8PathBuf>,
    /// Folders searched for headers, absolute, in order.
    pub includes: Vec<Utf8PathBuf>,
    /// Names of templates that make more sources of it.
    pub template_sources: Vec<String>,
    /// Names of templates that make more headers of it.
    pub template_headers: Vec<String>,
    /// Sources that could not be found, or are in another language: there is more than `sources`.
    pub unknown: Vec<String>,
    /// Libraries that it links and that are not declared here.
    pub libraries: Vec<String>,
}

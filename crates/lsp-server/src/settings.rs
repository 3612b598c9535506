// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings of a project: how its systems are read and built.
//!
//! They come from several places. In rising order: the nearest `camkes.toml` ([`file`]), a CMake build folder that is
//! named ([`build_folder`]), and the command line or the editor. [`project`] puts them together for each system; every
//! value remembers where it comes from, so that [`show`] can say it.

pub mod build_folder;
pub mod command;
pub mod file;
mod found_build;
pub mod keys;
mod layer;
mod problem;
pub mod project;
pub mod show;

use camino::{Utf8Path, Utf8PathBuf};

pub use self::{
    layer::{IncludeFolder, IncludeKind, Layer},
    problem::Problem,
};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A `camkes.toml`, and the line in it, counted from 1.
    File {
        /// The file.
        path: Utf8PathBuf,
        /// The line.
        line: usize,
    },
    /// A file of a build folder.
    Build(Utf8PathBuf),
    /// The settings of the user's editor.
    Editor,
    /// The command line.
    CommandLine,
}

impl Origin {
    /// As a person reads it; paths below `folder` are relative to it.
    #[must_use]
    pub fn shown(&self, folder: &Utf8Path) -> String {
        let short = |path: &Utf8Path| path.strip_prefix(folder).unwrap_or(path).to_string();
        match self {
            Self::File { path, line } => format!("{}:{line}", short(path)),
            Self::Build(path) => short(path),
            Self::Editor => "editor".to_owned(),
            Self::CommandLine => "command line".to_owned(),
        }
    }
}

/// A value with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// A value from somewhere.
    #[must_use]
    pub fn new(value: T, origin: &Origin) -> Self {
        Self { value, origin: origin.clone() }
    }

    /// What becomes of the value, from the same place.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        Setting { value: change(self.value), origin: self.origin }
    }
}

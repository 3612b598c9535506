// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C sources of components: which component a file belongs to, and what names in it the ADL makes. Nothing is said of any other
//! name: that is for a language server of C, beside this one.

mod complete;
mod connectors;
mod files;
mod generated;
mod implemented;
mod lint;
mod mentions;
mod navigate;
mod symbols;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{File, RootDatabase, System};

use crate::systems::Systems;

pub(crate) use self::complete::completion;
pub(crate) use self::connectors::templates as templates_of_connector;
pub(crate) use self::files::{has_sources, header, headers, words_in_cmake};
pub use self::generated::GeneratedName;
pub(crate) use self::generated::name_at as name_in_generated;
pub(crate) use self::implemented::{
    of_component as places_of_component, of_control as functions_of_control, of_method as functions_of_method,
};
pub(crate) use self::lint::diagnostics;
pub(crate) use self::mentions::{all_files, doubtful, mentions, uses_of_names};
pub(crate) use self::navigate::{Found, at, definition, highlights, hover, implementation, references};

/// A component with its C files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentSources {
    /// Name of the component.
    pub component: String,
    /// Its sources, absolute.
    pub sources: Vec<Utf8PathBuf>,
    /// Folders with its headers, absolute; not all need to exist.
    pub includes: Vec<Utf8PathBuf>,
    /// No source is missing in `sources`.
    pub whole: bool,
}

/// The components of a system with their C files, in the order of their declarations.
#[must_use]
pub fn component_sources(db: &RootDatabase, system: System) -> Vec<ComponentSources> {
    let convert = |it: &files::Owned| ComponentSources {
        component: it.component.name.to_string(),
        sources: it.sources.clone(),
        includes: it.includes.clone(),
        whole: it.whole,
    };
    files::sources(db, system).components.iter().map(convert).collect()
}

/// What CMake files around a system and its import paths say about its templates.
#[must_use]
pub fn declared_templates(db: &RootDatabase, system: System) -> &camkes_csource::cmake::Outcome {
    files::declared_templates(db, system)
}

/// Whether a path is that of C or C++, by its name.
#[must_use]
pub fn is_c(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("c" | "cc" | "cpp" | "cxx")) || is_header(path)
}

/// Whether a path is that of a header, which ADL may include, too.
pub(crate) fn is_header(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("h" | "hh" | "hpp" | "hxx"))
}

/// Whether a file is C to us: by its name, unless it is a header that the ADL of a system includes.
pub(crate) fn owns(db: &RootDatabase, systems: &Systems, file: File) -> bool {
    let path = file.path(db);
    is_c(path) && (!is_header(path) || systems.of(db, file).is_empty())
}

/// Systems in use with a component that has a C file.
pub(crate) fn systems_of(db: &RootDatabase, systems: &Systems, file: File) -> Vec<System> {
    systems.active().filter(|system| is_source(db, *system, file.path(db))).collect()
}

/// Whether a component of a system has a C file.
pub(crate) fn is_source(db: &RootDatabase, system: System, path: &Utf8Path) -> bool {
    !files::sources(db, system).owners(path).is_empty()
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What an instance is compiled from.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Application, files_below};

/// An instance with its own program: a folder of generated C.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Its name in the flat system.
    pub name: String,
    /// The generated C files, absolute.
    pub generated: Vec<PathBuf>,
    /// The component's own C files, absolute.
    pub sources: Vec<PathBuf>,
    /// Folders for headers, absolute.
    pub includes: Vec<PathBuf>,
}

impl Instance {
    /// The instances that were generated into a folder: each folder in it that has a `camkes.c`, in order of name.
    ///
    /// # Panics
    /// When there is none, or its component is not declared by the application.
    #[must_use]
    #[track_caller]
    pub fn all(application: &Application, out: &Path) -> Vec<Self> {
        let entries = fs::read_dir(out).unwrap_or_else(|error| panic!("{}: {error}", out.display()));
        let mut instances: Vec<_> =
            entries.filter_map(|entry| Self::read(application, &entry.expect("a folder can be read").path())).collect();
        assert!(!instances.is_empty(), "nothing was generated into {}", out.display());
        instances.sort_by(|a, b| a.name.cmp(&b.name));
        instances
    }

    fn read(application: &Application, folder: &Path) -> Option<Self> {
        let files = files_below(folder);
        files.get("camkes.c")?;
        let component = files
            .keys()
            .find_map(|path| path.strip_prefix("include/camkes-component-")?.strip_suffix(".h"))
            .unwrap_or_else(|| panic!("{} has no header of its component", folder.display()));
        let declared = application.components.get(component).unwrap_or_else(|| {
            panic!("no DeclareCAmkESComponent for `{component}` in {}", application.folder.display())
        });
        Some(Self {
            name: folder.file_name()?.to_string_lossy().into_owned(),
            generated: files.keys().filter(|path| path.ends_with(".c")).map(|path| folder.join(path)).collect(),
            sources: declared.sources.clone(),
            includes: [folder.join("include")].into_iter().chain(declared.includes.iter().cloned()).collect(),
        })
    }
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be said of generated paths before anything is touched.

use std::{collections::BTreeSet, fs, path::Path};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::{OutputError, OutputFile};

/// Every path is below the output folder, and no two collide.
pub(super) fn paths(files: &[OutputFile<'_>]) -> Result<(), OutputError> {
    let mut seen = BTreeSet::new();
    for file in files {
        let mut components = file.path.components().peekable();
        let inside = components.peek().is_some() && components.all(|c| matches!(c, Utf8Component::Normal(_)));
        if !inside || file.path.as_str().contains(['\0', '\\']) {
            return Err(OutputError::Outside(file.path.to_owned()));
        }
        if !seen.insert(file.path.components().collect::<Utf8PathBuf>()) {
            return Err(OutputError::Twice(file.path.to_owned()));
        }
    }
    for file in files {
        if let Some(folder) = file.path.ancestors().skip(1).find(|folder| seen.contains(*folder)) {
            return Err(OutputError::FileAndFolder(folder.to_owned()));
        }
    }
    Ok(())
}

/// No file that the build reads is replaced, under whatever name its folder is reached. A link that leads to an input is
/// replaced itself, which leaves the input as it is.
pub(super) fn inputs(folder: &Utf8Path, files: &[OutputFile<'_>], inputs: &[Utf8PathBuf]) -> Result<(), OutputError> {
    let inputs: BTreeSet<_> = inputs.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    // Asking the disk for every file would double the work of a large build; most have a name that no input has.
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let names: BTreeSet<_> = inputs.iter().filter_map(|path| name(path)).collect();
    for file in files.iter().filter(|file| name(file.path.as_std_path()).is_some_and(|name| names.contains(&name))) {
        let target = folder.join(file.path);
        if fs::canonicalize(&target).is_ok_and(|real| inputs.contains(&real)) {
            return Err(OutputError::Input(target));
        }
    }
    Ok(())
}

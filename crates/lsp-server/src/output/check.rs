// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be said of generated paths before anything is touched.

use std::{borrow::Cow, collections::BTreeSet, fs, path::PathBuf};

use camino::{Utf8Component, Utf8Path};
use rustc_hash::FxHashSet;

use super::{OutputError, OutputFile};

/// Every path is below the output folder, and no two collide.
pub(super) fn paths(files: &[OutputFile<'_>]) -> Result<(), OutputError> {
    let mut seen = FxHashSet::default();
    for file in files {
        let Some(path) = normal(file.path) else { return Err(OutputError::Outside(file.path.to_owned())) };
        if !seen.insert(path) {
            return Err(OutputError::Twice(file.path.to_owned()));
        }
    }
    let is_file = |folder: &str| seen.contains(folder);
    for path in &seen {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        if let Some(folder) = folders.into_iter().find(|folder| is_file(folder)) {
            return Err(OutputError::FileAndFolder(folder.into()));
        }
    }
    Ok(())
}

/// The one spelling of a path below the output folder; `None` for one that leads elsewhere.
fn normal(path: &Utf8Path) -> Option<Cow<'_, str>> {
    let text = path.as_str();
    if text.contains(['\0', '\\']) {
        return None;
    }
    // Nearly all are plain, and a build has many.
    if !text.contains(':') && text.split('/').all(|part| !matches!(part, "" | "." | "..")) {
        return Some(Cow::Borrowed(text));
    }
    let parts = path.components().map(|part| match part {
        Utf8Component::Normal(part) => Some(part),
        _ => None,
    });
    let parts = parts.collect::<Option<Vec<_>>>()?;
    (!parts.is_empty()).then(|| Cow::Owned(parts.join("/")))
}

/// No file that the build reads is replaced, under whatever name its folder is reached. A link that leads to an input is
/// replaced itself, which leaves the input as it is. `inputs` are the places where they lie, links followed.
pub(super) fn inputs(
    folder: &Utf8Path,
    files: &[OutputFile<'_>],
    inputs: &BTreeSet<PathBuf>,
) -> Result<(), OutputError> {
    // Asking the disk for every file would double the work of a large build; most have a name that no input has.
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let names: FxHashSet<_> = inputs.iter().filter_map(name).collect();
    let is_small = |name: &str| name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let has = |name: &str| if is_small(name) { names.contains(name) } else { names.contains(&name.to_lowercase()) };
    for file in files.iter().filter(|file| file.path.file_name().is_some_and(has)) {
        let target = folder.join(file.path);
        if fs::canonicalize(&target).is_ok_and(|real| inputs.contains(&real)) {
            return Err(OutputError::Input(target));
        }
    }
    Ok(())
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The name of a component in what says which C files are its: CMake files, and the project's settings.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{Db as _, File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use super::Refusal;
use crate::c_side;

/// The places that have to change with the name of a component.
pub(super) fn places(
    db: &RootDatabase,
    system: System,
    folders: &[Utf8PathBuf],
    old: &str,
    new: &str,
) -> Result<Vec<(File, TextRange)>, Refusal> {
    let unclear = || Refusal::Build(old.to_owned());
    let words = c_side::words_in_cmake(db, system, old, new).map_err(|_| unclear())?;
    let in_cmake = words.into_iter().map(|(path, range)| {
        let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
        (path, TextRange::new(size(range.start), size(range.end)))
    });
    let named = system.component_files(db).get(old).and_then(|it| it.named.clone());
    let mut out = Vec::new();
    for (path, range) in in_cmake.chain(named) {
        let file = db.file(&path);
        let written = file.contents(db).as_str().get(std::ops::Range::<usize>::from(range));
        if written != Some(old) {
            return Err(unclear());
        }
        if !is_own(&path, folders) {
            return Err(Refusal::Foreign(path.to_string()));
        }
        out.push((file, range));
    }
    Ok(out)
}

/// Whether a file is the workspace's to change; without a folder, all are.
fn is_own(path: &Utf8Path, folders: &[Utf8PathBuf]) -> bool {
    folders.is_empty() || folders.iter().any(|folder| path.starts_with(folder))
}

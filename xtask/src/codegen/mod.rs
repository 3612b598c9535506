// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files of the repository that are made from other files of it, and the check that they are up to date.

mod ast;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// What to do with a generated file whose text on disk is not the text that would be generated now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Fail and name the stale files; the disk stays as it is.
    Check,
    /// Write the new text.
    Write,
}

/// A generated file: its path from the repository's root, and its whole text.
struct GeneratedFile {
    path: &'static str,
    text: String,
}

/// Generates every file, and writes or compares it.
///
/// # Errors
/// When a source cannot be read or is wrong, a file cannot be written, or, with [`Mode::Check`], a file is stale.
pub(crate) fn run(check: Mode) -> anyhow::Result<()> {
    let root = repository_root()?;
    let mut files = ast::generate(&root)?;
    files.push(rules::generate(&root)?);
    let mut stale = Vec::new();
    for file in files {
        let path = root.join(file.path);
        let on_disk = fs::read_to_string(&path).unwrap_or_default();
        if on_disk == file.text {
            continue;
        }
        match check {
            Mode::Check => stale.push(file.path),
            Mode::Write => fs::write(&path, &file.text).with_context(|| format!("cannot write {}", path.display()))?,
        }
    }
    if !stale.is_empty() {
        bail!("generated files are stale, run `cargo xtask codegen`: {}", stale.join(", "));
    }
    Ok(())
}

/// The folder above this package.
fn repository_root() -> anyhow::Result<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(package.parent().context("the xtask package has no parent folder")?.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::{Mode, run};

    #[test]
    fn generated_files_are_up_to_date() {
        run(Mode::Check).unwrap();
    }
}

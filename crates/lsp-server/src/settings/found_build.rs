// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Build folders that nobody named.
//!
//! People configure a build above what they edit: in a folder `build`, `build-arm` or the like beside the project's `projects`. The
//! record of the parser's call there says of which root file the build is, so that no other system takes its settings.

use std::{fs, time::SystemTime};

use camino::{Utf8DirEntry, Utf8Path, Utf8PathBuf};

use super::build_folder;

/// How names of build folders begin.
const BUILD: &str = "build";

/// Most entries of a folder that are looked at, and most build folders in it.
const MOST: (usize, usize) = (4096, 64);

/// A build folder and what it is a build of.
#[derive(Debug)]
pub(super) struct FoundBuild {
    pub(super) folder: Utf8PathBuf,
    /// The record that says what it is a build of.
    pub(super) record: Utf8PathBuf,
    pub(super) root: Utf8PathBuf,
    pub(super) configured: SystemTime,
}

/// The configured builds in a folder, by their names.
pub(super) fn builds_in(folder: &Utf8Path) -> Vec<FoundBuild> {
    let Ok(entries) = folder.read_dir_utf8() else { return Vec::new() };
    let entries = entries.take(MOST.0).flatten().filter(|entry| entry.file_name().starts_with(BUILD));
    let mut folders: Vec<_> = entries.map(Utf8DirEntry::into_path).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.truncate(MOST.1);
    let found = folders.into_iter().filter_map(|folder| {
        let (record, root) = build_folder::root(&folder)?;
        let configured = fs::metadata(&record).and_then(|it| it.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        Some(FoundBuild { folder, record, root, configured })
    });
    found.collect()
}

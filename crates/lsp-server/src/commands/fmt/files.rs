// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The files that a command is about: found in folders, read, and replaced.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write as _},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{FileContents, FileLoader as _};

use crate::vfs::disk::{self, Disk};

/// A file or folder that can't be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::commands) struct ReadError {
    /// Which one.
    pub(in crate::commands) path: Utf8PathBuf,
    /// The system's reason.
    pub(in crate::commands) reason: String,
}

/// The files that are named, and those of the language in folders that are named; each once, those of a folder in the
/// order of their names.
pub(in crate::commands) fn find(arguments: impl Iterator<Item = Utf8PathBuf>) -> (Vec<Utf8PathBuf>, Vec<ReadError>) {
    let mut seen = BTreeSet::new();
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for argument in arguments {
        let mut files = Vec::new();
        if argument.is_dir() {
            walk(&argument, &mut files, &mut errors)
        } else {
            files.push(argument)
        }
        let is_new = |it: &Utf8PathBuf| seen.insert(it.canonicalize_utf8().unwrap_or_else(|_| it.clone()));
        found.extend(files.into_iter().filter(is_new));
    }
    (found, errors)
}

/// Folders in which builds leave what they make and fetch.
const MADE: [&str; 3] = ["build", "target", "node_modules"];

/// Adds the files of the language below a folder. Hidden folders and those of builds are left out; links to folders are not followed, for
/// they may lead round and round.
fn walk(folder: &Utf8Path, files: &mut Vec<Utf8PathBuf>, errors: &mut Vec<ReadError>) {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        match entries(&folder) {
            Ok(entries) => {
                for (path, kind) in entries {
                    match kind {
                        Kind::Folder => folders.push(path),
                        Kind::File => files.push(path),
                    }
                }
            }
            Err(error) => {
                errors.push(ReadError {
                    path: folder,
                    reason: format!("the folder can't be read: {}", disk::reason(&error)),
                });
            }
        }
    }
    files.sort();
}

/// A folder and those below it in which files are looked for.
pub(in crate::commands) fn folders(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(folder) = found.get(next) {
        next += 1;
        let below = entries(folder).unwrap_or_default().into_iter();
        found.extend(below.filter(|(_, kind)| matches!(kind, Kind::Folder)).map(|(path, _)| path));
    }
    found
}

enum Kind {
    Folder,
    File,
}

fn entries(folder: &Utf8Path) -> io::Result<Vec<(Utf8PathBuf, Kind)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A name that is not UTF-8 is none that the language could import.
        let Ok(path) = Utf8PathBuf::from_path_buf(entry.path()) else { continue };
        let is_hidden = path.file_name().is_some_and(|it| it.starts_with('.'));
        let is_ours = matches!(path.extension(), Some("camkes" | "idl4"));
        let kind = entry.file_type()?;
        let is_made = path.file_name().is_some_and(|it| MADE.contains(&it));
        if kind.is_dir() && !is_hidden && !is_made {
            entries.push((path, Kind::Folder));
        } else if is_ours && !is_hidden && path.is_file() {
            entries.push((path, Kind::File));
        }
    }
    Ok(entries)
}

/// What a file holds.
pub(in crate::commands) fn load(path: &Utf8Path) -> FileContents {
    Disk.load(path)
}

/// Gives a file other bytes, all at once, and leaves its permissions as they are. Of a link, the file that it leads to
/// is replaced.
pub(in crate::commands) fn replace(path: &Utf8Path, bytes: &[u8]) -> Result<(), ReadError> {
    let error = |error: io::Error| ReadError { path: path.to_owned(), reason: disk::reason(&error) };
    let target = path.canonicalize_utf8().map_err(error)?;
    let metadata = fs::metadata(&target).map_err(error)?;
    if metadata.permissions().readonly() {
        return Err(ReadError { path: path.to_owned(), reason: "the file is read-only".to_owned() });
    }
    let folder = target.parent().unwrap_or(Utf8Path::new("/"));
    let write = || {
        let mut file = tempfile::Builder::new().prefix(".camkes-lsp-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().set_permissions(metadata.permissions())?;
        file.persist(&target).map_err(|it| it.error)
    };
    write().map(drop).map_err(error)
}

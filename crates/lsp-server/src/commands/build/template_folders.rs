// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The user's own templates: every file below the given folders, named by its path there.

use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    commands::findings,
    report::Finding,
    settings::Setting,
    vfs::disk::{MAX_BYTES, reason},
};

/// Deepest folder that is looked into; a link that leads back up ends here.
const MAX_DEPTH: usize = 8;

/// Names and texts, folder by folder in the order given, each folder sorted.
pub(crate) fn read(folders: &[Setting<Utf8PathBuf>]) -> Result<Vec<(String, String)>, Box<Finding>> {
    let mut found = Vec::new();
    for folder in folders.iter().map(|folder| &folder.value) {
        let mut names = Vec::new();
        walk(folder, MAX_DEPTH, &mut names).map_err(|error| finding(folder, &error))?;
        names.sort();
        for path in names {
            let text = text(&path).map_err(|error| finding(&path, &error))?;
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string();
            found.push((name, text));
        }
    }
    Ok(found)
}

fn walk(folder: &Utf8Path, depth: usize, names: &mut Vec<Utf8PathBuf>) -> io::Result<()> {
    for entry in folder.read_dir_utf8()? {
        let path = entry?.into_path();
        let kind = fs::metadata(&path)?;
        if kind.is_dir() && depth > 0 {
            walk(&path, depth - 1, names)?;
        } else if kind.is_file() {
            names.push(path);
        }
    }
    Ok(())
}

fn text(path: &Utf8Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(io::Error::other("larger than 16 MiB"));
    }
    fs::read_to_string(path)
}

fn finding(path: &Utf8Path, error: &io::Error) -> Box<Finding> {
    Box::new(findings::unreadable(path, &format!("templates can't be read: {}", reason(error))))
}

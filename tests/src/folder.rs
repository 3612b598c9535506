// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Folders of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Contents by path from the folder, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Every file in a folder and below; none if there is no such folder.
///
/// # Panics
/// When something can't be read.
#[must_use]
pub fn files_below(folder: &Path) -> Files {
    let mut files = Files::new();
    if folder.is_dir() {
        collect(folder, folder, &mut files);
    }
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let relative = path.strip_prefix(root).expect("it is below");
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.insert(relative.to_string_lossy().into_owned(), bytes);
        }
    }
}

/// Copies every file of a folder and below.
///
/// # Panics
/// When something can't be read or written.
pub fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in files_below(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(&target, bytes).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
    }
}

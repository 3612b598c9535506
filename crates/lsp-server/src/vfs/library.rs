// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The built-in library on the disk, so that any editor can open it.
//!
//! The library's own paths are no places on a disk. Where a definition leads into it, its files are written, read-only,
//! to a folder of the user's cache that bears the version, and what the editor then opens there stands for the library.

use std::{
    fs,
    io::{self, Write},
    sync::OnceLock,
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{builtin, diagnostic::Rule};

use crate::report;

/// Where the library is shown.
#[derive(Debug, Default)]
pub struct Library {
    /// Folder of the user's cache, if there is one.
    cache: Option<Utf8PathBuf>,
    folder: OnceLock<Option<Folder>>,
    /// The folder of the pages of rules.
    pages: OnceLock<Option<Folder>>,
}

/// Name of the folder with the library's files.
const LIBRARY: &str = "library";
/// Name of the folder with the pages of rules.
const PAGES: &str = "rules";

#[derive(Debug)]
struct Folder {
    path: Utf8PathBuf,
    /// Keeps a folder of ours alive for the session when there is no cache.
    _temporary: Option<tempfile::TempDir>,
}

impl Library {
    /// A library that shows itself below this cache folder, or in a temporary one.
    #[must_use]
    pub fn new(cache: Option<Utf8PathBuf>) -> Self {
        Self { cache, folder: OnceLock::new(), pages: OnceLock::new() }
    }

    /// The path on the disk where a path of the database can be opened. Other paths, and the library's when no folder
    /// can be written, stay what they are.
    #[must_use]
    pub fn on_disk(&self, path: &Utf8Path) -> Utf8PathBuf {
        let name = path.strip_prefix(builtin::BUILTIN_ROOT).ok();
        match (name, name.and_then(|_| self.folder())) {
            (Some(name), Some(folder)) => folder.join(name),
            _ => path.to_owned(),
        }
    }

    /// The path of the database that a path on the disk stands for.
    #[must_use]
    pub fn in_database(&self, path: Utf8PathBuf) -> Utf8PathBuf {
        // A session that never wrote the folder may still be asked about files that an earlier one wrote.
        let name = path.strip_prefix(self.cached(LIBRARY)).ok().or_else(|| {
            let folder = self.folder.get()?.as_ref()?;
            path.strip_prefix(&folder.path).ok()
        });
        match name {
            Some(name) if !name.as_str().is_empty() => builtin::path(name.as_str()),
            _ => path,
        }
    }

    /// Where the page of a rule can be opened; `None` when it can't be written anywhere.
    #[must_use]
    pub fn page(&self, rule: Rule) -> Option<Utf8PathBuf> {
        let pages = || Rule::ALL.iter().map(|rule| (page_name(*rule), report::page(*rule)));
        let made = self.pages.get_or_init(|| self.shown(PAGES, &pages().collect::<Vec<_>>()));
        Some(made.as_ref()?.path.join(page_name(rule)))
    }

    fn cached(&self, folder: &str) -> Utf8PathBuf {
        // Without a cache no path can have this prefix.
        let cache = self.cache.as_deref().unwrap_or(Utf8Path::new("/dev/null"));
        cache.join("camkes-lsp").join(env!("CARGO_PKG_VERSION")).join(folder)
    }

    fn folder(&self) -> Option<&Utf8Path> {
        let files = || builtin::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let made = self.folder.get_or_init(|| self.shown(LIBRARY, &files().collect::<Vec<_>>()));
        made.as_ref().map(|folder| folder.path.as_path())
    }

    fn shown(&self, name: &str, files: &[(String, String)]) -> Option<Folder> {
        let made = self.make(name, files);
        made.inspect_err(|error| tracing::warn!(%error, name, "a folder of ours can't be shown")).ok()
    }

    fn make(&self, name: &str, files: &[(String, String)]) -> io::Result<Folder> {
        if self.cache.is_some() {
            let path = self.cached(name);
            match write(&path, files) {
                Ok(()) => return Ok(Folder { path, _temporary: None }),
                Err(error) => tracing::warn!(%error, %path, "the cache can't be written"),
            }
        }
        let temporary = tempfile::Builder::new().prefix("camkes-lsp-").tempdir()?;
        let path = Utf8PathBuf::from_path_buf(temporary.path().join(name))
            .map_err(|_| io::Error::other("the temporary folder's name is not UTF-8"))?;
        write(&path, files)?;
        Ok(Folder { path, _temporary: Some(temporary) })
    }
}

fn page_name(rule: Rule) -> String {
    format!("{}.md", rule.name())
}

fn write(folder: &Utf8Path, files: &[(String, String)]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
            continue;
        }
        let mut file = tempfile::Builder::new().prefix(".camkes-lsp-").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        let mut permissions = file.as_file().metadata()?.permissions();
        permissions.set_readonly(true);
        file.as_file().set_permissions(permissions)?;
        file.persist(&path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary() -> (tempfile::TempDir, Utf8PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
        (dir, path)
    }

    #[test]
    fn the_library_can_be_opened_and_means_itself() {
        let (_guard, dir) = temporary();
        for library in [Library::new(Some(dir.clone())), Library::new(None)] {
            for (name, text) in builtin::FILES {
                let shown = library.on_disk(&builtin::path(name));
                assert_eq!(fs::read_to_string(&shown).unwrap(), *text);
                assert!(fs::metadata(&shown).unwrap().permissions().readonly());
                assert_eq!(library.in_database(shown), builtin::path(name));
            }
        }
    }

    #[test]
    fn every_rule_has_a_page_that_can_be_opened() {
        let (_guard, dir) = temporary();
        let library = Library::new(Some(dir));
        for rule in Rule::ALL {
            let text = fs::read_to_string(library.page(*rule).unwrap()).unwrap();
            assert!(text.starts_with(&format!("# {}\n", rule.name())), "{text}");
        }
    }

    #[test]
    fn a_later_session_recognises_the_files_of_an_earlier_one() {
        let (_guard, dir) = temporary();
        let shown = Library::new(Some(dir.clone())).on_disk(&builtin::path("std_connector.camkes"));
        let later = Library::new(Some(dir));
        assert_eq!(later.in_database(shown), builtin::path("std_connector.camkes"));
    }

    #[test]
    fn a_damaged_file_is_written_anew() {
        let (_guard, dir) = temporary();
        let path = builtin::path("std_connector.camkes");
        let shown = Library::new(Some(dir.clone())).on_disk(&path);
        fs::remove_file(&shown).unwrap();
        fs::write(&shown, "damaged").unwrap();
        let _ = Library::new(Some(dir)).on_disk(&path);
        assert_eq!(fs::read_to_string(&shown).unwrap(), builtin::text(&path).unwrap());
    }

    #[test]
    fn other_paths_stay() {
        let library = Library::new(None);
        assert_eq!(library.on_disk(Utf8Path::new("/a/b")), "/a/b");
        assert_eq!(library.in_database("/a/b".into()), "/a/b");
    }
}

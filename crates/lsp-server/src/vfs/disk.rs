// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Reads files from the disk for the database.

use std::{
    fs,
    io::{self, Read},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{FileContents, FileLoader, queries::DataContents};

/// Largest file that is read, in bytes. The largest ADL file known is a hundredth of it; more is a mistake, and would
/// hold up every query.
pub const MAX_BYTES: u64 = 16 << 20;

/// Answers the database from the disk. Only regular files are read: a pipe would block, a device would never end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl FileLoader for Disk {
    fn load(&self, path: &Utf8Path) -> FileContents {
        if !path.is_absolute() {
            // A text that only the editor has (`untitled:…`), and that it has closed.
            return FileContents::Missing;
        }
        match read(path) {
            Ok(Found::Bytes(bytes)) => FileContents::from_bytes(&bytes),
            Ok(Found::Directory) => FileContents::Directory,
            Ok(Found::Refused(why)) => FileContents::Unreadable(why.into()),
            Err(error) if missing(&error) => FileContents::Missing,
            Err(error) => FileContents::Unreadable(reason(&error).into()),
        }
    }

    fn list(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.entries(folder).0
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.entries(folder).1
    }

    fn entries(&self, folder: &Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>) {
        if folder.is_absolute() { entries(folder) } else { (Vec::new(), Vec::new()) }
    }

    fn load_data(&self, path: &Utf8Path) -> DataContents {
        load_data(path)
    }
}

/// Reads a file that queries of settings ask: bytes as they are.
pub(crate) fn load_data(path: &Utf8Path) -> DataContents {
    match read(path) {
        Ok(Found::Bytes(bytes)) => DataContents::Bytes(bytes.into()),
        Ok(Found::Directory) => DataContents::Unreadable("it is a folder".into()),
        Ok(Found::Refused(why)) => DataContents::Unreadable(why.into()),
        Err(error) => DataContents::Unreadable(reason(&error).into()),
    }
}

/// A folder of more is no place for a few ADL files.
const MAX_LISTED: usize = 4096;

/// Regular files and links, and folders. Links to folders are not followed: they may lead in circles.
fn entries(folder: &Utf8Path) -> (Vec<Utf8PathBuf>, Vec<Utf8PathBuf>) {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in folder.read_dir_utf8().into_iter().flatten().flatten().take(MAX_LISTED) {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push(entry.into_path()),
            Ok(kind) if kind.is_file() || kind.is_symlink() => files.push(entry.into_path()),
            _ => {}
        }
    }
    for paths in [&mut files, &mut folders] {
        paths.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    }
    (files, folders)
}

enum Found {
    Bytes(Vec<u8>),
    Directory,
    Refused(&'static str),
}

fn read(path: &Utf8Path) -> io::Result<Found> {
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Ok(Found::Directory);
    }
    if !kind.is_file() {
        return Ok(Found::Refused("not a regular file"));
    }
    // The size may lie (files under /proc have none), so the read is limited as well.
    let mut bytes = Vec::with_capacity(usize::try_from(kind.len().min(MAX_BYTES)).unwrap_or_default());
    fs::File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Ok(Found::Refused("larger than 16 MiB"));
    }
    Ok(Found::Bytes(bytes))
}

fn missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename)
}

/// The system's words without its error number, which differs between systems.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
        (dir, path)
    }

    #[test]
    fn regular_files_are_read_and_the_rest_is_named() {
        let (_guard, dir) = folder();
        fs::write(dir.join("a"), "text").unwrap();
        assert_eq!(Disk.load(&dir.join("a")), FileContents::text("text"));
        assert_eq!(Disk.load(&dir), FileContents::Directory);
        assert_eq!(Disk.load(&dir.join("b")), FileContents::Missing);
        assert_eq!(Disk.load(&dir.join("a/b")), FileContents::Missing, "a file is no folder");
        assert_eq!(Disk.load(Utf8Path::new("untitled:a")), FileContents::Missing);
        let long = "x".repeat(5000);
        assert!(!matches!(Disk.load(&dir.join(long)), FileContents::Text { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_are_refused_without_being_opened() {
        let (_guard, dir) = folder();
        let refused = FileContents::Unreadable("not a regular file".into());
        assert_eq!(Disk.load(Utf8Path::new("/dev/zero")), refused);
        let socket = dir.join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(Disk.load(&socket), refused);
        std::os::unix::fs::symlink("loop", dir.join("loop")).unwrap();
        assert!(matches!(Disk.load(&dir.join("loop")), FileContents::Unreadable(_)));
    }

    #[test]
    fn too_large_a_file_is_refused() {
        let (_guard, dir) = folder();
        let file = fs::File::create(dir.join("big")).unwrap();
        file.set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(Disk.load(&dir.join("big")), FileContents::Unreadable("larger than 16 MiB".into()));
    }
}

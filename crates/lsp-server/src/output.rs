// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Writes generated files: all of them or none, each atomically, and only those whose bytes changed.
//!
//! Generated paths come from names in the user's text and in templates, so they are not trusted: a file that would land
//! outside of the output folder, or follow a symbolic link out of it, or replace an input of the build, is refused.

mod check;
mod written;

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
    fmt, fs,
    io::{self, Read, Seek as _, SeekFrom, Write},
    sync::Arc,
    time::SystemTime,
};

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use rustc_hash::FxHashSet;
use tempfile::{NamedTempFile, TempDir};

use self::written::Known;

pub use self::written::Written;
use crate::vfs::disk;

/// Start of the names of temporary files, and of the folder that holds those of a build. They are renamed or removed before
/// the build ends; those of a build that was killed are removed by the next.
const TEMPORARY: &str = ".camkes-lsp-";

/// A file to be written.
#[derive(Debug, Clone, Copy)]
pub struct OutputFile<'a> {
    /// Path relative to the output folder.
    pub path: &'a Utf8Path,
    /// Its contents.
    pub bytes: &'a Arc<[u8]>,
}

/// What a build tool's file is to hold.
#[derive(Debug, Clone, Copy)]
pub enum Contents<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// What this file holds, which was made for it alone.
    File(&'a fs::File),
}

impl<'a> From<&'a [u8]> for Contents<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> Contents<'a> {
    fn len(self) -> io::Result<u64> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
            Self::File(file) => Ok(file.metadata()?.len()),
        }
    }

    /// Writes all of it.
    fn copy(self, target: &mut fs::File) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => target.write_all(bytes),
            Self::File(mut file) => {
                file.seek(SeekFrom::Start(0))?;
                io::copy(&mut file, target).map(drop)
            }
        }
    }

    /// All of it, in memory.
    ///
    /// # Errors
    /// When its file can't be read.
    pub fn bytes(self) -> io::Result<Cow<'a, [u8]>> {
        Ok(match self {
            Self::Bytes(bytes) => bytes.into(),
            Self::File(mut file) => {
                let mut bytes = Vec::new();
                file.seek(SeekFrom::Start(0))?;
                file.read_to_end(&mut bytes)?;
                bytes.into()
            }
        })
    }

    /// Whether a file reads as it.
    fn is_in(self, file: &fs::File) -> bool {
        match self {
            Self::Bytes(bytes) => reads(file, bytes),
            Self::File(mut own) => own.seek(SeekFrom::Start(0)).is_ok() && reads(file, own),
        }
    }
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileStatus {
    /// It is new or has new bytes.
    Written,
    /// It had these bytes already, and keeps its time stamp.
    Unchanged,
}

/// Why nothing was written. The texts name the path that the user has to look at.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The path is absolute, empty or has a `..`.
    #[error("the generated path `{0}` is outside of the output folder")]
    Outside(Utf8PathBuf),
    /// Two files have one path.
    #[error("two generated files have the path `{0}`")]
    Twice(Utf8PathBuf),
    /// A generated file is needed as a folder for another.
    #[error("the generated path `{0}` is a file and a folder")]
    FileAndFolder(Utf8PathBuf),
    /// A part of the path below the output folder is a symbolic link.
    #[error("`{0}` is a symbolic link; generated files are not written through it")]
    SymbolicLink(Utf8PathBuf),
    /// A folder is needed where something else is.
    #[error("`{0}` is not a folder")]
    NotAFolder(Utf8PathBuf),
    /// A folder is where a file is to be written.
    #[error("`{0}` is a folder")]
    IsAFolder(Utf8PathBuf),
    /// The file is one that the build reads.
    #[error("`{0}` is an input of this build and would be overwritten")]
    Input(Utf8PathBuf),
    /// The system refused.
    #[error("cannot write `{path}`: {}", disk::reason(source))]
    Io {
        /// What was touched.
        path: Utf8PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Writes files below a folder, which is made when it does not exist. `inputs` are absolute paths that must stay as
/// they are. `written` remembers what was written, so that files that are as they were need not be read. The result has
/// one status for each file, in order.
///
/// # Errors
/// When any file can't be written; then none was, and folders that were made are removed again.
pub fn write(
    folder: &Utf8Path,
    files: &[OutputFile<'_>],
    inputs: &[Utf8PathBuf],
    written: &Written,
) -> Result<Vec<FileStatus>, OutputError> {
    check::paths(files)?;
    check::inputs(folder, files, &written.places(inputs))?;
    let mut made = MadeFolders::default();
    made.make_all(folder)?;
    let _turn = turn(folder);
    let temporary = TemporaryFolder::new(folder);
    let mut known = written.of(folder);
    let staged = stage_all(folder, files, &temporary, &mut made, &mut known)?;
    let statuses = staged.iter().map(|s| if s.is_some() { FileStatus::Written } else { FileStatus::Unchanged });
    let statuses = statuses.collect();
    for (staged, file) in staged.into_iter().zip(files) {
        let Some(Staged { file: staged, target }) = staged else { continue };
        let handle = staged.persist(&target).map_err(|error| io_error(&target, error.error))?;
        known.note(file, &handle.metadata());
    }
    made.keep();
    Ok(statuses)
}

/// Writes files that a build tool named, each atomically and with a new time stamp: such a tool runs a command again
/// as long as what it makes is older than what it reads. Links and devices are written through. Each folder is taken and
/// swept once, however many of the files are in it.
///
/// # Errors
/// When one can't be written; then it is as it was. Those that were written before stay.
pub fn replace_all<'a>(files: &[(Utf8PathBuf, impl Copy + Into<Contents<'a>>)]) -> Result<(), OutputError> {
    let mut folders: IndexMap<Utf8PathBuf, Vec<(Utf8PathBuf, Contents<'_>)>> = IndexMap::new();
    for (path, contents) in files {
        let contents = (*contents).into();
        if let Some(target) = target(path)? {
            let folder = target.parent().unwrap_or(Utf8Path::new("/")).to_owned();
            folders.entry(folder).or_default().push((target, contents));
        } else {
            let written = contents.bytes().and_then(|bytes| fs::write(path, bytes));
            written.map_err(|error| io_error(path, error))?;
        }
    }
    // One folder at a time: who holds several while others wait for them could wait forever.
    for (folder, files) in folders {
        let _turn = turn(&folder);
        sweep(&folder);
        for (target, contents) in files {
            if renewed(&target, contents) {
                continue;
            }
            let failed = |error| io_error(&target, error);
            let mut staged = temporary(&folder).map_err(failed)?;
            contents.copy(staged.as_file_mut()).map_err(failed)?;
            staged.persist(&target).map_err(|error| failed(error.error))?;
        }
    }
    Ok(())
}

/// Gives a file a new time stamp, if it has these bytes already: that takes a tenth of the time in which another one takes its place.
fn renewed(target: &Utf8Path, contents: Contents<'_>) -> bool {
    let Ok(file) = fs::File::open(target) else { return false };
    let length = contents.len().ok();
    let same = file.metadata().is_ok_and(|kind| kind.is_file() && Some(kind.len()) == length);
    same && contents.is_in(&file) && file.set_modified(SystemTime::now()).is_ok()
}

/// Whether a file reads as another.
fn reads(mut file: &fs::File, mut other: impl Read) -> bool {
    let (mut piece, mut its) = ([0; 16 << 10], [0; 16 << 10]);
    loop {
        match file.read(&mut piece) {
            Ok(0) => return matches!(other.read(&mut its), Ok(0)),
            Ok(count) => {
                let (Some(piece), Some(its)) = (piece.get(..count), its.get_mut(..count)) else { return false };
                if other.read_exact(its).is_err() || *piece != *its {
                    return false;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

/// The file that is replaced when a path is written, links followed; `None` for what is no file, as a device.
fn target(path: &Utf8Path) -> Result<Option<Utf8PathBuf>, OutputError> {
    let linked = fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink());
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => return Err(OutputError::IsAFolder(path.to_owned())),
        Ok(kind) if !kind.is_file() => return Ok(None),
        _ => {}
    }
    // A link that leads nowhere is replaced itself.
    let real = if linked { path.canonicalize_utf8().ok() } else { None };
    Ok(Some(real.unwrap_or_else(|| path.to_owned())))
}

/// Those who write into one folder take turns, so that what one finds left over can't be the work of another.
fn turn(folder: &Utf8Path) -> Option<fs::File> {
    fs::File::open(folder).ok().filter(|handle| handle.lock().is_ok())
}

/// How many temporary files lie beside the generated ones: to make a folder for them and to remove it takes longer than to write one.
const FEW: usize = 4;

/// Where temporary files go: the first few into the output folder, others into a folder in it, where all of them are found again. It is
/// made when it is needed.
struct TemporaryFolder<'a> {
    above: &'a Utf8Path,
    files: Cell<usize>,
    made: OnceCell<TempDir>,
}

impl<'a> TemporaryFolder<'a> {
    /// None yet; those of builds that were killed are removed.
    fn new(above: &'a Utf8Path) -> Self {
        sweep(above);
        Self { above, files: Cell::new(0), made: OnceCell::new() }
    }

    /// Where the next file goes.
    fn next(&self) -> io::Result<&Utf8Path> {
        let before = self.files.replace(self.files.get() + 1);
        if before < FEW {
            return Ok(self.above);
        }
        let made = match self.made.get() {
            Some(made) => made,
            None => {
                let new = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(self.above)?;
                self.made.get_or_init(|| new)
            }
        };
        Utf8Path::from_path(made.path()).ok_or_else(|| io::Error::other("the path is not UTF-8"))
    }
}

/// A new file that is to be moved to the place where it belongs.
struct Staged {
    file: NamedTempFile,
    target: Utf8PathBuf,
}

fn stage_all(
    folder: &Utf8Path,
    files: &[OutputFile<'_>],
    temporary: &TemporaryFolder<'_>,
    made: &mut MadeFolders,
    known: &mut Known<'_>,
) -> Result<Vec<Option<Staged>>, OutputError> {
    let mut staged = Vec::with_capacity(files.len());
    let mut looked_at = FxHashSet::default();
    for file in files {
        made.make_below(folder, file.path, &mut looked_at)?;
        staged.push(stage(folder, file, temporary, known)?);
    }
    Ok(staged)
}

/// Writes a file's bytes into a temporary one; `None` when the target has them already.
fn stage(
    folder: &Utf8Path,
    file: &OutputFile<'_>,
    temporaries: &TemporaryFolder<'_>,
    known: &mut Known<'_>,
) -> Result<Option<Staged>, OutputError> {
    let target = folder.join(file.path);
    match fs::symlink_metadata(&target) {
        Ok(kind) if kind.is_dir() => return Err(OutputError::IsAFolder(target)),
        Ok(kind) if kind.is_file() && kind.len() == file.bytes.len() as u64 => {
            if known.has(file, &kind) {
                return Ok(None);
            }
            if holds(&target, file.bytes) {
                known.note(file, &Ok(kind));
                return Ok(None);
            }
        }
        // A link is replaced by the file itself, never followed.
        _ => {}
    }
    let staged = temporaries.next().and_then(temporary).and_then(|mut staged| {
        staged.write_all(file.bytes)?;
        Ok(staged)
    });
    let file = staged.map_err(|error| io_error(&target, error))?;
    Ok(Some(Staged { file, target }))
}

fn holds(path: &Utf8Path, bytes: &[u8]) -> bool {
    fs::read(path).is_ok_and(|found| found == bytes)
}

fn temporary(parent: &Utf8Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The mode of any new file: the umask takes its part.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(parent)
}

/// Removes what a killed build left behind.
fn sweep(folder: &Utf8Path) {
    for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
        if !entry.file_name().starts_with(TEMPORARY) {
            continue;
        }
        let _ = match entry.file_type() {
            Ok(kind) if kind.is_file() => fs::remove_file(entry.path()),
            Ok(kind) if kind.is_dir() => fs::remove_dir_all(entry.path()),
            _ => Ok(()),
        };
    }
}

/// Folders made by this build; removed again when it fails.
#[derive(Default)]
struct MadeFolders {
    made: Vec<Utf8PathBuf>,
}

impl fmt::Debug for MadeFolders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.made).finish()
    }
}

impl MadeFolders {
    /// Makes the output folder; links in its own path are the user's business.
    fn make_all(&mut self, folder: &Utf8Path) -> Result<(), OutputError> {
        let mut missing: Vec<&Utf8Path> = Vec::new();
        for ancestor in folder.ancestors() {
            match fs::metadata(ancestor) {
                Ok(kind) if kind.is_dir() => break,
                Ok(_) => return Err(OutputError::NotAFolder(ancestor.to_owned())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(ancestor),
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => missing.push(ancestor),
                Err(error) => return Err(io_error(ancestor, error)),
            }
        }
        missing.into_iter().rev().try_for_each(|folder| self.make(folder))
    }

    /// Makes the folder of a generated file, refusing links. Each folder is looked at once.
    fn make_below<'f>(
        &mut self,
        folder: &Utf8Path,
        file: &'f Utf8Path,
        looked_at: &mut FxHashSet<&'f Utf8Path>,
    ) -> Result<(), OutputError> {
        let Some(last) = file.parent().filter(|last| !looked_at.contains(last)) else { return Ok(()) };
        let mut parent = folder.to_owned();
        for component in last.components() {
            parent.push(component);
            match fs::symlink_metadata(&parent) {
                Ok(kind) if kind.is_symlink() => return Err(OutputError::SymbolicLink(parent)),
                Ok(kind) if kind.is_dir() => {}
                Ok(_) => return Err(OutputError::NotAFolder(parent)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => self.make(&parent)?,
                Err(error) => return Err(io_error(&parent, error)),
            }
        }
        looked_at.insert(last);
        Ok(())
    }

    fn make(&mut self, folder: &Utf8Path) -> Result<(), OutputError> {
        match fs::create_dir(folder) {
            Ok(()) => {
                self.made.push(folder.to_owned());
                Ok(())
            }
            // Another build was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            Err(error) => Err(io_error(folder, error)),
        }
    }

    fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // One that is no longer empty stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn io_error(path: &Utf8Path, source: io::Error) -> OutputError {
    OutputError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;

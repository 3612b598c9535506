// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The folder of a cache from inside: what is in it, and how room is made.
//!
//! Those who write take turns. How much the folder holds at most stands in a file, which is counted up before anything is written, so that a
//! writer that is killed leaves no more than it says. Only when the bound would be passed is the folder looked through, and the
//! entries go that were not used for the longest time.

use std::{collections::BTreeMap, fs, io, time::SystemTime};

use camino::{Utf8Path, Utf8PathBuf};

use super::replace;

/// Start of the names of files that are not whole yet.
pub(super) const TEMPORARY: &str = ".camkes-lsp-";

/// How much the folder holds at most, in bytes, as a decimal number.
const SIZE: &str = "size";

/// Who holds this file's lock may write.
const LOCK: &str = "lock";

/// Tells programs that make backups to pass over the folder: <https://bford.info/cachedir/>.
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# Made by camkes-lsp. Everything here may be deleted.\n";

/// Room for the files that are no entries, in bytes.
const APART: u64 = 4096;

/// Length of an entry's name, in hexadecimal digits.
const NAME: usize = 64;

/// How often, and how long each time, a writer waits for its turn. Whoever waits longer keeps nothing: another one may be stopped.
const TURNS: u32 = 40;
const TURN: std::time::Duration = std::time::Duration::from_millis(5);

/// What is in a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// How many results.
    pub(crate) entries: usize,
    /// How large they are, in bytes.
    pub(crate) bytes: u64,
}

struct Entry {
    path: Utf8PathBuf,
    bytes: u64,
    used: SystemTime,
}

/// Writes entries, as many as fit. The others are left out, the largest first.
pub(super) fn write(folder: &Utf8Path, most: u64, mut entries: BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let room = most.saturating_sub(APART);
    let mut wanted: u64 = entries.values().map(|bytes| bytes.len() as u64).sum();
    while wanted > room {
        let largest = entries.iter().max_by_key(|(_, bytes)| bytes.len()).map(|(name, _)| name.clone());
        let Some(left_out) = largest.and_then(|name| entries.remove(&name)) else { break };
        wanted -= left_out.len() as u64;
    }
    if entries.is_empty() {
        return Ok(());
    }
    let _turn = enter(folder)?;
    let held = match size(folder).filter(|held| held.saturating_add(wanted) <= room) {
        Some(held) => held,
        None => make_room(folder, room, wanted)?,
    };
    replace(folder, SIZE, format!("{}\n", held + wanted).as_bytes())?;
    entries.iter().try_for_each(|(name, bytes)| replace(folder, name, bytes))
}

/// Makes the folder, and waits for a turn in it.
fn enter(folder: &Utf8Path) -> io::Result<fs::File> {
    if !folder.is_dir() {
        make(folder)?;
    }
    let handle = fs::File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    for _ in 0..TURNS {
        match handle.try_lock() {
            Ok(()) => return Ok(handle),
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(TURN),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::other("another process does not end its turn"))
}

/// Makes a folder that nobody else can write: what is in a cache is believed.
fn make(folder: &Utf8Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)?;
    replace(folder, TAG, TAG_TEXT.as_bytes())
}

fn size(folder: &Utf8Path) -> Option<u64> {
    super::read(&folder.join(SIZE), APART).and_then(|bytes| String::from_utf8(bytes).ok()?.trim_end().parse().ok())
}

/// Removes entries until there is room for some bytes, with some to spare, so that it is not looked through each time. Returns
/// how much remains.
fn make_room(folder: &Utf8Path, room: u64, wanted: u64) -> io::Result<u64> {
    let mut entries = entries(folder)?;
    entries.sort_by_key(|entry| entry.used);
    let mut held: u64 = entries.iter().map(|entry| entry.bytes).sum();
    let goal = if held + wanted > room { (room - room / 8).saturating_sub(wanted) } else { held };
    for entry in entries {
        if held <= goal {
            break;
        }
        fs::remove_file(&entry.path)?;
        held -= entry.bytes;
    }
    Ok(held)
}

/// The entries. What a killed writer left is removed; only who has the turn may ask.
fn entries(folder: &Utf8Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for entry in folder.read_dir_utf8()? {
        let entry = entry?;
        let Ok(kind) = entry.metadata() else { continue };
        if !kind.is_file() {
            continue;
        }
        if entry.file_name().starts_with(TEMPORARY) {
            fs::remove_file(entry.path())?;
        } else if is_entry(entry.file_name()) {
            let used = kind.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            found.push(Entry { path: entry.path().to_owned(), bytes: kind.len(), used });
        }
    }
    Ok(found)
}

fn is_entry(name: &str) -> bool {
    name.len() == NAME && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What is in a folder; nothing, if there is none.
///
/// # Errors
/// When it can't be read.
pub(crate) fn contents(folder: &Utf8Path) -> io::Result<Contents> {
    if !folder.is_dir() {
        return Ok(Contents::default());
    }
    let mut contents = Contents::default();
    for entry in folder.read_dir_utf8()? {
        let entry = entry?;
        if let Some(kind) = entry.metadata().ok().filter(|kind| kind.is_file() && is_entry(entry.file_name())) {
            contents.entries += 1;
            contents.bytes += kind.len();
        }
    }
    Ok(contents)
}

/// Removes what a cache put into a folder, and the folder, if nothing else is in it. Returns what was removed.
///
/// # Errors
/// When something can't be removed.
pub(crate) fn clean(folder: &Utf8Path) -> io::Result<Contents> {
    if !folder.join(LOCK).is_file() {
        return Ok(Contents::default());
    }
    let turn = enter(folder)?;
    let mut removed = Contents::default();
    for entry in entries(folder)? {
        fs::remove_file(&entry.path)?;
        removed.entries += 1;
        removed.bytes += entry.bytes;
    }
    for name in [SIZE, TAG, LOCK] {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    drop(turn);
    // A folder that holds something else stays.
    let _ = fs::remove_dir(folder);
    Ok(removed)
}

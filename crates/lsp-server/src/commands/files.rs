// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Files that a build names one by one, which may be large: ELF files, specifications, object states.

use std::{
    fs,
    io::{self, Read as _},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_capdl::ElfParts;

use crate::{
    output::{self, Contents},
    system::System,
    vfs::disk,
};

/// Largest file that is read, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// What standard output is called in arguments.
const STANDARD_OUTPUT: &str = "-";

/// The bytes of a file.
///
/// # Errors
/// A message when it can't be read.
pub(super) fn read(path: &Utf8Path) -> Result<Vec<u8>, Vec<String>> {
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)) {
        Ok(_) if bytes.len() as u64 <= MAX_BYTES => Ok(bytes),
        Ok(_) => Err(vec![format!("cannot read `{path}`: larger than 1 GiB")]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(vec![format!("cannot read `{path}`: the file does not exist")])
        }
        Err(error) => Err(vec![format!("cannot read `{path}`: {}", disk::reason(&error))]),
    }
}

/// What linking needs of an ELF file.
///
/// # Errors
/// A message when it can't be read.
pub(super) fn elf(path: &Utf8Path) -> Result<ElfParts, Vec<String>> {
    let open = || {
        let file = fs::File::open(path)?;
        let metadata = file.metadata()?;
        // What is no file, such as a pipe, has no places to go to.
        if metadata.is_file() && metadata.len() <= MAX_BYTES { ElfParts::read(file).map(Some) } else { Ok(None) }
    };
    match open() {
        Ok(Some(parts)) => Ok(parts),
        Ok(None) | Err(_) => read(path).map(ElfParts::whole),
    }
}

/// The text of a file.
///
/// # Errors
/// A message when it can't be read or is not UTF-8.
pub(super) fn text(path: &Utf8Path) -> Result<String, Vec<String>> {
    String::from_utf8(read(path)?).map_err(|_| vec![format!("cannot read `{path}`: it is not UTF-8")])
}

/// Writes files, or to standard output for `-`. Nothing is written before all is known to be right.
///
/// # Errors
/// A message when one can't be written.
pub(super) fn write_all(system: &mut System<'_>, outputs: &[(Utf8PathBuf, Vec<u8>)]) -> Result<(), Vec<String>> {
    write_contents(system, outputs.iter().map(|(path, bytes)| (path, Contents::Bytes(bytes))))
}

/// As [`write_all`], with contents that are not in memory.
///
/// # Errors
/// A message when one can't be written.
pub(super) fn write_contents<'a>(
    system: &mut System<'_>,
    outputs: impl Iterator<Item = (&'a Utf8PathBuf, Contents<'a>)>,
) -> Result<(), Vec<String>> {
    let mut files = Vec::new();
    for (path, contents) in outputs {
        if path == STANDARD_OUTPUT {
            let printed = contents.bytes().and_then(|bytes| system.print(&String::from_utf8_lossy(&bytes)));
            printed.map_err(|error| vec![error.to_string()])?;
        } else {
            files.push((system.absolute(path), contents));
        }
    }
    output::replace_all(&files).map_err(|error| vec![error.to_string()])
}

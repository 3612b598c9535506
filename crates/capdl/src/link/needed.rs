// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which parts of an ELF file linking looks at: a program is mostly code, data and what debuggers want to know, and of those it only asks
//! where they are.

use std::io::{self, Read, Seek, SeekFrom};

use object::{
    Endianness,
    elf::{FileHeader32, FileHeader64, SHT_STRTAB, SHT_SYMTAB, SHT_SYMTAB_SHNDX},
    read::elf::{FileHeader, SectionHeader as _},
};

/// The length of the longest header of a file, in bytes.
const HEADER: u64 = 64;

/// A file as [`Binary`](super::Binary) needs it: its headers and its symbols, with zeros for the rest. A file of which these are not found is
/// read as a whole.
///
/// # Errors
/// When the file can't be read.
pub fn needed(mut file: impl Read + Seek) -> io::Result<Vec<u8>> {
    let length = file.seek(SeekFrom::End(0))?;
    let too_large = |_| io::Error::from(io::ErrorKind::OutOfMemory);
    let mut part = Part { file, bytes: vec![0; usize::try_from(length).map_err(too_large)?] };
    part.read(0, HEADER.min(length))?;
    let found = match object::FileKind::parse(&*part.bytes) {
        Ok(object::FileKind::Elf32) => part.tables::<FileHeader32<Endianness>>(),
        Ok(object::FileKind::Elf64) => part.tables::<FileHeader64<Endianness>>(),
        _ => Ok(false),
    };
    if !found? {
        part.read(0, length)?;
    }
    Ok(part.bytes)
}

struct Part<F> {
    file: F,
    bytes: Vec<u8>,
}

impl<F: Read + Seek> Part<F> {
    /// Reads a piece; whether the file has it.
    fn read(&mut self, offset: u64, length: u64) -> io::Result<bool> {
        let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
        let range = range.and_then(|(start, length)| Some(start..start.checked_add(length)?));
        let Some(piece) = range.and_then(|range| self.bytes.get_mut(range)) else { return Ok(false) };
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.read_exact(piece)?;
        Ok(true)
    }

    /// Reads the headers of segments and of sections, and the tables of symbols and of their names; whether there are any.
    fn tables<H: FileHeader<Endian = Endianness>>(&mut self) -> io::Result<bool> {
        let Ok(header) = H::parse(&*self.bytes) else { return Ok(false) };
        let Ok(endian) = header.endian() else { return Ok(false) };
        let table = |offset: H::Word, size: u16, count: u16| (offset.into(), u64::from(size) * u64::from(count));
        let segments = table(header.e_phoff(endian), header.e_phentsize(endian), header.e_phnum(endian));
        let sections = table(header.e_shoff(endian), header.e_shentsize(endian), header.e_shnum(endian));
        if sections.1 == 0 || !self.read(segments.0, segments.1)? || !self.read(sections.0, sections.1)? {
            return Ok(false);
        }
        let Ok(header) = H::parse(&*self.bytes) else { return Ok(false) };
        let Ok(sections) = header.section_headers(endian, &*self.bytes) else { return Ok(false) };
        let kept =
            |section: &&H::SectionHeader| matches!(section.sh_type(endian), SHT_SYMTAB | SHT_STRTAB | SHT_SYMTAB_SHNDX);
        let place = |section: &H::SectionHeader| (section.sh_offset(endian).into(), section.sh_size(endian).into());
        let places: Vec<(u64, u64)> = sections.iter().filter(kept).map(place).collect();
        for (offset, length) in places {
            if !self.read(offset, length)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

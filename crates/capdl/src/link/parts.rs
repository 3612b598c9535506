// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which parts of an ELF file linking looks at: a program is mostly code, data and what debuggers want to know, and of those it only asks
//! where they are.

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
};

use object::{
    Endianness, ReadRef,
    elf::{FileHeader32, FileHeader64, SHT_DYNSYM, SHT_STRTAB, SHT_SYMTAB, SHT_SYMTAB_SHNDX},
    read::elf::{FileHeader, SectionHeader as _},
};

/// The length of the longest header of a file, in bytes.
const HEADER: u64 = 64;

/// What of an ELF file is in memory: all that linking asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElfParts {
    /// Of the whole file, in bytes.
    length: u64,
    /// Places in the file, with what is there.
    parts: Vec<(u64, Vec<u8>)>,
}

impl ElfParts {
    /// All of a file.
    #[must_use]
    pub fn whole(bytes: Vec<u8>) -> Self {
        Self { length: bytes.len() as u64, parts: vec![(0, bytes)] }
    }

    /// The headers and the symbols of a file. A file of which these are not found is read as a whole.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn read(mut file: impl Read + Seek) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        let mut parts = Self { length, parts: Vec::new() };
        parts.add(&mut file, 0, HEADER.min(length))?;
        let found = match object::FileKind::parse(&parts) {
            Ok(object::FileKind::Elf32) => parts.add_tables::<FileHeader32<Endianness>>(&mut file),
            Ok(object::FileKind::Elf64) => parts.add_tables::<FileHeader64<Endianness>>(&mut file),
            _ => Ok(false),
        };
        if !found? {
            parts.parts.clear();
            parts.add(&mut file, 0, length)?;
        }
        Ok(parts)
    }

    /// How many bytes are in memory.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.parts.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// Reads a piece; whether the file has it.
    fn add(&mut self, file: &mut (impl Read + Seek), offset: u64, length: u64) -> io::Result<bool> {
        if offset.checked_add(length).is_none_or(|end| end > self.length) {
            return Ok(false);
        }
        let too_large = |_| io::Error::from(io::ErrorKind::OutOfMemory);
        let mut piece = vec![0; usize::try_from(length).map_err(too_large)?];
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(&mut piece)?;
        self.parts.push((offset, piece));
        Ok(true)
    }

    /// Reads the headers of segments and of sections, and the tables of symbols and of their names; whether there are any.
    fn add_tables<H: FileHeader<Endian = Endianness>>(&mut self, file: &mut (impl Read + Seek)) -> io::Result<bool> {
        let Ok(header) = H::parse(&*self) else { return Ok(false) };
        let Ok(endian) = header.endian() else { return Ok(false) };
        let table = |offset: H::Word, size: u16, count: u16| (offset.into(), u64::from(size) * u64::from(count));
        let segments = table(header.e_phoff(endian), header.e_phentsize(endian), header.e_phnum(endian));
        let sections = table(header.e_shoff(endian), header.e_shentsize(endian), header.e_shnum(endian));
        if sections.1 == 0 || !self.add(file, segments.0, segments.1)? || !self.add(file, sections.0, sections.1)? {
            return Ok(false);
        }
        let Ok(header) = H::parse(&*self) else { return Ok(false) };
        let Ok(sections) = header.section_headers(endian, &*self) else { return Ok(false) };
        let is_kept = |section: &&H::SectionHeader| {
            matches!(section.sh_type(endian), SHT_SYMTAB | SHT_DYNSYM | SHT_STRTAB | SHT_SYMTAB_SHNDX)
        };
        let place = |section: &H::SectionHeader| (section.sh_offset(endian).into(), section.sh_size(endian).into());
        let places: Vec<(u64, u64)> = sections.iter().filter(is_kept).map(place).collect();
        for (offset, length) in places {
            if !self.add(file, offset, length)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What is in memory of a part of the file, from its start on.
    fn kept_from(&self, offset: u64) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().filter_map(move |(start, bytes)| {
            let skipped = usize::try_from(offset.checked_sub(*start)?).ok()?;
            bytes.get(skipped..)
        })
    }
}

impl<'a> ReadRef<'a> for &'a ElfParts {
    fn len(self) -> Result<u64, ()> {
        Ok(self.length)
    }

    fn read_bytes_at(self, offset: u64, size: u64) -> Result<&'a [u8], ()> {
        if size == 0 && offset <= self.length {
            return Ok(&[]);
        }
        let size = usize::try_from(size).map_err(drop)?;
        self.kept_from(offset).find_map(|bytes| bytes.get(..size)).ok_or(())
    }

    fn read_bytes_at_until(self, range: Range<u64>, delimiter: u8) -> Result<&'a [u8], ()> {
        let most = usize::try_from(range.end.checked_sub(range.start).ok_or(())?).map_err(drop)?;
        let up_to = |bytes: &'a [u8]| {
            let bytes = bytes.get(..most).unwrap_or(bytes);
            bytes.get(..bytes.iter().position(|byte| *byte == delimiter)?)
        };
        self.kept_from(range.start).find_map(up_to).ok_or(())
    }
}

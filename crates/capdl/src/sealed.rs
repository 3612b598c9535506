// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The form of the files that one build step leaves for the next: a mark, the version, length and checksum of what follows, and a value in a compact
//! binary form. Reading it runs nothing; a file of another program or version, or a damaged one, is refused.

use std::io::{self, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};

/// What one kind of file begins with.
#[derive(Debug, Clone, Copy)]
pub struct Seal {
    /// The first bytes. The last ones should be what a transfer as text would change.
    pub mark: &'static [u8; 16],
    /// The version of the format; counts up whenever a type of the value changes.
    pub version: u32,
}

/// Why bytes are no file of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The mark is missing.
    Foreign,
    /// The file was written by another version of the format.
    Version {
        /// The format of the file.
        found: u32,
    },
    /// The checksum or the length does not fit, or the contents make no sense.
    Damaged,
}

impl Seal {
    /// Length of what stands before the value, in bytes.
    pub const HEADER: usize = 16 + 4 + 8 + 4;

    /// The bytes of a file. The same value gives the same bytes.
    ///
    /// # Errors
    /// None that a value of ours can cause; the encoder's interface has one.
    pub fn write(&self, value: &impl Serialize) -> Result<Vec<u8>, Broken> {
        // Behind its header at once: a state may be large, and a copy of it would be as large.
        let mut bytes = postcard::to_extend(value, self.head(0, 0)).map_err(|_| Broken::Damaged)?;
        let body = bytes.get(Self::HEADER..).unwrap_or_default();
        let head = self.head(body.len() as u64, crc32fast::hash(body));
        for (byte, value) in bytes.iter_mut().zip(head) {
            *byte = value;
        }
        Ok(bytes)
    }

    /// Begins a file whose value is written piece by piece.
    pub(crate) fn begin<W: Write + Seek>(self, file: W) -> SealWriter<W> {
        let pending = self.head(0, 0);
        SealWriter { seal: self, file, pending, head: Self::HEADER, length: 0, checksum: crc32fast::Hasher::new() }
    }

    fn head(&self, length: u64, checksum: u32) -> Vec<u8> {
        let mut head = self.mark.to_vec();
        head.extend_from_slice(&self.version.to_le_bytes());
        head.extend_from_slice(&length.to_le_bytes());
        head.extend_from_slice(&checksum.to_le_bytes());
        head
    }

    /// The value in the bytes of a file.
    ///
    /// # Errors
    /// [`Broken`] if they are of another kind or version, or damaged.
    pub fn read<'b, T: Deserialize<'b>>(&self, bytes: &'b [u8]) -> Result<T, Broken> {
        let rest = bytes.strip_prefix(self.mark).ok_or(Broken::Foreign)?;
        let (version, rest) = rest.split_first_chunk().ok_or(Broken::Damaged)?;
        let found = u32::from_le_bytes(*version);
        if found != self.version {
            return Err(Broken::Version { found });
        }
        let (length, rest) = rest.split_first_chunk().ok_or(Broken::Damaged)?;
        let (checksum, body) = rest.split_first_chunk().ok_or(Broken::Damaged)?;
        if u64::from_le_bytes(*length) != body.len() as u64 || u32::from_le_bytes(*checksum) != crc32fast::hash(body) {
            return Err(Broken::Damaged);
        }
        let (value, rest) = postcard::take_from_bytes(body).map_err(|_| Broken::Damaged)?;
        if rest.is_empty() { Ok(value) } else { Err(Broken::Damaged) }
    }
}

/// A file whose value is written piece by piece.
#[derive(Debug)]
pub(crate) struct SealWriter<W> {
    seal: Seal,
    file: W,
    /// What is not yet in the file.
    pending: Vec<u8>,
    /// How many of those bytes are the header, which is no part of the value.
    head: usize,
    /// Of what is in the file.
    length: u64,
    checksum: crc32fast::Hasher,
}

impl<W: Write + Seek> SealWriter<W> {
    /// How many bytes are written at once.
    const PIECE: usize = 16 << 10;

    /// The next piece of the value.
    pub(crate) fn put(&mut self, value: &impl Serialize) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        self.pending = postcard::to_extend(value, pending).map_err(io::Error::other)?;
        if self.pending.len() < Self::PIECE { Ok(()) } else { self.flush() }
    }

    /// Ends the value.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.flush()?;
        let head = self.seal.head(self.length, self.checksum.finalize());
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&head)?;
        self.file.seek(SeekFrom::End(0))?;
        self.file.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.pending)?;
        let body = self.pending.get(self.head..).unwrap_or_default();
        self.checksum.update(body);
        self.length += body.len() as u64;
        self.head = 0;
        self.pending.clear();
        Ok(())
    }
}

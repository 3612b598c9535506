// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The form of the files that one build step leaves for the next: a mark, the version, length and checksum of what follows, and a value in a compact
//! binary form. Reading it runs nothing; a file of another program or version, or a damaged one, is refused.

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
        let bytes = postcard::to_extend(value, self.begin()).map_err(|_| Broken::Damaged)?;
        Ok(Self::end(bytes))
    }

    /// The header of a file whose value is written behind it piece by piece; [`Self::end`] completes it.
    pub(crate) fn begin(&self) -> Vec<u8> {
        let mut head = self.mark.to_vec();
        head.extend_from_slice(&self.version.to_le_bytes());
        head.resize(Self::HEADER, 0);
        head
    }

    /// The bytes of a file whose value is complete.
    pub(crate) fn end(mut bytes: Vec<u8>) -> Vec<u8> {
        let body = bytes.get(Self::HEADER..).unwrap_or_default();
        let (length, checksum) = (body.len() as u64, crc32fast::hash(body));
        let described = length.to_le_bytes().into_iter().chain(checksum.to_le_bytes());
        for (byte, value) in bytes.iter_mut().take(Self::HEADER).skip(Self::HEADER - 12).zip(described) {
            *byte = value;
        }
        bytes
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

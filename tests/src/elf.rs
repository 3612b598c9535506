// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Small ELF files, written byte by byte: what is in them is known without a compiler.

/// A segment that is loaded.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// Its address.
    pub address: u64,
    /// Its bytes in memory.
    pub size: u64,
    /// How many of those the file has; the others are zero.
    pub in_file: u64,
    /// 1 execute, 2 write, 4 read.
    pub rights: u32,
}

/// A symbol: name, address, size.
pub type Symbol<'a> = (&'a str, u64, u64);

const PAGE: usize = 0x1000;
const HEADER: usize = 64;
const PROGRAM_HEADER: usize = 56;

/// An executable for x86_64. Contents of segments begin at multiples of a page, the first at 0x1000, each filled with its number.
#[must_use]
pub fn x86_64(segments: &[Segment], symbols: &[Symbol<'_>]) -> Vec<u8> {
    let mut file = vec![0; PAGE];
    put(&mut file, 0, b"\x7fELF\x02\x01\x01");
    put(&mut file, 16, &[2, 0, 62, 0, 1]);
    for (number, segment) in segments.iter().enumerate() {
        let offset = file.len() as u64;
        let header = HEADER + number * PROGRAM_HEADER;
        put(&mut file, header, &1_u32.to_le_bytes());
        put(&mut file, header + 4, &segment.rights.to_le_bytes());
        let words = [offset, segment.address, segment.address, segment.in_file, segment.size, PAGE as u64];
        for (at, word) in words.iter().enumerate() {
            put(&mut file, header + 8 + at * 8, &word.to_le_bytes());
        }
        let filled = file.len() + usize::try_from(segment.in_file).unwrap_or_default();
        file.resize(filled, u8::try_from(number + 1).unwrap_or(u8::MAX));
        file.resize(filled.next_multiple_of(PAGE), 0);
    }
    let (table, names) = symbol_table(symbols);
    let (table_at, names_at) = (file.len(), file.len() + table.len());
    file.extend(&table);
    file.extend(&names);
    let sections = file.len();
    file.resize(sections + 3 * HEADER, 0);
    for (number, kind, at, size, link, entry) in
        [(1, 2_u32, table_at, table.len(), 2_u32, 24_u64), (2, 3, names_at, names.len(), 0, 0)]
    {
        let header = sections + number * HEADER;
        put(&mut file, header + 4, &kind.to_le_bytes());
        put(&mut file, header + 24, &(at as u64).to_le_bytes());
        put(&mut file, header + 32, &(size as u64).to_le_bytes());
        put(&mut file, header + 40, &link.to_le_bytes());
        put(&mut file, header + 56, &entry.to_le_bytes());
    }
    put(&mut file, 32, &(HEADER as u64).to_le_bytes());
    put(&mut file, 40, &(sections as u64).to_le_bytes());
    for (at, count) in [HEADER, PROGRAM_HEADER, segments.len(), HEADER, 3, 2].into_iter().enumerate() {
        put(&mut file, 52 + at * 2, &u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes());
    }
    file
}

fn put(file: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = file.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// The table of global objects, and their names.
fn symbol_table(symbols: &[Symbol<'_>]) -> (Vec<u8>, Vec<u8>) {
    let (mut table, mut names) = (vec![0; 24], vec![0]);
    for (name, address, size) in symbols {
        table.extend(u32::try_from(names.len()).unwrap_or_default().to_le_bytes());
        table.extend([0x11, 0, 1, 0]);
        table.extend(address.to_le_bytes());
        table.extend(size.to_le_bytes());
        names.extend(name.bytes().chain([0]));
    }
    (table, names)
}

// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The pages that an ELF file needs: one for each piece that is mapped at a registered symbol, and the largest that fit elsewhere.

use indexmap::{IndexMap, map::Entry};

use super::{
    LinkError,
    elf::{Elf, Segment},
};
use crate::{Arch, Backing, FillSource, FrameFill, MAX_FRAMES, ObjectSizes, PAGE_SIZE, Rights, SpaceState};

/// The pages of an address space by address, in the order in which they were found.
pub(super) struct Pages {
    pub(super) pages: IndexMap<u64, Page>,
    /// What backs the pages of registered symbols, by address.
    pub(super) backings: IndexMap<u64, Placed>,
}

/// A page of an address space.
pub(super) struct Page {
    pub(super) rights: Rights,
    /// In bytes.
    pub(super) size: u64,
    /// What the loader copies there from the file.
    pub(super) fill: Vec<FrameFill>,
}

/// A region of a registered symbol, at its address.
pub(super) struct Placed {
    pub(super) symbol: String,
    pub(super) size: u64,
    pub(super) backing: Backing,
}

/// The pages of `elf`. Symbols registered in `space` are consumed: their addresses are known now.
pub(super) fn pages(
    elf: &Elf<'_>,
    sizes: &ObjectSizes,
    arch: Arch,
    space: &mut SpaceState,
) -> Result<Pages, LinkError> {
    let backings = place(elf, space)?;
    let mut pages = Pages { pages: IndexMap::new(), backings };
    let page_sizes = sizes.page_sizes(arch);
    for segment in &elf.segments {
        pages.add_segment(elf.name, segment, &page_sizes)?;
    }
    Ok(pages)
}

/// The registered regions by address, the lowest first.
fn place(elf: &Elf<'_>, space: &mut SpaceState) -> Result<IndexMap<u64, Placed>, LinkError> {
    let mut symbols = Vec::new();
    for (symbol, regions) in space.address_space.take_symbols() {
        let (vaddr, size) = elf.symbol(&symbol, None)?;
        let frames = regions.iter().fold(0_u64, |sum, region| sum.saturating_add(region.size));
        if size < frames {
            return Err(LinkError::SymbolTooSmall { binary: elf.name.to_owned(), symbol, size, frames });
        }
        symbols.push((vaddr, symbol, regions));
    }
    symbols.sort_by_key(|(vaddr, ..)| *vaddr);
    let mut placed = IndexMap::new();
    for (mut vaddr, symbol, regions) in symbols {
        for region in regions {
            if region.size == 0 || !vaddr.is_multiple_of(region.size) {
                let (binary, size) = (elf.name.to_owned(), region.size);
                return Err(LinkError::Misaligned { binary, symbol, vaddr, size });
            }
            let here = Placed { symbol: symbol.clone(), size: region.size, backing: region.backing };
            match placed.entry(vaddr) {
                Entry::Vacant(entry) => entry.insert(here),
                Entry::Occupied(entry) => {
                    let (binary, first) = (elf.name.to_owned(), entry.get().symbol.clone());
                    return Err(LinkError::Overlap { binary, first, second: symbol, vaddr });
                }
            };
            vaddr = vaddr.saturating_add(region.size);
        }
    }
    Ok(placed)
}

/// A piece of a segment.
struct Piece {
    start: u64,
    size: u64,
    /// Whether it is mapped as a symbol says, rather than in pages of our choice.
    registered: bool,
}

impl Pages {
    fn add_segment(&mut self, binary: &str, segment: &Segment, page_sizes: &[u64]) -> Result<(), LinkError> {
        let end = segment.vaddr.checked_add(segment.size).filter(|_| segment.size / PAGE_SIZE <= MAX_FRAMES);
        let Some(end) = end else {
            let (vaddr, size) = (segment.vaddr, segment.size);
            return Err(LinkError::SegmentTooLarge { binary: binary.to_owned(), vaddr, size });
        };
        for piece in self.pieces(binary, segment.vaddr, end)? {
            let piece_end = piece.start + piece.size;
            if piece.registered {
                self.add(piece.start, piece.size, segment);
                continue;
            }
            let mut vaddr = piece.start / PAGE_SIZE * PAGE_SIZE;
            while vaddr < piece_end {
                let remaining = piece_end - vaddr;
                let fits = |size: &&u64| **size <= remaining && vaddr.is_multiple_of(**size);
                let size = page_sizes.iter().find(fits).copied().unwrap_or(PAGE_SIZE);
                self.add(vaddr, size, segment);
                vaddr = vaddr.saturating_add(size);
            }
        }
        Ok(())
    }

    /// The segment cut at the regions of registered symbols.
    fn pieces(&self, binary: &str, start: u64, end: u64) -> Result<Vec<Piece>, LinkError> {
        let mut pieces = Vec::new();
        let mut next = start;
        for (vaddr, placed) in &self.backings {
            let (vaddr, region_end) = (*vaddr, vaddr.saturating_add(placed.size));
            if vaddr >= end || region_end <= start {
                continue;
            }
            if vaddr < next || region_end > end {
                let (binary, symbol) = (binary.to_owned(), placed.symbol.clone());
                return Err(LinkError::CrossesSegment { binary, symbol, vaddr, size: placed.size });
            }
            pieces.push(Piece { start: next, size: vaddr - next, registered: false });
            pieces.push(Piece { start: vaddr, size: placed.size, registered: true });
            next = region_end;
        }
        pieces.push(Piece { start: next, size: end - next, registered: false });
        pieces.retain(|piece| piece.size > 0);
        Ok(pieces)
    }

    /// Adds a page, or the needs of another segment to the same page.
    fn add(&mut self, vaddr: u64, size: u64, segment: &Segment) {
        let page = self.pages.entry(vaddr).or_insert_with(|| Page { rights: Rights::NONE, size, fill: Vec::new() });
        page.rights |= segment.rights;
        page.size = size;
        // A file's name comes with the frame, see `tables`.
        page.fill.extend(fill(vaddr, size, segment));
    }
}

/// The bytes of the file that belong into a page.
fn fill(vaddr: u64, size: u64, segment: &Segment) -> Option<FrameFill> {
    let frame_offset = segment.vaddr.saturating_sub(vaddr);
    let in_segment = vaddr.saturating_sub(segment.vaddr);
    let len = size.saturating_sub(frame_offset).min(segment.file_size.saturating_sub(in_segment));
    (len > 0).then(|| FrameFill {
        frame_offset,
        len,
        source: FillSource::File(String::new()),
        source_offset: segment.file_offset.saturating_add(in_segment),
    })
}

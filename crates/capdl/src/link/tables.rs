// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Page tables for the pages of an address space.

use rustc_hash::FxHashMap;

use super::{
    Binary, LinkError,
    pages::{Page, Pages},
};
use crate::{
    Backing, Cap, FillSource, Frame, FrameFill, FrameMapping, Mapped, Object, ObjectName, ObjectSpace, PagingLevel,
    SpaceState, name::sanitised,
};

/// Makes the tables and frames of an address space, and enters them below its topmost table.
pub(super) fn build(
    objects: &mut ObjectSpace,
    space: &mut SpaceState,
    pages: &Pages,
    levels: &[PagingLevel],
    binary: &Binary<'_>,
) -> Result<(), LinkError> {
    let mut builder = Builder {
        objects,
        space,
        pages,
        levels,
        binary,
        name: sanitised(binary.name),
        tables: FxHashMap::default(),
        made: 0,
    };
    for (number, (vaddr, page)) in pages.pages.iter().enumerate() {
        builder.add(number, *vaddr, page)?;
    }
    Ok(())
}

struct Builder<'a> {
    objects: &'a mut ObjectSpace,
    space: &'a mut SpaceState,
    pages: &'a Pages,
    levels: &'a [PagingLevel],
    binary: &'a Binary<'a>,
    /// The part of objects' names that tells address spaces apart.
    name: String,
    /// Tables by level and the lowest address that they cover.
    tables: FxHashMap<(usize, u64), ObjectName>,
    /// How many tables and pages there are; numbers the tables.
    made: usize,
}

impl Builder<'_> {
    fn add(&mut self, number: usize, vaddr: u64, page: &Page) -> Result<(), LinkError> {
        let mut cap = self.cap(number, vaddr, page)?;
        let mut table = self.space.address_space.root().clone();
        let mut depth = 0;
        let Some(mut level) = self.levels.first() else { return Ok(()) };
        while let Some(below) = self.levels.get(depth + 1)
            && page.size < 1 << below.coverage_bits
        {
            table = self.table_below(&table, depth, level, below, vaddr)?;
            depth += 1;
            level = below;
        }
        self.made += 1;
        let slot = level.index(vaddr);
        if let Some(place) = &mut cap {
            self.tell_place(vaddr, place, &table, slot);
        }
        if let Some(cap) = &cap {
            self.fill(cap, page);
        }
        self.enter(&table, slot, cap, vaddr)
    }

    /// The table that covers `vaddr` on the next level, which is made if there is none.
    fn table_below(
        &mut self,
        table: &ObjectName,
        depth: usize,
        level: &PagingLevel,
        below: &PagingLevel,
        vaddr: u64,
    ) -> Result<ObjectName, LinkError> {
        let key = (depth + 1, below.base(vaddr));
        if let Some(found) = self.tables.get(&key) {
            return Ok(found.clone());
        }
        let name: ObjectName = format!("{}_{}_{:04}", below.table.keyword(), self.name, self.made).into();
        self.made += 1;
        self.new_object(name.clone(), Object::table(below.table))?;
        self.enter(table, level.index(vaddr), Some(Cap::new(name.clone())), vaddr)?;
        self.tables.insert(key, name.clone());
        Ok(name)
    }

    /// The capability that is mapped; `None` for a guard page.
    fn cap(&mut self, number: usize, vaddr: u64, page: &Page) -> Result<Option<Cap>, LinkError> {
        let Some(placed) = self.pages.backings.get(&vaddr) else {
            let name: ObjectName = format!("frame_{}_{number:04}", self.name).into();
            self.new_object(name.clone(), Object::Frame(Frame::new(page.size)))?;
            return Ok(Some(Cap::new(name).with_rights(page.rights)));
        };
        if placed.size != page.size {
            return Err(LinkError::PageSize {
                binary: self.binary.name.to_owned(),
                vaddr,
                page: page.size,
                frame: placed.size,
            });
        }
        let (cap, backing) = match &placed.backing {
            Backing::Guard => return Ok(None),
            Backing::Cap(cap) => (Some(cap), cap.object.to_string()),
            Backing::Slot(slot) => (self.space.cspace.cap(*slot), format!("slot {slot:#x} of its CSpace")),
        };
        let is_frame = |cap: &&Cap| matches!(self.objects.get(cap.object.as_str()), Some(Object::Frame(_)));
        match cap.filter(is_frame) {
            Some(cap) => Ok(Some(cap.clone())),
            None => Err(LinkError::NoFrame { binary: self.binary.name.to_owned(), vaddr, backing }),
        }
    }

    /// Notes where a capability is mapped that is kept in the CSpace; the one in the table is a plain copy.
    fn tell_place(&mut self, vaddr: u64, cap: &mut Cap, table: &ObjectName, slot: u64) {
        if cap.mapping != Mapped::Later {
            return;
        }
        if let Some(Backing::Slot(held)) = self.pages.backings.get(&vaddr).map(|placed| &placed.backing)
            && let Some(held) = self.space.cspace.cap_mut(*held)
        {
            held.mapping = Mapped::At(FrameMapping { table: table.clone(), slot });
        }
        *cap = Cap::new(cap.object.clone()).with_rights(cap.rights).with_caching(cap.caching);
    }

    /// Contents from the file come before what the frame is filled with besides.
    fn fill(&mut self, cap: &Cap, page: &Page) {
        if let Some(Object::Frame(frame)) = self.objects.get_mut(cap.object.as_str()) {
            let file = FillSource::File(self.binary.name.to_owned());
            let fills = page.fill.iter().map(|fill| FrameFill { source: file.clone(), ..fill.clone() });
            frame.fill.get_or_insert_default().splice(0..0, fills);
        }
    }

    fn enter(&mut self, table: &ObjectName, slot: u64, cap: Option<Cap>, vaddr: u64) -> Result<(), LinkError> {
        let slots = self.objects.get_mut(table.as_str()).and_then(Object::slots_mut);
        let taken = || LinkError::PageTaken { binary: self.binary.name.to_owned(), vaddr };
        let slots = slots.ok_or_else(taken)?;
        if slots.get(&slot).is_some_and(Option::is_some) {
            return Err(taken());
        }
        slots.insert(slot, cap);
        Ok(())
    }

    fn new_object(&mut self, name: ObjectName, object: Object) -> Result<(), LinkError> {
        if self.objects.get(name.as_str()).is_some() {
            return Err(LinkError::NameTaken { binary: self.binary.name.to_owned(), name });
        }
        self.objects.request(name, self.binary.key, object)?;
        Ok(())
    }
}

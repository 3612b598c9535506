// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The symbols of an address space that are backed by frames of their own: shared memory, stacks, IPC buffers, DMA.
//!
//! The virtual addresses are unknown until the ELF file is linked; until then a region is known by its symbol.

use indexmap::{IndexMap, map::Entry};
use serde::{Deserialize, Serialize};

use crate::{
    Arch, Caching, Cap, CapdlError, FillSource, Frame, FrameFill, Object, ObjectName, ObjectSpace, PageSize, Rights,
    name::sanitised,
};

/// The size of the smallest page, and of a guard page, in bytes.
pub const PAGE_SIZE: u64 = 4096;

/// The most frames of one region. Each is an object with a name, so a size that was mistyped would else take all memory.
pub const MAX_FRAMES: u64 = 1 << 20;

/// The frames that back the symbols of one address space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressSpace {
    name: String,
    root: ObjectName,
    symbols: IndexMap<String, Vec<Region>>,
}

/// A mapping at the address of a symbol, behind the mappings before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The size in bytes.
    pub size: u64,
    /// What is mapped.
    pub backing: Backing,
}

/// What is mapped at a [`Region`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Backing {
    /// Nothing: an access faults.
    Guard,
    /// A frame, with the rights and the caching of a capability that exists in the page tables only.
    Cap(Cap),
    /// The frame in this slot of the CSpace, with the rights and the caching of its capability there.
    ///
    /// If that is [`Mapped::Later`](crate::Mapped::Later), it is told the place, too.
    Slot(u64),
}

/// How a symbol is mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Read, write and grant, which for frames means execute.
    pub rights: Rights,
    /// Through the cache or not.
    pub caching: Caching,
}

impl AddressSpace {
    /// The address space of the group or instance `key`, without any region.
    #[must_use]
    pub fn new(key: &str) -> Self {
        let binary = format!("{key}_group_bin");
        Self { name: sanitised(&binary), root: format!("{binary}_pd").into(), symbols: IndexMap::new() }
    }

    /// The name that frames and tables made from the ELF file will carry.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the topmost table; it ends in `_pd` on every architecture.
    #[must_use]
    pub fn root(&self) -> &ObjectName {
        &self.root
    }

    /// The topmost table as an object.
    #[must_use]
    pub fn root_object(arch: Arch) -> Object {
        Object::table(arch.vspace_root())
    }

    /// Backs a symbol by regions, from its address upwards.
    ///
    /// # Errors
    /// [`CapdlError::SymbolTaken`] if it is backed by others already.
    pub fn back(&mut self, symbol: &str, regions: Vec<Region>) -> Result<(), CapdlError> {
        match self.symbols.entry(symbol.to_owned()) {
            Entry::Vacant(free) => {
                free.insert(regions);
                Ok(())
            }
            Entry::Occupied(held) if *held.get() == regions => Ok(()),
            Entry::Occupied(_) => Err(CapdlError::SymbolTaken { space: self.name.clone(), symbol: symbol.to_owned() }),
        }
    }

    /// Backs a symbol by frames, each mapped in the same way.
    ///
    /// # Errors
    /// As [`Self::back`].
    pub fn back_by_frames(&mut self, symbol: &str, frames: &FrameRun, mapping: Mapping) -> Result<(), CapdlError> {
        self.back(symbol, frames.regions(mapping).collect())
    }

    /// Backs a symbol by frames between two guard pages, as for stacks and IPC buffers.
    ///
    /// # Errors
    /// As [`Self::back`].
    pub fn back_guarded(&mut self, symbol: &str, frames: &FrameRun) -> Result<(), CapdlError> {
        let mapping = Mapping { rights: Rights::READ | Rights::WRITE, caching: Caching::Cached };
        let guard = || std::iter::once(Region { size: PAGE_SIZE, backing: Backing::Guard });
        self.back(symbol, guard().chain(frames.regions(mapping)).chain(guard()).collect())
    }

    /// The same, leaving none behind.
    pub fn take_symbols(&mut self) -> impl Iterator<Item = (String, Vec<Region>)> + use<> {
        std::mem::take(&mut self.symbols).into_iter()
    }

    /// The symbols in the order of their registration, with what backs them.
    pub fn symbols(&self) -> impl Iterator<Item = (&str, &[Region])> {
        self.symbols.iter().map(|(symbol, regions)| (symbol.as_str(), regions.as_slice()))
    }
}

/// Frames of one size that back a symbol together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameRun {
    /// The size of each frame, in bytes.
    pub frame_size: u64,
    /// Their names, from the lowest address upwards.
    pub names: Vec<ObjectName>,
}

impl FrameRun {
    /// The frames of memory that several address spaces share under `global_name`.
    ///
    /// Without a `frame_size`, frames are as large as divides `size`. Every space that shares the memory must give the
    /// same sizes; the names are `<global_name>_<index>_obj`, the index padded with zeroes to the width of the last one.
    ///
    /// # Errors
    /// [`CapdlError::UnevenRegion`] if `size` is not a multiple of the frame size, [`CapdlError::TooManyFrames`] if it is far too large.
    pub fn shared(arch: Arch, global_name: &str, size: u64, frame_size: Option<u64>) -> Result<Self, CapdlError> {
        let found = frame_size.or_else(|| arch.largest_page_dividing(size).map(PageSize::bytes));
        let Some(bytes) = found.filter(|bytes| *bytes > 0 && size.is_multiple_of(*bytes)) else {
            return Err(CapdlError::UnevenRegion { symbol: global_name.to_owned(), size, frame_size });
        };
        let count = bounded(global_name, size, bytes)?;
        Ok(Self { frame_size: bytes, names: numbered(count, |index| format!("{global_name}_{index}_obj")) })
    }

    /// The frames of the stack at `symbol` of `label`'s thread.
    ///
    /// # Errors
    /// As [`FrameRun::shared`], for frames of [`PAGE_SIZE`].
    pub fn stack(label: &str, symbol: &str, size: u64) -> Result<Self, CapdlError> {
        let count = whole_pages(symbol, size)?;
        let names = numbered(count, |index| format!("stack_{symbol}_{index}_{label}_obj"));
        Ok(Self { frame_size: PAGE_SIZE, names })
    }

    /// The frames at `symbol` that the loader fills for `label`.
    ///
    /// # Errors
    /// As [`FrameRun::shared`], for frames of [`PAGE_SIZE`].
    pub fn filled(label: &str, symbol: &str, size: u64) -> Result<Self, CapdlError> {
        let count = whole_pages(symbol, size)?;
        let names = numbered(count, |index| format!("{symbol}_{label}_{index}_obj"));
        Ok(Self { frame_size: PAGE_SIZE, names })
    }

    /// One frame.
    #[must_use]
    pub fn single(name: ObjectName) -> Self {
        Self { frame_size: PAGE_SIZE, names: vec![name] }
    }

    /// Asks for the frames as objects, at consecutive physical addresses from `paddr` if one is given.
    ///
    /// # Errors
    /// As [`ObjectSpace::request`].
    pub fn request(&self, objects: &mut ObjectSpace, label: &str, paddr: Option<u64>) -> Result<(), CapdlError> {
        let mut next = paddr;
        for name in &self.names {
            objects.request(
                name.clone(),
                label,
                Object::Frame(Frame { paddr: next, ..Frame::new(self.frame_size) }),
            )?;
            next = next.map(|paddr| paddr.saturating_add(self.frame_size));
        }
        Ok(())
    }

    /// Asks for the frames as objects that the loader fills, one after the other, from a source it knows by `words`.
    ///
    /// # Errors
    /// As [`ObjectSpace::request`].
    pub fn request_filled(&self, objects: &mut ObjectSpace, label: &str, words: &str) -> Result<(), CapdlError> {
        let mut source_offset = 0;
        for name in &self.names {
            let source = FillSource::Loader(words.to_owned());
            let fill = Some(vec![FrameFill { frame_offset: 0, len: self.frame_size, source, source_offset }]);
            objects.request(name.clone(), label, Object::Frame(Frame { fill, ..Frame::new(self.frame_size) }))?;
            source_offset += self.frame_size;
        }
        Ok(())
    }

    fn regions(&self, mapping: Mapping) -> impl Iterator<Item = Region> {
        self.names.iter().map(move |name| Region {
            size: self.frame_size,
            backing: Backing::Cap(Cap::new(name.clone()).with_rights(mapping.rights).with_caching(mapping.caching)),
        })
    }
}

/// The number of frames of a region, which must not exceed [`MAX_FRAMES`].
fn bounded(symbol: &str, size: u64, frame_size: u64) -> Result<u64, CapdlError> {
    let frames = size / frame_size;
    if frames > MAX_FRAMES {
        return Err(CapdlError::TooManyFrames { symbol: symbol.to_owned(), size, frames });
    }
    Ok(frames)
}

fn whole_pages(symbol: &str, size: u64) -> Result<u64, CapdlError> {
    if size.is_multiple_of(PAGE_SIZE) {
        bounded(symbol, size, PAGE_SIZE)
    } else {
        Err(CapdlError::UnevenRegion { symbol: symbol.to_owned(), size, frame_size: Some(PAGE_SIZE) })
    }
}

/// `count` names; the numbers have leading zeroes, so that the order of the names is that of the addresses.
fn numbered(count: u64, name: impl Fn(&str) -> String) -> Vec<ObjectName> {
    let width = count.saturating_sub(1).to_string().len();
    (0..count).map(|index| name(&format!("{index:0width$}")).into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(run: &FrameRun) -> Vec<&str> {
        run.names.iter().map(ObjectName::as_str).collect()
    }

    #[test]
    fn shared_memory_uses_the_largest_frames_and_pads_their_numbers() {
        let run = FrameRun::shared(Arch::Aarch32, "d_data", 0x2000, None).unwrap();
        assert_eq!((run.frame_size, names(&run)), (4096, vec!["d_data_0_obj", "d_data_1_obj"]));
        let run = FrameRun::shared(Arch::Aarch32, "d_data", 0xb_0000, None).unwrap();
        assert_eq!(run.frame_size, 0x1_0000);
        assert_eq!(names(&run).first(), Some(&"d_data_00_obj"));
        assert_eq!(names(&run).last(), Some(&"d_data_10_obj"));
    }

    #[test]
    fn an_uneven_size_is_refused() {
        let error = FrameRun::shared(Arch::X86_64, "d_data", 100, None).unwrap_err();
        assert_eq!(error.to_string(), "'d_data' has a size of 100 bytes, which is not a multiple of any frame size");
        let error = FrameRun::shared(Arch::X86_64, "d_data", 4096, Some(0)).unwrap_err();
        assert_eq!(error.to_string(), "'d_data' has a size of 4096 bytes, which is not a multiple of the frame size 0");
        assert!(FrameRun::stack("a", "s", 4097).is_err());
    }

    #[test]
    fn a_size_far_too_large_is_refused_before_it_takes_memory() {
        let size = (MAX_FRAMES + 1) * PAGE_SIZE;
        for refused in [
            FrameRun::stack("a", "s", size),
            FrameRun::filled("a", "s", size),
            FrameRun::shared(Arch::X86_64, "s", size, Some(PAGE_SIZE)),
        ] {
            let error = refused.unwrap_err().to_string();
            assert_eq!(
                error,
                "'s' has a size of 4294971392 bytes, which takes 1048577 frames; a region has at most 1048576"
            );
        }
        assert!(FrameRun::shared(Arch::X86_64, "s", 1 << 40, None).is_ok());
    }

    #[test]
    fn a_stack_lies_between_two_guard_pages() {
        let mut space = AddressSpace::new("vm.serial");
        assert_eq!((space.name(), space.root().as_str()), ("vm_serial_group_bin", "vm.serial_group_bin_pd"));
        let run = FrameRun::stack("vm", "_camkes_stack_vm_0_control", 0x4000).unwrap();
        assert_eq!(names(&run)[3], "stack__camkes_stack_vm_0_control_3_vm_obj");
        space.back_guarded("_camkes_stack_vm_0_control", &run).unwrap();
        let (_, regions) = space.symbols().next().unwrap();
        let mapped: Vec<_> = regions.iter().map(|region| region.backing != Backing::Guard).collect();
        assert_eq!(mapped, [false, true, true, true, true, false]);
        let other = FrameRun::stack("vm", "_camkes_stack_vm_0_control", 0x1000).unwrap();
        assert!(space.back_guarded("_camkes_stack_vm_0_control", &other).is_err());
    }

    #[test]
    fn sharers_meet_at_the_same_frames_and_one_may_know_their_address() {
        let run = FrameRun::shared(Arch::Riscv64, "d_data", 0x2000, None).unwrap();
        let (mut one, mut two) = (ObjectSpace::new(), ObjectSpace::new());
        run.request(&mut one, "d", None).unwrap();
        run.request(&mut two, "d", Some(0x1000_0000)).unwrap();
        one.absorb(two).unwrap();
        let Some(Object::Frame(frame)) = one.get("d_data_1_obj") else { panic!("no frame") };
        assert_eq!(frame.paddr, Some(0x1000_1000));
    }

    #[test]
    fn filled_frames_follow_each_other_in_the_source() {
        let run = FrameRun::filled("vm", "dtb_symbol", 0x2000).unwrap();
        let mut objects = ObjectSpace::new();
        run.request_filled(&mut objects, "vm", "CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT").unwrap();
        let Some(Object::Frame(frame)) = objects.get("dtb_symbol_vm_1_obj") else { panic!("no frame") };
        assert_eq!(frame.fills()[0].to_string(), "0 4096 CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT 4096");
    }
}

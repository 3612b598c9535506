// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is only known when the ELF files are: page tables, contents of frames, addresses of symbols, sizes of CNodes.

mod elf;
mod error;
mod pages;
mod parts;
mod tables;

use rustc_hash::FxHashSet;

use self::elf::Elf;
pub use self::error::LinkError;
pub use self::parts::ElfParts;
use crate::{Address, CNodeSize, GuardSize, Object, ObjectName, ObjectSizes, ObjectState, SpaceState, TcbSlot};

/// The ELF file of an address space.
#[derive(Debug, Clone, Copy)]
pub struct Binary<'a> {
    /// The key of the address space.
    pub key: &'a str,
    /// The file's name without its folder, by which the loader finds it.
    pub name: &'a str,
    /// The file.
    pub file: &'a ElfParts,
}

/// Whether components keep the capabilities to their threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TcbCaps {
    /// They do, so that a thread can stop itself.
    #[default]
    Provided,
    /// They are taken away; a thread that ends causes a fault.
    Withheld,
}

impl ObjectState {
    /// Builds the address space of each binary, and completes its threads and its CNode.
    ///
    /// # Errors
    /// The first problem of each binary, or what remains unknown of threads.
    pub fn link(
        &mut self,
        sizes: &ObjectSizes,
        binaries: &[Binary<'_>],
        tcb_caps: TcbCaps,
    ) -> Result<(), Vec<LinkError>> {
        let mut errors = Vec::new();
        for binary in binaries {
            errors.extend(self.link_binary(sizes, binary, tcb_caps).err());
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.finish_linking(binaries.iter().map(|binary| binary.key))
    }

    /// Builds the address space of one binary, which is needed no more then: [`Self::link`] for who doesn't want all of them in memory.
    ///
    /// # Errors
    /// The first problem.
    pub fn link_binary(
        &mut self,
        sizes: &ObjectSizes,
        binary: &Binary<'_>,
        tcb_caps: TcbCaps,
    ) -> Result<(), LinkError> {
        let arch = self.spec.arch;
        let wanted = self.symbols_of(binary.key);
        let elf = Elf::read(binary, arch, wanted)?;
        let Some(space) = self.spaces.get_mut(binary.key) else {
            return Err(LinkError::UnknownKey {
                key: binary.key.to_owned(),
                known: self.spaces.keys().cloned().collect(),
            });
        };
        let pages = pages::pages(&elf, sizes, arch, space)?;
        tables::build(self.spec.space_mut(), space, &pages, sizes.levels(arch), binary)?;
        self.resolve_threads(&elf, binary, tcb_caps)
    }

    /// Ends the linking of the binaries with these keys.
    ///
    /// # Errors
    /// What remains unknown of threads.
    pub fn finish_linking<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> Result<(), Vec<LinkError>> {
        self.settle_guards(&keys.collect());
        let errors = self.unresolved();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The symbols of a program whose places are asked for. It has a hundred times as many.
    fn symbols_of(&self, key: &str) -> Vec<String> {
        let Some(space) = self.spaces.get(key) else { return Vec::new() };
        let mut wanted: Vec<String> = space.address_space.symbols().map(|(symbol, _)| symbol.to_owned()).collect();
        for (_, cap) in space.cspace.caps() {
            let Some(Object::Tcb(tcb)) = self.spec.object(cap.object.as_str()) else { continue };
            wanted.extend([&tcb.ip, &tcb.sp, &tcb.ipc_buffer].into_iter().filter_map(|address| match address {
                Address::Symbol { symbol, .. } => Some(symbol.clone()),
                Address::Known(_) => None,
            }));
        }
        wanted
    }

    /// Replaces symbols by their addresses in the threads of the address space, which are those with a capability in its CSpace.
    fn resolve_threads(&mut self, elf: &Elf<'_>, binary: &Binary<'_>, tcb_caps: TcbCaps) -> Result<(), LinkError> {
        let Some(SpaceState { cspace, .. }) = self.spaces.get_mut(binary.key) else { return Ok(()) };
        let held: Vec<_> = cspace.caps().map(|(slot, cap)| (slot, cap.object.clone())).collect();
        let cnode = cspace.name().clone();
        for (slot, object) in held {
            let Some(Object::Tcb(tcb)) = self.spec.space_mut().get_mut(object.as_str()) else { continue };
            if tcb.slots.get(&TcbSlot::CSpace).is_some_and(|cap| cap.object != cnode) {
                continue;
            }
            for address in [&mut tcb.ip, &mut tcb.sp, &mut tcb.ipc_buffer] {
                *address = Address::Known(elf.address(address, &object)?);
            }
            if tcb_caps == TcbCaps::Withheld {
                cspace.clear(slot);
            }
        }
        cspace.set_size(CNodeSize::Bits(cspace.cnode().size_bits()));
        Ok(())
    }

    /// Fixes the guards of capabilities to CNodes. Guards that were to fill the word do so where the CNode is that of a linked
    /// address space; others are empty.
    fn settle_guards(&mut self, linked: &FxHashSet<&str>) {
        let word_bits = self.spec.arch.word_bits();
        let sizes: Vec<(ObjectName, u8)> = self
            .spaces
            .iter()
            .filter(|(key, _)| linked.contains(key.as_str()))
            .map(|(_, space)| (space.cspace.name().clone(), space.cspace.cnode().size_bits()))
            .collect();
        let is_node: FxHashSet<_> = self.spaces.values().map(|space| space.cspace.name().clone()).collect();
        let mut settle = |cap: &mut crate::Cap| {
            if cap.guard_size == GuardSize::FillWord {
                let bits = sizes
                    .iter()
                    .find(|(name, _)| *name == cap.object)
                    .map_or(0, |(_, bits)| word_bits.saturating_sub(*bits));
                cap.guard_size = GuardSize::Bits(bits);
            }
        };
        let nodes: FxHashSet<_> = self
            .spec
            .objects()
            .filter(|(_, object)| matches!(object, Object::CNode(_)))
            .map(|(name, _)| name.clone())
            .chain(is_node)
            .collect();
        for space in self.spaces.values_mut() {
            space.cspace.caps_mut().filter(|cap| nodes.contains(&cap.object)).for_each(&mut settle);
        }
        for object in self.spec.space_mut().objects_mut() {
            object.caps_mut().filter(|cap| nodes.contains(&cap.object)).for_each(&mut settle);
        }
    }

    /// Threads whose addresses are still symbols, and frames whose mapping is still to come.
    fn unresolved(&self) -> Vec<LinkError> {
        let threads = self.spec.objects().filter_map(|(name, object)| match object {
            Object::Tcb(tcb) => [&tcb.ip, &tcb.sp, &tcb.ipc_buffer].into_iter().find_map(|address| match address {
                Address::Symbol { symbol, .. } => {
                    Some(LinkError::UnresolvedThread { tcb: name.clone(), symbol: symbol.clone() })
                }
                Address::Known(_) => None,
            }),
            _ => None,
        });
        threads.collect()
    }
}

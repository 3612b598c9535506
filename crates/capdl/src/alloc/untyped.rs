// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Memory for every object, out of the untypeds that the kernel will have at boot.
//!
//! Objects are laid out as by seL4's Python library for CapDL: those at fixed addresses first, with the others filling the space before
//! them, the largest that fits first and objects of one size in the order of their names. Holes become untypeds of their own.

use std::collections::{BTreeMap, VecDeque};

use super::AllocError;
use crate::{
    Object, ObjectName, ObjectSizes, Spec, Untyped,
    yaml::{Yaml, YamlError},
};

/// Whether an untyped is memory or belongs to a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UntypedKind {
    /// Any object can be made from it.
    Memory,
    /// Only frames can be made from it.
    Device,
}

/// An untyped that the kernel gives to the first thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RootUntyped {
    /// The physical address.
    pub paddr: u64,
    /// log2 of the size in bytes.
    pub size_bits: u8,
    /// What it is.
    pub kind: UntypedKind,
}

impl RootUntyped {
    /// Reads a YAML list of untypeds, each with `device`, `paddr` and `size_bits`; empty entries are passed over.
    ///
    /// # Errors
    /// It is no such list.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, YamlError> {
        let file = Yaml::parse(text)?;
        file.list()?.iter().filter(|entry| entry.map().is_ok_and(|map| !map.is_empty())).map(Self::read).collect()
    }

    fn read(entry: &Yaml) -> Result<Self, YamlError> {
        let field = |name: &str| {
            let found = entry.map()?.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value).ok_or_else(|| YamlError::new(entry.line, format!("'{name}' is missing")))
        };
        let (paddr, bits) = (field("paddr")?.number()?, field("size_bits")?);
        let size_bits = u8::try_from(bits.number()?).ok().filter(|bits| *bits < 64);
        let size_bits = size_bits.ok_or_else(|| YamlError::new(bits.line, "the size must be below 64 bits"))?;
        let kind = if field("device")?.flag()? { UntypedKind::Device } else { UntypedKind::Memory };
        Ok(Self { paddr, size_bits, kind })
    }

    const fn size(self) -> u64 {
        1 << self.size_bits
    }

    fn end(self) -> u128 {
        u128::from(self.paddr) + u128::from(self.size())
    }
}

impl Spec {
    /// Places every object in one of `roots`, which are added as objects as far as they are used, with holes filled by more untypeds.
    ///
    /// # Errors
    /// The untypeds are wrong or too small, or no untyped has the address that an object wants.
    pub fn allocate_untypeds(&mut self, sizes: &ObjectSizes, roots: &[RootUntyped]) -> Result<(), AllocError> {
        let mut roots = roots.to_vec();
        roots.sort_unstable();
        check(&roots)?;
        if self.objects().next().is_none() {
            return Ok(());
        }
        let mut allocator = Allocator {
            queue: Queue::of(self, sizes)?,
            roots: roots.into_iter(),
            finished: Vec::new(),
            holes: Vec::new(),
        };
        allocator.run()?;
        let Allocator { finished, holes, .. } = allocator;
        for (name, untyped) in holes.into_iter().chain(finished) {
            // Names come from addresses, so no two are the same; a user's object of that name would be.
            if self.object(name.as_str()).is_none() {
                let _ = self.space_mut().request(name, "", Object::Untyped(untyped));
            }
        }
        Ok(())
    }
}

fn check(roots: &[RootUntyped]) -> Result<(), AllocError> {
    if let Some(wrong) = roots.iter().find(|root| !root.paddr.is_multiple_of(root.size())) {
        return Err(AllocError::UntypedMisaligned { paddr: wrong.paddr, size_bits: wrong.size_bits });
    }
    match roots.windows(2).find(|pair| pair[0].end() > u128::from(pair[1].paddr)) {
        Some(pair) => Err(AllocError::UntypedOverlap { first: pair[0].paddr, second: pair[1].paddr }),
        None => Ok(()),
    }
}

/// Objects that wait for their place.
struct Queue {
    /// Those at fixed addresses, with log2 of their sizes.
    fixed: VecDeque<(u64, ObjectName, u8)>,
    /// The others by log2 of their size, each list in the order of names.
    free: BTreeMap<u8, VecDeque<ObjectName>>,
}

impl Queue {
    fn of(spec: &Spec, sizes: &ObjectSizes) -> Result<Self, AllocError> {
        let mut objects: Vec<_> = spec.objects().collect();
        objects.sort_by_key(|(name, _)| *name);
        let (mut fixed, mut free) = (BTreeMap::new(), BTreeMap::<u8, VecDeque<_>>::new());
        for (name, object) in objects {
            let Some(bits) = sizes.of(object).filter(|bits| *bits > 0 && *bits < 64) else { continue };
            let paddr = match object {
                Object::Frame(frame) => frame.paddr,
                Object::Untyped(untyped) => untyped.paddr,
                _ => None,
            };
            // Address 0 means any address, as it does for the loader.
            match paddr.filter(|paddr| *paddr != 0) {
                None => free.entry(bits).or_default().push_back(name.clone()),
                Some(paddr) => {
                    if let Some((first, _)) = fixed.insert(paddr, (name.clone(), bits)) {
                        return Err(AllocError::SamePlace { first, second: name.clone(), paddr });
                    }
                }
            }
        }
        Ok(Self { fixed: fixed.into_iter().map(|(paddr, (name, bits))| (paddr, name, bits)).collect(), free })
    }

    fn pop(&mut self, bits: u8) -> Option<ObjectName> {
        let list = self.free.get_mut(&bits)?;
        let name = list.pop_front();
        if list.is_empty() {
            self.free.remove(&bits);
        }
        name
    }

    fn smallest(&self) -> Option<u8> {
        self.free.first_key_value().map(|(bits, _)| *bits)
    }
}

/// A root untyped while it is filled from its lowest address upwards.
struct Filling {
    root: RootUntyped,
    used: u64,
    children: Vec<ObjectName>,
    /// Holes among the children.
    holes: Vec<(ObjectName, Untyped)>,
}

impl Filling {
    fn next_paddr(&self) -> u64 {
        self.root.paddr.saturating_add(self.used)
    }

    fn remaining(&self) -> u64 {
        self.root.size() - self.used
    }

    fn add(&mut self, name: ObjectName, bits: u8) {
        self.children.push(name);
        self.used += 1 << bits;
    }

    fn add_hole(&mut self, bits: u8) {
        let paddr = self.next_paddr();
        let name: ObjectName = format!("place_holder_{paddr:#x}").into();
        self.holes.push((name.clone(), Untyped { paddr: Some(paddr), ..Untyped::new(bits) }));
        self.add(name, bits);
    }

    /// Whether it is nothing but holes.
    fn is_unused(&self) -> bool {
        self.children.len() == self.holes.len()
    }
}

struct Allocator {
    queue: Queue,
    roots: std::vec::IntoIter<RootUntyped>,
    finished: Vec<(ObjectName, Untyped)>,
    holes: Vec<(ObjectName, Untyped)>,
}

/// What of a piece of memory could be filled.
#[derive(PartialEq, Eq)]
enum Filled {
    Whole,
    Nothing,
}

impl Allocator {
    fn run(&mut self) -> Result<(), AllocError> {
        let mut filling = self.next_root()?;
        while let Some((paddr, name, bits)) = self.queue.fixed.front().cloned() {
            if filling.remaining() == 0 {
                let full = std::mem::replace(&mut filling, self.next_root()?);
                self.finish(full);
            }
            if paddr < filling.next_paddr() {
                return Err(AllocError::NoUntyped { object: name, paddr });
            }
            if u128::from(paddr) + (1_u128 << bits) <= filling.root.end() {
                let before = paddr - filling.root.paddr;
                self.fill(&mut filling, before);
                filling.add(name, bits);
                self.queue.fixed.pop_front();
            } else if self.queue.free.is_empty() {
                let left = std::mem::replace(&mut filling, self.next_root()?);
                self.finish(left);
            } else {
                let end = filling.root.size();
                self.fill(&mut filling, end);
            }
        }
        self.fill_memory(&mut filling);
        self.finish(filling);
        while !self.queue.free.is_empty() {
            let mut filling = self.next_root()?;
            self.fill_memory(&mut filling);
            // Once there are no more fixed addresses, memory too small for any object is listed, too.
            if filling.root.kind == UntypedKind::Memory {
                self.keep(filling);
            }
        }
        Ok(())
    }

    fn fill_memory(&mut self, filling: &mut Filling) {
        if filling.root.kind == UntypedKind::Memory {
            let end = filling.root.size();
            self.fill(filling, end);
        }
    }

    fn next_root(&mut self) -> Result<Filling, AllocError> {
        let root = self.roots.next().ok_or(AllocError::OutOfMemory)?;
        Ok(Filling { root, used: 0, children: Vec::new(), holes: Vec::new() })
    }

    /// An untyped of which nothing is used need not be known; devices' often do not exist at boot.
    fn finish(&mut self, filling: Filling) {
        if !filling.is_unused() {
            self.keep(filling);
        }
    }

    fn keep(&mut self, filling: Filling) {
        let RootUntyped { paddr, size_bits, .. } = filling.root;
        let untyped = Untyped { size_bits: Some(size_bits), paddr: Some(paddr), children: filling.children };
        self.finished.push((format!("root_untyped_{paddr:#x}").into(), untyped));
        self.holes.extend(filling.holes);
    }

    /// Fills an untyped up to an offset, with objects as far as there are some, in pieces as large as their alignment allows.
    fn fill(&mut self, filling: &mut Filling, end: u64) {
        while filling.used < end {
            let size = (end - filling.used).trailing_zeros();
            let bits = match filling.next_paddr() {
                0 => size,
                paddr => size.min(paddr.trailing_zeros()),
            };
            let Ok(bits) = u8::try_from(bits) else { return };
            let nothing = filling.root.kind == UntypedKind::Device || self.fill_piece(filling, bits) == Filled::Nothing;
            if nothing {
                filling.add_hole(bits);
            }
        }
    }

    /// Fills a piece of `bits` by one object of that size or, failing that, its halves.
    fn fill_piece(&mut self, filling: &mut Filling, bits: u8) -> Filled {
        if self.queue.smallest().is_none_or(|smallest| bits < smallest) {
            return Filled::Nothing;
        }
        if let Some(name) = self.queue.pop(bits) {
            filling.add(name, bits);
            return Filled::Whole;
        }
        let Some(half) = bits.checked_sub(1) else { return Filled::Nothing };
        match (self.fill_piece(filling, half), self.fill_piece(filling, half)) {
            (Filled::Nothing, Filled::Nothing) => Filled::Nothing,
            (Filled::Whole, Filled::Whole) => Filled::Whole,
            _ => {
                filling.add_hole(half);
                Filled::Whole
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arch, Frame};

    const SIZES: &str = "seL4_EndpointObject: 4\nseL4_TCBObject: 11\nseL4_Slot: 5";

    /// The children of each untyped after allocation of `frames` (name and address) and of one endpoint and one thread.
    fn placed(frames: &[(&str, Option<u64>)], roots: &str) -> Result<Vec<String>, String> {
        let mut spec = Spec::new(Arch::X86_64);
        let space = spec.space_mut();
        space.request("ep", "", Object::Endpoint).unwrap();
        space.request("tcb", "", Object::Tcb(Box::default())).unwrap();
        for (name, paddr) in frames {
            space.request(*name, "", Object::Frame(Frame { paddr: *paddr, ..Frame::new(4096) })).unwrap();
        }
        let roots = RootUntyped::parse_list(roots).map_err(|error| error.to_string())?;
        let sizes = ObjectSizes::parse(SIZES).unwrap();
        spec.allocate_untypeds(&sizes, &roots).map_err(|error| error.to_string())?;
        let line = |(name, object): (&ObjectName, &Object)| match object {
            Object::Untyped(Untyped { size_bits, children, .. }) => {
                let children: Vec<_> = children.iter().map(ObjectName::as_str).collect();
                Some(format!("{name} {}: {}", size_bits.unwrap_or(0), children.join(" ")))
            }
            _ => None,
        };
        let mut lines: Vec<_> = spec.objects().filter_map(line).filter(|line| line.starts_with("root")).collect();
        lines.sort();
        Ok(lines)
    }

    #[test]
    fn objects_fill_the_space_before_those_at_fixed_addresses() {
        let roots =
            "- {device: false, paddr: 0x1000, size_bits: 12}\n- {}\n- {device: false, paddr: 0x4000, size_bits: 14}";
        assert_eq!(
            placed(&[("b", Some(0x6000)), ("a", None)], roots).unwrap(),
            [
                "root_untyped_0x1000 12: a",
                "root_untyped_0x4000 14: tcb ep place_holder_0x4810 place_holder_0x4820 place_holder_0x4840 \
                 place_holder_0x4880 place_holder_0x4900 place_holder_0x4a00 place_holder_0x4c00 place_holder_0x5000 \
                 b place_holder_0x7000",
            ]
        );
    }

    #[test]
    fn devices_hold_only_what_has_an_address_there() {
        let roots = "- {device: true, paddr: 8192, size_bits: 13}\n- {device: false, paddr: 65536, size_bits: 12}\n\
                     - {device: true, paddr: 131072, size_bits: 12}";
        let lines = placed(&[("dev", Some(0x3000))], roots).unwrap();
        assert_eq!(lines[1], "root_untyped_0x2000 13: place_holder_0x2000 dev");
        assert!(lines[0].starts_with("root_untyped_0x10000 12: tcb ep place_holder_0x10810"), "{}", lines[0]);
        assert_eq!(lines.len(), 2, "an unused device is not listed");
    }

    #[test]
    fn what_cannot_be_placed_is_named() {
        let error = |frames: &[_], roots| placed(frames, roots).unwrap_err();
        let small = "- {device: false, paddr: 4096, size_bits: 12}";
        assert_eq!(error(&[("a", None)], small), "there is not enough untyped memory for all objects");
        assert_eq!(error(&[("a", Some(0x1_0000))], small), "there is not enough untyped memory for all objects");
        assert_eq!(error(&[("a", Some(0x800))], small), "no untyped has the memory at 0x800 for 'a'");
        assert_eq!(error(&[("a", Some(8)), ("b", Some(8))], small), "'a' and 'b' are both to be at 0x8");
        let misaligned = "- {device: false, paddr: 2048, size_bits: 12}";
        assert_eq!(error(&[], misaligned), "the untyped at 0x800 is not aligned to its size of 12 bits");
        let twice = "- {device: false, paddr: 0, size_bits: 13}\n- {device: true, paddr: 4096, size_bits: 12}";
        assert_eq!(error(&[], twice), "the untypeds at 0x0 and 0x1000 overlap");
        assert_eq!(error(&[], "- {device: false, paddr: 0}"), "line 1: 'size_bits' is missing");
        assert_eq!(
            error(&[], "- {device: maybe, paddr: 0, size_bits: 1}"),
            "line 1: expected true or false, got 'maybe'"
        );
    }
}

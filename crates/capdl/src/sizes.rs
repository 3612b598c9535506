// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The sizes of kernel objects for one configuration of the kernel, as its build writes them to `object_sizes.yaml`.

use std::hash::{Hash, Hasher};

use indexmap::IndexMap;

use crate::{
    Aarch64Levels, Arch, Object, PageKind, PagingLevel, TableKind,
    yaml::{Yaml, YamlError},
};

/// log2 of the size in bytes of every kind of object, by the kernel's name of the kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObjectSizes {
    bits: IndexMap<String, u8>,
}

/// Equal sizes have equal hashes, in whatever order they were written.
impl Hash for ObjectSizes {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits.len().hash(state);
        self.bits.values().map(|bits| u64::from(*bits)).sum::<u64>().hash(state);
    }
}

impl ObjectSizes {
    /// Reads the file: one `name: bits` a line.
    ///
    /// # Errors
    /// It is no YAML mapping of names to numbers below 64 (`seL4_Value_BadgeBits` may be 64).
    pub fn parse(text: &str) -> Result<Self, YamlError> {
        let file = Yaml::parse(text)?;
        let mut bits = IndexMap::new();
        for (name, value) in file.map()? {
            let number = value.number()?;
            let number = u8::try_from(number)
                .ok()
                .filter(|bits| *bits <= 64)
                .ok_or_else(|| YamlError::new(value.line, format!("a size of {number} bits is too large")))?;
            bits.insert(name.clone(), number);
        }
        Ok(Self { bits })
    }

    /// All sizes as they were read: the name of the kind and log2 of the bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u8)> {
        self.bits.iter().map(|(name, bits)| (name.as_str(), *bits))
    }

    /// log2 of the size of the objects named `name`, such as `seL4_TCBObject`; `None` if the kernel has none or they take no memory.
    #[must_use]
    pub fn bits(&self, name: &str) -> Option<u8> {
        self.bits.get(name).copied().filter(|bits| *bits > 0)
    }

    /// log2 of the size of an object; `None` if it takes no memory or its size is not known.
    #[must_use]
    pub fn of(&self, object: &Object) -> Option<u8> {
        match object {
            Object::Untyped(untyped) => untyped.size_bits,
            Object::Tcb(_) => self.bits("seL4_TCBObject"),
            Object::Endpoint => self.bits("seL4_EndpointObject"),
            Object::Notification => self.bits("seL4_NotificationObject"),
            Object::CNode(cnode) => Some(cnode.size_bits().saturating_add(self.bits("seL4_Slot")?)),
            Object::Frame(frame) => u8::try_from(frame.size.checked_ilog2()?).ok(),
            Object::Table(table) => self.bits(match table.kind {
                TableKind::Pt => "seL4_PageTableObject",
                TableKind::Pd => "seL4_PageDirectoryObject",
                TableKind::Pdpt => "seL4_X64_PDPT",
                TableKind::Pml4 => "seL4_X64_PML4",
                TableKind::Pud => "seL4_AARCH64_PUD",
                TableKind::Pgd => "seL4_AARCH64_PGD",
            }),
            Object::AsidPool(_) => self.bits("seL4_ASID_Pool"),
            Object::Vcpu => self.bits("seL4_VCPU"),
            Object::SchedContext(context) => match context.size_bits {
                0 => self.bits("seL4_SchedContextObject"),
                bits => Some(bits),
            },
            Object::RtReply => self.bits("seL4_RTReplyObject"),
            Object::IoPageTable { .. } => self.bits("seL4_IOPageTableObject"),
            Object::Irq(_)
            | Object::ArmSgiSignal { .. }
            | Object::IoPorts(_)
            | Object::IoDevice { .. }
            | Object::ArmIoDevice { .. }
            | Object::StreamId
            | Object::ContextBank { .. }
            | Object::Smc
            | Object::Control(_) => None,
        }
    }

    /// The levels of the page tables: on aarch64 a kernel without a global directory has three.
    #[must_use]
    pub fn levels(&self, arch: Arch) -> &'static [PagingLevel] {
        let levels = if self.bits("seL4_AARCH64_PGD").is_some() { Aarch64Levels::Four } else { Aarch64Levels::Three };
        arch.levels_with(levels)
    }

    /// The sizes of frames in bytes, the largest first.
    #[must_use]
    pub fn page_sizes(&self, arch: Arch) -> Vec<u64> {
        let pages = self.levels(arch).iter().flat_map(|level| level.pages);
        let mut sizes: Vec<_> = pages
            .filter_map(|page| {
                let bits = self.bits(match page.kind {
                    PageKind::Small => "seL4_SmallPageObject",
                    PageKind::Large => "seL4_LargePageObject",
                    PageKind::Huge => "seL4_HugePageObject",
                    PageKind::Section => "seL4_ARM_SectionObject",
                    PageKind::SuperSection => "seL4_ARM_SuperSectionObject",
                })?;
                1_u64.checked_shl(bits.into())
            })
            .collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CNode, CNodeSize};

    const X86_64: &str = "      \n\nseL4_TCBObject: 11\nseL4_SmallPageObject: 12\nseL4_LargePageObject: 0x15\n\
                          seL4_Slot: 5\nseL4_IRQ: 0\nseL4_Value_BadgeBits: 64\n";

    #[test]
    fn sizes_are_read_and_zero_means_no_memory() {
        let sizes = ObjectSizes::parse(X86_64).unwrap();
        assert_eq!(sizes.bits("seL4_TCBObject"), Some(11));
        assert_eq!(sizes.bits("seL4_IRQ"), None);
        assert_eq!(sizes.page_sizes(Arch::X86_64), [1 << 21, 1 << 12]);
        let cnode = Object::CNode(CNode { size: CNodeSize::Bits(4), ..CNode::default() });
        assert_eq!(sizes.of(&cnode), Some(9));
        assert_eq!(sizes.of(&Object::Smc), None);
    }

    #[test]
    fn aarch64_has_as_many_levels_as_its_kernel() {
        assert_eq!(ObjectSizes::parse("seL4_AARCH64_PGD: 12").unwrap().levels(Arch::Aarch64).len(), 4);
        assert_eq!(ObjectSizes::parse("seL4_AARCH64_PGD: 0").unwrap().levels(Arch::Aarch64).len(), 3);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let error = |text: &str| ObjectSizes::parse(text).unwrap_err().to_string();
        assert_eq!(error("a: 1\nb: x\n"), "line 2: expected a whole number, got 'x'");
        assert_eq!(error("a: 1\nb: 65\n"), "line 2: a size of 65 bits is too large");
        assert_eq!(error("- a\n"), "line 1: expected a mapping");
        assert_eq!(error(""), "line 1: the file is empty");
        assert_eq!(error("a: &x 1\nb: *x\n"), "line 2: aliases are not allowed here");
    }
}

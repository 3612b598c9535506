// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Target architectures: their names, word size, page sizes and the levels of their page tables.
//!
//! The numbers come from libsel4's `sel4_arch/constants.h` of each architecture, in the kernel's default configuration.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A target architecture, as `--arch` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Arch {
    /// 32-bit ARM.
    Aarch32,
    /// 32-bit ARM with the kernel in hypervisor mode: 64-bit page table entries, larger sections.
    ArmHyp,
    /// 64-bit ARM.
    Aarch64,
    /// 32-bit x86.
    Ia32,
    /// 64-bit x86.
    X86_64,
    /// 32-bit RISC-V, Sv32.
    Riscv32,
    /// 64-bit RISC-V, Sv39.
    Riscv64,
}

/// The architectures that CapDL text can name; ARM's two 32-bit modes and RISC-V's two widths share a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CdlArch {
    /// `arm11`: every 32-bit ARM, for historical reasons.
    Arm11,
    /// `aarch64`.
    Aarch64,
    /// `ia32`.
    Ia32,
    /// `x86_64`.
    X86_64,
    /// `riscv`: both widths.
    Riscv,
}

/// The name is none of [`Arch::ALL`], nor an alias of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown architecture '{name}', expected one of {}", Arch::names())]
pub struct UnknownArch {
    /// The name that was given.
    pub name: String,
}

/// How many bits of an aarch64 virtual address the kernel's tables translate.
///
/// In hypervisor mode with 40-bit physical addresses the topmost of the four levels is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Aarch64Levels {
    /// Page global directory, 48 bits.
    #[default]
    Four,
    /// Starts at the page upper directory, 39 bits.
    Three,
}

/// A kind of page-table object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TableKind {
    /// Page table.
    Pt,
    /// Page directory.
    Pd,
    /// x86_64 page directory pointer table.
    Pdpt,
    /// x86_64 page map, level 4.
    Pml4,
    /// aarch64 page upper directory.
    Pud,
    /// aarch64 page global directory.
    Pgd,
}

impl TableKind {
    /// The object's keyword in CapDL text; also the prefix of the names of tables made for an address space.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Pt => "pt",
            Self::Pd => "pd",
            Self::Pdpt => "pdpt",
            Self::Pml4 => "pml4",
            Self::Pud => "pud",
            Self::Pgd => "pgd",
        }
    }
}

/// A size of frame that the hardware can map with one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageSize {
    /// log2 of the size in bytes.
    pub bits: u8,
    /// Which of the kernel's frame types has this size.
    pub kind: PageKind,
}

impl PageSize {
    /// The size in bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        1 << self.bits
    }
}

/// The kernel's name for a frame type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageKind {
    /// `seL4_SmallPageObject`, 4 KiB everywhere.
    Small,
    /// `seL4_LargePageObject`.
    Large,
    /// `seL4_HugePageObject`.
    Huge,
    /// `seL4_ARM_SectionObject`.
    Section,
    /// `seL4_ARM_SuperSectionObject`.
    SuperSection,
}

/// One level of the page tables, the root first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PagingLevel {
    /// The kind of table at this level.
    pub table: TableKind,
    /// log2 of the bytes of virtual address that one table covers.
    pub coverage_bits: u8,
    /// log2 of the bytes that one entry covers.
    pub entry_bits: u8,
    /// The frames that can be mapped by an entry of this level (or by several adjacent ones).
    pub pages: &'static [PageSize],
}

impl PagingLevel {
    /// The slot of this level's table that translates `vaddr`.
    #[must_use]
    pub const fn index(&self, vaddr: u64) -> u64 {
        (vaddr % (1 << self.coverage_bits)) >> self.entry_bits
    }

    /// The lowest address covered by the table of this level that covers `vaddr`.
    #[must_use]
    pub const fn base(&self, vaddr: u64) -> u64 {
        vaddr >> self.coverage_bits << self.coverage_bits
    }

    /// The number of slots of one table.
    #[must_use]
    pub const fn slots(&self) -> u64 {
        1 << (self.coverage_bits - self.entry_bits)
    }
}

const fn page(bits: u8, kind: PageKind) -> PageSize {
    PageSize { bits, kind }
}

const fn level(table: TableKind, coverage_bits: u8, entry_bits: u8, pages: &'static [PageSize]) -> PagingLevel {
    PagingLevel { table, coverage_bits, entry_bits, pages }
}

const SMALL: PageSize = page(12, PageKind::Small);

const ARM_PT_PAGES: &[PageSize] = &[SMALL, page(16, PageKind::Large)];
static AARCH32: [PagingLevel; 2] = [
    level(TableKind::Pd, 32, 20, &[page(20, PageKind::Section), page(24, PageKind::SuperSection)]),
    level(TableKind::Pt, 20, 12, ARM_PT_PAGES),
];
static ARM_HYP: [PagingLevel; 2] = [
    level(TableKind::Pd, 32, 21, &[page(21, PageKind::Section), page(25, PageKind::SuperSection)]),
    level(TableKind::Pt, 21, 12, ARM_PT_PAGES),
];
static AARCH64: [PagingLevel; 4] = [
    level(TableKind::Pgd, 48, 39, &[]),
    level(TableKind::Pud, 39, 30, &[page(30, PageKind::Huge)]),
    level(TableKind::Pd, 30, 21, &[page(21, PageKind::Large)]),
    level(TableKind::Pt, 21, 12, &[SMALL]),
];
static IA32: [PagingLevel; 2] =
    [level(TableKind::Pd, 32, 22, &[page(22, PageKind::Large)]), level(TableKind::Pt, 22, 12, &[SMALL])];
static X86_64: [PagingLevel; 4] = [
    level(TableKind::Pml4, 48, 39, &[]),
    level(TableKind::Pdpt, 39, 30, &[page(30, PageKind::Huge)]),
    level(TableKind::Pd, 30, 21, &[page(21, PageKind::Large)]),
    level(TableKind::Pt, 21, 12, &[SMALL]),
];
static RISCV32: [PagingLevel; 2] =
    [level(TableKind::Pt, 32, 22, &[page(22, PageKind::Large)]), level(TableKind::Pt, 22, 12, &[SMALL])];
static RISCV64: [PagingLevel; 3] = [
    level(TableKind::Pt, 39, 30, &[page(30, PageKind::Huge)]),
    level(TableKind::Pt, 30, 21, &[page(21, PageKind::Large)]),
    level(TableKind::Pt, 21, 12, &[SMALL]),
];

impl Arch {
    /// Every architecture, in the order in which help texts list them.
    pub const ALL: [Self; 7] =
        [Self::Aarch32, Self::ArmHyp, Self::Aarch64, Self::Ia32, Self::X86_64, Self::Riscv32, Self::Riscv64];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aarch32 => "aarch32",
            Self::ArmHyp => "arm_hyp",
            Self::Aarch64 => "aarch64",
            Self::Ia32 => "ia32",
            Self::X86_64 => "x86_64",
            Self::Riscv32 => "riscv32",
            Self::Riscv64 => "riscv64",
        }
    }

    fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// The architecture's name in CapDL text.
    #[must_use]
    pub const fn cdl(self) -> CdlArch {
        match self {
            Self::Aarch32 | Self::ArmHyp => CdlArch::Arm11,
            Self::Aarch64 => CdlArch::Aarch64,
            Self::Ia32 => CdlArch::Ia32,
            Self::X86_64 => CdlArch::X86_64,
            Self::Riscv32 | Self::Riscv64 => CdlArch::Riscv,
        }
    }

    /// The size of a machine word in bits; a capability address is one word.
    #[must_use]
    pub const fn word_bits(self) -> u8 {
        match self {
            Self::Aarch32 | Self::ArmHyp | Self::Ia32 | Self::Riscv32 => 32,
            Self::Aarch64 | Self::X86_64 | Self::Riscv64 => 64,
        }
    }

    /// The size of a thread's IPC buffer in bytes (`seL4_IPCBufferSizeBits`).
    #[must_use]
    pub const fn ipc_buffer_bytes(self) -> u64 {
        match self.word_bits() {
            32 => 512,
            _ => 1024,
        }
    }

    /// log2 of the size of a capability slot in bytes (`seL4_SlotBits`).
    #[must_use]
    pub const fn slot_bits(self) -> u8 {
        match self.word_bits() {
            32 => 4,
            _ => 5,
        }
    }

    /// The levels of the page tables, the root first, for the default number of levels.
    #[must_use]
    pub fn levels(self) -> &'static [PagingLevel] {
        self.levels_with(Aarch64Levels::default())
    }

    /// The levels of the page tables, the root first; `aarch64` matters on that architecture only.
    #[must_use]
    pub fn levels_with(self, aarch64: Aarch64Levels) -> &'static [PagingLevel] {
        match self {
            Self::Aarch32 => &AARCH32,
            Self::ArmHyp => &ARM_HYP,
            Self::Aarch64 => match aarch64 {
                Aarch64Levels::Four => &AARCH64,
                Aarch64Levels::Three => AARCH64.split_at(1).1,
            },
            Self::Ia32 => &IA32,
            Self::X86_64 => &X86_64,
            Self::Riscv32 => &RISCV32,
            Self::Riscv64 => &RISCV64,
        }
    }

    /// The kind of the topmost table, which stands for the whole address space.
    #[must_use]
    pub const fn vspace_root(self) -> TableKind {
        match self {
            Self::Aarch32 | Self::ArmHyp | Self::Ia32 => TableKind::Pd,
            Self::Aarch64 => TableKind::Pgd,
            Self::X86_64 => TableKind::Pml4,
            Self::Riscv32 | Self::Riscv64 => TableKind::Pt,
        }
    }

    /// The frame sizes, the smallest first.
    #[must_use]
    pub fn page_sizes(self) -> Vec<PageSize> {
        let mut pages: Vec<_> = self.levels().iter().flat_map(|level| level.pages.iter().copied()).collect();
        pages.sort_unstable();
        pages
    }

    /// The largest frame size of which `bytes` is a whole multiple; `None` if not even the smallest divides it.
    #[must_use]
    pub fn largest_page_dividing(self, bytes: u64) -> Option<PageSize> {
        self.page_sizes().into_iter().rev().find(|page| bytes >= page.bytes() && bytes.is_multiple_of(page.bytes()))
    }

    /// Whether a frame of `bytes` can exist.
    #[must_use]
    pub fn has_page_size(self, bytes: u64) -> bool {
        self.page_sizes().iter().any(|page| page.bytes() == bytes)
    }
}

impl CdlArch {
    /// The word after `arch` in CapDL text.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Arm11 => "arm11",
            Self::Aarch64 => "aarch64",
            Self::Ia32 => "ia32",
            Self::X86_64 => "x86_64",
            Self::Riscv => "riscv",
        }
    }
}

impl fmt::Display for Arch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Arch {
    type Err = UnknownArch;

    /// Takes the names of [`Arch::ALL`] in any case, and the older `arm`, `arm11` and `x86`.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "arm" | "arm11" => Ok(Self::Aarch32),
            "x86" => Ok(Self::Ia32),
            other => Self::ALL
                .into_iter()
                .find(|arch| arch.name() == other)
                .ok_or_else(|| UnknownArch { name: name.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_back_and_aliases_are_known() {
        for arch in Arch::ALL {
            assert_eq!(arch.name().parse(), Ok(arch));
            assert_eq!(arch.name().to_uppercase().parse(), Ok(arch));
        }
        assert_eq!("arm11".parse(), Ok(Arch::Aarch32));
        assert_eq!("x86".parse(), Ok(Arch::Ia32));
        let error = "mips".parse::<Arch>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown architecture 'mips', expected one of aarch32, arm_hyp, aarch64, ia32, x86_64, riscv32, riscv64"
        );
    }

    #[test]
    fn each_level_begins_where_the_one_above_ends() {
        for arch in Arch::ALL {
            let levels = arch.levels();
            assert_eq!(levels[0].table, arch.vspace_root());
            for pair in levels.windows(2) {
                assert_eq!(pair[0].entry_bits, pair[1].coverage_bits, "{arch}");
            }
            assert_eq!(levels.last().unwrap().entry_bits, 12);
            for level in levels {
                assert!(
                    level.pages.iter().all(|page| page.bits >= level.entry_bits && page.bits < level.coverage_bits)
                );
            }
        }
    }

    #[test]
    fn an_address_is_found_again_through_the_slots_of_all_levels() {
        let vaddr = 0x1234_5678;
        for arch in Arch::ALL {
            let found = arch.levels().iter().fold(0, |sum, level| sum + (level.index(vaddr) << level.entry_bits));
            assert_eq!(found, 0x1234_5000, "{arch}");
        }
        assert_eq!(Arch::Aarch32.levels()[0].index(0x0030_0000), 3);
        assert_eq!(Arch::Aarch32.levels()[1].base(0x0034_5678), 0x0030_0000);
        assert_eq!(Arch::Aarch32.levels()[0].slots(), 4096);
    }

    #[test]
    fn aarch64_with_forty_bit_physical_addresses_has_no_global_directory() {
        let levels = Arch::Aarch64.levels_with(Aarch64Levels::Three);
        assert_eq!(
            levels.iter().map(|level| level.table).collect::<Vec<_>>(),
            [TableKind::Pud, TableKind::Pd, TableKind::Pt]
        );
    }

    #[test]
    fn the_largest_fitting_page_divides_the_size() {
        assert_eq!(Arch::Aarch32.largest_page_dividing(0x20000).map(PageSize::bytes), Some(0x10000));
        assert_eq!(Arch::Aarch32.largest_page_dividing(0x21000).map(PageSize::bytes), Some(0x1000));
        assert_eq!(Arch::X86_64.largest_page_dividing(0x20_0000).map(PageSize::bytes), Some(0x20_0000));
        assert_eq!(Arch::X86_64.largest_page_dividing(100), None);
        assert_eq!(Arch::X86_64.largest_page_dividing(0), None);
    }
}

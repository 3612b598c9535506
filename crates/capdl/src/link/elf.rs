// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The parts of an ELF file that matter: loadable segments and symbols.

use object::{
    Architecture, Object as _, ObjectSymbol as _, ObjectSymbolTable as _,
    elf::{PF_R, PF_W, PF_X, PT_LOAD},
    read::elf::{ElfFile32, ElfFile64, FileHeader, ProgramHeader},
};

use rustc_hash::FxHashMap;

use super::{Binary, ElfParts, LinkError};
use crate::{Address, Arch, ObjectName, Rights};

/// What is known of an ELF file.
pub(super) struct Elf<'a> {
    pub(super) name: &'a str,
    /// Those that are loaded and not empty, in the order of the file.
    pub(super) segments: Vec<Segment>,
    /// Value and size of those that are asked for, by name, as far as there are such; of several of one name the last. Nothing for a
    /// file without symbols.
    symbols: Option<FxHashMap<Vec<u8>, Option<Place>>>,
}

/// The address and the size of a symbol.
type Place = (u64, u64);

/// A piece of memory that is loaded from the file.
pub(super) struct Segment {
    pub(super) vaddr: u64,
    /// The size in memory, in bytes; what is beyond `file_size` is zero.
    pub(super) size: u64,
    pub(super) file_size: u64,
    pub(super) file_offset: u64,
    pub(super) rights: Rights,
}

impl<'a> Elf<'a> {
    /// Reads a file; of its symbols, those that are `wanted`.
    pub(super) fn read(binary: &Binary<'a>, arch: Arch, wanted: Vec<String>) -> Result<Self, LinkError> {
        let unreadable =
            |error: object::Error| LinkError::NotElf { binary: binary.name.to_owned(), reason: error.to_string() };
        let wrong_machine = || LinkError::WrongMachine { binary: binary.name.to_owned(), arch };
        match object::FileKind::parse(binary.file).map_err(unreadable)? {
            object::FileKind::Elf32 if arch.word_bits() == 32 => {
                let file = ElfFile32::<object::Endianness, _>::parse(binary.file).map_err(unreadable)?;
                Self::of(binary.name, &file, arch, wanted).ok_or_else(wrong_machine)
            }
            object::FileKind::Elf64 if arch.word_bits() == 64 => {
                let file = ElfFile64::<object::Endianness, _>::parse(binary.file).map_err(unreadable)?;
                Self::of(binary.name, &file, arch, wanted).ok_or_else(wrong_machine)
            }
            object::FileKind::Elf32 | object::FileKind::Elf64 => Err(wrong_machine()),
            _ => Err(LinkError::NotElf { binary: binary.name.to_owned(), reason: "not an ELF file".to_owned() }),
        }
    }

    /// `None` if the file is for another machine.
    fn of<H: FileHeader<Endian = object::Endianness>>(
        name: &'a str,
        file: &object::read::elf::ElfFile<'a, H, &'a ElfParts>,
        arch: Arch,
        wanted: Vec<String>,
    ) -> Option<Self> {
        let right = match arch {
            Arch::Aarch32 | Arch::ArmHyp => Architecture::Arm,
            Arch::Aarch64 => Architecture::Aarch64,
            Arch::Ia32 => Architecture::I386,
            Arch::X86_64 => Architecture::X86_64,
            Arch::Riscv32 => Architecture::Riscv32,
            Arch::Riscv64 => Architecture::Riscv64,
        };
        if file.architecture() != right {
            return None;
        }
        let endian = file.endian();
        let segments = file
            .elf_program_headers()
            .iter()
            .filter(|header| header.p_type(endian) == PT_LOAD && header.p_memsz(endian).into() > 0)
            .map(|header| {
                let flags = header.p_flags(endian);
                let right = |flag, right| if (flags & flag).0 == 0 { Rights::NONE } else { right };
                Segment {
                    vaddr: header.p_vaddr(endian).into(),
                    size: header.p_memsz(endian).into(),
                    file_size: header.p_filesz(endian).into(),
                    file_offset: header.p_offset(endian).into(),
                    rights: right(PF_R, Rights::READ) | right(PF_W, Rights::WRITE) | right(PF_X, Rights::GRANT),
                }
            })
            .collect();
        let symbols = file.symbol_table().map(|table| {
            let mut places: FxHashMap<_, _> = wanted.into_iter().map(|name| (name.into_bytes(), None)).collect();
            for symbol in table.symbols() {
                if let Some(place) = symbol.name_bytes().ok().and_then(|name| places.get_mut(name)) {
                    *place = Some((symbol.address(), symbol.size()));
                }
            }
            places
        });
        Some(Self { name, segments, symbols })
    }

    /// The address and the size of a symbol.
    pub(super) fn symbol(&self, symbol: &str, tcb: Option<&ObjectName>) -> Result<Place, LinkError> {
        let Some(symbols) = &self.symbols else {
            return Err(LinkError::Stripped { binary: self.name.to_owned(), symbol: symbol.to_owned() });
        };
        symbols.get(symbol.as_bytes()).copied().flatten().ok_or_else(|| LinkError::UndefinedSymbol {
            binary: self.name.to_owned(),
            symbol: symbol.to_owned(),
            tcb: tcb.cloned(),
        })
    }

    /// The number that an address of thread `tcb` is.
    pub(super) fn address(&self, address: &Address, tcb: &ObjectName) -> Result<u64, LinkError> {
        match address {
            Address::Known(number) => Ok(*number),
            Address::Symbol { symbol, offset } => {
                let (value, _) = self.symbol(symbol, Some(tcb))?;
                value.checked_add_signed(*offset).ok_or_else(|| LinkError::AddressOverflow {
                    binary: self.name.to_owned(),
                    symbol: symbol.clone(),
                    offset: *offset,
                })
            }
        }
    }
}

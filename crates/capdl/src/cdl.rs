// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Reader of CapDL text: the whole language of seL4's capDL-tool, with arrays, ranges, nested untypeds, named capabilities and their
//! copies, and derivations.

mod ast;
mod cursor;
mod declare;
mod hold;
mod names;
mod params;
mod parse;

use std::ops::Range;

use crate::{Arch, CdlArch, Spec};

/// Something wrong with CapDL text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CdlError {
    /// The place, in bytes.
    pub span: Range<usize>,
    /// What is wrong there.
    pub message: String,
}

impl CdlError {
    fn new(span: &Range<usize>, message: impl Into<String>) -> Self {
        Self { span: span.clone(), message: message.into() }
    }
}

/// Largest text that is read, in bytes.
const MAX_BYTES: usize = 1 << 29;

/// At most so many mistakes are told of one text.
const MAX_ERRORS: usize = 100;

/// Most objects and capabilities of a specification. Ranges are short to write, so a mistyped one would else take all memory.
const MAX_ITEMS: usize = 1 << 22;

impl Spec {
    /// Reads CapDL text.
    ///
    /// # Errors
    /// The first mistake of the text, or else all that is wrong with what it says, in the order of the text.
    pub fn parse_cdl(text: &str) -> Result<Self, Vec<CdlError>> {
        if text.len() > MAX_BYTES {
            return Err(vec![CdlError::new(&(0..0), format!("the text is larger than {MAX_BYTES} bytes"))]);
        }
        let module = parse::module(text).map_err(|error| vec![error])?;
        let mut spec = Self::new(match module.arch {
            CdlArch::Arm11 => Arch::Aarch32,
            CdlArch::Aarch64 => Arch::Aarch64,
            CdlArch::Ia32 => Arch::Ia32,
            CdlArch::X86_64 => Arch::X86_64,
            CdlArch::Riscv => Arch::Riscv64,
        });
        let mut errors = Vec::new();
        let names = declare::objects(&mut spec, &module, &mut errors);
        if errors.is_empty() {
            hold::caps(&mut spec, &module, &names, &mut errors);
        }
        if errors.is_empty() {
            declare::domains(&mut spec, &module, &mut errors);
        }
        errors.truncate(MAX_ERRORS);
        errors.sort_by_key(|error| error.span.start);
        if errors.is_empty() { Ok(spec) } else { Err(errors) }
    }
}

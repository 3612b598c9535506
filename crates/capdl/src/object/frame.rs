// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Frames and what a loader fills them with.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A piece of memory that can be mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// A page size of the architecture, in bytes.
    pub size: u64,
    /// The physical address, if it matters.
    pub paddr: Option<u64>,
    /// What the loader copies into it. Nothing said is another thing than an empty list: it is written as it was said.
    pub fill: Option<Vec<FrameFill>>,
}

impl Frame {
    /// An empty frame of `size` bytes at any address, of which it is said that nothing fills it.
    #[must_use]
    pub fn new(size: u64) -> Self {
        Self { size, paddr: None, fill: Some(Vec::new()) }
    }

    /// What the loader copies into it.
    #[must_use]
    pub fn fills(&self) -> &[FrameFill] {
        self.fill.as_deref().unwrap_or_default()
    }
}

/// A piece of a frame that the loader fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameFill {
    /// The place in the frame, in bytes.
    pub frame_offset: u64,
    /// The number of bytes.
    pub len: u64,
    /// Where the bytes come from.
    pub source: FillSource,
    /// The place in the source, in bytes.
    pub source_offset: u64,
}

/// Where the loader takes the bytes of a frame from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FillSource {
    /// A file in the loader's archive.
    File(String),
    /// A piece of the boot information; the words are the loader's own and mean nothing to us,
    /// for instance `CDL_FrameFill_BootInfo CDL_FrameFill_BootInfo_FDT`.
    Loader(String),
}

impl fmt::Display for FrameFill {
    /// The form of CapDL text, without the braces round it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.frame_offset, self.len)?;
        match &self.source {
            FillSource::File(name) => write!(f, "CDL_FrameFill_FileData \"{name}\"")?,
            FillSource::Loader(words) => f.write_str(words)?,
        }
        write!(f, " {}", self.source_offset)
    }
}
